import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Binned, quantileBins, rankBins } from "../../lib/prediagnostics/bins.ts";
import {
  shiftedTransferEntropies,
  shuffledTransferEntropies,
  surrogateTest,
} from "../../lib/prediagnostics/surrogates.ts";
import { transferEntropySummary } from "../../lib/prediagnostics/transfer-entropy-summary.ts";
import { conditionalEntropy, transferEntropy } from "../../lib/prediagnostics/transfer-entropy.ts";
import { standardDeviation } from "../../lib/linalg/vector.ts";
import { mulberry32 } from "../../lib/random/mulberry32.ts";
import { expectAllClose, expectClose, readExample, readReference, type Reference } from "./reference.ts";

interface Direction {
  te_nats: number;
  te_bits: number;
  h_y_given_past_nats: number;
  normalised: number;
  p_shuffle: number;
  mean_shuffle: number;
  effective_te_shuffle: number;
  first3_shuffle: number[];
  p_circular: number;
  mean_circular: number;
  effective_te_circular: number;
  n_circular: number;
  bins_x_counts: number[];
  bins_y_counts: number[];
}

interface Case {
  id: string;
  inputs: { x: number[]; y: number[]; bins: number; lag: number; n_permutations: number; seed: number };
  expected: { x_to_y: Direction; y_to_x: Direction };
}

const reference = readReference<Reference<Case>>("prediagnostics/transfer_entropy.json");

function binCounts({ codes, count }: Binned): number[] {
  return Array.from({ length: count }, (_, bin) => codes.filter((code) => code === bin).length);
}

const directions = reference.cases.flatMap(({ id, inputs, expected }) => {
  const x = rankBins(Float64Array.from(inputs.x), inputs.bins);
  const y = rankBins(Float64Array.from(inputs.y), inputs.bins);
  return [
    { id, direction: "x to y", inputs, source: x, target: y, expected: expected.x_to_y },
    { id, direction: "y to x", inputs, source: y, target: x, expected: expected.y_to_x },
  ];
});

describe.each(directions)(
  "transfer entropy agrees with the reference: $id, $direction",
  ({ inputs: { lag, n_permutations: permutations, seed }, source, target, expected }) => {
    it("in bins", () => {
      expect(binCounts(source)).toEqual(expected.bins_x_counts);
      expect(binCounts(target)).toEqual(expected.bins_y_counts);
    });

    it("in the statistic, and in p exactly", () => {
      const got = transferEntropySummary(source, target, { lag, permutations, random: mulberry32(seed) });
      expectAllClose(
        [got.nats, got.bits, got.normalised, conditionalEntropy(target, lag)],
        [expected.te_nats, expected.te_bits, expected.normalised, expected.h_y_given_past_nats],
        reference.tolerance,
      );
      expectAllClose(
        [got.shuffle.mean, got.shuffle.effective, got.circularShift.mean, got.circularShift.effective],
        [
          expected.mean_shuffle,
          expected.effective_te_shuffle,
          expected.mean_circular,
          expected.effective_te_circular,
        ],
        reference.tolerance,
      );
      expect([got.shuffle.pValue, got.circularShift.pValue]).toEqual([
        expected.p_shuffle,
        expected.p_circular,
      ]);
      expect([got.shuffle.surrogates, got.circularShift.surrogates]).toEqual([
        permutations,
        expected.n_circular,
      ]);
    });

    it("in the first shuffles", () => {
      const shuffled = shuffledTransferEntropies(source, target, lag, {
        permutations: 3,
        random: mulberry32(seed),
      });
      expectAllClose(shuffled, expected.first3_shuffle, reference.tolerance);
    });
  },
);

