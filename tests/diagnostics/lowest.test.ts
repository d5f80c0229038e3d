import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { createLowest } from "../../lib/diagnostics/lowest.ts";

function expectLowest(given: Float64Array, wanted: number): void {
  const lowest = createLowest(given.length, wanted);
  const { count, sorted, order } = lowest(given, Math.min(...given), Math.max(...given));
  expect(count).toBeGreaterThanOrEqual(wanted);
  expect([...sorted.subarray(0, count)]).toEqual([...Float64Array.from(given).sort().subarray(0, count)]);
  expect(new Set(order.subarray(0, count)).size).toBe(count);
  for (let i = 0; i < count; i++) expect(given[order[i]!]).toBe(sorted[i]);
}

describe("the lowest values", () => {
  it("are the head of all in order, with the places they came from", () => {
    const values = fc.array(
      fc.double({ min: -1e3, max: 1e3, noNaN: true }).map((value) => value + 0),
      {
        minLength: 1,
        maxLength: 200,
      },
    );
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
        expectLowest(Float64Array.from(given), Math.max(1, Math.round(share * given.length)));
      }),
    );
  });

  it("are right where all values but one crowd in one cell, or all are equal", () => {
    const crowded = Float64Array.from({ length: 500 }, (_, i) => (i === 7 ? 1e9 : (i * 7919) % 503));
    expectLowest(crowded, 20);
    expectLowest(new Float64Array(500).fill(3), 20);
  });
});
