// From a record back to the results it was opened from, and on to the one before or after. Kept for this tab only.
const KEY = "trail";

function keep() {
  const links = [...document.querySelectorAll(".hit-title a")];
  const paths = links.map((link) => link.getAttribute("href"));
  const words = new URLSearchParams(location.search).get("q") ?? "";
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ address: location.pathname + location.search, words, paths }));
  } catch {
    // Storage may be forbidden: the browser's own way back remains.
  }
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

function show({ address, words, paths }, at) {
  const crumb = document.querySelector("[data-trail=results]");
  const link = crumb.querySelector("a");
  link.href = address;
  if (words) link.textContent = link.dataset.words.replace("*", () => words);
  crumb.hidden = false;
  const steps = document.querySelector("[data-trail=steps]");
  for (const step of steps.querySelectorAll("[data-step]")) {
    const path = paths[at + Number(step.dataset.step)];
    if (path) step.href = path;
    else step.setAttribute("aria-disabled", "true");
  }
  steps.hidden = paths.length < 2;
}

if (document.querySelector("[data-trail=results]")) {
  const trail = kept();
  const at = trail?.paths.indexOf(decodeURI(location.pathname)) ?? -1;
  if (at >= 0) show(trail, at);
}

document.querySelector("form[data-search]")?.addEventListener("click", (event) => {
  if (event.target.closest(".hit-title a")) keep();
});