describe("the channels of robyn_weekly", () => {
  const { column } = readExample("robyn_weekly");
  const { transfer_entropy: rows } = readReference<{
    transfer_entropy: {
      source: string;
      transfer_entropy_nats: number;
      permutation_mean: number;
      p_value: number;
    }[];
  }>("robyn_weekly/reference.json");
  const PERMUTATIONS = 1000;

  it.each(rows)("tell of revenue what the reference says, $source", (row) => {
    const source = quantileBins(column(row.source), 3);
    const target = quantileBins(column("revenue"), 3);
    const nats = transferEntropy(source, target, 1);
    expectClose(nats, row.transfer_entropy_nats, { relative: 1e-9, absolute: 0 });

    // The reference permuted with numpy's generator: both means and both p values are Monte Carlo estimates.
    const shuffled = shuffledTransferEntropies(source, target, 1, {
      permutations: PERMUTATIONS,
      random: mulberry32(12345),
    });
    const { pValue, mean } = surrogateTest(nats, shuffled);
    const twoSamples = Math.sqrt(2 / PERMUTATIONS);
    expect(Math.abs(mean - row.permutation_mean)).toBeLessThan(4 * standardDeviation(shuffled) * twoSamples);
    const spread = Math.sqrt(row.p_value * (1 - row.p_value));
    expect(Math.abs(pValue - row.p_value)).toBeLessThan(4 * spread * twoSamples);
  });
});

const CODES = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 12, maxLength: 60 });
const binned = (codes: number[]): Binned => ({ codes: Uint8Array.from(codes), count: 3 });
const PAIR = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })), {
  minLength: 12,
  maxLength: 60,
});

describe("transferEntropy", () => {
  it("is ln 2 by hand, where the target repeats the source and its own past tells nothing", () => {
    const source = { codes: Uint8Array.of(0, 1, 1, 0, 1), count: 2 };
    const target = { codes: Uint8Array.of(0, 0, 1, 1, 0), count: 2 };
    expectClose(transferEntropy(source, target, 1), Math.LN2, { relative: 1e-15, absolute: 0 });
    expectClose(conditionalEntropy(target, 1), Math.LN2, { relative: 1e-15, absolute: 0 });
  });

  it("lies between 0 and the target's own uncertainty", () => {
    fc.assert(
      fc.property(PAIR, fc.integer({ min: 1, max: 4 }), (pairs, lag) => {
        const source = binned(pairs.map(([x]) => x));
        const target = binned(pairs.map(([, y]) => y));
        const nats = transferEntropy(source, target, lag);
        expect(nats).toBeGreaterThan(-1e-12);
        expect(nats).toBeLessThan(conditionalEntropy(target, lag) + 1e-12);
      }),
    );
  });

  it("does not depend on the names of the bins", () => {
    fc.assert(
      fc.property(PAIR, (pairs) => {
        const rename = (code: number) => (code + 1) % 3;
        const x = pairs.map(([code]) => code);
        const y = pairs.map(([, code]) => code);
        expectClose(
          transferEntropy(binned(x.map(rename)), binned(y.map(rename)), 1),
          transferEntropy(binned(x), binned(y), 1),
          { relative: 1e-12, absolute: 1e-12 },
        );
      }),
    );
  });

  it("is exactly 0 from a constant source", () => {
    fc.assert(
      fc.property(CODES, (codes) => {
        expect(transferEntropy(binned(codes.map(() => 1)), binned(codes), 1)).toBe(0);
      }),
    );
  });

  it("serves source and target of different numbers of bins", () => {
    const target = { codes: Uint8Array.of(0, 0, 1, 1, 0), count: 2 };
    const source = { codes: Uint8Array.of(0, 1, 1, 0, 1), count: 2 };
    const wide = { codes: Uint8Array.of(4, 2, 2, 4, 2), count: 5 };
    expect(transferEntropy(wide, target, 1)).toBe(transferEntropy(source, target, 1));
  });

  it.each([0, 1.5, 5, NaN])("refuses lag %s of 5 periods", (lag) => {
    const series = binned([0, 1, 2, 1, 0]);
    expect(() => transferEntropy(series, series, lag)).toThrow(
      `lag is ${lag}, expected a whole number from 1 to 4`,
    );
  });

  it("refuses series of different lengths", () => {
    expect(() => transferEntropy(binned([0, 1]), binned([0, 1, 2]), 1)).toThrow(
      "source has 2 periods, target 3",
    );
  });
});

