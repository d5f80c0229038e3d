import { it } from "vitest";
import { diagnosticExamples, dataExamples } from "./posterior-examples.ts";
import { rankChart } from "../../lib/charts/rank.ts";
import { traceChart } from "../../lib/charts/trace.ts";
import { energyChart } from "../../lib/charts/energy.ts";
import { pitHistogramChart } from "../../lib/charts/pit-histogram.ts";
import { ecdfDeltaChart } from "../../lib/charts/ecdf-delta.ts";
import { paretoKChart } from "../../lib/charts/pareto-k.ts";
import { residualsChart } from "../../lib/charts/residuals.ts";
import { pairChart } from "../../lib/charts/pair.ts";
import { coverageChart } from "../../lib/charts/coverage.ts";
import { fitOverTimeChart } from "../../lib/charts/fit-over-time.ts";
import { coverageExample, fitExample, FIVE_CHANNELS } from "./examples.ts";
import { renderPng, renderSvg } from "../../lib/charts/render.ts";
it("times", async () => {
  const e = await diagnosticExamples("robyn_weekly", 4);
  for (let r = 0; r < 4; r++) {
    const t0 = performance.now(), c0 = process.cpuUsage();
    const out: string[] = [];
    let svgMs = 0, pngMs = 0;
    const t = async (n: string, f: () => any) => { const a = performance.now(); const s = await renderSvg(f()); const b = performance.now(); await renderPng(s); const c = performance.now(); svgMs += b-a; pngMs += c-b; out.push(`${n} ${Math.round(b-a)}+${Math.round(c-b)}`); };
    await t("rank", () => rankChart(e.rank)); await t("trace", () => traceChart(e.trace)); await t("energy", () => energyChart(e.energy));
    await t("pit", () => pitHistogramChart(e.pitHistogram)); await t("ecdf", () => ecdfDeltaChart(e.ecdfDelta)); await t("k", () => paretoKChart(e.paretoK));
    await t("res", () => residualsChart(e.residuals)); await t("pair", () => pairChart(e.pair)); await t("cov", () => coverageChart(coverageExample()));
    await t("fit", () => fitOverTimeChart(fitExample({ names: FIVE_CHANNELS, periods: 208, currency: null })));
    const c = process.cpuUsage(c0);
    console.log(r, "wall", Math.round(performance.now()-t0), "svg", Math.round(svgMs), "png", Math.round(pngMs), "cpu", Math.round((c.user+c.system)/1000), out.join(" "));
  }
}, 60000);
