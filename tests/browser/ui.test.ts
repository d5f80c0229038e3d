import { readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { openCells } from "../../lib/audit/runs.ts";
import { serveUi, type UiServer } from "../../lib/ui/server.ts";
import { checks, gates, optimisationSummary, optimizationResults } from "../../stages/artefacts.ts";
import { demoProject, demoView, example, put } from "../audit/demo.ts";
import { NO_CHROMIUM, openChromium } from "./chromium.ts";

const { resolve } = createRequire(import.meta.url);
const TOKEN = "a-token-of-enough-letters";

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

if (NO_CHROMIUM !== null) console.warn(NO_CHROMIUM);

describe.skipIf(NO_CHROMIUM !== null)(`sluice ui in chromium ${NO_CHROMIUM ?? ""}`.trim(), () => {
  let browser: Awaited<ReturnType<typeof openChromium>>;
  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(() => browser.close());

  /** A server over two runs, with the addresses of its kinds of pages. */
  async function serving(): Promise<{ readonly server: UiServer; readonly pages: readonly string[] }> {
    const demo = await demoProject();
    const first = await demo.make({}, { team: "<script>alert(1)</script>" }, 1);
    const second = await demo.make({}, {}, 2);
    const { verdict, checks: measured } = demoView();
    for (const { path } of [first, second]) {
      await put(optimisationSummary, path, example("optimisation_summary"));
      await put(optimizationResults, path, example("optimization_results"));
      await rm(join(path, gates.path), { force: true });
      await rm(join(path, checks.path), { force: true });
      if (verdict !== null) await put(gates, path, verdict);
      await put(checks, path, [...measured]);
    }
    const runs = await openCells({ file: join(demo.folder, "pipeline.yaml"), cwd: demo.folder });
    const options = { host: "127.0.0.1", port: 0, token: TOKEN, onError: console.error };
    const server = await serveUi(runs, options);
    onTestFinished(() => server.close());
    return {
      server,
      pages: ["/", `/run/${second.runId}`, `/diff?a=%3A${first.runId}&b=%3A${second.runId}`],
    };
  }

  it.each([
    ["light", 1280],
    ["dark", 390],
  ] as const)(
    "has pages without a complaint, of the console or of axe: %s, %d px",
    async (colorScheme, width) => {
      const { server, pages } = await serving();
      const page = await browser.context.newPage();
      onTestFinished(() => page.close());
      const said: string[] = [];
      page.on("console", (message) => said.push(message.text()));
      page.on("pageerror", (error) => said.push(error.message));
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.goto(`${server.address}/?token=${TOKEN}`);
      expect(page.url()).toBe(`${server.address}/`);
      const axe = await readFile(resolve("axe-core/axe.min.js"), "utf8");
      for (const path of pages) {
        await page.goto(`${server.address}${path}`);
        await page.evaluate(`for (const part of document.querySelectorAll("details")) part.open = true`);
        await page.evaluate(axe);
        const findings: readonly Finding[] = await page.evaluate(
          "axe.run().then(({ violations }) => violations)",
        );
        expect(
          findings.map(
            ({ id, nodes }) => `${path} ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
          ),
        ).toEqual([]);
        const wide: number = await page.evaluate("document.documentElement.scrollWidth");
        expect(wide).toBeLessThanOrEqual(width);
      }
      expect(said).toEqual([]);
    },
  );

  it("goes from the runs to a run by keyboard", async () => {
    const { server } = await serving();
    const page = await browser.context.newPage();
    onTestFinished(() => page.close());
    await page.goto(`${server.address}/?token=${TOKEN}`);
    const link = page.locator("#runs tbody a").first();
    await link.focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/run\//);
    expect(await page.locator("#verdict h2").innerText()).toBe("May it be used?");
  });

  it("keeps a stranger out: another site's page gets nothing", async () => {
    const { server } = await serving();
    const page = await browser.context.newPage();
    onTestFinished(() => page.close());
    await page.setContent(`<iframe src="${server.address}/"></iframe><img id="i" src="${server.address}/">`);
    const width: number = await page.evaluate(`document.getElementById("i").naturalWidth`);
    expect(width).toBe(0);
  });
});
