// Bars with whiskers: one figure a row, its interval, and the standard as a line.
import { word } from "../words.js";
import { isKnown, isTooFew, nameAxis, nameWidth, tooltip, valueAxis } from "./frame.js";

/** Returns the ECharts option of {rows: [{label, value, low, high, n, of, state}], unit, maximum, standard}. */
export function barsOption(data, palette, width) {
  const rows = data.rows;
  const names = nameWidth(rows, width);
  return {
    grid: { left: names + 12, right: 76, top: data.standard ? 26 : 8, bottom: 28 },
    xAxis: valueAxis({ maximum: data.maximum ?? undefined, unit: data.unit }, palette, width),
    yAxis: nameAxis(rows, palette, names),
    tooltip: tooltip(palette, (hovered) => describe(rows[hovered.dataIndex], data)),
    series: [barSeries(data, palette), whiskerSeries(rows, palette)],
  };
}

/** Returns what the tooltip says about a row: name, figure, interval, answers, verdict. */
export function describe(row, { unit = "" }) {
  if (isTooFew(row)) return `${row.label}\n${word("too_few")}`;
  const lines = [row.label, `${row.text ?? row.value}${unit}`];
  if (isKnown(row.low)) lines.push(word("interval", row));
  if (isKnown(row.n)) lines.push(answersOf(row));
  if (row.state) lines.push(word(`verdict_${row.state}`));
  return lines.join("\n");
}

/** Returns how many answers a row rests on, in words. */
export function answersOf(row) {
  return row.of ? word("of_answers", row) : word("answers", row);
}

function barSeries(data, palette) {
  return {
    type: "bar",
    barMaxWidth: 18,
    barMinWidth: 6,
    data: data.rows.map((row) => barOf(row, palette)),
    markLine: data.standard ? standardLine(data, palette) : undefined,
  };
}

function barOf(row, palette) {
  if (isTooFew(row)) {
    return { value: 0, label: { show: true, position: "right", formatter: `◌ ${word("too_few")}`, color: palette.quiet, fontSize: 12 } };
  }
  return { value: row.value, itemStyle: styleOf(row.state, palette) };
}

/** A sample too small for a verdict is drawn as an outline, so that it does not look like a result. */
function styleOf(state, palette) {
  if (state === "unsure") return { color: palette.few, borderColor: palette.quiet, borderWidth: 1 };
  return { color: { meets: palette.good, below: palette.bad }[state] ?? palette.accent };
}

function standardLine({ standard, unit = "" }, palette) {
  return {
    symbol: "none",
    silent: true,
    lineStyle: { color: palette.text, type: "dashed", width: 1 },
    label: { formatter: word("standard", { value: `${standard}${unit}` }), position: "start", color: palette.text, fontSize: 12 },
    data: [{ xAxis: standard }],
  };
}

/** Draws the interval as a whisker and the figure right of it. */
function whiskerSeries(rows, palette) {
  const digits = Math.max(...rows.map((row) => decimalsOf(row.value)), 0);
  return {
    type: "custom",
    z: 10,
    silent: true,
    data: rows.map((row, index) => [index, isTooFew(row) ? null : row.value, row.low ?? row.value, row.high ?? row.value]),
    encode: { x: [1, 2, 3], y: 0 },
    renderItem: (_parameters, api) => whisker(api, palette, rows[api.value(0)], digits),
  };
}

/** Returns how many digits after the point a figure has, at most two. */
export function decimalsOf(value) {
  return Math.min(2, (String(value ?? "").split(".")[1] ?? "").length);
}

function whisker(api, palette, row, digits) {
  if (isTooFew(row)) return undefined;
  const [value, low, high] = [1, 2, 3].map((at) => api.coord([api.value(at), api.value(0)])[0]);
  const middle = api.coord([api.value(1), api.value(0)])[1];
  const strokes = isKnown(row.low) ? strokesOf(low, high, middle, palette) : [];
  return { type: "group", children: [...strokes, figure(row, digits, { x: Math.max(value, high) + 4, y: middle }, palette)] };
}

function strokesOf(low, high, middle, palette) {
  const style = { stroke: palette.text, lineWidth: 1.5 };
  const line = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style });
  return [line(low, middle, high, middle), line(low, middle - 4, low, middle + 4), line(high, middle - 4, high, middle + 4)];
}

/** The figure has the ground of the page behind it, so that the line of the standard does not cross it out. */
function figure(row, digits, { x, y }, palette) {
  const shape = { meets: "● ", below: "▲ ", unsure: "◌ " }[row.state] ?? "";
  const style = {
    text: `${shape}${row.text ?? row.value.toFixed(digits)}`,
    x,
    y,
    fill: palette.text,
    font: `13px ${palette.font}`,
    verticalAlign: "middle",
    backgroundColor: palette.surface,
    padding: [1, 2],
  };
  return { type: "text", style };
}
