import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assessAdequacy, type Adequacy } from "../../lib/adequacy/assess.ts";
import { stationarityRows, vifRows } from "../../lib/adequacy/data.ts";
import { fitOf } from "../../lib/adequacy/fit.ts";
import { toObservations } from "../../lib/adequacy/predictive.ts";
import { fitMetrics } from "../../lib/diagnostics/fit-metrics.ts";
import { pit } from "../../lib/diagnostics/pit.ts";
import { psis } from "../../lib/diagnostics/psis.ts";
import { meanCrps } from "../../lib/diagnostics/crps.ts";
import { fromSampleMajor, samplesOf } from "../../lib/draws/observation-draws.ts";
import { mean } from "../../lib/draws/moments.ts";
import { loadPolicy } from "../../lib/gates/policy.ts";
import { expectedOutcome, meanPerDate } from "../../lib/posterior/components.ts";
import type { Dataset } from "../../lib/posterior/dataset.ts";
import type { Posterior } from "../../lib/posterior/posterior.ts";
import { movedByTies } from "../diagnostics/ties.ts";
import { readCase } from "../posterior/cases.ts";

interface Reference {
  readonly parameters: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  readonly bfmi_per_chain: readonly number[];
  readonly convergence: { readonly divergences: number };
  readonly coverage: {
    readonly empirical_eti: readonly number[];
    readonly empirical_loo_pit: readonly number[];
  };
  readonly loo_pit: readonly (number | null)[];
  readonly ppc_pit: readonly (number | null)[];
  readonly calibration: { readonly pit_method: string; readonly pit_mean: number; readonly n: number };
  readonly fit_metrics: Readonly<Record<string, number>>;
  readonly vif: Readonly<Record<string, number>>;
  readonly stationarity: readonly {
    series: string;
    test: string;
    statistic: number;
    p_value: number;
    lags: number;
  }[];
  readonly loo: {
    readonly reff_parameters: {
      readonly reff: number;
      readonly elpd_loo: number;
      readonly p_loo: number;
      readonly se: number;
      readonly pareto_k: readonly (number | null)[];
      readonly elpd_i: readonly (number | null)[];
    };
  };
}

/** Written with ten significant digits: what is left is the rounding of the reference. */
const DIGITS = 1e-9;

function expectClose(
  got: number | null | undefined,
  expected: number | null,
  relative: number,
  what: string,
): void {
  if (expected === null) {
    expect(Number.isFinite(got), what).toBe(false);
    return;
  }
  expect(Math.abs((got ?? NaN) - expected), what).toBeLessThanOrEqual(relative * Math.abs(expected));
}

