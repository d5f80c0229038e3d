import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { type ObservationDraws, observationDraws, samplesOf } from "../../lib/draws/observation-draws.ts";
import { autocorrelationTime } from "../../lib/diagnostics/autocorrelation-time.ts";
import { calibrate } from "../../lib/diagnostics/calibration.ts";
import { intervalCoverage, pitCoverage } from "../../lib/diagnostics/coverage.ts";
import { ecdfBand } from "../../lib/diagnostics/ecdf-band.ts";
import { createLayout } from "../../lib/diagnostics/kernels/kernels.ts";
import { logSumExp } from "../../lib/diagnostics/log-sum-exp.ts";
import { loo, streamLoo, waic } from "../../lib/diagnostics/loo.ts";
import { classifyParetoK } from "../../lib/diagnostics/pareto-k.ts";
import { looMidPit, looPit, looPitBounds, midPit, pit, pitBounds } from "../../lib/diagnostics/pit.ts";
import { checkPriorPredictive } from "../../lib/diagnostics/prior-predictive.ts";
import { createParetoTail, placePareto } from "../../lib/diagnostics/generalised-pareto.ts";
import { fillPowers, placePowers } from "../../lib/diagnostics/powers.ts";
import { psis, tailLength } from "../../lib/diagnostics/psis.ts";
import { expectAllClose, expectClose } from "./reference.ts";

const ROUNDING = { relative: 1e-9, absolute: 1e-12 };

function rows(...samples: readonly (readonly number[])[]): ObservationDraws {
  return observationDraws(Float64Array.from(samples.flat()), samples.length, samples[0]!.length);
}

function paretoTail(most: number) {
  const layout = createLayout();
  const powers = placePowers(layout);
  const places = placePareto(layout, most, powers);
  const room = layout.open();
  fillPowers(room, powers);
  return createParetoTail(room, places);
}

/** Low-discrepancy numbers in (0, 1): evenly spread, without a generator. */
function spread(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => ((i + 1) * 0.6180339887498949) % 1);
}

const matrix = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 30, max: 60 }))
  .chain(([observations, samples]) =>
    fc
      .float64Array({
        min: -5,
        max: 0,
        noNaN: true,
        minLength: observations * samples,
        maxLength: observations * samples,
      })
      .map((values) => observationDraws(values, observations, samples)),
  );

describe("the logarithm of a sum of exponentials", () => {
  it("neither overflows nor hides what is undefined", () => {
    expect(logSumExp(Float64Array.of(1000, 1000))).toBeCloseTo(1000 + Math.LN2, 12);
    expect(logSumExp(Float64Array.of(-Infinity, -Infinity))).toBe(-Infinity);
    expect(logSumExp(Float64Array.of(1, NaN))).toBeNaN();
    expect(logSumExp(new Float64Array(0))).toBe(-Infinity);
  });
});

