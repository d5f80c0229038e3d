import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { areFinite, flatten, rowsOf, shapeOf } from "../../lib/draws/chains.ts";
import { sortedHdi } from "../../lib/draws/hdi.ts";
import { mean, moments, populationVariance, variance } from "../../lib/draws/moments.ts";
import { normalQuantile } from "../../lib/draws/normal.ts";
import {
  fromSampleMajor,
  observationDraws,
  samplesOf,
  withoutMissing,
} from "../../lib/draws/observation-draws.ts";
import { createSorter, sortDraws } from "../../lib/draws/order.ts";
import { median, quantile, quantiles, sortedQuantile } from "../../lib/draws/quantile.ts";
import { normalScores, rankNormalise, scoreInto } from "../../lib/draws/rank-normalise.ts";
import { splitChains } from "../../lib/draws/split.ts";

/** Without a negative zero, which sorts before zero in typed arrays though the two are tied. */
const number = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value + 0);
/** Draws with and without ties, narrow, wide, and with far outliers. */
const draws = fc.oneof(
  fc.array(number, { minLength: 1, maxLength: 60 }),
  fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 60 }),
  fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 60 }),
);

describe("chains", () => {
  it("have one length, and at least one chain", () => {
    expect(shapeOf([new Float64Array(3), new Float64Array(3)])).toEqual({ chainCount: 2, drawCount: 3 });
    expect(() => shapeOf([])).toThrow("draws need at least one chain, got 0");
    expect(() => shapeOf([new Float64Array(3), new Float64Array(2)])).toThrow(
      "chain 0 has 3 draws, chain 1 has 2",
    );
  });

  it("are flattened chain after chain, and rows are views into what is flat", () => {
    const flat = flatten([Float64Array.of(1, 2), Float64Array.of(3, 4)]);
    expect([...flat]).toEqual([1, 2, 3, 4]);
    const rows = rowsOf(flat, 2);
    rows[1]![0] = 9;
    expect([...flat]).toEqual([1, 2, 9, 4]);
    expect(() => rowsOf(flat, 3)).toThrow("4 values cannot make 3 rows of equal length");
  });

  it("are finite only when every draw is", () => {
    expect(areFinite([Float64Array.of(1, 2)])).toBe(true);
    for (const bad of [NaN, Infinity, -Infinity]) expect(areFinite([Float64Array.of(1, bad)])).toBe(false);
  });

  it("are split into halves, without the middle draw of an odd number", () => {
    const halves = splitChains([Float64Array.of(1, 2, 3, 4, 5), Float64Array.of(6, 7, 8, 9, 10)]);
    expect(halves.map((half) => [...half])).toEqual([
      [1, 2],
      [4, 5],
      [6, 7],
      [9, 10],
    ]);
  });
});

describe("moments", () => {
  it("are those computed by hand", () => {
    const values = Float64Array.of(1, 2, 3, 6);
    expect(mean(values)).toBe(3);
    expect(variance(values)).toBeCloseTo(14 / 3, 14);
    expect(populationVariance(values)).toBeCloseTo(14 / 4, 14);
  });

  it("are undefined where there is too little, or something not finite", () => {
    expect(moments(new Float64Array(0))).toEqual({ mean: NaN, variance: NaN });
    expect(variance(Float64Array.of(1))).toBeNaN();
    expect(populationVariance(Float64Array.of(1))).toBe(0);
    expect(moments(Float64Array.of(1, Infinity))).toEqual({ mean: NaN, variance: NaN });
  });

  it("keep their digits far from zero", () => {
    const values = Float64Array.of(1, 2, 4, 8).map((value) => value + 2 ** 40);
    expect(variance(values)).toBe(variance(Float64Array.of(1, 2, 4, 8)));
  });
});

describe("sorted draws", () => {
  it("are in ascending order, with the places they came from", () => {
    fc.assert(
      fc.property(draws, (values) => {
        const given = Float64Array.from(values);
        const { sorted, order } = sortDraws(given);
        for (let i = 1; i < sorted.length; i++) expect(sorted[i - 1]! <= sorted[i]!).toBe(true);
        expect([...order].sort((a, b) => a - b)).toEqual([...given.keys()]);
        order.forEach((place, i) => {
          expect(given[place]).toBe(sorted[i]);
        });
      }),
    );
  });

  it("are right where linear cells do not help: far outliers and infinities", () => {
    const values = Float64Array.from({ length: 3000 }, (_, i) => ((i * 7919) % 3000) + (i === 5 ? 1e300 : 0));
    const expected = Float64Array.from(values).sort();
    expect([...sortDraws(values).sorted]).toEqual([...expected]);
    const infinite = Float64Array.of(3, -Infinity, 2, Infinity);
    expect([...sortDraws(infinite).sorted]).toEqual([-Infinity, 2, 3, Infinity]);
  });

  it("come from a sorter of their own size only", () => {
    expect(() => createSorter(3)(new Float64Array(2))).toThrow("a sorter for 3 values got 2");
  });

  it("count their distinct values when they are scored", () => {
    const given = Float64Array.of(2, 1, 2, 5, 1, 2);
    const scores = normalScores(6);
    const out = new Float64Array(6);
    expect(scoreInto(out, sortDraws(given), scores)).toBe(3);
    // Mean ranks 1.5, 4 and 6.
    expect([...out]).toEqual([scores[8], scores[3], scores[8], scores[12], scores[3], scores[8]]);
  });
});

