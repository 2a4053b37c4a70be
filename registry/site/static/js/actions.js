// Buttons that need script stay hidden without it: copy, print, open and close a dialog.
function each(selector, act) {
  for (const button of document.querySelectorAll(selector)) {
    button.hidden = false;
    button.addEventListener("click", () => act(button));
  }
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  button.dataset.state = "done";
  setTimeout(() => delete button.dataset.state, 1600);
}

if (navigator.clipboard) each("[data-copy]", copy);
each("[data-print]", () => print());
each("[data-open]", (button) => document.getElementById(button.dataset.open).showModal());
each("dialog [data-close]", (button) => button.closest("dialog").close());
