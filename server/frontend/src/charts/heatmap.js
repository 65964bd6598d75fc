// A heat map with the figures in its cells: areas down, questions across.
import { word } from "../words.js";
import { nameAxis, nameWidth, tooltip, widthOf } from "./frame.js";
import { between, inkOn } from "./palette.js";

const LINE_PX = 17;
const LEAST_BROKEN_PX = 60;
const MOST_STACKED = 6;

/** Returns the ECharts option of {columns, rows: [{label, values}], unit}. */
export function heatmapOption(data, palette, width) {
  const names = nameWidth(data.rows, width);
  const cell = (width - names - 16) / Math.max(1, data.columns.length);
  const heading = headingAxis(data.columns, palette, cell);
  const [low, high] = rangeOf(data.rows);
  return {
    grid: { left: names + 12, right: 4, top: heading.room, bottom: 4 },
    xAxis: heading.axis,
    yAxis: nameAxis(data.rows, palette, names),
    tooltip: tooltip(palette, ({ data: point }) => describe(data, point.value)),
    series: [
      {
        type: "heatmap",
        data: cellsOf(data, palette, { low, high }),
        itemStyle: { borderColor: palette.surface, borderWidth: 2 },
      },
    ],
  };
}

/** Returns the lowest and highest figure of all rows; figures that are not shown do not count. */
export function rangeOf(rows) {
  const shown = rows.flatMap((row) => row.values).filter((value) => value !== null);
  return shown.length === 0 ? [0, 1] : [Math.min(...shown), Math.max(...shown)];
}

function cellsOf({ rows, columns }, palette, { low, high }) {
  return rows.flatMap((row, y) =>
    columns.map((_column, x) => {
      const value = row.values[x];
      const share = value === null || high === low ? 0 : (value - low) / (high - low);
      const colour = value === null ? palette.few : between(...palette.heat, share);
      const label = { show: true, color: value === null ? palette.quiet : inkOn(colour), formatter: value === null ? "◌" : String(value) };
      // A cell without a figure is drawn as well: greyed, at the lowest value.
      return { value: [x, y, value ?? low], itemStyle: { color: colour }, label };
    }),
  );
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

/** Returns how the headings are written in cells of this width, and the room they need above the cells. */
export function headingStyle(columns, cell) {
  const longest = Math.max(...columns.map(widthOf), 0);
  if (longest < cell - 6) return { label: {}, room: LINE_PX + 10 };
  if (cell >= LEAST_BROKEN_PX) {
    const lines = Math.min(3, Math.ceil(longest / (cell - 12)) + 1);
    return { label: { width: cell - 6, overflow: "break" }, room: lines * LINE_PX + 8 };
  }
  const isChinese = columns.every((each) => /^[\u3000-\u9fff]+$/.test(each));
  if (!isChinese) return { label: { rotate: 90, width: 120, overflow: "truncate" }, room: Math.min(longest, 120) + 12 };
  const characters = Math.min(Math.max(...columns.map((each) => each.length)), MOST_STACKED);
  const formatter = (text) => [...text].slice(0, MOST_STACKED).join("\n");
  return { label: { formatter }, room: characters * LINE_PX + 10 };
}
