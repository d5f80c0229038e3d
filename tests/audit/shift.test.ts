import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shiftOf, type Estimate } from "../../lib/audit/shift.ts";

const estimate = (value: number, lower: number, upper: number): Estimate => ({ value, lower, upper });

describe("a shift between two estimates", () => {
  it("is the change in half-widths that face each other", () => {
    // A's half-width upwards is 3, B's downwards 4: √((9 + 16) / 2).
    const { change, shift, beyond } = shiftOf(estimate(10, 0, 13), estimate(15, 11, 99));
    expect(change).toBe(5);
    expect(shift).toBeCloseTo(5 / Math.sqrt(12.5), 14);
    expect(beyond).toBe(true);
  });

  it("is within the uncertainty up to one half-width, and beyond it above", () => {
    expect(shiftOf(estimate(0, -2, 2), estimate(2, 0, 4))).toEqual({ change: 2, shift: 1, beyond: false });
    expect(shiftOf(estimate(0, -2, 2), estimate(2.001, 0.001, 4)).beyond).toBe(true);
  });

  const finiteNumber = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const interval = fc
    .tuple(
      finiteNumber,
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
    )
    .map(([value, down, up]) => estimate(value, value - down, value + up));

  it("mirrors when the runs change places", () => {
    fc.assert(
      fc.property(interval, interval, (a, b) => {
        const [there, back] = [shiftOf(a, b), shiftOf(b, a)];
        expect(there.beyond).toBe(back.beyond);
        expect(there.shift! + back.shift!).toBeCloseTo(0, 12);
      }),
    );
  });

  it("does not hang on the unit of the estimate", () => {
    fc.assert(
      fc.property(interval, interval, (a, b) => {
        const thousand = ({ value, lower, upper }: Estimate) =>
          estimate(1024 * value!, 1024 * lower!, 1024 * upper!);
        expect(shiftOf(thousand(a), thousand(b)).shift).toBe(shiftOf(a, b).shift);
      }),
    );
  });

  it("is nought between equals, and beyond any uncertainty between two sure and different values", () => {
    expect(shiftOf(estimate(3, 3, 3), estimate(3, 3, 3))).toEqual({ change: 0, shift: 0, beyond: false });
    expect(shiftOf(estimate(3, 3, 3), estimate(4, 4, 4))).toEqual({ change: 1, shift: null, beyond: true });
  });

  it("is unknown where a value or its interval is", () => {
    const none = { value: null, lower: null, upper: null };
    expect(shiftOf(none, estimate(1, 0, 2))).toEqual({ change: null, shift: null, beyond: null });
    expect(shiftOf(estimate(1, 0, 2), { value: 3, lower: null, upper: null })).toEqual({
      change: 2,
      shift: null,
      beyond: null,
    });
    expect(shiftOf(estimate(1, 0, NaN), estimate(3, NaN, 4)).beyond).toBeNull();
  });
});
