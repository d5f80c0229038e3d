import fc from "fast-check";
import { compile, type TopLevelSpec } from "vega-lite";
import { describe, expect, it } from "vitest";
import { budgetFrontierChart } from "../../lib/charts/budget-frontier.ts";
import { budgetOptimisationChart } from "../../lib/charts/budget-optimisation.ts";
import { budgetScenariosChart } from "../../lib/charts/budget-scenarios.ts";
import { fitOverTimeChart } from "../../lib/charts/fit-over-time.ts";
import { marginalReturnsChart } from "../../lib/charts/marginal-returns.ts";
import { multiperiodAllocationChart } from "../../lib/charts/multiperiod-allocation.ts";
import { renderPng, renderSvg } from "../../lib/charts/render.ts";
import { responseCurvesChart } from "../../lib/charts/response-curves.ts";
import {
  curvesExample,
  fitExample,
  FIVE_CHANNELS,
  frontierExample,
  marginalReturnsExample,
  multiperiodExample,
  optimisationExample,
  scenariosExample,
} from "./examples.ts";

function namedCharts(names: readonly string[]): TopLevelSpec[] {
  const options = { names, periods: 4, currency: names[0] ?? "EUR" };
  return [
    budgetOptimisationChart(optimisationExample(options)),
    budgetScenariosChart(scenariosExample(options)),
    budgetFrontierChart(frontierExample(options)),
    marginalReturnsChart(marginalReturnsExample(options)),
    multiperiodAllocationChart(multiperiodExample(options)),
    responseCurvesChart(curvesExample(options)),
    fitOverTimeChart({ ...fitExample(options), target: names[0] ?? "revenue" }),
  ];
}

const example = namedCharts(FIVE_CHANNELS)[0]!;

/** Width and height as the PNG header states them. */
function pngSize(png: Uint8Array): [number, number] {
  const header = new DataView(png.buffer, png.byteOffset, png.byteLength);
  return [header.getUint32(16), header.getUint32(20)];
}

describe("rendering", () => {
  it("gives the same bytes for the same specification", async () => {
    const again = namedCharts(FIVE_CHANNELS)[0]!;
    const [first, second] = [await renderSvg(example), await renderSvg(again)];
    expect(second).toBe(first);
    expect(Buffer.from(await renderPng(second)).equals(Buffer.from(await renderPng(first)))).toBe(true);
  });

  it("draws at two pixels per unit", async () => {
    const svg = await renderSvg(example);
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
    expect(pngSize(await renderPng(svg))).toEqual([2 * Number(width), 2 * Number(height)]);
  });

  it("draws letters with the installed font, not empty boxes or nothing", async () => {
    const svg = await renderSvg(example);
    const mute = svg.replace(/>[^<>]+<\/text>/g, "></text>");
    expect((await renderPng(svg)).length).toBeGreaterThan(1.5 * (await renderPng(mute)).length);
  });

  it("cuts a label only when the font itself says that it does not fit", async () => {
    const fits = "facebook_S Mediterranean perfo";
    const svg = await renderSvg(
      budgetOptimisationChart(optimisationExample({ names: [fits], periods: 1, currency: null })),
    );
    expect(svg).toContain(`>${fits}</text>`);
    const long = "W".repeat(300);
    const cut = await renderSvg(
      budgetOptimisationChart(optimisationExample({ names: [long], periods: 1, currency: null })),
    );
    expect(cut).not.toContain(long);
    expect(cut).toMatch(/>W{10,30}…<\/text>/);
  });

  it("fetches nothing", async () => {
    const spec: TopLevelSpec = {
      data: { url: "https://example.org/data.csv" },
      mark: "point",
      encoding: { x: { field: "a", type: "quantitative" } },
    };
    await expect(renderSvg(spec)).rejects.toThrow("https://example.org/data.csv");
  });
});

/** Every string of a compiled specification under a key that Vega evaluates as an expression. */
function expressions(node: unknown, key = ""): string[] {
  const evaluated = ["signal", "expr", "test", "update", "init", "filter", "labelExpr"];
  if (typeof node === "string") return evaluated.includes(key) ? [node] : [];
  if (Array.isArray(node)) return node.flatMap((item) => expressions(item, key));
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([name, child]) => expressions(child, name));
}

const HOSTILE = [
  `'+(globalThis.PWNED=1)+'`,
  `"); PWNED(); //`,
  "datum.PWNED",
  "</text><script>PWNED</script>",
  "${PWNED} {{PWNED}} `PWNED`",
  "PWNED\\",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "]]>&PWNED;<!--",
  "PWNED".repeat(400),
  "\u0000\u0001\u202e\ud800",
];

describe("channel names from users", () => {
  it("would be found in an expression if they were in one", () => {
    const injected: TopLevelSpec = {
      data: { values: [] },
      transform: [{ calculate: "datum['PWNED']", as: "a" }],
      mark: "point",
    };
    expect(expressions(compile(injected).spec).join()).toContain("PWNED");
  });

  it("never enter an expression", () => {
    for (const spec of namedCharts(HOSTILE)) {
      const found = expressions(compile(spec).spec);
      expect(found.length).toBeGreaterThan(0);
      expect(found.filter((text) => /PWNED|__proto__|constructor/.test(text))).toEqual([]);
    }
  });

  it("are drawn as text, escaped, and run nothing", async () => {
    for (const spec of namedCharts(HOSTILE)) {
      const svg = await renderSvg(spec);
      expect(svg).not.toMatch(/<script|<!--|<!\[CDATA/);
      const [width, height] = pngSize(await renderPng(svg));
      expect(width).toBeLessThan(4000);
      expect(height).toBeLessThan(4000);
    }
    expect(Reflect.get(globalThis, "PWNED")).toBeUndefined();
  });

  it("may be any text at all", async () => {
    const name = fc.string({ unit: "binary", maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 3 }), async (names) => {
        for (const spec of namedCharts(names)) {
          const png = await renderPng(await renderSvg(spec));
          expect(Array.from(png.subarray(1, 4))).toEqual([0x50, 0x4e, 0x47]);
        }
      }),
      { numRuns: 6, seed: 20240101 },
    );
  });
});
