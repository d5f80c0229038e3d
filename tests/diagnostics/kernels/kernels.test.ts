import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { fold } from "../../../lib/draws/fold.ts";
import { rankNormalise } from "../../../lib/draws/rank-normalise.ts";
import {
  createLayout,
  type Address,
  type Layout,
  type Room,
} from "../../../lib/diagnostics/kernels/kernels.ts";
import {
  fillScores,
  placeScores,
  placeSorted,
  placeSortRoom,
  score,
  sortedOf,
} from "../../../lib/diagnostics/sorted-draws.ts";
import { createTailRoom } from "../../../lib/diagnostics/tail-room.ts";
import { expectClose } from "../reference.ts";

const ROUNDING = { relative: 1e-13, absolute: 0 };
/** No -0, which equals 0 but is another number to a test. */
const number = fc.double({ min: -1e3, max: 1e3, noNaN: true }).map((value) => value + 0);
const some = fc.array(number, { minLength: 1, maxLength: 200 }).map((values) => Float64Array.from(values));
/** Of few values, so that many are tied. */
const tied = fc
  .array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 60 })
  .map((values) => Float64Array.from(values));

function roomWith<T>(values: Float64Array, place: (layout: Layout) => T): T & { room: Room; at: Address } {
  const layout = createLayout();
  const at = layout.doubles(values.length);
  const places = place(layout);
  const room = layout.open();
  room.doubles(at, values.length).set(values);
  return { ...places, room, at };
}

function sorted(values: Float64Array) {
  const made = roomWith(values, (layout) => ({
    draws: placeSorted(layout, values.length),
    folded: placeSorted(layout, values.length),
    spare: placeSortRoom(layout, values.length),
    scores: placeScores(layout, values.length),
    out: layout.doubles(values.length),
  }));
  const { room, at, draws, spare, scores } = made;
  fillScores(room, scores);
  room.run.sortValues(at, values.length, draws.sorted, draws.order, spare);
  return made;
}

function expectSorted(values: Float64Array): void {
  const { room, draws } = sorted(values);
  const order = room.integers(draws.order, values.length);
  expect([...sortedOf(room, draws)]).toEqual([...values.toSorted()]);
  expect(new Set(order).size).toBe(values.length);
  order.forEach((place, i) => {
    expect(values[place]).toBe(sortedOf(room, draws)[i]);
  });
}

describe("sorting", () => {
  it("gives values in ascending order, and where they stood", () => {
    fc.assert(fc.property(fc.oneof(some, tied), expectSorted));
  });

  it("is right where linear cells do not help: far outliers, one value, numbers of every size, infinities", () => {
    expectSorted(Float64Array.from({ length: 3000 }, (_, i) => ((i * 7919) % 3000) + (i === 5 ? 1e300 : 0)));
    expectSorted(new Float64Array(301).fill(3));
    expectSorted(Float64Array.of(3, -Infinity, 2, Infinity, -1e308, 1e308, 5e-324));
    fc.assert(
      fc.property(
        fc.float64Array({ noNaN: true, minLength: 1, maxLength: 40 }).map((all) => all.map((one) => one + 0)),
        expectSorted,
      ),
    );
  });

  it("counts values that equal the one before", () => {
    fc.assert(
      fc.property(fc.oneof(some, tied), (values) => {
        const { room, draws } = sorted(values);
        expect(room.run.countTies(draws.sorted, values.length)).toBe(values.length - new Set(values).size);
      }),
    );
  });
});

describe("scores", () => {
  it("are those of ranks, and of the ranks of distances from a centre", () => {
    const even = fc
      .oneof(some, tied)
      .filter((values) => values.length > 1)
      .map((values) => values.subarray(values.length % 2));
    fc.assert(
      fc.property(even, fc.nat(), (values, pick) => {
        const { room, draws, folded, scores, spare, out } = sorted(values);
        const written = room.doubles(out, values.length);
        score(room, out, draws, scores);
        expect([...written]).toEqual([...rankNormalise([values])[0]!]);

        const centre = values[pick % values.length]!;
        room.run.foldSorted(
          folded.sorted,
          folded.order,
          draws.sorted,
          draws.order,
          values.length,
          centre,
          spare,
        );
        const distances = fold([values], centre);
        expect([...sortedOf(room, folded)]).toEqual([...distances[0]!.toSorted()]);
        score(room, out, folded, scores);
        expect([...written]).toEqual([...rankNormalise(distances)[0]!]);
      }),
    );
  });
});

describe("the range", () => {
  it("is from the least to the greatest, and undefined when a value is", () => {
    fc.assert(
      fc.property(fc.float64Array({ minLength: 1, maxLength: 9 }), (values) => {
        const { room, at, out } = roomWith(values, (layout) => ({ out: layout.doubles(2) }));
        room.run.rangeOf(at, values.length, out);
        const [least, greatest] = room.doubles(out, 2);
        const hasNan = values.some(Number.isNaN);
        expect(least! + 0).toBe(hasNan ? NaN : Math.min(...values) + 0);
        expect(greatest! + 0).toBe(hasNan ? NaN : Math.max(...values) + 0);
      }),
    );
  });
});

function expectLowest(given: Float64Array, wanted: number): void {
  const tail = createTailRoom(given.length, wanted - 1);
  const { least, greatest } = tail.take(given);
  const count = tail.findLowest(least, greatest);
  expect(count).toBeGreaterThanOrEqual(wanted);
  expect([...tail.lowest.subarray(0, count)]).toEqual([...given.toSorted().subarray(0, count)]);
  expect(new Set(tail.order.subarray(0, count)).size).toBe(count);
  for (let i = 0; i < count; i++) expect(given[tail.order[i]!]).toBe(tail.lowest[i]);
}

