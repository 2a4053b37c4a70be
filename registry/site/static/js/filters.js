// A chosen filter applies at once; without script the form's own button does it.
for (const form of document.querySelectorAll("form[data-instant]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });
  // A form sends only what was chosen: addresses stay short and can be shared.
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}
