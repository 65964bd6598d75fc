import { describe, expect, test } from "vitest";
import { barsOption, decimalsOf, describe as describeBar } from "../src/charts/bars.js";
import { nameWidth, widthOf } from "../src/charts/frame.js";
import { cellsOf, headingStyle, rangeOf } from "../src/charts/heatmap.js";
import { between, contrast, inkOn, printPalette } from "../src/charts/palette.js";
import { describe as describeShares, sharesOption } from "../src/charts/shares.js";

const meets = { label: "和合镇", value: 86.2, low: 79, high: 92, n: 74, of: 200, state: "meets" };
const few = { label: "柳河乡", value: null, state: "too_few" };

describe("bars", () => {
  test("a row with fewer than 5, or not shown has no figure", () => {
    const [bars] = barsOption({ rows: [meets, few], unit: "%" }, printPalette, 900).series;
    expect(bars.data.map((each) => each.value)).toEqual([86.2, 0]);
    expect(bars.data[1].label.formatter).toContain("◌");
  });

  test("the axis starts at zero", () => {
    expect(barsOption({ rows: [meets], maximum: 100 }, printPalette, 900).xAxis.min).toBe(0);
  });

  test("the tooltip tells figure, interval, answers and verdict", () => {
    document.documentElement.lang = "en";
    expect(describeBar(meets, { unit: "%" })).toBe("和合镇\n86.2%\ninterval 79–92\nn 74 of 200\nmeets the standard");
    expect(describeBar(few, {})).toBe("柳河乡\nfewer than 5, or not shown");
  });

  test("figures show the digits they have, at most two", () => {
    expect([86, 86.2, 1 / 3, null].map(decimalsOf)).toEqual([0, 1, 2, 0]);
  });
});

describe("shares", () => {
  const parts = ["good", "fair", "poor"];
  const rows = [{ label: "pay", shares: [60, 30, 10], n: 20 }, { label: "rest", shares: [], state: "too_few" }];

  test("a row with fewer than 5, or not shown is one grey bar", () => {
    const { series } = sharesOption({ parts, rows }, printPalette, 900);
    expect(series.map((each) => each.data)).toEqual([[60, 0], [30, 0], [10, 0], [0, 100]]);
  });

  test("the tooltip tells every part", () => {
    document.documentElement.lang = "en";
    expect(describeShares(rows[0], parts)).toBe("pay\ngood 60%\nfair 30%\npoor 10%\nn 20");
    expect(describeShares(rows[1], parts)).toBe("rest\nfewer than 5, or not shown");
  });
});

describe("heat map", () => {
  test("figures that are not shown do not count for the range", () => {
    expect(rangeOf([{ values: [null, 60] }, { values: [90, null] }])).toEqual([60, 90]);
    expect(rangeOf([{ values: [null] }])).toEqual([0, 1]);
  });

  test("a cell without a figure is greyed and marked", () => {
    const [[shown, hidden]] = cellsOf([{ label: "x", values: [70, null] }], printPalette);
    expect([shown.text, hidden.text, hidden.colour]).toEqual(["70", "◌", printPalette.few]);
  });

  test("headings that do not fit stand upright: Chinese stacked, Latin turned", () => {
    expect(headingStyle(["劳动报酬"], 100).label).toEqual({});
    expect(headingStyle(["劳动报酬"], 50).label.formatter("劳动报酬")).toBe("劳动\n报酬");
    expect(headingStyle(["劳动报酬"], 30).label.formatter("劳动报酬")).toBe("劳\n动\n报\n酬");
    expect(headingStyle(["Social insurance"], 30).label.rotate).toBe(90);
  });
});

describe("room and colours", () => {
  test("a Chinese character is wider than a Latin letter", () => {
    expect(widthOf("和合")).toBeGreaterThan(widthOf("ab"));
  });

  test("names take at most about a third of the chart", () => {
    expect(nameWidth([{ label: "中".repeat(40) }], 600)).toBe(216);
  });

  test("ink on every colour of the shares is readable", () => {
    for (const colour of printPalette.shares) expect(contrast(colour, inkOn(colour))).toBeGreaterThan(4.5);
  });

  test("the shares stay apart in grey printing", () => {
    const ends = [printPalette.shares[0], printPalette.shares[2], printPalette.shares[4]];
    expect(contrast(ends[0], ends[1])).toBeGreaterThan(3);
    expect(contrast(ends[2], ends[1])).toBeGreaterThan(3);
  });

  test("a colour between two is mixed by its share", () => {
    expect(between("#000000", "#ffffff", 0.5)).toBe("#808080");
  });
});