describe("importance weights", () => {
  it("sum to one, and have an effective size between 1 and the number of samples", () => {
    fc.assert(
      fc.property(matrix, (logLikelihood) => {
        const { logWeights, importanceEss, paretoK } = psis(logLikelihood, 1);
        const { observationCount, sampleCount } = logLikelihood;
        for (let i = 0; i < observationCount; i++) {
          const weights = logWeights.values.subarray(i * sampleCount, (i + 1) * sampleCount);
          expect(Math.abs(logSumExp(weights))).toBeLessThan(1e-12);
          expect(importanceEss[i]).toBeGreaterThan(1 - 1e-9);
          expect(importanceEss[i]).toBeLessThan(sampleCount + 1e-9);
          expect(paretoK[i]).not.toBeNaN();
        }
      }),
    );
  });

  it("do not change when a constant is added to the log likelihood", () => {
    fc.assert(
      fc.property(matrix, (given) => {
        const rounded = { ...given, values: given.values.map((value) => Math.round(value * 1024) / 1024) };
        const shifted = { ...rounded, values: rounded.values.map((value) => value + 64) };
        expectAllClose(psis(shifted, 1).paretoK, psis(rounded, 1).paretoK, ROUNDING, "k");
      }),
    );
  });

  it("recover the shape of a Pareto tail", () => {
    const count = 2000;
    const excess = (k: number) =>
      Float64Array.from({ length: count }, (_, i) => Math.expm1(-k * Math.log1p(-(i + 0.5) / count)) / k);
    const tail = paretoTail(count);
    for (const k of [0.2, 0.5, 1]) {
      tail.excess.set(excess(k).reverse());
      expect(Math.abs(tail.fit(count).k - k)).toBeLessThan(0.03);
    }
  });

  it("stand where ordered draws of the distribution are expected", () => {
    const { orderStatistics } = paretoTail(3);
    // Exponential quantiles of 3/4 and 1/4.
    const two = orderStatistics(2, { k: 0, scale: 3 }).subarray(0, 2);
    expectAllClose(two, [3 * Math.log(4), 3 * Math.log(4 / 3)], ROUNDING, "0");
    // ((1 - p)^-k - 1) / k at 5/6, 1/2 and 1/6.
    expectAllClose(orderStatistics(3, { k: 1, scale: 2 }), [10, 2, 2 / 5], ROUNDING, "1");
    for (const k of [-1, -0.01, -0.0099, 1e-9, 0.0099, 0.01, 0.3, 350, 400]) {
      const expected = [5 / 6, 1 / 2, 1 / 6].map((p) => Math.expm1(-k * Math.log1p(-p)) / k);
      expectAllClose(orderStatistics(3, { k, scale: 1 }), expected, { relative: 1e-12, absolute: 0 }, `${k}`);
    }
  });

  it("give the density of their definition, and so do equal weights, over a narrow and over a wide range", () => {
    fc.assert(
      fc.property(matrix, fc.constantFrom(1, 300), (given, stretch) => {
        const logLikelihood = { ...given, values: given.values.map((value) => value * stretch) };
        const { logWeights, pointwise, inSample, importanceEss } = psis(logLikelihood, 1);
        for (let i = 0; i < given.observationCount; i++) {
          const likelihood = samplesOf(logLikelihood, i);
          const weights = samplesOf(logWeights, i);
          const weighted = logSumExp(likelihood.map((value, s) => value + weights[s]!));
          expectClose(pointwise[i]!, weighted, { relative: 1e-11, absolute: 1e-11 }, "pointwise");
          const plain = logSumExp(likelihood) - Math.log(given.sampleCount);
          expectClose(inSample[i]!, plain, { relative: 1e-12, absolute: 1e-12 }, "in sample");
          const squares = weights.reduce((sum, weight) => sum + Math.exp(2 * weight), 0);
          expectClose(importanceEss[i]!, 1 / squares, ROUNDING, "importance ESS");
        }
      }),
    );
  });

  it("are undefined, with k infinite, where a log likelihood is not finite, and only there", () => {
    const good = [...spread(40)];
    const { paretoK, logWeights } = psis(rows(good, good.with(7, -Infinity), good.with(9, NaN)), 1);
    expect(paretoK[0]).toBeLessThan(1);
    expect([paretoK[1], paretoK[2]]).toEqual([Infinity, Infinity]);
    expect(logWeights.values.subarray(40).every(Number.isNaN)).toBe(true);
  });

  it("smooth no more draws than the rule allows, and refuse an impossible efficiency", () => {
    expect(tailLength(1000, 1)).toBe(95);
    expect(tailLength(100, 1)).toBe(20);
    for (const bad of [0, -1, NaN]) expect(() => tailLength(100, bad)).toThrow(RangeError);
  });

  it("never read an undefined k as good", () => {
    expect([0.5, 0.6, 0.71, Infinity, NaN].map(classifyParetoK)).toEqual([
      "reliable",
      "marginal",
      "unreliable",
      "unreliable",
      "unreliable",
    ]);
  });
});

describe("expected log predictive density", () => {
  it("is the log likelihood itself where that does not vary", () => {
    const logLikelihood = rows(Array<number>(50).fill(-1.5), Array<number>(50).fill(-2.5));
    const leaveOneOut = loo(logLikelihood, psis(logLikelihood, 1));
    for (const { elpd, effectiveParameters, se } of [leaveOneOut, waic(logLikelihood)]) {
      expect(elpd).toBeCloseTo(-4, 12);
      expect(effectiveParameters).toBeCloseTo(0, 12);
      expect(se).toBeCloseTo(Math.SQRT1_2, 12);
    }
  });

  it("is the same of observations read one at a time", () => {
    fc.assert(
      fc.property(matrix, (given) => {
        const each = Array.from({ length: given.observationCount }, (_, i) => samplesOf(given, i));
        expect(streamLoo(each, given.sampleCount, 1)).toEqual(loo(given, psis(given, 1)));
      }),
    );
  });

  it("is refused for weights of other observations", () => {
    const two = rows([...spread(40)], [...spread(40)]);
    expect(() => loo(two, psis(rows([...spread(40)]), 1))).toThrow(
      "the log likelihood has 2 observations, its weights 1",
    );
  });

  it("is undefined in total when one observation is", () => {
    const logLikelihood = rows([...spread(40)], [...spread(40)].with(3, NaN));
    const { elpd, pointwise } = loo(logLikelihood, psis(logLikelihood, 1));
    expect(elpd).toBeNaN();
    expect(pointwise[0]).not.toBeNaN();
    expect(waic(logLikelihood).isUnreliable).toBe(true);
  });
});

