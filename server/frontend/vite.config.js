// Builds the pages' stylesheet, scripts and icons into server/web/static, with hashed names and manifest.json.
import { fileURLToPath } from "node:url";
import purgecss from "@fullhuman/postcss-purgecss";
import { defineConfig } from "vite";
import { iconSprite } from "./icon-sprite.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

// What a page may load by name: asset("office.css") is the entry src/office.css.
const entries = ["src/office.css", "src/office.js"];

// Tabler styles that no template and no script names are left out; our own styles stand between ignore comments.
const withoutUnusedStyles = purgecss({
  content: [here("../web/**/*.html"), here("../web/**/*.py"), here("src/**/*.js")],
  defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
  safelist: { greedy: [/data-bs-theme/] },
  variables: true,
  keyframes: true,
});

export default defineConfig({
  root: here("."),
  base: "",
  publicDir: false,
  plugins: [iconSprite({ names: here("src/icons.json"), favicon: here("src/favicon.svg") })],
  css: { postcss: { plugins: [withoutUnusedStyles] } },
  build: {
    outDir: here("../web/static"),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: ["chrome100", "safari15.4", "firefox100"],
    // The page's nonce is inherited by modules that a nonced module imports; preload links would not have it.
    modulePreload: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: { input: entries.map(here) },
  },
  test: { environment: "happy-dom", include: ["tests/**/*.test.js"] },
});
