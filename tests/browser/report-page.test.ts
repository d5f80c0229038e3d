import { readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { pageOf, type Story } from "../report/page/run-page.ts";
import { sharedFolder } from "../temporary.ts";
import { NO_CHROMIUM, openChromium, openPage } from "./chromium.ts";

const { resolve } = createRequire(import.meta.url);

/** What axe finds, as far as the tests read it. */
interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

// What runs in the page is text here: the project is compiled without the types of a browser.

/** The element with the focus: its name, its section, and how its outline is drawn; null at the page's end. */
const FOCUSED = `(() => {
  const { activeElement: element } = document;
  if (element === null || element === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return [element.tagName, element.closest("section")?.id ?? "page", outlineStyle, outlineWidth].join(" ");
})()`;

/** Colours of the paper, of a drawing's paper and of a drawing's text. */
const COLOURS = `[
  getComputedStyle(document.body).backgroundColor,
  getComputedStyle(document.querySelector("#chart-budget svg > rect")).fill,
  getComputedStyle(document.querySelector("#chart-budget text")).fill,
]`;

/** The beginnings of what would be cut at the paper's right edge. */
const BEYOND_THE_EDGE = `Array.from(document.querySelectorAll("section *"))
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
  .map(({ outerHTML }) => outerHTML.slice(0, 120))`;

if (NO_CHROMIUM !== null) console.warn(NO_CHROMIUM);

let folder = "";
let browser: Awaited<ReturnType<typeof openChromium>>;

const stories = {
  decided: {},
  blocked: { status: "fail" },
  waived: { status: "waived" },
  hostile: { channels: ["<script>alert(1)</script>", "=cmd()"], title: '"><img src=x onerror=alert(1)>' },
} as const satisfies Record<string, Partial<Story>>;

describe.skipIf(NO_CHROMIUM !== null)(`the report page in chromium ${NO_CHROMIUM ?? ""}`.trim(), () => {
  beforeAll(async () => {
    folder = await sharedFolder();
    browser = await openChromium();
    for (const [name, story] of Object.entries(stories))
      await writeFile(join(folder, `${name}.html`), await pageOf(story));
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** The page opened from disk, with what it complains of and asks for. */
  async function open(name: keyof typeof stories) {
    const address = pathToFileURL(join(folder, `${name}.html`)).href;
    const { page, said, asked } = await openPage(browser, address);
    return { page, said, asked: asked.filter((url) => url !== address && !url.startsWith("data:")) };
  }

  const tip = (page: Page) => page.locator("#tip");

  /** The middle of a mark on the screen. */
  async function middle(page: Page, mark: string) {
    const found = page.locator(mark).first();
    await found.scrollIntoViewIfNeeded();
    const box = await found.boundingBox();
    if (box === null) throw new Error(`${mark} is not drawn`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  it.each(["decided", "blocked", "waived", "hostile"] as const)(
    "opens from disk without a complaint and asks for nothing: %s",
    async (name) => {
      const { page, said, asked } = await open(name);
      expect(said).toEqual([]);
      expect(asked).toEqual([]);
      expect(await page.locator("h1").count()).toBe(1);
      expect(await page.locator("img:not([src^='data:'])").count()).toBe(0);
    },
  );

  it("paints within a second", async () => {
    const { page } = await open("decided");
    const paint: number = await page.evaluate(`new Promise((done) => {
      new PerformanceObserver((list) => {
        for (const { name, startTime } of list.getEntries()) if (name === "first-contentful-paint") done(startTime);
      }).observe({ type: "paint", buffered: true });
    })`);
    expect(paint).toBeLessThan(1000);
  });

  it("says what a mark stands for when it is pointed at, and stops when the pointer leaves", async () => {
    const { page } = await open("decided");
    const at = await middle(page, "#chart-curves [data-tip*='now']");
    // The page hides its tip when it scrolls, and may still be told of the scrolling to this mark.
    const said = async () => {
      await page.mouse.move(at.x + 1, at.y);
      await page.mouse.move(at.x, at.y);
      return tip(page).innerText();
    };
    await expect.poll(said).toMatch(/^tv, now\nSpend: 100 EUR per week/);
    expect(await page.locator("#chart-curves .dim").count()).toBe(1);
    await page.mouse.move(5, at.y);
    await expect.poll(() => tip(page).isHidden()).toBe(true);
    expect(await page.locator(".dim").count()).toBe(0);
  });

  it("says it by keyboard too, mark after mark", async () => {
    const { page } = await open("decided");
    await page.locator("#chart-budget .plot").focus();
    await page.keyboard.press("ArrowRight");
    const first = await tip(page).innerText();
    expect(first).toMatch(/^(?:tv|search)\nNow: /);
    await page.keyboard.press("ArrowRight");
    expect(await tip(page).innerText()).not.toBe(first);
    await page.keyboard.press("Escape");
    expect(await tip(page).isHidden()).toBe(true);
  });

  it("lifts one channel out of every chart and table, and puts it back", async () => {
    const { page } = await open("decided");
    const button = page.locator(".channels button", { hasText: "search" });
    await button.focus();
    await page.keyboard.press("Enter");
    expect(await button.getAttribute("aria-pressed")).toBe("true");
    const dimmed: readonly string[] = await page.evaluate(
      `[...new Set(Array.from(document.querySelectorAll(".dim"), (mark) => mark.dataset.c))]`,
    );
    expect(dimmed).toEqual(["0"]);
    expect(await page.locator("tr.on th").allInnerTexts()).toContain("search");
    await page.keyboard.press("Enter");
    expect(await page.locator(".dim").count()).toBe(0);
  });

  it("can be walked through by keyboard alone, with the focus in sight", async () => {
    const { page } = await open("decided");
    const stops: string[] = [];
    for (let presses = 0; presses < 120; presses += 1) {
      await page.keyboard.press("Tab");
      const stop: string | null = await page.evaluate(FOCUSED);
      if (stop === null) break;
      stops.push(stop);
    }
    expect(stops.filter((stop) => !/ solid [23]px$/.test(stop))).toEqual([]);
    for (const section of ["verdict", "recommendation", "curves", "plan", "scenarios", "evidence", "lineage"])
      expect(stops.some((stop) => stop.includes(` ${section} `))).toBe(true);
  });

  it("turns dark where the reader's screen is, drawings too", async () => {
    const { page } = await open("decided");
    const colours = (): Promise<readonly string[]> => page.evaluate(COLOURS);
    const [paper, drawn] = await colours();
    expect([paper, drawn]).toEqual(["rgb(255, 255, 255)", "rgb(255, 255, 255)"]);
    await page.emulateMedia({ colorScheme: "dark" });
    const [darkPaper, darkDrawn, darkText] = await colours();
    expect([darkPaper, darkDrawn]).toEqual(["rgb(24, 24, 24)", "rgb(24, 24, 24)"]);
    expect(Number(/\d+/.exec(darkText ?? "")?.[0])).toBeGreaterThan(100);
  });

  it("prints light and whole: details unfolded, nothing that only a screen can use", async () => {
    const { page } = await open("decided");
    await page.setViewportSize({ width: 690, height: 1000 });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    await page.evaluate(`dispatchEvent(new Event("beforeprint"))`);
    expect(await page.locator("nav, .channels, .tools, a.download").filter({ visible: true }).count()).toBe(
      0,
    );
    expect(await page.locator("#evidence details:not(.data):not([open])").count()).toBe(0);
    const [paper] = await page.evaluate<readonly string[]>(COLOURS);
    expect(paper).toBe("rgb(255, 255, 255)");
    const wide: readonly string[] = await page.evaluate(BEYOND_THE_EDGE);
    expect(wide).toEqual([]);
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  });

  it("fits a telephone: only tables and charts scroll sideways, and only within themselves", async () => {
    const { page } = await open("decided");
    await page.setViewportSize({ width: 390, height: 844 });
    const [wide, shown]: readonly number[] = await page.evaluate(`[document.body.scrollWidth, innerWidth]`);
    expect(wide).toBeLessThanOrEqual(shown ?? 0);
  });

  it("reads without a script", async () => {
    const page = await browser.context.newPage();
    onTestFinished(() => page.close());
    const still = (await pageOf()).replace(/<script>.*?<\/script>/s, "");
    await writeFile(join(folder, "still.html"), still);
    await page.goto(pathToFileURL(join(folder, "still.html")).href);
    expect(await page.locator(".channels").isHidden()).toBe(true);
    expect(await page.locator("figure.chart svg").filter({ visible: true }).count()).toBe(8);
    await page.locator("#chart-budget summary").click();
    expect(await page.locator("#chart-budget table").isVisible()).toBe(true);
  });

  it.each([
    ["decided", "light"],
    ["decided", "dark"],
    ["blocked", "light"],
    ["waived", "dark"],
  ] as const)("has nothing that axe calls serious: %s, %s", async (name, colorScheme) => {
    const { page } = await open(name);
    await page.emulateMedia({ colorScheme });
    await page.evaluate(`for (const part of document.querySelectorAll("details")) part.open = true`);
    await page.evaluate(await readFile(resolve("axe-core/axe.min.js"), "utf8"));
    const findings: readonly Finding[] = await page.evaluate(
      "axe.run().then(({ violations }) => violations)",
    );
    const serious = findings
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
    expect(serious).toEqual([]);
  });
});
