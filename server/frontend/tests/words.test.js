import { describe, expect, test } from "vitest";
import english from "../src/locales/en.json";
import chinese from "../src/locales/zh_CN.json";
import { fill, word } from "../src/words.js";

const namesIn = (text) => (text.match(/\{\w+\}/g) ?? []).sort();

describe("words", () => {
  test("both languages have the same keys", () => {
    expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort());
  });

  test("both languages have the same placeholders", () => {
    for (const key of Object.keys(english)) expect([key, namesIn(chinese[key])]).toEqual([key, namesIn(english[key])]);
  });

  test("the language of the page chooses the words", () => {
    expect(word("too_few", {}, "zh-CN")).toBe("少于 5 份或不显示");
    expect(word("too_few", {}, "en")).toBe("fewer than 5, or not shown");
  });

  test("a placeholder without a value stays as it is", () => {
    expect(fill("{count} of {total}", { count: 3 })).toBe("3 of {total}");
  });
});