describe("quantiles of type 7", () => {
  it("are those computed by hand", () => {
    const values = Float64Array.of(4, 1, 3, 2);
    expect([...quantiles(values, [0, 0.25, 0.5, 0.75, 1])]).toEqual([1, 1.75, 2.5, 3.25, 4]);
  });

  it("give a tied value itself, to the last digit", () => {
    fc.assert(
      fc.property(
        number,
        fc.integer({ min: 2, max: 50 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (value, count, p) => {
          expect(sortedQuantile(new Float64Array(count).fill(value), p)).toBe(value);
        },
      ),
    );
  });

  it("lie as far from one neighbour as from the other when halfway", () => {
    const [below, above] = [-0.0013168799554748951, 0.0009514262918499938];
    const middle = median(Float64Array.of(below, above));
    expect(middle - below).toBe(above - middle);
  });

  it("rise with the probability and stay within the draws", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(number, { minLength: 1 }), share, share, (values, p, q) => {
        const given = Float64Array.from(values);
        const [lower, upper] = quantiles(given, [Math.min(p, q), Math.max(p, q)]);
        expect(lower! <= upper!).toBe(true);
        expect(lower! >= Math.min(...values) && upper! <= Math.max(...values)).toBe(true);
      }),
    );
  });

  it("are undefined with a NaN or without draws, and refuse what is no probability", () => {
    expect(quantile(Float64Array.of(1, NaN), 0.5)).toBeNaN();
    expect(quantile(new Float64Array(0), 0.5)).toBeNaN();
    for (const p of [-0.1, 1.1, NaN]) expect(() => sortedQuantile(Float64Array.of(1), p)).toThrow(RangeError);
  });
});

describe("the highest-density interval", () => {
  it("is the shortest, and the first of equals", () => {
    expect(sortedHdi(Float64Array.of(0, 5, 6, 7, 20), 0.5)).toEqual({ lower: 5, upper: 7 });
    expect(sortedHdi(Float64Array.of(0, 1, 2, 3), 0.5)).toEqual({ lower: 0, upper: 2 });
  });

  it("is undefined without draws, and refuses an impossible mass", () => {
    expect(sortedHdi(new Float64Array(0), 0.94)).toEqual({ lower: NaN, upper: NaN });
    for (const mass of [0, 1, NaN]) expect(() => sortedHdi(Float64Array.of(1), mass)).toThrow(RangeError);
  });
});

describe("rank-normalised draws", () => {
  it("are the normal scores computed by hand, ties at their mean rank", () => {
    const [row, other] = rankNormalise([Float64Array.of(10, 30), Float64Array.of(20, 20)]);
    expect(row![0]).toBe(normalQuantile((1 - 3 / 8) / 4.25));
    expect(row![1]).toBe(normalQuantile((4 - 3 / 8) / 4.25));
    expect(other![0]).toBe(normalQuantile((2.5 - 3 / 8) / 4.25));
    expect(other![1]).toBe(other![0]);
  });

  it("do not change under a strictly rising transformation", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 60 }), (values) => {
        const raw = rankNormalise([Float64Array.from(values)]);
        const cubed = rankNormalise([Float64Array.from(values, (value) => value ** 3)]);
        expect([...cubed[0]!]).toEqual([...raw[0]!]);
      }),
    );
  });

  it("are undefined when one draw is NaN", () => {
    expect([...rankNormalise([Float64Array.of(1, NaN, 2)])[0]!]).toEqual([NaN, NaN, NaN]);
  });
});

describe("draws per observation", () => {
  it("are transposed from samples", () => {
    const transposed = fromSampleMajor(Float64Array.of(1, 2, 3, 4, 5, 6), 2, 3);
    expect([...transposed.values]).toEqual([1, 4, 2, 5, 3, 6]);
    expect([...samplesOf(transposed, 2)]).toEqual([3, 6]);
  });

  it("are the same again after two transpositions, across tiles", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 70 }),
        (samples, observations) => {
          const values = Float64Array.from({ length: samples * observations }, (_, i) => i);
          const once = fromSampleMajor(values, samples, observations);
          expect([...fromSampleMajor(once.values, observations, samples).values]).toEqual([...values]);
        },
      ),
    );
  });

  it("lose the observations that were not made", () => {
    const all = observationDraws(Float64Array.of(1, 2, 3, 4, 5, 6), 3, 2);
    const made = withoutMissing(Float64Array.of(7, NaN, 9), all);
    expect([...made.y]).toEqual([7, 9]);
    expect([...made.draws.values]).toEqual([1, 2, 5, 6]);
    expect(made.missingCount).toBe(1);
  });

  it("refuse sizes that do not fit", () => {
    expect(() => observationDraws(new Float64Array(5), 3, 2)).toThrow(RangeError);
    expect(() => fromSampleMajor(new Float64Array(5), 3, 2)).toThrow(RangeError);
    expect(() => withoutMissing(new Float64Array(2), observationDraws(new Float64Array(6), 3, 2))).toThrow(
      "y has 2 observations, the draws have 3",
    );
  });
});
