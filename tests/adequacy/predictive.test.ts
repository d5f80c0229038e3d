import { beforeAll, describe, expect, it } from "vitest";
import {
  calibration,
  calibrationReport,
  coverageRows,
  elpdRow,
  flaggedRows,
  measureCalibration,
  measureFit,
  measureInformation,
  measurePareto,
  measurePrior,
  measureResiduals,
  paretoSummary,
  predictiveMean,
  toObservations,
  type CalibrationResult,
} from "../../lib/adequacy/predictive.ts";
import { leaveOneOut, type LooResult } from "../../lib/adequacy/leave-one-out.ts";
import { CALIBRATION_POINTS, type CalibrationLabel } from "../../lib/diagnostics/calibration.ts";
import { CHECKS } from "../../lib/gates/catalogue.ts";
import { judge, type Measurement } from "../../lib/gates/judge.ts";
import { loadPolicy, type Policy } from "../../lib/gates/policy.ts";
import type { PerDateDraws } from "../../lib/posterior/posterior.ts";
import { mulberry32 } from "../../lib/random/mulberry32.ts";

let publish: Policy;
beforeAll(async () => {
  publish = await loadPolicy("publish", "pipeline.yaml", "policy");
});

const statusOf = (measurement: Measurement) => judge(measurement, publish).status;
const valueOf = (measurement: Measurement) => ("value" in measurement ? measurement.value : "skipped");

/** One chain of draws per date, date after date in the file's order (chain, draw, date). */
function perDate(samples: readonly (readonly number[])[]): PerDateDraws {
  const dates = Array.from(samples[0] ?? [], (_, t) => `day ${t}`);
  return { chains: 1, draws: samples.length, dates, values: Float64Array.from(samples.flat()) };
}

const uniform = (seed: number, count: number) => {
  const random = mulberry32(seed);
  return Float64Array.from({ length: count }, () => random());
};

/** Draws uniform on `centre ± width / 2` for each of `dates` observations. */
function uniformDraws(dates: number, width: number, centre = 0.5, draws = 400): PerDateDraws {
  const values = uniform(11, draws * dates).map((value) => centre + width * (value - 0.5));
  return { chains: 2, draws: draws / 2, dates: Array.from({ length: dates }, (_, t) => `day ${t}`), values };
}

/** A leave-one-out result with the Pareto k given; its limit is 0.7. */
function looWith(paretoK: readonly number[], changed: Partial<LooResult> = {}): LooResult {
  const constant = leaveOneOut(perDate([[-1], [-2], [-1], [-2], [-1.5]]), [5]);
  const pointwise = Float64Array.from(paretoK, (_, i) => -i);
  return {
    ...constant,
    goodK: 0.7,
    paretoK: Float64Array.from(paretoK),
    pointwise,
    influence: new Float64Array(paretoK.length),
    ...changed,
  };
}

const DATES = ["a", "b", "c", "d", "e", "f"];

describe("the Pareto k of each observation", () => {
  const left = looWith([0.2, 0.5, 0.51, 0.7, 0.71, NaN]);
  const flagged = flaggedRows(left, DATES, Float64Array.of(1, 2, 3, 4, 5, 6));

  it("is good up to 0.5, marginal up to the limit of so many draws, and else bad, undefined included", () => {
    expect(flagged.map(({ date, category, pareto_k }) => [date, category, pareto_k])).toEqual([
      ["c", "marginal", 0.51],
      ["d", "marginal", 0.7],
      ["e", "bad", 0.71],
      ["f", "bad", null],
    ]);
    expect(flagged[2]).toMatchObject({ index: 4, elpd_loo_i: -4, observed: 5 });
    expect(paretoSummary(left)).toMatchObject({
      ok: false,
      k_max: 0.71,
      n_not_finite: 1,
      n_good: 2,
      n_marginal: 2,
      n_bad: 2,
      good_k: 0.7,
      n_data: 6,
    });
  });

  it("sums up to ok only when no k is bad; without a finite k there is no largest", () => {
    expect(paretoSummary(looWith([0.1, 0.69])).ok).toBe(true);
    expect(paretoSummary(looWith([NaN, Infinity]))).toMatchObject({ ok: false, k_max: null, n_bad: 2 });
  });

  it("is counted by category, with dates, and as a largest value that is infinite when one is undefined", () => {
    const found = Object.fromEntries(measurePareto(left, flagged).map((one) => [one.checkId, one]));
    expect(found["pareto_k_bad"]).toMatchObject({ value: 2, message: "e, f" });
    expect(found["pareto_k_marginal"]).toMatchObject({ value: 2, message: "c, d" });
    expect(found["pareto_k_max"]).toMatchObject({ value: Infinity });
    expect(found["pareto_k_decisive"]).toMatchObject({ value: 0, message: "none of 6 observations" });
    expect(measurePareto(looWith([0.2, 0.6]), [])[3]).toMatchObject({ value: 0.6 });
  });

  it("is decisive where the observation is also predicted much worse without it, or nobody knows", () => {
    const influence = Float64Array.of(9, 9, 9, 9, 2, NaN);
    const own = { ...left, influence };
    expect(measurePareto(own, flagged)[0]).toMatchObject({ value: 1, message: "f" });
    const surprising = { ...left, influence: influence.with(4, 3.5) };
    expect(measurePareto(surprising, flagged)[0]).toMatchObject({ value: 2, message: "e, f" });
    expect(statusOf(measurePareto(surprising, flagged)[0]!)).toBe("fail");
  });

  it("is skipped check by check without a log-likelihood", () => {
    const found = measurePareto(null, []);
    expect(found.map(({ checkId }) => checkId).toSorted()).toEqual(
      Object.entries(CHECKS)
        .filter(([, { gate }]) => gate === "g6")
        .map(([id]) => id)
        .toSorted(),
    );
    for (const one of found) expect(statusOf(one)).toBe("skipped");
  });
});

