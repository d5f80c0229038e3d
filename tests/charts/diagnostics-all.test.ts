import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile, type TopLevelSpec } from "vega-lite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { correlationChart } from "../../lib/charts/correlation.ts";
import { darkTheme } from "../../lib/charts/dark.ts";
import { ecdfDeltaChart } from "../../lib/charts/ecdf-delta.ts";
import { energyChart } from "../../lib/charts/energy.ts";
import { pairChart } from "../../lib/charts/pair.ts";
import { paretoKChart } from "../../lib/charts/pareto-k.ts";
import { pitHistogramChart } from "../../lib/charts/pit-histogram.ts";
import { rankChart } from "../../lib/charts/rank.ts";
import { renderPng, renderSvg } from "../../lib/charts/render.ts";
import { residualsChart } from "../../lib/charts/residuals.ts";
import { seriesChart } from "../../lib/charts/series-over-time.ts";
import { traceChart } from "../../lib/charts/trace.ts";
import { vifChart } from "../../lib/charts/vif.ts";
import { dataExamples, diagnosticExamples, type DiagnosticExamples } from "./posterior-examples.ts";

/** Keeps the pictures for a look when set: `CHARTS_OUT=pictures npx vitest run tests/charts/diagnostics-all.test.ts`. */
const keep = process.env["CHARTS_OUT"];
let folder: string;

beforeAll(async () => {
  folder = keep ?? (await mkdtemp(join(tmpdir(), "sluice-charts-")));
  await mkdir(folder, { recursive: true });
});

afterAll(async () => {
  if (keep === undefined) await rm(folder, { recursive: true });
});

function diagnosticCharts(examples: DiagnosticExamples): Record<string, TopLevelSpec> {
  return {
    rank: rankChart(examples.rank),
    trace: traceChart(examples.trace),
    energy: energyChart(examples.energy),
    pit_histogram: pitHistogramChart(examples.pitHistogram),
    ecdf_delta: ecdfDeltaChart(examples.ecdfDelta),
    ecdf_delta_dense: ecdfDeltaChart(examples.ecdfDeltaDense),
    pareto_k: paretoKChart(examples.paretoK),
    residuals: residualsChart(examples.residuals),
    pair: pairChart(examples.pair),
  };
}

async function draw(name: string, spec: TopLevelSpec): Promise<void> {
  const warnings: string[] = [];
  const note = (...messages: readonly unknown[]) => {
    warnings.push(messages.map(String).join(" "));
    return logger;
  };
  const ignore = () => logger;
  const logger = { level: ignore, error: ignore, warn: note, info: ignore, debug: ignore };
  compile(spec, { logger });
  expect(warnings, name).toEqual([]);
  const started = performance.now();
  const svg = await renderSvg(spec);
  const drawn = performance.now();
  const png = await renderPng(svg);
  const finished = performance.now();
  if (keep !== undefined) {
    const [ms, msPng] = [drawn - started, finished - drawn].map(Math.round);
    await writeFile(join(folder, `${name}.svg`), svg);
    console.log(`${name}: SVG ${ms} ms (${Math.round(svg.length / 1024)} KiB), PNG ${msPng} ms`);
  }
  await writeFile(join(folder, `${name}.png`), png);
  expect(png.length, name).toBeGreaterThan(5_000);
}

describe.each(["robyn_weekly", "robyn_weekly_unconverged"] as const)("the posterior of %s", (example) => {
  it.each([1, 4, 6])(
    "is drawn with %i chains, without any warning, for light and dark pages",
    async (chains) => {
      const charts = diagnosticCharts(await diagnosticExamples(example, chains));
      for (const [chart, spec] of Object.entries(charts)) {
        await draw(`${example}_${chains}_${chart}`, spec);
        if (chains === 4) await draw(`${example}_dark_${chart}`, darkTheme(spec));
      }
    },
    60_000,
  );
});

it("draws the data of the example without any warning, for light and dark pages", async () => {
  const { series, correlation, vif } = await dataExamples();
  const charts = {
    series: seriesChart(series),
    correlation: correlationChart(correlation),
    vif: vifChart(vif),
  };
  for (const [chart, spec] of Object.entries(charts)) {
    await draw(`data_${chart}`, spec);
    await draw(`data_dark_${chart}`, darkTheme(spec));
  }
}, 60_000);