describe("the probability integral transform", () => {
  const y = Float64Array.of(2, 10, NaN, 2);
  const predictive = rows([1, 2, 2, 3], [1, 2, 3, 4], [1, 2, 3, 4], [1, NaN, 3, 4]);

  it("is that computed by hand, and undefined where y or a draw is", () => {
    expect([...pit(y, predictive)]).toEqual([0.75, 1, NaN, NaN]);
    expect([...midPit(y, predictive)]).toEqual([0.5, 1, NaN, NaN]);
    const bounds = pitBounds(y, predictive);
    expectAllClose(bounds.lower, [1 / 5, 4 / 5, NaN, NaN], ROUNDING, "lower");
    expectAllClose(bounds.upper, [4 / 5, 1, NaN, NaN], ROUNDING, "upper");
  });

  it("is the same with equal weights", () => {
    const uniform = { ...predictive, values: new Float64Array(16).fill(-Math.log(4)) };
    expectAllClose(looPit(y, predictive, uniform), pit(y, predictive), ROUNDING, "LOO-PIT");
    expectAllClose(looMidPit(y, predictive, uniform), midPit(y, predictive), ROUNDING, "midpoint");
    const { lower, upper } = looPitBounds(y, predictive, uniform);
    expectAllClose(lower, pitBounds(y, predictive).lower, ROUNDING, "lower");
    expectAllClose(upper, pitBounds(y, predictive).upper, ROUNDING, "upper");
  });

  it("is undefined where a weight is", () => {
    const weights = { ...predictive, values: new Float64Array(16).fill(NaN) };
    expect([...looPit(y, predictive, weights)].every(Number.isNaN)).toBe(true);
  });

  it("lies in its bounds, within [0, 1]", () => {
    fc.assert(
      fc.property(matrix, fc.double({ min: -6, max: 1, noNaN: true }), (draws, value) => {
        const observed = new Float64Array(draws.observationCount).fill(value);
        const middle = midPit(observed, draws);
        const { lower, upper } = pitBounds(observed, draws);
        for (let i = 0; i < observed.length; i++) {
          expect(lower[i]! >= 0 && lower[i]! < upper[i]! && upper[i]! <= 1 + 1e-12).toBe(true);
          expect(lower[i]! <= middle[i]! && middle[i]! <= upper[i]!).toBe(true);
        }
      }),
    );
  });

  it("refuses shapes that differ", () => {
    expect(() => pit(new Float64Array(3), predictive)).toThrow("y has 3 observations, the draws have 4");
    expect(() => looPit(y, predictive, rows([0], [0], [0], [0]))).toThrow(
      "predictive draws are 4 x 4, weights 4 x 1",
    );
  });
});

describe("coverage", () => {
  it("is that computed by hand, ends included", () => {
    const predictive = rows([0, 1, 2, 3, 4], [0, 1, 2, 3, 4]);
    expect([...intervalCoverage(Float64Array.of(1, 4), predictive, [0.5, 0.8])]).toEqual([0.5, 0.5]);
    expect([...pitCoverage(Float64Array.of(0.25, 0.9), [0.5, 0.8])]).toEqual([0.5, 1]);
  });

  it("is undefined where an observation is, or where there is none", () => {
    expect(intervalCoverage(Float64Array.of(NaN), rows([0, 1]), [0.5])[0]).toBeNaN();
    expect(intervalCoverage(Float64Array.of(1), rows([0, NaN]), [0.5])[0]).toBeNaN();
    expect(pitCoverage(Float64Array.of(0.5, NaN), [0.5])[0]).toBeNaN();
    expect(pitCoverage(new Float64Array(0), [0.5])[0]).toBeNaN();
  });

  it("grows with the level", () => {
    fc.assert(
      fc.property(matrix, (draws) => {
        const observed = new Float64Array(draws.observationCount).fill(-2);
        const coverage = intervalCoverage(observed, draws, [0.1, 0.5, 0.9]);
        expect(coverage[0]! <= coverage[1]! && coverage[1]! <= coverage[2]!).toBe(true);
      }),
    );
  });
});

