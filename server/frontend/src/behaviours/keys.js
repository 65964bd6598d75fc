// The office by keyboard: `/` search, `j` and `k` rows, Enter opens, `x` ticks, `?` tells all of this.

const actions = {
  "/": () => (document.querySelector("[data-search]") ?? document.querySelector("[data-top-search]"))?.focus(),
  "?": () => document.getElementById("shortcuts")?.showModal(),
  j: () => goToRow(1),
  k: () => goToRow(-1),
  x: () => currentRow()?.querySelector("[data-tick]")?.click(),
};

/** Listens for the keys, except while somebody types. */
export function startKeys() {
  document.addEventListener("keydown", (event) => {
    const action = actions[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    action();
  });
  for (const button of document.querySelectorAll("[data-open-shortcuts]")) {
    button.hidden = false;
    button.addEventListener("click", actions["?"]);
  }
}

function isTyping(element) {
  const isBox = element.matches("input[type=checkbox], input[type=radio]");
  return element.isContentEditable || (element.matches("input, textarea, select") && !isBox) || element.closest("dialog");
}

const currentRow = () => document.querySelector("[data-rows] tbody tr.is-current");

/** Moves the mark to the next or previous row and focuses its link, so that Enter opens it. */
function goToRow(step) {
  const rows = [...document.querySelectorAll("[data-rows] tbody tr")];
  if (rows.length === 0) return;
  const at = rows.indexOf(currentRow());
  const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
  for (const row of rows) row.classList.toggle("is-current", row === next);
  next.querySelector("[data-row-link]")?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}
