// Results while typing. Without this module the same form and the same links load the page anew.
const form = document.querySelector("form[data-search]");
const box = form?.querySelector("[data-main-search]");
const WAIT = 150; // milliseconds after the last key
const SLOW = 400; // milliseconds after which the wait is shown

let latest = 0;
let controller = null;
let typing = 0;

function addressOfForm() {
  const given = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(given).toString();
  const path = new URL(form.action).pathname;
  return query ? `${path}?${query}` : path;
}

function part(name) {
  return form.querySelector(`[data-part="${name}"]`);
}

function setBusy(busy) {
  const results = part("results");
  if (busy) results.setAttribute("aria-busy", "true");
  else results.removeAttribute("aria-busy");
  delete results.dataset.slow;
}

// What can hold the focus is made anew with every answer: it is known again by what it stands for.
function nameOf(element) {
  return ["name", "value", "href", "id"].map((name) => element.getAttribute(name)).join("\n") + element.tagName;
}

function refresh(old, fresh) {
  const focused = old.contains(document.activeElement) ? nameOf(document.activeElement) : null;
  const folds = new Map([...old.querySelectorAll("details[data-facet]")].map((fold) => [fold.dataset.facet, fold.open]));
  for (const fold of fresh.querySelectorAll("details[data-facet]")) {
    if (folds.has(fold.dataset.facet)) fold.open = folds.get(fold.dataset.facet);
  }
  old.replaceChildren(...fresh.childNodes);
  if (focused === null) return;
  const again = [...old.querySelectorAll("a, button, input, select, summary")].find((one) => nameOf(one) === focused);
  again?.focus({ preventScroll: true });
}

function swap(text) {
  const answer = new DOMParser().parseFromString(text, "text/html");
  for (const fresh of answer.querySelectorAll("[data-part]")) {
    const old = part(fresh.dataset.part);
    if (old) refresh(old, fresh);
  }
  document.title = answer.title;
}

function tellTrouble(url) {
  const notice = document.getElementById("search-trouble").content.cloneNode(true);
  notice.querySelector("button").addEventListener("click", () => show(url, "none"));
  part("results").querySelector(".callout[role=alert]")?.remove();
  part("results").prepend(notice);
}

function remember(url, how) {
  if (how === "replace") history.replaceState(history.state, "", url);
  if (how === "push" && url !== location.pathname + location.search) {
    history.replaceState({ scroll: scrollY }, "");
    history.pushState({ scroll: scrollY }, "", url);
  }
}

// Shows the search of an address. A newer one aborts an older one, whose answer, should it still come, is dropped.
async function show(url, how) {
  clearTimeout(typing);
  controller?.abort();
  controller = new AbortController();
  const mine = ++latest;
  remember(url, how);
  setBusy(true);
  const slow = setTimeout(() => (part("results").dataset.slow = ""), SLOW);
  try {
    const answer = await fetch(`${url}${url.includes("?") ? "&" : "?"}fragment=1`, { signal: controller.signal });
    const text = await answer.text();
    if (mine !== latest) return false;
    if (!answer.ok && answer.status !== 400) throw new Error(answer.statusText);
    swap(text);
    return true;
  } catch (error) {
    if (error.name !== "AbortError" && mine === latest) tellTrouble(url);
    return false;
  } finally {
    clearTimeout(slow);
    if (mine === latest) setBusy(false);
  }
}

function later(event) {
  if (event.isComposing) return; // an input method is at work: what stands in the box is not meant yet
  clearTimeout(typing);
  typing = setTimeout(() => show(addressOfForm(), "replace"), WAIT);
}

async function follow(event) {
  const link = event.target.closest("[data-part] a[href], a[data-clear]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const href = typeof link.href === "string" ? link.href : link.href.baseVal; // in a drawing it is an object
  const url = new URL(href, location.href);
  if (url.pathname !== location.pathname || url.origin !== location.origin || link.closest(".kinds")) return;
  event.preventDefault();
  box.value = url.searchParams.get("q") ?? "";
  if (link.matches("[data-clear]")) box.focus();
  const shown = await show(url.pathname + url.search, "push");
  if (shown && link.closest(".pager")) part("count").scrollIntoView({ block: "start" });
}

async function goBack(event) {
  box.value = new URL(location.href).searchParams.get("q") ?? "";
  const shown = await show(location.pathname + location.search, "none");
  if (shown) scrollTo(0, event.state?.scroll ?? 0);
}

function send(event) {
  event.preventDefault();
  if (event.submitter?.matches("[data-close-sheet]")) document.getElementById("facets").hidePopover?.();
  show(addressOfForm(), "push");
}

if (form) {
  box.addEventListener("input", later);
  box.addEventListener("compositionend", () => later({ isComposing: false }));
  form.addEventListener("submit", send);
  form.addEventListener("click", follow);
  form.addEventListener("change", (event) => {
    if (event.target.closest(".range")) form.requestSubmit();
  });
  addEventListener("popstate", goBack);
}
