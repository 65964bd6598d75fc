// A Vite plugin: the icons named in icons.json become one sprite, icons.svg, taken from Tabler's outline set.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Returns the <symbol> of one outline icon; throws when Tabler has no icon of that name. */
export function symbolOf(name) {
  const svg = readFileSync(require.resolve(`@tabler/icons/outline/${name}.svg`), "utf8");
  const paths = [...svg.matchAll(/<(?:path|circle|rect|line|ellipse|polyline) [^>]*>/g)]
    .map(([element]) => element)
    .filter((element) => !element.includes('stroke="none"'));
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor">${paths.join("")}</symbol>`;
}

/** Returns the sprite of the named icons, sorted, each once. */
export function spriteOf(names) {
  const symbols = [...new Set(names)].sort().map(symbolOf);
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

/** Returns the plugin that adds icons.svg and favicon.svg to the build and its manifest. */
export function iconSprite({ names, favicon }) {
  return {
    name: "icon-sprite",
    buildStart() {
      this.addWatchFile(names);
    },
    generateBundle() {
      const add = (name, source) => this.emitFile({ type: "asset", name, originalFileName: `src/${name}`, source });
      add("icons.svg", spriteOf(JSON.parse(readFileSync(names, "utf8"))));
      add("favicon.svg", readFileSync(favicon, "utf8"));
    },
  };
}