describe("serial dependence", () => {
  it("is none for a constant, and at most the whole length", () => {
    expect(autocorrelationTime(new Float64Array(10).fill(2))).toBe(1);
    expect(autocorrelationTime(Float64Array.of(1, NaN, 2, 3, 4, 5))).toBeNaN();
    fc.assert(
      fc.property(
        fc.float64Array({ min: -1, max: 1, noNaN: true, minLength: 4, maxLength: 60 }),
        (series) => {
          const time = autocorrelationTime(series);
          expect(time >= 1 && time <= series.length).toBe(true);
        },
      ),
    );
  });
});

describe("the simultaneous band", () => {
  it("of one draw at one point excludes nothing", () => {
    const { lower, upper } = ecdfBand(1, [0.5], 0.05);
    expect([lower[0], upper[0]]).toEqual([0, 1]);
  });

  it("refuses a sample that is no sample", () => {
    for (const size of [0, 2.5, NaN]) expect(() => ecdfBand(size, [0.5], 0.05)).toThrow(RangeError);
  });
});

describe("calibration", () => {
  const uniform = spread(200);
  const bounds = (values: Float64Array) => ({
    lower: values.map((u) => Math.max(u - 0.001, 0)),
    upper: values.map((u) => Math.min(u + 0.001, 1)),
  });

  it("names each fault by its direction", () => {
    expect(calibrate(bounds(uniform), false).label).toBe("well-calibrated");
    expect(calibrate(bounds(uniform.map((u) => u ** 2)), false).label).toBe("biased");
    expect(calibrate(bounds(uniform.map((u) => 0.5 + (u - 0.5) / 2)), false).label).toBe("under-confident");
    const extremes = uniform.map((u) => (u < 0.5 ? u / 4 : 1 - (1 - u) / 4));
    expect(calibrate(bounds(extremes), false).label).toBe("over-confident");
  });

  it("names a fault of shape by the coverage it gives where both moments look right", () => {
    const alternating = (folded: (i: number) => number) =>
      uniform.map((_, i) => 0.5 + ((i % 2 === 0 ? 1 : -1) * folded(i)) / 2);
    const fewInside = calibrate(bounds(alternating((i) => (i % 10 < 6 ? 0.41 : 0.635))), false);
    expect([fewInside.label, fewInside.decidedBy]).toEqual(["over-confident", "coverage_band"]);
    const manyInside = calibrate(bounds(alternating((i) => (i % 10 < 4 ? 0.365 : 0.59))), false);
    expect([manyInside.label, manyInside.decidedBy]).toEqual(["under-confident", "coverage_band"]);
  });

  it("turns its bias about when observations and predictions change sides", () => {
    fc.assert(
      fc.property(
        fc.float64Array({ min: 0.01, max: 0.99, noNaN: true, minLength: 25, maxLength: 40 }),
        (values) => {
          const { lower, upper } = bounds(values);
          const mirrored = { lower: upper.map((u) => 1 - u), upper: lower.map((u) => 1 - u) };
          const [got, turned] = [calibrate({ lower, upper }, true), calibrate(mirrored, true)];
          expectClose(turned.biasStatistic, -got.biasStatistic, { relative: 1e-6, absolute: 1e-6 }, "bias");
          expectClose(
            turned.dispersionStatistic,
            got.dispersionStatistic,
            { relative: 1e-6, absolute: 1e-6 },
            "dispersion",
          );
        },
      ),
      { numRuns: 20 },
    );
  });

  it("is undefined, and insufficient, without observations or with an undefined PIT", () => {
    for (const values of [new Float64Array(0), Float64Array.of(0.5, NaN)]) {
      const { label, isSufficient, biasStatistic } = calibrate({ lower: values, upper: values }, true);
      expect(label).toBe("undefined");
      expect(isSufficient).toBe(false);
      expect(biasStatistic).toBeNaN();
    }
  });
});

describe("prior-predictive plausibility", () => {
  it("fails when a draw is not finite at all, and warns of few draws", () => {
    const none = checkPriorPredictive(Float64Array.of(1, 2), rows([NaN, Infinity], [1, 2]));
    expect(none.drawCount).toBe(0);
    expect(none.isPlausible).toBe(false);
    expect(none.failures).toEqual([
      "nonfinite",
      "observed_summary_in_prior_tail",
      "absurd_mass",
      "low_prior_coverage",
    ]);
    expect(none.warnings).toEqual(["too_vague", "few_draws"]);
  });

  it("refuses observations that are missing", () => {
    expect(() => checkPriorPredictive(Float64Array.of(1, NaN), rows([1], [2]))).toThrow(
      "y must be finite: leave missing observations out first",
    );
  });
});
