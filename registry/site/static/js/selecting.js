// A list whose rows can be selected: one box selects all, the bar below says how many; Escape clears.
function tell(form) {
  const boxes = [...form.querySelectorAll("tbody input[type=checkbox]")];
  const chosen = boxes.filter((box) => box.checked).length;
  for (const place of form.querySelectorAll("[data-count]")) place.textContent = chosen;
  const all = form.querySelector("thead input[type=checkbox]");
  if (!all) return;
  all.checked = chosen > 0 && chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
}

function choose(form, wanted) {
  for (const box of form.querySelectorAll("tbody input[type=checkbox]:not(:disabled)")) box.checked = wanted;
  tell(form);
}

for (const form of document.querySelectorAll("form[data-selecting]")) {
  const all = form.querySelector("thead input[type=checkbox]");
  if (all) all.closest("label").hidden = false;
  form.addEventListener("change", (event) => {
    if (event.target === all) choose(form, all.checked);
    else tell(form);
  });
  for (const button of form.querySelectorAll("[data-clear-selection]")) {
    button.hidden = false;
    button.addEventListener("click", () => choose(form, false));
  }
  addEventListener("pageshow", () => tell(form));
}
