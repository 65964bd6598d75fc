import { beforeEach, describe, expect, test, vi } from "vitest";
import { cellsOf } from "../src/behaviours/clipboard.js";
import { startConfirms } from "../src/behaviours/confirm.js";
import { startDrawer } from "../src/behaviours/drawer.js";
import { sizeOf } from "../src/behaviours/file_drop.js";
import { startKeys } from "../src/behaviours/keys.js";
import { startSubmitGuard } from "../src/behaviours/submit_guard.js";
import { choose } from "../src/behaviours/theme.js";
import { startTicks } from "../src/behaviours/ticks.js";

const press = (key, target = document.body) => target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
const find = (selector) => document.querySelector(selector);

beforeEach(() => {
  document.documentElement.lang = "en";
  document.body.innerHTML = "";
});

startKeys();
startTicks();
startSubmitGuard();
startConfirms();

describe("keys", () => {
  beforeEach(() => {
    document.body.innerHTML = `
      <input data-top-search>
      <table data-rows><tbody>
        <tr><th><a href="#1" data-row-link>one</a></th><td><input type="checkbox" data-tick></td></tr>
        <tr><th><a href="#2" data-row-link>two</a></th><td><input type="checkbox" data-tick></td></tr>
      </tbody></table>`;
  });

  test("j and k walk the rows and stop at the ends", () => {
    for (const key of ["j", "j", "j"]) press(key);
    expect(document.activeElement.textContent).toBe("two");
    for (const key of ["k", "k"]) press(key);
    expect(document.activeElement.textContent).toBe("one");
  });

  test("x ticks the current row", () => {
    press("j");
    press("x");
    expect(document.querySelectorAll("[data-tick]")[0].checked).toBe(true);
  });

  test("a slash goes to the search, but not while somebody types", () => {
    press("/");
    expect(document.activeElement).toBe(find("[data-top-search]"));
    press("j", find("[data-top-search]"));
    expect(document.activeElement).toBe(find("[data-top-search]"));
  });
});

describe("ticks", () => {
  test("the bulk bar tells how many rows are ticked", () => {
    document.body.innerHTML = `
      <form class="bulk-form"><input type="checkbox" data-tick-all>
        <input type="checkbox" data-tick><input type="checkbox" data-tick>
        <input type="checkbox" data-tick-list="1,204">
        <span data-tick-count data-text="{count} selected"></span></form>`;
    const all = find("[data-tick-all]");
    all.checked = true;
    all.dispatchEvent(new Event("change", { bubbles: true }));
    expect(find("[data-tick-count]").textContent).toBe("2 selected");

    const first = find("[data-tick]");
    first.checked = false;
    first.dispatchEvent(new Event("change", { bubbles: true }));
    expect(find("[data-tick-count]").textContent).toBe("1 selected");
    expect([all.checked, all.indeterminate]).toEqual([false, true]);

    const list = find("[data-tick-list]");
    list.checked = true;
    list.dispatchEvent(new Event("change", { bubbles: true }));
    expect(find("[data-tick-count]").textContent).toBe("1,204 selected");
  });
});

describe("double clicks", () => {
  test("a form is sent once", () => {
    vi.useFakeTimers();
    document.body.innerHTML = '<form method="post"><button class="btn" type="submit">Save</button></form>';
    const submit = () => {
      const event = new Event("submit", { bubbles: true, cancelable: true });
      find("form").dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect([submit(), submit()]).toEqual([false, true]);
    vi.advanceTimersByTime(1);
    expect(find("button").disabled).toBe(true);
    vi.advanceTimersByTime(10_000);
    expect(find("button").disabled).toBe(false);
    vi.useRealTimers();
  });
});

describe("confirm", () => {
  test("the question opens as a dialog and goes back to its place", () => {
    document.body.innerHTML = `
      <details data-confirm><summary>Revoke…</summary>
        <div class="confirm-box" aria-label="Revoke?"><form method="post"><button type="button" data-close>Keep</button></form></div></details>`;
    find("summary").click();
    expect(find("dialog .confirm-box")).not.toBeNull();
    find("dialog").close();
    expect(find("details .confirm-box")).not.toBeNull();
    expect(find("dialog")).toBeNull();
  });

  test("the button of a question inside a form still sends that form", () => {
    document.body.innerHTML = `
      <form id="publish"><details data-confirm><summary>Publish…</summary>
        <div class="confirm-box"><button type="submit">Publish</button><button type="button" data-close>Keep</button></div></details></form>`;
    find("summary").click();
    expect(find("dialog button[type=submit]").form).toBe(find("#publish"));
  });
});

describe("drawer", () => {
  test("opens by its link, closes by Escape and gives the focus back", () => {
    document.body.innerHTML = `
      <a href="#navigation" data-drawer-open>Menu</a>
      <nav data-drawer><a href="#main" data-drawer-close>Close</a><a href="#x">Desk</a></nav>`;
    startDrawer();
    const opener = find("[data-drawer-open]");
    opener.click();
    expect(find("[data-drawer]").classList.contains("is-open")).toBe(true);
    press("Escape", find("[data-drawer-close]"));
    expect(find("[data-drawer]").classList.contains("is-open")).toBe(false);
    expect(document.activeElement).toBe(opener);
  });
});

describe("theme", () => {
  test("a choice is kept and can be taken back", () => {
    document.body.innerHTML = '<div><button data-theme="auto"></button><button data-theme="dark"></button></div>';
    choose(find("div"), "dark");
    expect(document.documentElement.dataset.bsTheme).toBe("dark");
    expect(document.cookie).toContain("theme=dark");
    choose(find("div"), "auto");
    expect(document.documentElement.dataset.bsTheme).toBeUndefined();
    expect(document.cookie).not.toContain("theme=dark");
  });
});

describe("small things", () => {
  test("sizes are told as people read them", () => {
    expect([12, 45_600, 3_400_000].map(sizeOf)).toEqual(["1 kB", "46 kB", "3.4 MB"]);
  });

  test("a table is copied as cells of a spreadsheet", () => {
    document.body.innerHTML = "<table><tr><th>Area</th><th> n\n  </th></tr><tr><td>和合镇</td><td>74 / 200</td></tr></table>";
    expect(cellsOf(find("table"))).toBe("Area\tn\n和合镇\t74 / 200");
  });
});
