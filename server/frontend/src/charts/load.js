// Charts are fetched only on pages that have one: ECharts is larger than everything else together.

/** Loads the chart code and draws, if there is a chart below root. */
export async function loadCharts(root) {
  const figures = [...root.querySelectorAll("[data-chart]")];
  if (figures.length === 0) return;
  const { drawAll } = await import("./draw.js");
  drawAll(figures);
}
