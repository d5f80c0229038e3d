import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  denseAutocovariance,
  indicatorAutocovariance,
  placeIndicator,
} from "../../lib/diagnostics/autocovariance.ts";
import { centre, meansOf, placeCentredRows } from "../../lib/diagnostics/centred-rows.ts";
import { createLayout } from "../../lib/diagnostics/kernels/kernels.ts";
import { spectralAutocovariance } from "../../lib/diagnostics/spectral-autocovariance.ts";
import { mean, variance } from "../../lib/draws/moments.ts";
import { rowsOf } from "../../lib/draws/chains.ts";
import { expectClose } from "./reference.ts";

const ROUNDING = { relative: 1e-10, absolute: 1e-12 };

/** One to four rows of 2 to 30 values, one after the other. */
const rows = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 30 }))
  .chain(([rowCount, length]) =>
    fc.record({
      rowCount: fc.constant(rowCount),
      values: fc
        .array(fc.integer({ min: -1000, max: 1000 }), {
          minLength: rowCount * length,
          maxLength: rowCount * length,
        })
        .map((values) => Float64Array.from(values, (value) => value / 100)),
    }),
  );

/** By its definition: the mean over all draws of products with the draw `lag` ahead in the same row. */
function plainAutocovariance(values: Float64Array, rowCount: number, lag: number): number {
  let sum = 0;
  for (const row of rowsOf(values, rowCount)) {
    const level = mean(row);
    for (let t = 0; t + lag < row.length; t++) sum += (row[t]! - level) * (row[t + lag]! - level);
  }
  return sum / values.length;
}

function centred(values: Float64Array, rowCount: number) {
  const layout = createLayout();
  const given = layout.doubles(values.length);
  const rows = placeCentredRows(layout, rowCount, values.length / rowCount);
  const room = layout.open();
  room.doubles(given, values.length).set(values);
  centre(room, rows, given);
  return {
    means: meansOf(room, rows),
    squares: room.doubles(rows.squares, rowCount),
    autocovariance: denseAutocovariance(room, rows),
  };
}

describe("centred rows", () => {
  it("have the mean of each row, and its sum of squares about it", () => {
    fc.assert(
      fc.property(rows, ({ values, rowCount }) => {
        const { means, squares } = centred(values, rowCount);
        rowsOf(values, rowCount).forEach((row, r) => {
          expectClose(means[r]!, mean(row), ROUNDING, "mean");
          expectClose(squares[r]!, variance(row) * (row.length - 1), ROUNDING, "squares");
        });
      }),
    );
  });

  it("keep their digits far from zero", () => {
    const near = Float64Array.of(1, 2, 4, 8, 3, 5);
    const far = near.map((value) => value + 2 ** 40);
    expect([...centred(far, 2).squares]).toEqual([...centred(near, 2).squares]);
  });
});

describe("autocovariance", () => {
  it("is that computed by hand", () => {
    // (1, 2, 6) about 3: products 4 + 1 + 9, then 2 - 3, then -6.
    const { autocovariance } = centred(Float64Array.of(1, 2, 6), 1);
    expect(autocovariance.at(0)).toBeCloseTo(14 / 3, 14);
    expect(autocovariance.pairFrom(0)).toBeCloseTo(13 / 3, 14);
    expect(autocovariance.at(1)).toBeCloseTo(-1 / 3, 14);
    expect(autocovariance.pairFrom(2)).toBeCloseTo(-2, 14);
  });

  it("is that of the definition at every lag, alone and in pairs", () => {
    fc.assert(
      fc.property(rows, ({ values, rowCount }) => {
        const { autocovariance } = centred(values, rowCount);
        for (let lag = 0; lag < values.length / rowCount; lag++) {
          const plain = plainAutocovariance(values, rowCount, lag);
          expectClose(autocovariance.at(lag), plain, ROUNDING, `lag ${lag}`);
          if (lag % 2 === 1) continue;
          const next = plainAutocovariance(values, rowCount, lag + 1);
          expectClose(autocovariance.pairFrom(lag), plain + next, ROUNDING, `lags ${lag}, ${lag + 1}`);
        }
      }),
    );
  });

  it("of zeros and ones is that of the definition, from the ones as from the zeros, in a room used before", () => {
    fc.assert(
      fc.property(rows, ({ values, rowCount }) => {
        const length = values.length / rowCount;
        const layout = createLayout();
        const places = layout.integers(values.length);
        const indicator = placeIndicator(layout, rowCount, length);
        const room = layout.open();
        const ones = values.map((value) => (value > 3 ? 1 : 0));
        for (const wanted of [1, 0]) {
          const members = Uint32Array.from([...ones.keys()].filter((place) => ones[place] === wanted));
          room.integers(places, values.length).set(members);
          const autocovariance = indicatorAutocovariance(room, indicator, places, members.length);
          for (let lag = 0; lag + 1 < length; lag += 2) {
            const plain = plainAutocovariance(ones, rowCount, lag);
            const next = plainAutocovariance(ones, rowCount, lag + 1);
            expectClose(autocovariance.at(lag), plain, ROUNDING, `lag ${lag}`);
            expectClose(autocovariance.pairFrom(lag), plain + next, ROUNDING, `lags ${lag}, ${lag + 1}`);
          }
        }
      }),
    );
  });

  it("by power spectra is that of the definition at every lag", () => {
    fc.assert(
      fc.property(rows, ({ values, rowCount }) => {
        const length = values.length / rowCount;
        const about = rowsOf(values, rowCount).map((row) => row.map((value) => value - mean(row)));
        const spectral = spectralAutocovariance(about, length);
        expect(spectral).toHaveLength(length);
        const allowed = { relative: 0, absolute: 1e-13 * (1 + plainAutocovariance(values, rowCount, 0)) };
        spectral.forEach((found, lag) => {
          expectClose(found, plainAutocovariance(values, rowCount, lag), allowed, `lag ${lag}`);
        });
      }),
    );
  });

  it("goes over to power spectra without a seam, for draws as for zeros and ones", () => {
    const rowCount = 2;
    const length = 8192;
    const values = Float64Array.from(
      { length: rowCount * length },
      (_, i) => Math.sin(i / 400) + Math.sin(i * i),
    );
    const { autocovariance } = centred(values, rowCount);
    const allowed = { relative: 0, absolute: 1e-13 };
    const lags = [0, 2, 100, 2046, 2048, 2050, 5000, 8000, 8190];
    for (const lag of lags) {
      const pair =
        plainAutocovariance(values, rowCount, lag) + plainAutocovariance(values, rowCount, lag + 1);
      expectClose(autocovariance.pairFrom(lag), pair, allowed, `lags ${lag}, ${lag + 1}`);
    }

    const ones = values.map((value) => (value > 1 ? 1 : 0));
    const members = Uint32Array.from([...ones.keys()].filter((place) => ones[place] === 1));
    const layout = createLayout();
    const places = layout.integers(members.length);
    const indicator = placeIndicator(layout, rowCount, length);
    const room = layout.open();
    room.integers(places, members.length).set(members);
    const ofOnes = indicatorAutocovariance(room, indicator, places, members.length);
    for (const lag of [...lags, 2047, 8191]) {
      expectClose(ofOnes.at(lag), plainAutocovariance(ones, rowCount, lag), allowed, `lag ${lag} of ones`);
    }
  });
});