describe.each(["robyn_weekly", "robyn_weekly_unconverged"] as const)("the fit %s", (name) => {
  const reference = JSON.parse(
    readFileSync(new URL(`../reference/${name}/reference.json`, import.meta.url), "utf8"),
  ) as Reference;
  let posterior: Posterior;
  let dataset: Dataset;
  let adequacy: Adequacy;

  beforeAll(async () => {
    ({ posterior, dataset } = await readCase(name));
    const policy = await loadPolicy("publish", "pipeline.yaml", "policy");
    const fit = fitOf(posterior, dataset);
    adequacy = assessAdequacy(fit, policy, { worst: 10, claims: {} });
  });
  afterAll(() => {
    posterior.close();
  });

  it.each([
    ["mean", "mean"],
    ["sd", "sd"],
    ["rhat_rank", "rhat"],
    ["ess_bulk", "essBulk"],
    ["ess_tail", "essTail"],
    ["ess_mean", "essMean"],
    ["mcse_mean", "mcseMean"],
  ] as const)("has ArviZ's %s for every parameter", (theirs, ours) => {
    const found = new Map(adequacy.convergence.parameters.map((one) => [one.name, one[ours]]));
    expect([...found.keys()].sort()).toEqual(Object.keys(reference.parameters).sort());
    for (const [parameter, values] of Object.entries(reference.parameters)) {
      // A mean near zero carries the rounding of its terms.
      const scale = theirs === "mean" ? Math.abs((values["sd"] ?? 0) / (values["mean"] ?? 1)) : 0;
      expectClose(
        found.get(parameter),
        values[theirs] ?? null,
        DIGITS * (1 + scale),
        `${parameter} ${theirs}`,
      );
    }
  });

  it("has ArviZ's E-BFMI of every chain and the same divergences", () => {
    expect(adequacy.convergence.divergences?.total).toBe(reference.convergence.divergences);
    reference.bfmi_per_chain.forEach((expected, chain) => {
      expectClose(adequacy.convergence.bfmi?.[chain], expected, DIGITS, `chain ${chain}`);
    });
  });

  it("has ArviZ's PSIS-LOO, observation by observation", () => {
    const { reff, elpd_loo, p_loo, se, pareto_k, elpd_i } = reference.loo.reff_parameters;
    const left = adequacy.leftOut!;
    expectClose(left.relativeEfficiency, reff, DIGITS, "reff");
    expectClose(left.elpd, elpd_loo, 1e-8, "elpd");
    expectClose(left.effectiveParameters, p_loo, 1e-6, "p_loo");
    expectClose(left.se, se, 1e-8, "se");
    pareto_k.forEach((expected, i) => {
      expectClose(left.paretoK[i], expected, 1e-6, `k of ${i}`);
    });
    elpd_i.forEach((expected, i) => {
      expectClose(left.pointwise[i], expected, 1e-7, `elpd of ${i}`);
    });
  });

  it("covers as many observations as ArviZ's intervals and LOO-PIT do", () => {
    const { empirical, empiricalLooPit } = adequacy.calibration!;
    reference.coverage.empirical_eti.forEach((expected, i) => {
      expectClose(empirical[i], expected, DIGITS, `interval ${i}`);
    });
    reference.coverage.empirical_loo_pit.forEach((expected, i) => {
      expectClose(empiricalLooPit?.[i], expected, DIGITS, `LOO-PIT ${i}`);
    });
  });

  it("has ArviZ's PIT of every observation, with and without it in the fit", () => {
    const observed = dataset.target.values;
    const predictive = toObservations(posterior.posteriorPredictive()!);
    const found = pit(observed, predictive);
    expect(reference.ppc_pit).toHaveLength(found.length);
    reference.ppc_pit.forEach((expected, i) => {
      expectClose(found[i], expected, DIGITS, `PIT of ${i}`);
    });
    const left = adequacy.leftOut!.pit!.shares;
    const logLikelihood = toObservations(posterior.logLikelihood()!);
    const { logWeights } = psis(logLikelihood, adequacy.leftOut!.relativeEfficiency);
    reference.loo_pit.forEach((expected, i) => {
      const isUpToY = Array.from(samplesOf(predictive, i), (draw) => draw <= observed[i]!);
      const weights = samplesOf(logWeights, i);
      const exchanged = movedByTies(samplesOf(logLikelihood, i), weights, isUpToY);
      expect(exchanged, `ties of ${i}`).toBeLessThan(5e-3);
      expect(Math.abs(left[i]! - expected!), `LOO-PIT of ${i}`).toBeLessThanOrEqual(DIGITS + exchanged);
    });
  });

  it("tests the leave-one-out PIT, whose mean is ArviZ's", () => {
    const { pit_method, pit_mean, n } = reference.calibration;
    const { sampleCount } = adequacy.leftOut!;
    expect(adequacy.reports.calibration).toMatchObject({ pit_method, n });
    // The midpoint between S·PIT / (S + 1) and (S·PIT + 1) / (S + 1); 1e-6 is room for ties of the log likelihood.
    const expected = (sampleCount * pit_mean + 0.5) / (sampleCount + 1);
    expect(Math.abs(adequacy.calibration!.meanPit - expected)).toBeLessThan(1e-6);
  });

  it("has the reference's fit of the expected outcome, of the predictive mean and of the predictive draws", () => {
    const observed = dataset.target.values;
    const expected = fitMetrics(
      observed,
      meanPerDate(expectedOutcome(posterior.contributions(), posterior.baselineComponents())),
    );
    const metrics = reference.fit_metrics;
    for (const [key, value] of Object.entries({
      r2: expected.r2,
      mape: expected.mape,
      rmse: expected.rmse,
      mae: expected.mae,
      nrmse_range: expected.nrmseRange,
      nrmse_mean: expected.nrmseMean,
      nrmse_sd: expected.nrmseSd,
    })) {
      expectClose(value, metrics[key]!, DIGITS, key);
    }
    const { chains, draws, dates, values } = posterior.posteriorPredictive()!;
    const predictive = fromSampleMajor(values, chains * draws, dates.length);
    const predicted = Float64Array.from(dates, (_, t) => mean(samplesOf(predictive, t)));
    expectClose(
      fitMetrics(observed, predicted).r2,
      metrics["r2_of_posterior_predictive_mean"]!,
      DIGITS,
      "r2",
    );
    expectClose(meanCrps(observed, predictive), metrics["crps"]!, DIGITS, "crps");
  });

  it("has statsmodels' variance inflation factors and stationarity tests of the data", () => {
    for (const { variable, vif } of vifRows(dataset, true)) {
      expectClose(vif, reference.vif[variable]!, DIGITS, variable);
    }
    const rows = stationarityRows(dataset.target.name, dataset.target.values);
    for (const { series, test, statistic, p_value, lags } of reference.stationarity) {
      const row = rows.find((one) => one.series === series && one.test === test);
      expect(row?.lags).toBe(lags);
      expectClose(row?.statistic, statistic, DIGITS, `${test} of ${series}`);
      expectClose(row?.p_value, p_value, 1e-7, `p of ${test} of ${series}`);
    }
  });
});
