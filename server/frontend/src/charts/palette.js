// Colours of charts come from the page's tokens, so that light, dark and charts never differ.

const tokens = {
  text: "--c-text",
  quiet: "--c-quiet",
  line: "--c-line",
  surface: "--c-surface",
  accent: "--c-accent",
  good: "--c-chart-good",
  bad: "--c-chart-bad",
  few: "--c-few-soft",
};

// Five steps from good to bad: blue-green to vermilion by way of grey. Their lightness differs, so that they
// stay apart in grey printing and for people who do not tell red from green.
const LIGHT_SHARES = ["#0b5c5c", "#55a39c", "#d5d9d8", "#f0a878", "#a63c12"];
const DARK_SHARES = ["#7fd6cd", "#3c8e87", "#566164", "#b8683a", "#f2a17c"];

/** Colours on white paper. */
export const printPalette = {
  text: "#1b2426",
  quiet: "#4d595c",
  line: "#c9d0d1",
  surface: "#ffffff",
  accent: "#0f6e6e",
  good: "#2f837f",
  bad: "#c8693a",
  few: "#dfe3e4",
  shares: LIGHT_SHARES,
  heat: ["#f4ece6", "#0b5c5c"],
  font: "sans-serif",
};

/** Returns the colours of the page as it is shown now. */
export function screenPalette(root = document.body) {
  const style = getComputedStyle(root);
  const probe = document.createElement("i");
  probe.hidden = true;
  root.append(probe);
  const read = ([name, token]) => [name, resolve(probe, token)];
  const colours = Object.fromEntries(Object.entries(tokens).map(read));
  probe.remove();
  const isDark = luminance(colours.surface) < 0.2;
  return {
    ...colours,
    shares: isDark ? DARK_SHARES : LIGHT_SHARES,
    heat: isDark ? ["#2b3133", "#4fb3ab"] : printPalette.heat,
    font: style.fontFamily || "sans-serif",
  };
}

// A token may be light-dark(…): only a used property tells which of the two colours counts.
function resolve(probe, token) {
  probe.style.setProperty("color", `var(${token})`);
  return getComputedStyle(probe).color;
}

/** Returns the relative luminance of "rgb(…)" or "#rrggbb", 0 to 1 (WCAG 2.2). */
export function luminance(colour) {
  const channels = colour.startsWith("#")
    ? [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
    : (colour.match(/[\d.]+/g) ?? [255, 255, 255]).map(Number);
  const [red, green, blue] = channels.map((each) => {
    const share = each / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Returns the contrast of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(first, second) {
  const [dark, light] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const DARK_INK = "#14201f";
const LIGHT_INK = "#ffffff";

/** Returns the dark or the light ink, whichever is read better on the colour. */
export function inkOn(colour) {
  return contrast(colour, DARK_INK) > contrast(colour, LIGHT_INK) ? DARK_INK : LIGHT_INK;
}

/** Returns the colour between two "#rrggbb" colours; share 0 is the first, 1 the second. */
export function between(first, second, share) {
  const channels = [1, 3, 5].map((at) => {
    const [from, to] = [first, second].map((colour) => parseInt(colour.slice(at, at + 2), 16));
    return Math.round(from + (to - from) * share);
  });
  return `#${channels.map((each) => each.toString(16).padStart(2, "0")).join("")}`;
}
