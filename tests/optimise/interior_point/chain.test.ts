import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  emptyFactor,
  factorChains,
  solveChainsInPlace,
  type Chains,
} from "../../../lib/optimise/interior_point/chain.ts";
import { factorDenseInPlace, solveDenseInPlace } from "../../../lib/optimise/interior_point/dense.ts";
import { expectClose } from "../assertions.ts";
import { thousandths } from "../problems.ts";

interface Form {
  readonly curvature: number[];
  readonly anchor: number[];
  readonly link: number[];
  readonly factor: number[];
}

function solve(chains: Chains, { curvature, anchor, link, factor }: Form, rhs: number[]): Float64Array {
  const factored = emptyFactor(rhs.length);
  const form = {
    curvature: Float64Array.from(curvature),
    anchor: Float64Array.from(anchor),
    link: Float64Array.from(link),
    factor: Float64Array.from(factor),
  };
  factorChains(chains, form, factored);
  const x = Float64Array.from(rhs);
  solveChainsInPlace(chains, factored, x);
  return x;
}

const one = (periods: number, carry = 0): Chains => ({
  periods,
  carry: Float64Array.of(carry),
  isPinned: new Uint8Array(periods),
  isRigid: Uint8Array.of(0),
});

/** Solves a dense system in place; whether it could be factored. */
function solveDense(matrix: Float64Array, rhs: Float64Array): boolean {
  const diagonal = rhs.map((_, r) => matrix[r * rhs.length + r]!);
  if (!factorDenseInPlace(matrix, diagonal)) return false;
  solveDenseInPlace(matrix, rhs);
  return true;
}

/** The form of one channel as a dense matrix in spend, from its squares. */
function dense(periods: number, carry: number, form: Form): Float64Array {
  const matrix = new Float64Array(periods * periods);
  const addSquare = (weight: number, row: number[]) => {
    for (let r = 0; r < periods; r++)
      for (let c = 0; c < periods; c++)
        matrix[r * periods + c] = matrix[r * periods + c]! + weight * row[r]! * row[c]!;
  };
  for (let t = 0; t < periods; t++) {
    const spend = Array.from({ length: periods }, (_, s) => (s === t ? 1 : 0));
    addSquare(form.anchor[t]!, spend);
    addSquare(
      form.curvature[t]!,
      spend.map((_, s) => (s <= t ? carry ** (t - s) : 0)),
    );
    addSquare(
      form.link[t]!,
      spend.map((own, s) => own - (s === t - 1 ? form.factor[t]! : 0)),
    );
  }
  return matrix;
}

describe("a chain form", () => {
  it("is solved, by hand", () => {
    // 2 s² + 1 r² + 3 (r − 2 s)²: the matrix [[14, −6], [−6, 4]].
    const form = { curvature: [0, 0], anchor: [2, 1], link: [0, 3], factor: [0, 2] };
    const x = solve(one(2), form, [14 - 6, -6 + 4]);
    expectClose(x[0]!, 1, 1e-14);
    expectClose(x[1]!, 1, 1e-14);
  });

  it("is solved with carryover, by hand", () => {
    // 1 s² + 1 r² + 4 (r + s/2)²: the matrix [[2, 2], [2, 5]].
    const form = { curvature: [0, 4], anchor: [1, 1], link: [0, 0], factor: [0, 0] };
    const x = solve(one(2, 0.5), form, [2 + 4, 2 + 10]);
    expectClose(x[0]!, 1, 1e-14);
    expectClose(x[1]!, 2, 1e-14);
  });

  it("moves rigid channels as one", () => {
    const form = { curvature: [0, 0, 0], anchor: [1, 3, 4], link: [0, 0, 0], factor: [0, 0, 0] };
    const x = solve({ ...one(3), isRigid: Uint8Array.of(1) }, form, [5, 6, 5]);
    expect([...x]).toEqual([2, 2, 2]);
  });

  it("leaves pinned cells where they are, whatever is carried over", () => {
    const form = { curvature: [1, 2, 3], anchor: [1, 0, 1], link: [0, 2, 2], factor: [0, 1, 1] };
    const x = solve({ ...one(3, 0.3), isPinned: Uint8Array.of(0, 1, 0) }, form, [5, 6, 5]);
    expect(x[1]).toBe(0);
    expect(x[0]).toBeGreaterThan(0);
  });

  it("keeps every pivot positive however much links outweigh anchors", () => {
    const many = (value: number) => Array<number>(50).fill(value);
    const form = {
      curvature: many(0),
      anchor: many(1e-12),
      link: [0, ...many(1e12).slice(1)],
      factor: many(1),
    };
    // Moved as a whole, only the anchors resist.
    solve(one(50), form, many(1e-12)).forEach((value) => {
      expectClose(value, 1, 1e-6);
    });
  });

  it("is solved as the dense matrix is", () => {
    const numbers = fc.array(thousandths(0.1, 10), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(
        fc.record({ curvature: numbers, anchor: numbers, link: numbers, factor: numbers }),
        numbers,
        thousandths(0, 0.95),
        (drawn, rhs, carry) => {
          const form = { ...drawn, link: [0, ...drawn.link.slice(1)] };
          const expected = Float64Array.from(rhs);
          expect(solveDense(dense(5, carry, form), expected)).toBe(true);
          solve(one(5, carry), form, rhs).forEach((value, at) => {
            expectClose(value, expected[at]!, 1e-8, 1e-8);
          });
        },
      ),
    );
  });
});

describe("a dense system", () => {
  it("is refused when it is undefined or has a negative diagonal", () => {
    expect(solveDense(Float64Array.of(-1), Float64Array.of(1))).toBe(false);
    expect(solveDense(Float64Array.of(NaN), Float64Array.of(1))).toBe(false);
    expect(solveDense(Float64Array.of(1, NaN, NaN, 1), Float64Array.of(1, 1))).toBe(false);
  });

  it("gives 0 to a row that repeats an earlier one", () => {
    const x = Float64Array.of(2, 2, 3);
    expect(solveDense(Float64Array.of(1, 1, 0, 1, 1, 0, 0, 0, 3), x)).toBe(true);
    expect([x[0], x[1]]).toEqual([2, 0]);
    expectClose(x[2]!, 1, 1e-15);
  });
});