describe("leave-one-out", () => {
  // Log-likelihoods without any tail: every weight is 1/5, and elpd is the log of the harmonic mean density.
  const logLikelihood = perDate([
    [-1, -2],
    [-1, -2],
    [-1, -2],
    [-1, -2],
    [-1, -2],
  ]);

  it("by hand: constant log-likelihoods are their own estimate, without effective parameters", () => {
    const left = leaveOneOut(logLikelihood, [5]);
    expect(left.elpd).toBeCloseTo(-3, 12);
    expect(left.effectiveParameters).toBeCloseTo(0, 12);
    // Standard error √(n · population variance of −1 and −2) = √(2 · 0.25).
    expect(left.se).toBeCloseTo(Math.SQRT1_2, 12);
    expect(left).toMatchObject({ sampleCount: 5, relativeEfficiency: 1 });
    const row = elpdRow(paretoSummary(left), left);
    expect(row.looic).toBeCloseTo(6, 12);
    expect(row).toMatchObject({ n_samples: 5, n_data_points: 2, warning: !paretoSummary(left).ok });
  });

  it("takes the efficiency of the draws from the ESS of the parameters' means", () => {
    const chains = { ...logLikelihood, chains: 5, draws: 1 };
    expect(leaveOneOut(chains, [1, 2]).relativeEfficiency).toBe(0.3);
    // A single chain cannot tell, as ArviZ has it.
    expect(leaveOneOut(logLikelihood, [1, 2]).relativeEfficiency).toBe(1);
  });

  it.each([[[]], [[NaN]], [[0]]])("takes draws as independent where the ESS %j tells nothing", (ess) => {
    expect(leaveOneOut(logLikelihood, ess).relativeEfficiency).toBe(1);
  });

  it("keeps what is undefined undefined, down to the report", () => {
    const broken = { ...logLikelihood, values: logLikelihood.values.with(0, NaN) };
    const left = leaveOneOut(broken, [5]);
    const summary = paretoSummary(left);
    expect(summary).toMatchObject({ ok: false, elpd_loo: null, p_loo: null, se: null });
    expect(elpdRow(summary, left)).toMatchObject({ elpd_loo: null, looic: null, warning: true });
    for (const id of [0, 1])
      expect(statusOf(measurePareto(left, flaggedRows(left, DATES, null))[id]!)).not.toBe("pass");
  });
});

