import { schemaExamples } from "../../lib/schema/generated.ts";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { InputError } from "../../lib/errors.ts";
import type { Dataset } from "../../lib/posterior/dataset.ts";
import { openPosterior } from "../../lib/posterior/open.ts";
import type { Posterior } from "../../lib/posterior/posterior.ts";
import decomposition from "../../stages/40_decomposition.ts";
import diagnostics from "../../stages/50_diagnostics.ts";
import modelAssessment from "../../stages/30_model_assessment.ts";
import modelFit from "../../stages/20_model_fit.ts";
import { HASH, pipelineIn, publish } from "../pipeline/small.ts";
import { validFile, writeFile } from "../posterior/synthetic.ts";
import { temporaryFolder } from "../temporary.ts";
import { testContext } from "./context.ts";

const { labels, model } = pipelineIn("").sources;

/** Dates, channels and target of the small synthetic posterior; contributions count up from 10. */
const DATASET: Dataset = {
  path: "data.csv",
  dates: ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22"],
  target: { name: "sales", values: Float64Array.of(10, 20, 30, 40) },
  channels: [
    { name: "tv", spendColumn: "tv", spend: Float64Array.of(1, 0, 2, 4) },
    { name: "search", spendColumn: "search", spend: Float64Array.of(3, 3, 0, 3) },
  ],
  controls: [],
};

async function fileWithout(...groups: readonly string[]): Promise<string> {
  const file = validFile();
  for (const group of groups) Reflect.deleteProperty(file.groups, group);
  return writeFile(join(await temporaryFolder(), "model.nc"), file);
}

async function posteriorWithout(...groups: readonly string[]): Promise<Posterior> {
  const posterior = await openPosterior(await fileWithout(...groups));
  onTestFinished(() => {
    posterior.close();
  });
  return posterior;
}

const [REFERENCE] = schemaExamples.model_reference;
if (REFERENCE === undefined) throw new Error("the schema has no example");
const reference = REFERENCE;

const judged = (posterior: Posterior, context = testContext()) =>
  diagnostics.run(
    {
      posterior,
      model: { ...reference, parameters: [...posterior.scalarParameters()].length },
      dataset: DATASET,
      policy: publish,
      waivers: [],
      claims: {},
      labels: { pipeline: "p", money: "EUR", target: "EUR" },
      earlier: [],
    },
    { worst: 10, roi_range: null },
    context,
  );

