// Copies a text, or a table as cells that a spreadsheet takes.
import { word } from "../words.js";

const SAID_MS = 2000;

/** Shows and prepares the copy buttons below root; where the browser cannot copy (plain http) they stay hidden. */
export function startClipboard(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy], [data-copy-table]")) {
    if (!button.hidden) continue;
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

async function copy(button) {
  const text = button.dataset.copy ?? cellsOf(button.parentElement.querySelector("table"));
  const label = button.lastChild;
  const words = label.textContent;
  try {
    await navigator.clipboard.writeText(text);
    label.textContent = word("copied");
  } catch {
    label.textContent = word("copy_failed");
  }
  setTimeout(() => (label.textContent = words), SAID_MS);
}

/** Returns the cells of a table, columns parted by tabs, rows by line ends. */
export function cellsOf(table) {
  const rows = [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim().replace(/\s+/g, " ")));
  return rows.map((cells) => cells.join("\t")).join("\n");
}