describe("calibration", () => {
  const observed = uniform(7, 200);

  it("passes observations that come from their predictive distributions", () => {
    const result = calibration(observed, toObservations(uniformDraws(200, 1)), null);
    expect(result).toMatchObject({ method: "ppc_pit", empiricalLooPit: null });
    expect(measureCalibration(result)).toMatchObject({ value: "well-calibrated" });
    expect(statusOf(measureCalibration(result))).toBe("pass");
    expect(calibrationReport(result, 200)).toMatchObject({
      well_calibrated: true,
      label: "well-calibrated",
      sufficient: true,
      pit_method: "ppc_pit",
      n: 200,
    });
  });

  it.each([
    ["over-confident", 0.4, 0.5, "fail"],
    ["under-confident", 3, 0.5, "warn"],
    ["biased", 1, 1, "fail"],
  ] as const)(
    "calls predictions %s when their width is %d and their centre %d",
    (label, width, centre, status) => {
      const result = calibration(observed, toObservations(uniformDraws(200, width, centre)), null);
      expect(measureCalibration(result)).toMatchObject({ value: label });
      expect(statusOf(measureCalibration(result))).toBe(status);
      expect(calibrationReport(result, 200)).toMatchObject({ well_calibrated: false, label });
    },
  );

  it("by hand: coverage is the share inside each central interval", () => {
    // Draws 0, 1, …, 100 at both observations: the central interval of 0.5 is 25 to 75.
    const draws = perDate(Array.from({ length: 101 }, (_, s) => [s, s]));
    const result = calibration(Float64Array.of(30, 90), toObservations(draws), null);
    const rows = coverageRows(result);
    expect(rows.map(({ nominal }) => nominal)).toEqual(CALIBRATION_POINTS);
    expect(rows.map(({ empirical }) => empirical)).toEqual([0, 0, 0, 0.5, 0.5, 0.5, 0.5, 1, 1]);
    expect(rows[4]).toMatchObject({ difference: 0, empirical_loo_pit: null, n: 2 });
    // The largest distance from nominal is at 0.7: 0.2, and at 0.3: 0.3.
    expect(calibrationReport(result, 2).max_abs_coverage_deviation).toBeCloseTo(0.3, 12);
  });

  it("is decided by the leave-one-out PIT where there is a log-likelihood", () => {
    const logLikelihood = { ...uniformDraws(200, 1), values: new Float64Array(200 * 400).fill(-1) };
    const predictive = toObservations(uniformDraws(200, 1));
    const result = calibration(
      observed,
      predictive,
      leaveOneOut(logLikelihood, [400], { observed, predictive }),
    );
    expect(result.method).toBe("loo_pit");
    expect(coverageRows(result).every(({ empirical_loo_pit }) => typeof empirical_loo_pit === "number")).toBe(
      true,
    );
  });

  it("is undefined, not good, when an observation or a draw is", () => {
    const draws = uniformDraws(200, 1);
    for (const result of [
      calibration(observed.with(3, NaN), toObservations(draws), null),
      calibration(observed, toObservations({ ...draws, values: draws.values.with(5, NaN) }), null),
    ]) {
      expect(valueOf(measureCalibration(result))).toBeNaN();
      expect(statusOf(measureCalibration(result))).toBe("fail");
      expect(calibrationReport(result, 200)).toMatchObject({
        well_calibrated: false,
        label: "unknown",
        pit_mean: null,
        max_abs_coverage_deviation: null,
      });
    }
  });

  it("does not pass on too few observations, whatever they say", () => {
    const result = calibration(observed.slice(0, 8), toObservations(uniformDraws(8, 1)), null);
    expect(result).toMatchObject({ isSufficient: false });
    expect(statusOf(measureCalibration(result))).toBe("warn");
    expect(measureCalibration(result)).toMatchObject({ value: "insufficient" });
    expect(calibrationReport(result, 8).well_calibrated).toBe(false);
  });

  it("says of a fault in a short series that such a series often shows it, unless it stands", () => {
    const found = calibration(observed, toObservations(uniformDraws(200, 1)), null);
    const short = (label: CalibrationLabel, standsWithFew: boolean): CalibrationResult => ({
      ...found,
      label,
      isSufficient: false,
      standsWithFew,
    });
    const wavering = measureCalibration(short("biased", false));
    expect(wavering).toMatchObject({ value: "insufficient" });
    expect("message" in wavering && wavering.message).toContain(
      "they read biased, which a series so short often does",
    );
    expect(measureCalibration(short("biased", true))).toMatchObject({ value: "biased" });
  });

  it("is skipped without predictive draws, and the report claims nothing", () => {
    expect(measureCalibration(null)).toEqual({
      checkId: "calibration_label",
      skipped: "model.nc holds no posterior predictive draws",
    });
    expect(calibrationReport(null, 52)).toMatchObject({
      well_calibrated: false,
      label: "unknown",
      n: 52,
      pit_mean: null,
    });
  });
});