describe("rankBins and quantileBins", () => {
  it("by hand: six values in three bins", () => {
    const x = Float64Array.of(60, 10, 40, 20, 50, 30);
    expect([...rankBins(x, 3).codes]).toEqual([2, 0, 1, 0, 2, 1]);
    expect([...quantileBins(x, 3).codes]).toEqual([2, 0, 1, 0, 2, 1]);
  });

  it("put ties in one bin: by rank in the middle, by quantile at the bottom", () => {
    const x = Float64Array.of(0, 5, 0, 0, 6, 0);
    expect([...rankBins(x, 3).codes]).toEqual([1, 2, 1, 1, 2, 1]);
    expect([...quantileBins(x, 3).codes]).toEqual([0, 2, 0, 0, 2, 0]);
  });

  it("keep the order of the values and do not depend on a monotone change of unit", () => {
    const values = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 3, maxLength: 40 });
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 6 }), (list, count) => {
        const x = Float64Array.from(list);
        const { codes } = rankBins(x, count);
        expect(
          rankBins(
            x.map((value) => Math.exp(value / 10)),
            count,
          ).codes,
        ).toEqual(codes);
        for (const bins of [codes, quantileBins(x, count).codes]) {
          for (let i = 1; i < x.length; i++) {
            const change = Math.sign(x[i]! - x[i - 1]!);
            expect(change * (bins[i]! - bins[i - 1]!)).toBeGreaterThanOrEqual(0);
            if (change === 0) expect(bins[i]).toBe(bins[i - 1]);
          }
        }
      }),
    );
  });

  it.each([1, 2.5, 17, NaN])("refuse %s bins", (count) => {
    const message = `${count} bins, expected a whole number from 2 to 16`;
    expect(() => rankBins(Float64Array.of(1, 2), count)).toThrow(message);
    expect(() => quantileBins(Float64Array.of(1, 2), count)).toThrow(message);
  });

  it("refuse a missing value", () => {
    expect(() => rankBins(Float64Array.of(1, NaN), 2)).toThrow(RangeError);
    expect(() => quantileBins(Float64Array.of(1, NaN), 2)).toThrow(RangeError);
  });
});

describe("surrogates", () => {
  it("leave the source as it was", () => {
    const source = binned([0, 1, 2, 1, 0, 2, 2, 0]);
    const before = source.codes.slice();
    shuffledTransferEntropies(source, source, 1, { permutations: 5, random: mulberry32(1) });
    shiftedTransferEntropies(source, source, 1);
    expect(source.codes).toEqual(before);
  });

  it("give p 3/5 by hand for a statistic that two of four reach", () => {
    const test = surrogateTest(2, Float64Array.of(1, 2, 3, 0));
    expect(test).toEqual({ pValue: 0.6, mean: 1.5, effective: 0.5, surrogates: 4 });
  });

  it("count a surrogate that differs by the rounding of a sum as equal", () => {
    expect(surrogateTest(0.1 + 0.2, Float64Array.of(0.3, 0.2)).pValue).toBe(2 / 3);
  });

  it("leave p undefined when there are none", () => {
    const tiny = binned([0, 1, 2]);
    const test = surrogateTest(0.1, shiftedTransferEntropies(tiny, tiny, 1));
    expect(test).toEqual({ pValue: NaN, mean: NaN, effective: NaN, surrogates: 0 });
  });

  it("find a planted influence and give about uniform p without one", () => {
    const random = mulberry32(99);
    const rounds = 200;
    let low = 0;
    for (let round = 0; round < rounds; round++) {
      const x = Float64Array.from({ length: 80 }, () => random());
      const y = Float64Array.from({ length: 80 }, () => random());
      const settings = { lag: 1, permutations: 39, random };
      if (transferEntropySummary(rankBins(x, 2), rankBins(y, 2), settings).shuffle.pValue <= 0.1) low++;
    }
    expect(Math.abs(low / rounds - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / rounds));

    const x = Float64Array.from({ length: 80 }, () => random());
    const y = x.map((_, t) => (x[t - 1] ?? 0) + 0.2 * random());
    const planted = transferEntropySummary(rankBins(x, 3), rankBins(y, 3), {
      lag: 1,
      permutations: 199,
      random,
    });
    expect(planted.shuffle.pValue).toBe(1 / 200);
    expect(planted.circularShift.pValue).toBeLessThan(0.05);
  });
});
