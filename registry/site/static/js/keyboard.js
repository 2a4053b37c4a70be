// "/" goes to the search box, j and k move along the results, Escape leaves the box, "?" lists the keys.
const box = document.querySelector("[data-main-search]");

function isTyping(event) {
  return event.target.closest("input, textarea, select, [contenteditable]") !== null;
}

function move(step) {
  const links = [...document.querySelectorAll(".hit-title a")];
  const at = links.indexOf(document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return; // an input method is at work
  if (event.key === "Escape" && event.target === box) {
    event.preventDefault(); // the browser would empty the box, and what was typed be lost
    box.blur();
  }
  if (isTyping(event)) return;
  if (event.key === "/" && box) {
    event.preventDefault();
    box.focus();
    box.select();
  }
  if (event.key === "?") document.getElementById("keys")?.showModal();
  if (event.key === "j") move(1);
  if (event.key === "k") move(-1);
});
