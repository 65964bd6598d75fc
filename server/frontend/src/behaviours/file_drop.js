// A file field also takes files that are dropped on it, and tells the names of what was chosen.
import { word } from "../words.js";

const prepared = new WeakSet();

/** Prepares every file field below root, each once. */
export function startFileDrops(root) {
  for (const area of root.querySelectorAll("[data-file-drop]")) {
    if (prepared.has(area)) continue;
    prepared.add(area);
    prepareArea(area);
  }
}

function prepareArea(area) {
  const input = area.querySelector("input[type=file]");
  input.addEventListener("change", () => tellNames(area, input));
  area.addEventListener("dragover", (event) => {
    event.preventDefault();
    area.classList.add("is-over");
  });
  for (const name of ["dragleave", "drop"]) {
    area.addEventListener(name, () => area.classList.remove("is-over"));
  }
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    const files = event.dataTransfer.files;
    if (files.length === 0 || (files.length > 1 && !input.multiple)) return;
    input.files = files;
    tellNames(area, input);
  });
}

function tellNames(area, input) {
  const names = [...input.files].map((file) => `${file.name} (${sizeOf(file.size)})`).join(", ");
  area.querySelector("[data-file-names]").textContent = names && word("files_chosen", { names });
}

/** Returns a size as people read it: "12 kB", "3.4 MB". */
export function sizeOf(bytes) {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
