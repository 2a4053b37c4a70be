// Suggestions below the search box: a combobox with a list, as the ARIA Authoring Practices describe it.
const box = document.querySelector("[data-suggest]");
const list = document.getElementById("suggestions");
const WAIT = 120; // milliseconds after the last key

let waiting = 0;
let latest = 0;
let active = -1;

function close() {
  latest += 1; // an answer under way is not wanted any more
  clearTimeout(waiting);
  list.hidden = true;
  active = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function mark(place) {
  const options = [...list.children];
  active = options.length ? (place + options.length + 1) % (options.length + 1) : -1;
  if (active === options.length) active = -1; // beyond the last one nothing is marked, and what was typed counts
  options.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
  if (active < 0) box.removeAttribute("aria-activedescendant");
  else box.setAttribute("aria-activedescendant", options[active].id);
  options[active]?.scrollIntoView({ block: "nearest" });
}

function choose(option) {
  if (option.dataset.address) return location.assign(option.dataset.address);
  box.value = option.dataset.text;
  close();
  box.form.requestSubmit();
}

// A record is opened when it is chosen; what kind it is stands beside its name.
function kindOf({ source }) {
  if (!list.dataset[source]) return [];
  const kind = document.createElement("small");
  kind.lang = document.documentElement.lang;
  kind.textContent = list.dataset[source];
  return [kind];
}

function optionOf(suggestion, place) {
  const option = document.createElement("li");
  option.id = `suggestion-${place}`;
  option.role = "option";
  option.lang = "zh-CN";
  option.textContent = option.dataset.text = suggestion.text;
  if (suggestion.path) option.dataset.address = box.dataset.suggest.replace(/\/suggest$/, suggestion.path);
  option.append(...kindOf(suggestion));
  option.setAttribute("aria-selected", "false");
  option.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  option.addEventListener("click", () => choose(option));
  return option;
}

async function ask() {
  const typed = box.value;
  const mine = ++latest;
  if (!typed.trim()) return close();
  try {
    const answer = await fetch(`${box.dataset.suggest}?${new URLSearchParams({ q: typed })}`);
    const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
    if (mine !== latest || document.activeElement !== box) return;
    list.replaceChildren(...suggestions.map(optionOf));
    active = -1;
    list.hidden = suggestions.length === 0;
    box.setAttribute("aria-expanded", String(!list.hidden));
    box.removeAttribute("aria-activedescendant");
  } catch {
    close(); // suggestions are a help, not needed
  }
}

function later(event) {
  if (event.isComposing) return;
  clearTimeout(waiting);
  waiting = setTimeout(ask, WAIT);
}

function move(event) {
  if (event.isComposing) return;
  if (event.key === "Enter" && active >= 0) {
    event.preventDefault();
    return choose(list.children[active]);
  }
  if (event.key === "Enter" || event.key === "Tab") return close();
  if (list.hidden) return;
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    close();
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    mark(event.key === "ArrowDown" ? active + 1 : active < 0 ? list.children.length - 1 : active - 1);
  }
}

if (box && list) {
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-controls", list.id],
    ["aria-expanded", "false"],
  ]) box.setAttribute(name, value);
  box.addEventListener("input", later);
  box.addEventListener("compositionend", () => later({ isComposing: false }));
  box.addEventListener("keydown", move);
  box.addEventListener("blur", close);
}
