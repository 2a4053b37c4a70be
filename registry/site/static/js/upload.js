// Files dropped on the form are handed in at once, with progress. Without script the form does the same.
const form = document.querySelector("form[data-upload]");

function part(name) {
  return form.querySelector(`[data-upload-${name}]`);
}

function send() {
  const request = new XMLHttpRequest(); // fetch does not tell how much has been sent
  const bar = part("progress");
  request.open("POST", form.action);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.querySelector("progress").value = (100 * event.loaded) / event.total;
  });
  request.addEventListener("load", () => {
    if (request.status === 200) location.assign(request.responseURL);
    else show(request.responseText);
  });
  request.addEventListener("error", fail);
  request.addEventListener("abort", fail);
  part("trouble").hidden = true;
  bar.hidden = false;
  form.querySelector("button").disabled = true;
  request.send(new FormData(form));
}

function fail() {
  part("progress").hidden = true;
  part("trouble").hidden = false;
  form.querySelector("button").disabled = false;
}

// The page that refuses the files stands in the place of this one.
function show(text) {
  const answer = new DOMParser().parseFromString(text, "text/html").querySelector("[role=alert]:not([hidden])");
  if (answer) part("trouble").replaceChildren(...answer.childNodes);
  fail();
}

if (form) {
  const zone = form.querySelector(".dropzone");
  const input = form.querySelector("input[type=file]");
  for (const type of ["dragenter", "dragover"]) {
    zone.addEventListener(type, (event) => {
      event.preventDefault();
      zone.dataset.state = "over";
    });
  }
  for (const type of ["dragleave", "drop"]) zone.addEventListener(type, () => delete zone.dataset.state);
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    send();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
}
