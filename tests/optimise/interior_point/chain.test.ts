import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { factorChain, solveDenseInPlace, solveInPlace } from "../../../lib/optimise/interior_point/chain.ts";
import { expectClose } from "../assertions.ts";
import { thousandths } from "../problems.ts";

const links = (w: number[], f: number[]) => ({
  w0: Float64Array.from(w),
  w1: Float64Array.from(w, (weight, at) => weight * f[at]!),
  w2: Float64Array.from(w, (weight, at) => weight * f[at]! ** 2),
  spread: new Float64Array(w.length),
});

describe("a chain matrix", () => {
  it("is solved, by hand", () => {
    // 2 x² + 1 y² + 3 (y − 2 x)²: the matrix [[14, −6], [−6, 4]].
    const factor = factorChain(1, Float64Array.of(2, 1), links([0, 3], [0, 2]), [false, false]);
    const x = Float64Array.of(14 - 6, -6 + 4);
    solveInPlace(factor, x);
    expectClose(x[0]!, 1, 1e-14);
    expectClose(x[1]!, 1, 1e-14);
  });

  it("moves rigid cells as one", () => {
    const factor = factorChain(1, Float64Array.of(1, 3, 4), links([0, 0, 0], [0, 0, 0]), [false, true, true]);
    const x = Float64Array.of(5, 6, 5);
    solveInPlace(factor, x);
    expect([...x]).toEqual([2, 2, 2]);
  });

  it("keeps every pivot positive however much links outweigh anchors", () => {
    const factor = factorChain(
      1,
      new Float64Array(50).fill(1e-12),
      links(Array<number>(50).fill(1e12), Array<number>(50).fill(1)),
      [],
    );
    expect(factor.pivot.every((pivot) => pivot > 0)).toBe(true);
    // Moved as a whole, only the anchors resist.
    const x = new Float64Array(50).fill(1e-12);
    solveInPlace(factor, x);
    x.forEach((value) => {
      expectClose(value, 1, 1e-6);
    });
  });

  it("is solved as the dense matrix is", () => {
    const weights = fc.array(thousandths(0.1, 10), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(weights, weights, weights, weights, (anchor, w, f, rhs) => {
        // Two channels over three periods.
        const tied = w.map((weight, at) => (at < 2 ? 0 : weight));
        const dense = new Float64Array(36);
        for (let at = 0; at < 6; at++) {
          dense[at * 6 + at] = dense[at * 6 + at]! + anchor[at]! + tied[at]!;
          if (at < 2) continue;
          dense[(at - 2) * 7] = dense[(at - 2) * 7]! + tied[at]! * f[at]! ** 2;
          dense[at * 6 + at - 2] = dense[(at - 2) * 6 + at] = -tied[at]! * f[at]!;
        }
        const chained = Float64Array.from(rhs);
        solveInPlace(
          factorChain(2, Float64Array.from(anchor), links(tied, f), Array<boolean>(6).fill(false)),
          chained,
        );
        const expected = Float64Array.from(rhs);
        expect(solveDenseInPlace(dense, expected)).toBe(true);
        expected.forEach((value, at) => {
          expectClose(chained[at]!, value, 1e-8, 1e-8);
        });
      }),
    );
  });
});

describe("a dense system", () => {
  it("is refused when it is not positive definite", () => {
    expect(solveDenseInPlace(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1))).toBe(false);
    expect(solveDenseInPlace(Float64Array.of(NaN), Float64Array.of(1))).toBe(false);
  });
});
