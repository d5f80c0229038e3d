import { readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { slidesOf, type Story } from "../report/page/run-page.ts";
import { sharedFolder } from "../temporary.ts";
import { NO_CHROMIUM, openChromium, openPage } from "./chromium.ts";

const { resolve } = createRequire(import.meta.url);

const TWENTY = Array.from({ length: 20 }, (_, c) => `channel_${c}`);

const stories = {
  decided: {},
  blocked: { status: "fail" },
  waived: { status: "waived" },
  twenty: { channels: TWENTY },
  hostile: {
    channels: ["<script>alert(1)</script>", "x".repeat(10_000)],
    title: `"><img src=x onerror=alert(1)>${"y".repeat(10_000)}`,
  },
} as const satisfies Record<string, Partial<Story>>;

const PAGES = { decided: 4, blocked: 2, waived: 4, twenty: 4, hostile: 4 } as const;
const names = ["decided", "blocked", "waived", "twenty", "hostile"] as const;

if (NO_CHROMIUM !== null) console.warn(NO_CHROMIUM);

let folder = "";
let browser: Awaited<ReturnType<typeof openChromium>>;

describe.skipIf(NO_CHROMIUM !== null)(`the slides in chromium ${NO_CHROMIUM ?? ""}`.trim(), () => {
  beforeAll(async () => {
    folder = await sharedFolder();
    browser = await openChromium();
    for (const name of names) await writeFile(join(folder, `${name}.html`), await slidesOf(stories[name]));
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(name: keyof typeof stories) {
    const address = pathToFileURL(join(folder, `${name}.html`)).href;
    const { page, said, asked } = await openPage(browser, address);
    return { page, said, asked: asked.filter((url) => url !== address && !url.startsWith("data:")) };
  }

  it.each(names)("open from disk without a complaint, ask for nothing and run nothing: %s", async (name) => {
    const { page, said, asked } = await open(name);
    expect(said).toEqual([]);
    expect(asked).toEqual([]);
    expect(await page.locator("script, img").count()).toBe(0);
    const [wide, shown]: readonly number[] = await page.evaluate("[document.body.scrollWidth, innerWidth]");
    expect(wide).toBeLessThanOrEqual(shown ?? 0);
  });

  // A name of 10,000 characters is not cut: it takes the pages that it needs.
  it.each(names.filter((name) => name !== "hostile"))(
    "print one slide to a page, in landscape: %s",
    async (name) => {
      const { page } = await open(name);
      expect(await page.locator("section.slide").count()).toBe(PAGES[name]);
      const pdf = await page.pdf({ preferCSSPageSize: true });
      const text = pdf.toString("latin1");
      expect(text.match(/\/Type\s*\/Page\b/g)).toHaveLength(PAGES[name]);
      const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(text) ?? [];
      expect(Number(width)).toBeGreaterThan(Number(height));
    },
  );

  it.each(names)("say on each page whether the run may be used: %s", async (name) => {
    const { page } = await open(name);
    const feet = await page.locator(".foot .status").allInnerTexts();
    const status = name === "blocked" ? "✗ fail" : name === "waived" ? "✗ waived" : "! warn";
    expect(feet).toEqual(Array.from({ length: PAGES[name] }, () => status));
  });

  it("say why a blocked run recommends nothing, and what to do", async () => {
    const { page } = await open("blocked");
    expect(await page.locator("#blocked h2").innerText()).toBe("Why there is no recommendation");
    expect(await page.locator("#blocked tbody tr").count()).toBeGreaterThan(0);
    expect(await page.locator("#blocked li").count()).toBeGreaterThan(0);
    expect(await page.locator("svg").count()).toBe(0);
  });

  it("say that a table has not all channels", async () => {
    const { page } = await open("twenty");
    expect(await page.locator("#certainty tbody tr").count()).toBe(10);
    expect(await page.locator("#certainty caption").innerText()).toBe(
      "The 10 largest moves of 20 channels; the others are in the report",
    );
  });

  it("are the same to the byte when they are made again", async () => {
    expect(await slidesOf()).toBe(await readFile(join(folder, "decided.html"), "utf8"));
  });

  it.each([
    ["decided", "light"],
    ["decided", "dark"],
    ["blocked", "light"],
    ["waived", "dark"],
  ] as const)("have nothing that axe finds: %s, %s", async (name, colorScheme) => {
    const { page } = await open(name);
    await page.emulateMedia({ colorScheme });
    await page.evaluate(await readFile(resolve("axe-core/axe.min.js"), "utf8"));
    const findings: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[] =
      await page.evaluate("axe.run().then(({ violations }) => violations)");
    expect(
      findings.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`),
    ).toEqual([]);
  });
});
