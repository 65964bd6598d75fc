// Menus and explanations are <details data-popover>: one open at a time, closed by a click elsewhere or Escape.

const OPEN = "details[data-popover][open]";

/** Closes popovers the way people expect of menus. */
export function startPopovers() {
  document.addEventListener("click", (event) => closeAllBut(event.target.closest("details[data-popover]")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const opened = event.target.closest?.(OPEN) ?? document.querySelector(OPEN);
    if (!opened) return;
    opened.open = false;
    opened.querySelector("summary").focus();
  });
  document.addEventListener("toggle", (event) => keepOnScreen(event.target), true);
}

function closeAllBut(kept) {
  for (const opened of document.querySelectorAll(OPEN)) {
    if (opened !== kept) opened.open = false;
  }
}

/** Turns a box that would leave the screen on its right to the other side. */
function keepOnScreen(details) {
  if (!details.matches?.(OPEN)) return;
  const box = details.lastElementChild;
  box.classList.remove("opens-left");
  const overhang = box.getBoundingClientRect().right - document.documentElement.clientWidth;
  if (overhang > 0) box.classList.add("opens-left");
}
