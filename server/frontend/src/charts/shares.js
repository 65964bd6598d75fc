// Stacked shares: how the answers to each question are parted, best first, whole per cents that sum to 100.
import { word } from "../words.js";
import { isKnown, isNarrow, nameAxis, nameWidth, tooltip, valueAxis } from "./frame.js";
import { inkOn } from "./palette.js";

const ROOM_FOR_FIGURE = 7;

/** Returns the ECharts option of {parts, rows: [{label, shares, n, state}]}. */
export function sharesOption(data, palette, width) {
  const names = nameWidth(data.rows, width);
  return {
    grid: { left: names + 12, right: 16, top: isNarrow(width) ? 60 : 36, bottom: 28 },
    legend: {
      top: 0,
      left: 0,
      itemWidth: 14,
      itemHeight: 14,
      itemGap: 12,
      selectedMode: false,
      data: data.parts,
      textStyle: { color: palette.text, fontSize: 12 },
    },
    xAxis: valueAxis({ maximum: 100, unit: "%" }, palette, width),
    yAxis: nameAxis(data.rows, palette, names),
    tooltip: tooltip(palette, (hovered) => describe(data.rows[hovered.dataIndex], data.parts)),
    series: [...data.parts.map((_part, index) => partSeries(data, index, palette)), fewSeries(data, palette)],
  };
}

/** Returns what the tooltip says about a row: every part with its share, and the answers. */
export function describe(row, parts) {
  if (!hasShares(row)) return `${row.label}\n${word("too_few")}`;
  const lines = parts.map((part, index) => `${part} ${row.shares[index]}%`);
  const answers = isKnown(row.n) ? [word("answers", row)] : [];
  return [row.label, ...lines, ...answers].join("\n");
}

const hasShares = (row) => row.state !== "too_few" && Array.isArray(row.shares) && row.shares.length > 0;

function partSeries(data, index, palette) {
  const colour = palette.shares[Math.round((index * (palette.shares.length - 1)) / Math.max(1, data.parts.length - 1))];
  return {
    type: "bar",
    name: data.parts[index],
    stack: "shares",
    barMaxWidth: 24,
    itemStyle: { color: colour, borderColor: palette.surface, borderWidth: 1 },
    label: {
      show: true,
      color: inkOn(colour),
      fontSize: 12,
      formatter: ({ value }) => (value >= ROOM_FOR_FIGURE ? String(value) : ""),
    },
    data: data.rows.map((row) => (hasShares(row) ? row.shares[index] : 0)),
  };
}

/** A grey bar over the whole width where there are too few answers. */
function fewSeries(data, palette) {
  return {
    type: "bar",
    stack: "shares",
    barMaxWidth: 24,
    itemStyle: { color: palette.few },
    label: { show: true, color: palette.quiet, fontSize: 12, formatter: ({ value }) => (value ? `◌ ${word("too_few")}` : "") },
    data: data.rows.map((row) => (hasShares(row) ? 0 : 100)),
  };
}
