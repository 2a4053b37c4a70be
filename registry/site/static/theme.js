// Loaded before the first paint: a chosen theme is applied without a flash. Kept on this device only.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage may be forbidden: the system's theme holds.
}
