// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { spriteOf, symbolOf } from "../icon-sprite.js";
import names from "../src/icons.json";

const web = fileURLToPath(new URL("../../web", import.meta.url));

/** Every icon the templates name: icon("home"), icon_name="home". */
function namedInTemplates() {
  const files = readdirSync(web, { recursive: true }).filter((path) => path.endsWith(".html"));
  const text = files.map((path) => readFileSync(join(web, path), "utf8")).join("\n");
  return [...text.matchAll(/icon(?:_name=|\()"([a-z0-9-]+)"/g)].map(([, name]) => name);
}

test("every icon of the templates is in the sprite", () => {
  const missing = namedInTemplates().filter((name) => !names.includes(name));
  expect(missing).toEqual([]);
});

test("the names are sorted and stand once", () => {
  expect(names).toEqual([...new Set(names)].sort());
});

test("a symbol keeps the strokes and drops the empty frame", () => {
  const home = symbolOf("home");
  expect(home).toContain('<symbol id="home" viewBox="0 0 24 24"');
  expect(home).not.toContain('stroke="none"');
  expect(home.match(/<path /g)).toHaveLength(3);
});

test("the sprite is one document with a symbol for each name", () => {
  expect(spriteOf(["x", "home", "x"]).match(/<symbol /g)).toHaveLength(2);
});
