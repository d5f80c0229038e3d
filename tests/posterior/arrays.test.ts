import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { everyNth, scaleInPlace, splitChains, transposed } from "../../lib/posterior/arrays.ts";

describe("transposed", () => {
  it("turns a 2 × 3 matrix", () => {
    expect([...transposed(Float64Array.of(1, 2, 3, 4, 5, 6), [2, 3], [1, 0])]).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it("is undone by the inverse order", () => {
    const axes = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.nat()), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(axes, (drawn) => {
        const shape = drawn.map(([length]) => length);
        const order = drawn.map((_, axis) => axis).toSorted((a, b) => drawn[a]![1] - drawn[b]![1]);
        const values = Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i);
        const there = transposed(values, shape, order);
        const inverse = order.map((_, axis) => order.indexOf(axis));
        expect(
          transposed(
            there,
            order.map((axis) => shape[axis]!),
            inverse,
          ),
        ).toEqual(values);
      }),
    );
  });
});

it("everyNth takes one column, splitChains one chain after the other", () => {
  expect([...everyNth(Float64Array.of(1, 2, 3, 4, 5, 6), 3, 1)]).toEqual([2, 5]);
  expect(splitChains(Float64Array.of(1, 2, 3, 4), 2).map((chain) => [...chain])).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

it("scaleInPlace changes the array that it is given", () => {
  const values = Float64Array.of(1, 2);
  expect(scaleInPlace(values, 3)).toBe(values);
  expect([...values]).toEqual([3, 6]);
});
