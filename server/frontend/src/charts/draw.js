// Draws the charts of a page, and draws them again when its width, its colours or the paper change.
import { BarChart, CustomChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { barsOption } from "./bars.js";
import { heatmapOption } from "./heatmap.js";
import { printPalette, screenPalette } from "./palette.js";
import { sharesOption } from "./shares.js";

use([BarChart, CanvasRenderer, CustomChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent]);

const optionOf = { bars: barsOption, shares: sharesOption, heatmap: heatmapOption };
const drawn = new Map();

// The width between the margins of A4 paper, less the padding of a chart.
const PAPER_PX = 640;

/** Draws each figure that is not drawn yet. */
export function drawAll(figures) {
  forget();
  for (const figure of figures) {
    const canvas = figure.querySelector("[data-chart-canvas]");
    if (drawn.has(canvas)) continue;
    const data = JSON.parse(figure.querySelector("[data-chart-data]").textContent);
    const chart = init(canvas, null, { renderer: "canvas", devicePixelRatio: Math.max(2, window.devicePixelRatio) });
    drawn.set(canvas, { chart, data, width: canvas.clientWidth });
    paint(canvas, screenPalette());
    watchWidth.observe(canvas);
  }
}

function paint(canvas, palette, width = canvas.clientWidth) {
  const { chart, data } = drawn.get(canvas);
  const option = optionOf[data.kind](data, palette, width);
  chart.setOption({ ...option, animation: false, textStyle: { fontFamily: palette.font } }, true);
}

function paintAll() {
  forget();
  for (const canvas of drawn.keys()) paint(canvas, screenPalette());
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

// The browser takes the page as it is when this returns: charts are as wide as the paper and painted at once.
function paintForPaper() {
  forget();
  for (const [canvas, { chart }] of drawn) {
    chart.resize({ width: PAPER_PX });
    paint(canvas, printPalette, PAPER_PX);
    chart.getZr().flush();
  }
}

function paintForScreen() {
  forget();
  for (const [canvas, { chart }] of drawn) {
    chart.resize({ width: "auto" });
    paint(canvas, screenPalette());
  }
}

const watchWidth = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const entry = drawn.get(target);
    if (!entry || target.clientWidth === entry.width || target.clientWidth === 0 || isPrinting()) continue;
    entry.width = target.clientWidth;
    entry.chart.resize();
    paint(target, screenPalette());
  }
});

const isPrinting = () => window.matchMedia("print").matches;

document.addEventListener("concord:theme", paintAll);
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => isPrinting() || paintAll());
window.addEventListener("beforeprint", paintForPaper);
window.addEventListener("afterprint", paintForScreen);
