// What the kinds of chart have in common: room for names, tooltip, axes.

const CHARACTER_PX = 13;

/** Returns true when a detail of a row was given. */
export const isKnown = (value) => value !== undefined && value !== null;

/** Returns true when a row must not be shown as a figure. */
export const isTooFew = (row) => row.state === "too_few" || row.value === null;

/** Returns how wide a text is in about, in pixels at 13 px: a Chinese character counts one, a Latin letter half. */
export function widthOf(text) {
  const units = [...text].reduce((sum, character) => sum + (character.charCodeAt(0) > 0x2e80 ? 1 : 0.55), 0);
  return units * CHARACTER_PX;
}

/** Returns the width given to the names of rows: enough for the longest, at most a third of the chart. */
export function nameWidth(rows, chartWidth) {
  const longest = Math.max(...rows.map((row) => widthOf(row.label)), 0);
  return Math.ceil(Math.min(longest + 10, chartWidth * 0.36));
}

/** Returns the axis with the names of the rows, first row at the top, long names cut with an ellipsis. */
export function nameAxis(rows, palette, width) {
  return {
    type: "category",
    inverse: true,
    data: rows.map((row) => row.label),
    axisTick: { show: false },
    axisLine: { lineStyle: { color: palette.line } },
    axisLabel: { color: palette.text, fontSize: 13, width, overflow: "truncate", interval: 0 },
  };
}

const NARROW_PX = 480;

/** Returns true where there is the width of a phone only. */
export const isNarrow = (width) => width < NARROW_PX;

/** Returns an axis of figures from zero; up to a known maximum in five steps, on phones in two. */
export function valueAxis({ maximum, unit }, palette, width) {
  return {
    type: "value",
    min: 0,
    max: maximum,
    splitNumber: isNarrow(width) ? 2 : 5,
    interval: maximum ? maximum / (isNarrow(width) ? 2 : 5) : undefined,
    axisLabel: { color: palette.quiet, fontSize: 12, formatter: `{value}${unit ?? ""}` },
    splitLine: { lineStyle: { color: palette.line, width: 1 } },
  };
}

/** Returns a tooltip drawn on the canvas: an HTML one would need inline styles. */
export function tooltip(palette, formatter) {
  return {
    trigger: "item",
    renderMode: "richText",
    confine: true,
    backgroundColor: palette.surface,
    borderColor: palette.line,
    textStyle: { color: palette.text, fontSize: 13 },
    formatter,
  };
}
