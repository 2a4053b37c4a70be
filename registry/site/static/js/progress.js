// Looks how far the work on an import is, and shows the page anew when it is done.
const panel = document.querySelector("[data-progress]");
const EVERY = 700; // milliseconds

async function look() {
  try {
    const answer = await fetch(panel.dataset.progress, { headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const told = await answer.json();
    if (told.state !== panel.dataset.state) location.reload();
    else tell(told);
  } catch {
    // the next look may succeed
  }
}

function tell(told) {
  const bar = panel.querySelector("progress");
  if (told.expected) {
    bar.max = told.expected;
    bar.value = told.done;
  } else bar.removeAttribute("value");
  for (const stage of panel.querySelectorAll("[data-stage]")) stage.hidden = stage.dataset.stage !== told.stage;
  panel.querySelector("[data-count]").hidden = !told.done;
  panel.querySelector("[data-done]").textContent = told.done.toLocaleString("en");
  panel.querySelector("[data-of]").hidden = !told.expected;
  panel.querySelector("[data-expected]").textContent = told.expected.toLocaleString("en");
}

if (panel) setInterval(look, EVERY);
