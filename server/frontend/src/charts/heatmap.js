// A heat map with the figures in its cells: areas down, questions across.
import { word } from "../words.js";
import { nameAxis, nameWidth, tooltip, widthOf } from "./frame.js";
import { between, inkOn } from "./palette.js";

const LINE_PX = 17;
// The narrowest cell over which a heading is broken into lines: two Chinese characters, or a short Latin word.
const LEAST_BROKEN_PX = { chinese: 36, latin: 60 };
const MOST_STACKED = 6;

/** Returns the ECharts option of {columns, rows: [{label, values}], unit}. */
export function heatmapOption(data, palette, width) {
  const names = nameWidth(data.rows, width);
  const cell = (width - names - 16) / Math.max(1, data.columns.length);
  const heading = headingAxis(data.columns, palette, cell);
  const cells = cellsOf(data.rows, palette);
  // Drawn by hand: ECharts' own heat map lays its cells on a canvas of their own, which browsers leave out on paper.
  const renderItem = (_parameters, api) => cellShape(api, cells[api.value(1)][api.value(0)], palette);
  return {
    grid: { left: names + 12, right: 4, top: heading.room, bottom: 4 },
    xAxis: heading.axis,
    yAxis: nameAxis(data.rows, palette, names),
    tooltip: tooltip(palette, ({ data: point }) => describe(data, point)),
    series: [{ type: "custom", data: data.rows.flatMap((row, y) => row.values.map((_value, x) => [x, y])), renderItem }],
  };
}

/** Returns the lowest and highest figure of all rows; figures that are not shown do not count. */
export function rangeOf(rows) {
  const shown = rows.flatMap((row) => row.values).filter((value) => value !== null);
  return shown.length === 0 ? [0, 1] : [Math.min(...shown), Math.max(...shown)];
}

/** Returns colour, ink and text of every cell, row by row; a cell without a figure is greyed and marked. */
export function cellsOf(rows, palette) {
  const [low, high] = rangeOf(rows);
  const cellOf = (value) => {
    if (value === null) return { colour: palette.few, ink: palette.quiet, text: "◌" };
    const colour = between(...palette.heat, high === low ? 0 : (value - low) / (high - low));
    return { colour, ink: inkOn(colour), text: String(value) };
  };
  return rows.map((row) => row.values.map(cellOf));
}

function cellShape(api, cell, palette) {
  const [x, y] = api.coord([api.value(0), api.value(1)]);
  const [width, height] = api.size([1, 1]);
  const shape = { x: x - width / 2 + 1, y: y - height / 2 + 1, width: width - 2, height: height - 2 };
  const text = { text: cell.text, fill: cell.ink, font: `13px ${palette.font}` };
  return { type: "rect", shape, style: { fill: cell.colour }, textContent: { style: text }, textConfig: { position: "inside" } };
}

function describe({ rows, columns, unit = "" }, [x, y]) {
  const value = rows[y].values[x];
  return `${rows[y].label}\n${columns[x]}  ${value === null ? word("too_few") : `${value}${unit}`}`;
}

/** The headings stand level where they fit, else in lines, else upright: Chinese character under character. */
function headingAxis(columns, palette, cell) {
  const style = headingStyle(columns, cell);
  const axis = {
    type: "category",
    position: "top",
    data: columns,
    axisTick: { show: false },
    axisLine: { show: false },
    axisLabel: { color: palette.text, fontSize: 13, lineHeight: LINE_PX, interval: 0, ...style.label },
  };
  return { axis, room: style.room };
}

/** Returns a text broken into lines of about the same length. */
export function inLines(text, lines) {
  const length = Math.ceil(text.length / lines);
  return text.match(new RegExp(`.{1,${length}}`, "gu")).join("\n");
}

/** Returns how the headings are written in cells of this width, and the room they need above the cells. */
export function headingStyle(columns, cell) {
  const longest = Math.max(...columns.map(widthOf), 0);
  if (longest < cell - 6) return { label: {}, room: LINE_PX + 10 };
  const isChinese = columns.every((each) => /^[\u3000-\u9fff]+$/.test(each));
  if (cell >= LEAST_BROKEN_PX[isChinese ? "chinese" : "latin"]) {
    const lines = Math.min(3, Math.ceil(longest / (cell - 12)) + (isChinese ? 0 : 1));
    const label = isChinese ? { formatter: (text) => inLines(text, lines) } : { width: cell - 6, overflow: "break" };
    return { label, room: lines * LINE_PX + 8 };
  }
  if (!isChinese) return { label: { rotate: 90, width: 120, overflow: "truncate" }, room: Math.min(longest, 120) + 12 };
  const characters = Math.min(Math.max(...columns.map((each) => each.length)), MOST_STACKED);
  const formatter = (text) => [...text].slice(0, MOST_STACKED).join("\n");
  return { label: { formatter }, room: characters * LINE_PX + 10 };
}
