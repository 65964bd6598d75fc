// Bars with whiskers: one figure a row, its interval, and the standard as a line.
import { word } from "../words.js";
import { isTooFew, nameAxis, nameWidth, tooltip, valueAxis } from "./frame.js";

/** Returns the ECharts option of {rows: [{label, value, low, high, n, of, state}], unit, maximum, standard}. */
export function barsOption(data, palette, width) {
  const rows = data.rows;
  const names = nameWidth(rows, width);
  return {
    grid: { left: names + 12, right: 76, top: data.standard ? 26 : 8, bottom: 28 },
    xAxis: valueAxis({ maximum: data.maximum ?? undefined, unit: data.unit }, palette),
    yAxis: nameAxis(rows, palette, names),
    tooltip: tooltip(palette, (hovered) => describe(rows[hovered.dataIndex], data)),
    series: [barSeries(data, palette), whiskerSeries(rows, palette)],
  };
}

/** Returns what the tooltip says about a row: name, figure, interval, answers, verdict. */
export function describe(row, { unit = "" }) {
  if (isTooFew(row)) return `${row.label}\n${word("too_few")}`;
  const lines = [row.label, `${row.value}${unit}`];
  if (row.low !== undefined && row.low !== null) lines.push(word("interval", row));
  if (row.n !== undefined && row.n !== null) lines.push(row.of ? word("of_answers", row) : word("answers", row));
  if (row.state) lines.push(word(`verdict_${row.state}`));
  return lines.join("\n");
}

function barSeries(data, palette) {
  return {
    type: "bar",
    barMaxWidth: 18,
    barMinWidth: 6,
    silent: false,
    data: data.rows.map((row) => barOf(row, data, palette)),
    markLine: data.standard ? standardLine(data, palette) : undefined,
  };
}

function barOf(row, { unit = "" }, palette) {
  if (isTooFew(row)) {
    const label = { show: true, position: "right", formatter: `◌ ${word("too_few")}`, color: palette.quiet, fontSize: 12 };
    return { value: 0, label, itemStyle: { color: palette.few } };
  }
  const colour = { meets: palette.good, below: palette.bad }[row.state] ?? palette.accent;
  const shape = { meets: "● ", below: "▲ " }[row.state] ?? "";
  return {
    value: row.value,
    itemStyle: { color: colour },
    // Beside the whisker, not over it: the label starts where the interval ends.
    label: { show: false },
    row,
    text: `${shape}${row.value}${unit}`,
  };
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
  return {
    type: "custom",
    z: 10,
    silent: true,
    data: rows.map((row, index) => [index, isTooFew(row) ? null : row.value, row.low ?? row.value, row.high ?? row.value]),
    encode: { x: [1, 2, 3], y: 0 },
    renderItem: (_parameters, api) => whisker(api, palette, rows[api.value(0)]),
  };
}

function whisker(api, palette, row) {
  if (isTooFew(row)) return undefined;
  const [value, low, high] = [1, 2, 3].map((at) => api.coord([api.value(at), api.value(0)])[0]);
  const middle = api.coord([api.value(1), api.value(0)])[1];
  const line = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: palette.text, lineWidth: 1.5 } });
  const hasInterval = row.low !== undefined && row.low !== null;
  const strokes = hasInterval
    ? [line(low, middle, high, middle), line(low, middle - 4, low, middle + 4), line(high, middle - 4, high, middle + 4)]
    : [];
  const shape = { meets: "● ", below: "▲ " }[row.state] ?? "";
  const text = { text: `${shape}${row.value}`, x: Math.max(value, high) + 6, y: middle, fill: palette.text, fontSize: 13, verticalAlign: "middle" };
  return { type: "group", children: [...strokes, { type: "text", style: text }] };
}
