// A need too long for an address is sent in the body of the request.
const form = document.querySelector("form[data-need]");
const LONGEST = 500; // characters, nine times as many in an address

form?.addEventListener("submit", () => {
  form.method = form.elements.text.value.length > LONGEST ? "post" : "get";
});
