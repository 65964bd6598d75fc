// Ticked rows of a list: tick all, shift-click for a range, and a count in the bulk bar.
import { fill } from "../words.js";

/** Follows the ticks of every list on the page. */
export function startTicks() {
  let last = null;
  document.addEventListener("click", (event) => {
    const box = event.target.closest("[data-tick]");
    if (!box) return;
    if (event.shiftKey && last) tickRange(box, last);
    last = box;
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-tick-all]")) tickAll(event.target);
    if (event.target.matches("[data-tick], [data-tick-all], [data-tick-list]")) tell(event.target.closest("form"));
  });
  // A browser restores ticks when one comes back to a page.
  window.addEventListener("pageshow", () => document.querySelectorAll(".bulk-form").forEach(tell));
}

const ticksOf = (form) => [...form.querySelectorAll("[data-tick]")];

function tickAll(box) {
  for (const each of ticksOf(box.closest("form"))) each.checked = box.checked;
}

function tickRange(box, last) {
  const all = ticksOf(box.closest("form"));
  const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
  if (from < 0) return;
  for (const each of all.slice(from, to + 1)) each.checked = box.checked;
}

function tell(form) {
  const ticks = form ? ticksOf(form) : [];
  if (ticks.length === 0) return;
  const count = ticks.filter((each) => each.checked).length;
  const words = form.querySelector("[data-tick-count]");
  // Ticking "all of this list" means more than the rows of this page.
  const list = form.querySelector("[data-tick-list]:checked");
  if (words) words.textContent = fill(words.dataset.text, { count: list?.dataset.tickList || count });
  const all = form.querySelector("[data-tick-all]");
  all.checked = count === ticks.length;
  all.indeterminate = count > 0 && count < ticks.length;
}
