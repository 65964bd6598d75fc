// A heat map with the figures in its cells: areas down, questions across.
import { word } from "../words.js";
import { nameAxis, nameWidth, tooltip, widthOf } from "./frame.js";
import { between, inkOn } from "./palette.js";

const LONGEST_HEADING_PX = 120;

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
      return { value: [x, y, value ?? "-"], itemStyle: { color: colour }, label };
    }),
  );
}

function describe({ rows, columns, unit = "" }, [x, y]) {
  const value = rows[y].values[x];
  return `${rows[y].label}\n${columns[x]}  ${value === null ? word("too_few") : `${value}${unit}`}`;
}

/** The headings stand level where they fit, else upright-slanted. */
function headingAxis(columns, palette, cell) {
  const longest = Math.min(Math.max(...columns.map(widthOf)), LONGEST_HEADING_PX);
  const fits = longest < cell - 4;
  const axis = {
    type: "category",
    position: "top",
    data: columns,
    axisTick: { show: false },
    axisLine: { show: false },
    axisLabel: { color: palette.text, fontSize: 13, interval: 0, rotate: fits ? 0 : 55, width: LONGEST_HEADING_PX, overflow: "truncate" },
  };
  return { axis, room: fits ? 28 : Math.ceil(longest * 0.85) + 14 };
}
