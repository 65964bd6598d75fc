// Light, dark or as the system says: a choice is kept in the cookie `theme`, which the server reads before it writes the page.

const YEAR_IN_SECONDS = 365 * 24 * 3600;

/** Shows the choice in the account menu and keeps what is chosen. */
export function startTheme() {
  const choice = document.querySelector("[data-theme-choice]");
  if (!choice) return;
  choice.hidden = false;
  mark(choice, document.documentElement.dataset.bsTheme ?? "auto");
  choice.addEventListener("click", (event) => {
    const theme = event.target.closest("[data-theme]")?.dataset.theme;
    if (theme) choose(choice, theme);
  });
}

/** Applies a theme to the page and keeps it for a year; "auto" forgets the choice. */
export function choose(choice, theme) {
  const isAutomatic = theme === "auto";
  document.cookie = `theme=${isAutomatic ? "" : theme}; path=/; samesite=lax; max-age=${isAutomatic ? 0 : YEAR_IN_SECONDS}`;
  if (isAutomatic) delete document.documentElement.dataset.bsTheme;
  else document.documentElement.dataset.bsTheme = theme;
  mark(choice, theme);
  document.dispatchEvent(new CustomEvent("concord:theme"));
}

function mark(choice, theme) {
  for (const button of choice.querySelectorAll("[data-theme]")) {
    button.setAttribute("aria-pressed", String(button.dataset.theme === theme));
  }
}