describe("the fit itself", () => {
  const observed = Float64Array.of(1, 2, 3, 6);
  // Means of two draws: 2, 2, 2, 6.
  const predicted = predictiveMean(
    toObservations(
      perDate([
        [1, 2, 0, 5],
        [3, 2, 4, 7],
      ]),
    ),
  );

  it("by hand: the predictive mean of each observation", () => {
    expect([...predicted]).toEqual([2, 2, 2, 6]);
  });

  it("by hand: R² of the mean of the predictive draws", () => {
    const found = measureFit(observed, predicted);
    expect(valueOf(found)).toBeCloseTo(1 - 2 / 14, 12);
    expect(statusOf(found)).toBe("pass");
  });

  it("warns of a model that predicts worse than the mean does, and does not pass one of a constant target", () => {
    const poor = predicted.map((value) => value + 10);
    expect(statusOf(measureFit(observed, poor))).toBe("warn");
    expect(statusOf(measureFit(new Float64Array(4).fill(2), predicted))).toBe("fail");
  });

  it("says how the residuals follow each other: an alternating error is seen", () => {
    const flat = new Float64Array(60);
    const alternating = Float64Array.from({ length: 60 }, (_, t) => (t % 2 === 0 ? 1 : -1));
    const found = measureResiduals(alternating, flat);
    expect(valueOf(found)).toBeLessThan(0.01);
    expect(statusOf(found)).toBe("warn");
    expect("message" in found && found.message).toMatch(/^Durbin–Watson 3\.9/);
    const independent = measureResiduals(
      uniform(5, 60).map((value) => value - 0.5),
      flat,
    );
    expect(statusOf(independent)).toBe("pass");
  });

  it("is skipped where something is missing or too short to say", () => {
    for (const found of [
      measureFit(null, predicted),
      measureFit(observed, null),
      measureResiduals(null, predicted),
      measureResiduals(observed, null),
      measureResiduals(Float64Array.of(1, 2), Float64Array.of(1, 2)),
    ])
      expect(statusOf(found)).toBe("skipped");
  });
});

describe("the prior", () => {
  const observed = Float64Array.from({ length: 30 }, (_, t) => 100 + 10 * Math.sin(t));
  /** Draws of 30 periods, each with a level and a scale of its own, both spread over `width`. */
  const priorDraws = (centre: number, width: number, draws = 300): PerDateDraws => {
    const [level, scale] = [uniform(3, draws), uniform(9, draws)];
    const values = uniform(4, draws * 30).map((noise, i) => {
      const s = Math.floor(i / 30);
      return centre + width * (level[s]! - 0.5 + scale[s]! * (noise - 0.5));
    });
    return { chains: 1, draws, dates: Array.from(observed, (_, t) => `day ${t}`), values };
  };
  const level = (draws: PerDateDraws) => valueOf(measurePrior(observed, draws));

  it("is plausible when data like those observed could come of it", () => {
    expect(level(priorDraws(100, 60))).toBe("plausible");
  });

  it("rests on few draws below 200", () => {
    expect(level(priorDraws(100, 60, 150))).toBe("few-draws");
  });

  it("is wide when some of it is absurd, and implausible when it could not have made the data", () => {
    const some = priorDraws(100, 60);
    // Every seventh draw, 14 % of them, is far beyond ten times the largest observation.
    const values = some.values.map((value, i) => (Math.floor(i / 30) % 7 === 0 ? value + 5000 : value));
    expect(level({ ...some, values })).toBe("wide");
    expect(level(priorDraws(5000, 60))).toBe("implausible");
    expect(level({ ...priorDraws(100, 60), values: priorDraws(100, 60).values.with(0, NaN) })).toBe(
      "implausible",
    );
  });

  it("says what is wrong and by how much", () => {
    const found = measurePrior(observed, priorDraws(5000, 60));
    expect("message" in found && found.message).toMatch(/absurd mass.*: 300 draws; 100 % beyond ten times/);
  });

  it("never rounds a share of nearly all up to 100 %, nor one of hardly any down to none", () => {
    const draws = priorDraws(5000, 60, 2000);
    // All but one of 60,000 values are absurd.
    const found = measurePrior(observed, { ...draws, values: draws.values.with(0, 100) });
    expect("message" in found && found.message).toMatch(/; more than 99\.9 % beyond ten times/);
    const rare = measurePrior(observed, {
      ...priorDraws(100, 60),
      values: priorDraws(100, 60).values.with(0, -1),
    });
    expect("message" in rare && rare.message).toMatch(/0\.0111 % negative/);
  });

  it("is skipped without draws, and without observations", () => {
    expect(statusOf(measurePrior(observed, null))).toBe("skipped");
    expect(statusOf(measurePrior(null, priorDraws(100, 60)))).toBe("skipped");
  });
});

describe("what the data informed", () => {
  it("is the share of parameters that neither narrowed nor moved, an undefined comparison among them", () => {
    const shifts = new Map([
      ["narrowed", { contraction: 0.9, shift: 0 }],
      ["moved", { contraction: 0, shift: 0.5 }],
      ["prior", { contraction: 0.05, shift: 0.05 }],
      ["undefined", { contraction: NaN, shift: NaN }],
    ]);
    expect(measureInformation(shifts)).toMatchObject({ value: 0.5, message: "2 of 4: prior, undefined" });
  });

  it("is skipped without prior draws", () => {
    for (const shifts of [null, new Map()]) expect(statusOf(measureInformation(shifts))).toBe("skipped");
  });
});
