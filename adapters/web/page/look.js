// Light or dark, decided before the first paint: the visitor's choice, else the system's.
(() => {
  try {
    const chosen = localStorage.getItem("binome.theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch {
    // No storage: the system's preference stands.
  }
})();
