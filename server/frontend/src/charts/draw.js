// Draws the charts of a page, and draws them again when its width, its colours or the paper change.
import { BarChart, CustomChart, HeatmapChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { barsOption } from "./bars.js";
import { heatmapOption } from "./heatmap.js";
import { printPalette, screenPalette } from "./palette.js";
import { sharesOption } from "./shares.js";

use([
  BarChart,
  CanvasRenderer,
  CustomChart,
  GridComponent,
  HeatmapChart,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
]);

const optionOf = { bars: barsOption, shares: sharesOption, heatmap: heatmapOption };
const drawn = new Map();

/** Draws each figure whose kind is known; one already drawn is drawn anew. */
export function drawAll(figures) {
  for (const figure of figures) {
    const data = JSON.parse(figure.querySelector("[data-chart-data]").textContent);
    const canvas = figure.querySelector("[data-chart-canvas]");
    forget();
    const chart = init(canvas, null, { renderer: "canvas", devicePixelRatio: Math.max(2, window.devicePixelRatio) });
    drawn.set(canvas, { chart, data, width: canvas.clientWidth });
    paint(canvas, screenPalette());
    watchWidth.observe(canvas);
  }
}

function paint(canvas, palette) {
  const { chart, data } = drawn.get(canvas);
  const option = optionOf[data.kind](data, palette, canvas.clientWidth);
  chart.setOption({ ...option, animation: false, textStyle: { fontFamily: palette.font } }, true);
}

function paintAll(palette) {
  forget();
  for (const canvas of drawn.keys()) paint(canvas, palette);
}

/** Lets go of charts whose part of the page was replaced. */
function forget() {
  for (const [canvas, { chart }] of drawn) {
    if (canvas.isConnected) continue;
    watchWidth.unobserve(canvas);
    chart.dispose();
    drawn.delete(canvas);
  }
}

const watchWidth = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const entry = drawn.get(target);
    if (!entry || target.clientWidth === entry.width || target.clientWidth === 0) continue;
    entry.width = target.clientWidth;
    entry.chart.resize();
    paint(target, screenPalette());
  }
});

document.addEventListener("concord:theme", () => paintAll(screenPalette()));
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => paintAll(screenPalette()));
window.addEventListener("beforeprint", () => paintAll(printPalette));
window.addEventListener("afterprint", () => paintAll(screenPalette()));