describe("20_model_fit", () => {
  async function fit(file: string, dataset: Dataset) {
    const own = { name: "model", path: "model.nc", absolutePath: file, bytes: 1, sha256: HASH };
    const options = { uses: "import", hdi_probability: 0.94, command: null } as const;
    return modelFit.run({ model: { file: own, mapping: model.mapping }, dataset }, options, testContext());
  }

  it("summarises every scalar parameter, and says what evidence there is", async () => {
    const { modelReference, modelSummary } = await fit(await fileWithout(), DATASET);
    expect(modelReference).toMatchObject({
      path: "model.nc",
      writer: "pymc-marketing",
      chains: 2,
      draws: 3,
      dates: 4,
      channels: ["tv", "search"],
      target_scale: 10,
      has: { posterior_predictive: true, log_likelihood: true, energy: false, divergences: true },
    });
    const intercept = modelSummary.find(({ parameter }) => parameter === "intercept_contribution");
    // Draws 1 to 6: mean 3.5, variance 3.5 with ddof 1.
    expect(intercept).toMatchObject({ mean: 3.5, sd: Math.sqrt(3.5), hdi_lower: 1, hdi_upper: 6 });
  });

  it("refuses a posterior and data that do not belong together", async () => {
    const other = { ...DATASET, dates: ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-29"] };
    const fitting = fit(await fileWithout(), other);
    await expect(fitting).rejects.toThrow(InputError);
    await expect(fitting).rejects.toThrow("2024-01-29");
  });
});

describe("30_model_assessment", () => {
  const assess = (posterior: Posterior, context = testContext()) =>
    modelAssessment.run({ posterior, dataset: DATASET, labels }, {}, context);

  it("compares the mean of the predictive draws with what was observed", async () => {
    const { predictions, modelFitMetrics } = await assess(await posteriorWithout());
    // Predictive draws of week 1 are 1, 5, …, 21 on the scaled target: mean 11, times 10.
    expect(predictions?.[0]).toMatchObject({ date: "2024-01-01", observed: 10, predictive_mean: 110 });
    // Every week is off by 100, so the error's mean is 100 whichever way it is taken.
    const metric = (name: string) => modelFitMetrics?.find((row) => row.metric === name)?.value;
    expect(metric("mae")).toBe(100);
    expect(metric("rmse")).toBe(100);
    expect(metric("r2")).toBe(1 - 40_000 / 500);
  });

  it("writes nothing without predictive draws, and warns of it", async () => {
    const context = testContext();
    const outputs = await assess(await posteriorWithout("posterior_predictive"), context);
    expect(outputs).toEqual({ modelFitMetrics: null, predictions: null, fitOverTime: null });
    expect(context.warnings).toEqual([
      "model.nc has no posterior predictive draws: fit metrics and predictions are not written",
    ]);
  });
});

describe("40_decomposition", () => {
  it("joins draws, dates and spend", async () => {
    const posterior = await posteriorWithout();
    const { spendContributionPairs, channelLevels } = await decomposition.run(
      { posterior, dataset: DATASET },
      { memory_limit_mb: 64 },
      testContext(),
    );
    // tv in week 1 is 1, 9, …, 41 over the six draws, on the scaled target: mean 21, times 10.
    expect(spendContributionPairs).toHaveLength(8);
    expect(
      spendContributionPairs.find(({ date, channel }) => date === "2024-01-01" && channel === "tv"),
    ).toMatchObject({
      spend: 1,
      contribution_mean: 210,
    });
    expect(channelLevels.channels).toEqual(["tv", "search"]);
    expect(channelLevels.levels).toHaveLength(6);
    const mean = channelLevels.levels.reduce((sum, [tv = NaN]) => sum + tv, 0) / 6;
    expect(Math.abs(mean - 1)).toBeLessThan(1e-12);
  });
});

describe("50_diagnostics", () => {
  it("says how many of the scalars it has summarised", async () => {
    const posterior = await posteriorWithout();
    const context = testContext();
    await judged(posterior, context);
    const total = [...posterior.scalarParameters()].length;
    const amounts = context.said.flatMap(([what, amount]) => (what.startsWith("R-hat") ? [amount] : []));
    expect(amounts).toHaveLength(total);
    expect(amounts.at(-1)).toEqual({ done: total, total });
  });

  it("skips what there is no evidence for, with the reason, and writes nothing of it", async () => {
    const posterior = await posteriorWithout(
      "posterior_predictive",
      "log_likelihood",
      "observed_data",
      "sample_stats",
    );
    const { checks, gates, calibrationCoverage, coverageChart, paretoKSummary, paretoKFlagged, elpdSummary } =
      await judged(posterior);
    expect([calibrationCoverage, coverageChart, paretoKSummary, paretoKFlagged, elpdSummary]).toEqual(
      Array(5).fill(null),
    );
    for (const id of ["calibration_label", "pareto_k_bad", "divergence_share", "bfmi_min"]) {
      const check = checks.find(({ check_id }) => check_id === id);
      expect(check, id).toMatchObject({ status: "skipped", value: null });
      expect(check?.message, id).not.toBe("");
    }
    // Under publish what was skipped counts as a warning: never as passed.
    const status = Object.fromEntries(gates.gates.map(({ gate, status: verdict }) => [gate, verdict]));
    expect(status).toMatchObject({ g4: "warn", g5: "warn", g6: "warn", g7: "warn" });
  });

  it("keeps the checks that the data got before, and judges all of them", async () => {
    const { checks, gates } = await judged(await posteriorWithout());
    expect(checks.map(({ check_id }) => check_id)).toContain("rhat_max");
    expect(gates.gates.map(({ gate }) => gate)).toEqual([
      "g0",
      "g1",
      "g2",
      "g3",
      "g4",
      "g5",
      "g6",
      "g7",
      "g8",
    ]);
    const divergent = checks.find(({ check_id }) => check_id === "divergence_share");
    // Two of six draws diverge.
    expect(divergent).toMatchObject({ value: 2 / 6, status: "fail" });
    expect(gates.adequacy).toBe("fail");
  });
});