describe("the lowest values", () => {
  it("are the head of all in order, with the places they came from", () => {
    fc.assert(
      fc.property(fc.oneof(some, tied), fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
        expectLowest(given, Math.max(1, Math.round(share * given.length)));
      }),
    );
  });

  it("are right where all values but one crowd in one cell, or all are equal", () => {
    const crowded = Float64Array.from({ length: 500 }, (_, i) => (i === 7 ? 1e9 : (i * 7919) % 503));
    expectLowest(crowded, 20);
    expectLowest(new Float64Array(500).fill(3), 20);
    expectLowest(
      Float64Array.from({ length: 500 }, (_, i) => 5e-324 * (i % 3)),
      20,
    );
  });
});

describe("exponentials", () => {
  it("are e^x to a few units of the last place", () => {
    fc.assert(
      fc.property(fc.float64Array({ min: 0, max: 700, noNaN: true, minLength: 1, maxLength: 9 }), (given) => {
        const ascending = given.toSorted();
        const tail = createTailRoom(given.length, given.length);
        tail.findLowest(tail.take(ascending).least, ascending.at(-1)!);
        tail.exponentiate(given.length, 0);
        ascending.forEach((value, i) => {
          const exact = Math.exp(-value);
          expect(Math.abs(tail.raw[i]! - exact)).toBeLessThanOrEqual(4 * Number.EPSILON * exact);
        });
      }),
      { numRuns: 2000 },
    );
  });

  it("are summed up to a cutoff with their squares, and without one in their inverses", () => {
    const values = fc.float64Array({ min: -3, max: 300, noNaN: true, minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(values, fc.double({ min: -300, max: 0, noNaN: true }), (given, cutoff) => {
        const tail = createTailRoom(given.length, 1);
        tail.take(given);
        const sums = tail.sumBody(-3, cutoff);
        const exponents = given.map((value) => -3 - value);
        const powers = exponents.filter((x) => x <= cutoff).map(Math.exp);
        const sum = (all: Float64Array, of: (one: number) => number) =>
          all.reduce((total, one) => total + of(one), 0);
        expectClose(
          sums.ratios,
          sum(powers, (power) => power),
          ROUNDING,
          "ratios",
        );
        expectClose(
          sums.squares,
          sum(powers, (power) => power * power),
          ROUNDING,
          "squares",
        );
        expectClose(
          sums.likelihoods,
          sum(exponents, (x) => Math.exp(-x)),
          ROUNDING,
          "inverses",
        );
      }),
    );
  });

  it("of a tail are summed with their squares and with their likelihoods", () => {
    const ratio = fc.double({ min: 0.5, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(ratio, ratio), { minLength: 1, maxLength: 9 }), (given) => {
        const tail = createTailRoom(given.length, given.length);
        given.forEach(([smoothed, raw], i) => {
          tail.ratios[i] = smoothed;
          tail.raw[i] = raw;
        });
        const sum = (of: (smoothed: number, raw: number) => number) =>
          given.reduce((total, [smoothed, raw]) => total + of(smoothed, raw), 0);
        const sums = tail.sumTail(given.length);
        expectClose(
          sums.ratios,
          sum((one) => one),
          ROUNDING,
          "ratios",
        );
        expectClose(
          sums.squares,
          sum((one) => one * one),
          ROUNDING,
          "squares",
        );
        expectClose(
          sums.weighted,
          sum((one, raw) => one / raw),
          ROUNDING,
          "weighted",
        );
      }),
    );
  });
});

describe("products of factors", () => {
  const values = fc.float64Array({ min: 0, max: 1, noNaN: true, minLength: 1, maxLength: 40 });

  it("are those of 1 - b x, for each of several b", () => {
    const slopes = fc.array(fc.double({ min: -3, max: 0.9, noNaN: true }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(values, slopes, (given, some) => {
        const { room, at, slopesAt, out } = roomWith(given, (layout) => ({
          slopesAt: layout.doubles(some.length),
          out: layout.doubles(some.length),
        }));
        room.doubles(slopesAt, some.length).set(some);
        room.run.productsOfFactors(out, at, given.length, slopesAt, some.length);
        some.forEach((b, j) => {
          const expected = given.reduce((product, x) => product * (1 - b * x), 1);
          expectClose(room.doubles(out, some.length)[j]!, expected, ROUNDING, `b = ${b}`);
        });
      }),
    );
  });

  it("less 1 keep the digits of the smallest b", () => {
    fc.assert(
      fc.property(
        values,
        fc.double({ min: -14, max: -2, noNaN: true }),
        fc.constantFrom(-1, 1),
        (given, size, sign) => {
          const b = sign * 10 ** size;
          const { room, at, out } = roomWith(given, (layout) => ({ out: layout.doubles(9) }));
          room.run.productsLessOne(out, at, given.length, b);
          const found = room.doubles(out, 9).reduce((sum, lessOne) => sum + Math.log1p(lessOne), 0);
          const expected = given.reduce((sum, x) => sum + Math.log1p(-b * x), 0);
          expectClose(found, expected, ROUNDING, "logarithm");
        },
      ),
    );
  });
});

describe("a room", () => {
  it("is of its own memory, all zero, with arrays that do not overlap", () => {
    const layout = createLayout();
    const places = [layout.doubles(3), layout.integers(5), layout.doubles(1)];
    expect(places).toEqual([64, 128, 192]);
    const [one, other] = [layout.open(), layout.open()];
    one.doubles(64, 3).fill(7);
    expect([...one.integers(128, 5)]).toEqual([0, 0, 0, 0, 0]);
    expect([...other.doubles(64, 3)]).toEqual([0, 0, 0]);
  });
});
