import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hill } from "../../../lib/curves/hill.ts";
import { michaelisMenten } from "../../../lib/curves/michaelis-menten.ts";
import { sigmoid } from "../../../lib/curves/sigmoid.ts";
import { attainable } from "../../../lib/optimise/branch_and_bound/attainable.ts";
import type { BoundTree } from "../../../lib/optimise/branch_and_bound/bound.ts";
import type { Choice } from "../../../lib/optimise/branch_and_bound/choice.ts";
import { envelopeOf } from "../../../lib/optimise/branch_and_bound/envelope.ts";
import { globalBound } from "../../../lib/optimise/branch_and_bound/global-bound.ts";
import { Heap } from "../../../lib/optimise/branch_and_bound/heap.ts";
import { shapeOf } from "../../../lib/optimise/branch_and_bound/shape.ts";
import { solveByBranchAndBound } from "../../../lib/optimise/branch_and_bound/solver.ts";
import { allocationProblem, objective } from "../../../lib/optimise/problem.ts";
import { expectClose } from "../assertions.ts";
import { thousandths } from "../problems.ts";
import { feasiblePoint, hillProblem, hillSpec, pointShape, proved } from "./s-shaped.ts";

describe("the heap", () => {
  it("gives back the greatest first, whatever went in", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (keys) => {
        const heap = new Heap<{ key: number }>();
        for (const key of keys) heap.push({ key });
        const out = keys.map(() => heap.pop()?.key);
        expect(out).toEqual(keys.toSorted((a, b) => b - a));
        expect(heap.pop()).toBeUndefined();
      }),
    );
  });
});

describe("the shape of a curve", () => {
  it.each([1.05, 2, 4, 50])("has the inflection of a Hill curve with exponent %d", (h) => {
    const shape = shapeOf(hill({ beta: 5, K: 20, h }), 1, 1000)!;
    expectClose(shape.inflection, 20 * ((h - 1) / (h + 1)) ** (1 / h), 1e-7);
  });

  it("is convex up to the upper bound where the inflection lies beyond it", () => {
    expectClose(shapeOf(hill({ beta: 5, K: 20, h: 3 }), 1, 10)!.inflection, 10, 1e-8);
  });

  it.each([
    ["a Hill exponent of at most 1", hill({ beta: 5, K: 20, h: 0.7 })],
    ["a Hill curve without amplitude", hill({ beta: 0, K: 20, h: 3 })],
    ["Michaelis–Menten", michaelisMenten({ L: 5, k: 20 })],
    ["the sigmoid", sigmoid({ alpha: 5, lam: 0.1 })],
  ])("is concave throughout for %s", (_, curve) => {
    expect(shapeOf(curve, 1, 1000)!.inflection).toBe(0);
  });

  it("carries the weight, of which 0 silences an infinite slope", () => {
    const curve = hill({ beta: 5, K: 20, h: 0.7 });
    const shape = shapeOf(curve, 3, 1000)!;
    expect(shape.value(40)).toBe(3 * curve.value(40));
    expectClose(shape.concavePart.spendAtSlope(3 * curve.slope(40)), 40, 1e-12);
    expect(shapeOf(curve, 0, 1000)!.slope(0)).toBe(0);
    expectClose(shapeOf(michaelisMenten({ L: 5, k: 20 }), 3, 9)!.concavePart.spendAtSlope(3 / 16), 20, 1e-12);
  });
});

describe("the envelope", () => {
  it("of a Hill curve from zero touches it at K (h − 1)^(1/h)", () => {
    for (const h of [1.05, 1.5, 2, 4, 20]) {
      const shape = shapeOf(hill({ beta: 5, K: 20, h }), 1, 1000)!;
      const { chordEnd, chordSlope } = envelopeOf(shape, null, 0, 1000);
      expectClose(chordEnd, 20 * (h - 1) ** (1 / h), 1e-6);
      expectClose(chordSlope, shape.slope(20 * (h - 1) ** (1 / h)), 1e-9);
    }
  });

  it("is the chord of a convex part, and the curve on a concave one", () => {
    const shape = shapeOf(hill({ beta: 5, K: 20, h: 2 }), 1, 1000)!;
    expect(envelopeOf(shape, null, 1, 8)).toMatchObject({ chordEnd: 8 });
    expect(envelopeOf(shape, null, 15, 100)).toMatchObject({ chordEnd: 15, chordSlope: NaN });
  });

  const choice: fc.Arbitrary<Choice | null> = fc.oneof(
    fc.constant(null),
    fc.integer({ min: 1, max: 40 }).map((unit) => ({ kind: "lots" as const, unit })),
    fc.integer({ min: 1, max: 200 }).map((least) => ({ kind: "zero_or_at_least" as const, least })),
  );

  it("lies above the curve at allowed spends, and bends down only", () => {
    fc.assert(
      fc.property(thousandths(5, 300), thousandths(1.02, 8), choice, fc.nat(9), (K, h, chosen, start) => {
        const lower = chosen?.kind === "lots" ? start * chosen.unit : chosen ? 0 : 10 * start;
        const upper = chosen?.kind === "lots" ? lower + 12 * chosen.unit : 500;
        const shape = shapeOf(hill({ beta: 100, K, h }), 1, upper)!;
        const envelope = envelopeOf(shape, chosen, lower, upper);
        const allowed = Array.from({ length: 301 }, (_, k) => lower + (k / 300) * (upper - lower)).filter(
          (spend) =>
            chosen === null ||
            (chosen.kind === "lots" ? spend % chosen.unit === 0 : spend === 0 || spend >= chosen.least),
        );
        for (const spend of allowed) {
          const above =
            spend <= envelope.chordEnd && spend > lower
              ? shape.value(lower) + envelope.chordSlope * (spend - lower)
              : shape.value(spend);
          expect(above).toBeGreaterThanOrEqual(shape.value(spend) - 1e-9);
        }
        const tailStart = envelope.tail.slope(envelope.chordEnd);
        if (envelope.chordEnd > lower && envelope.chordEnd < upper) {
          expect(tailStart).toBeLessThanOrEqual(envelope.chordSlope * (1 + 1e-9));
        }
      }),
    );
  });

  it("is straight between lots, with the slope of a whole lot", () => {
    const shape = shapeOf(michaelisMenten({ L: 100, k: 10 }), 1, 40)!;
    const { tail, chordEnd } = envelopeOf(shape, { kind: "lots", unit: 10 }, 0, 40);
    expect(chordEnd).toBe(0);
    // 0, 50, 66.7, 75, 80 at 0 to 4 lots.
    expect([0, 5, 10, 40].map((spend) => tail.slope(spend))).toEqual([
      5,
      5,
      expect.closeTo(5 / 3, 12),
      expect.closeTo(0.5, 12),
    ]);
    expect([6, 4, 1, 0.6, 0.4, 0].map((slope) => tail.spendAtSlope(slope))).toEqual([0, 10, 20, 30, 40, 40]);
  });
});

describe("the attainable totals", () => {
  it("of lots of 4 and 6 are the even ones but 2, with a plan for each", () => {
    const choices: Choice[] = [
      { kind: "lots", unit: 4 },
      { kind: "lots", unit: 6 },
    ];
    const cells = { choices, lower: new Float64Array(2), upper: Float64Array.of(20, 18) };
    for (let total = 4; total <= 34; total += 2) {
      const plan = attainable(cells, total)!.plan!;
      expect(plan[0]! + plan[1]!).toBe(total);
      expect((plan[0]! % 4) + (plan[1]! % 6)).toBe(0);
    }
    expect(attainable(cells, 2)).toEqual({ plan: null, below: 0, above: 4 });
    expect(attainable(cells, 40)).toEqual({ plan: null, below: 38, above: null });
  });

  it("of a least spend beside an interval leave a hole between them", () => {
    const choices: (Choice | null)[] = [{ kind: "zero_or_at_least", least: 50 }, null];
    const cells = { choices, lower: Float64Array.of(0, 5), upper: Float64Array.of(60, 20) };
    expect(attainable(cells, 30)).toEqual({ plan: null, below: 20, above: 55 });
    expect(attainable(cells, 12)!.plan).toEqual(Float64Array.of(0, 12));
    expect(attainable(cells, 80)!.plan).toEqual(Float64Array.of(60, 20));
  });
});

describe("the bound of a tree of cuts", () => {
  const tree: fc.Arbitrary<BoundTree> = fc.letrec<{ tree: BoundTree }>((tie) => ({
    tree: fc.record({
      price: thousandths(0, 20),
      cut: fc.option(
        fc.record({ cell: fc.nat(5), at: thousandths(0, 600), below: tie("tree"), above: tie("tree") }),
        { maxDepth: 4, depthIdentifier: "cuts" },
      ),
    }),
  })).tree;

  /** The cuts of a tree moved to cells that exist. */
  const within = (node: BoundTree, n: number): BoundTree => ({
    price: node.price,
    cut: node.cut && {
      cell: node.cut.cell % n,
      at: node.cut.at,
      below: within(node.cut.below, n),
      above: within(node.cut.above, n),
    },
  });

  it("is above every allocation for any cuts and any prices, with a box around each", () => {
    fc.assert(
      fc.property(hillSpec, tree, pointShape, (spec, cuts, { order, mix }) => {
        // Allocations of like channels are in a box up to their order only.
        const kinds = new Set(spec.channels.map((channel) => JSON.stringify(channel)));
        fc.pre(kinds.size === spec.channels.length);
        const problem = hillProblem(spec);
        const choices = problem.channels.map(() => null);
        const { upperBound, boxes } = globalBound(problem, [within(cuts, choices.length)], choices);
        const point = feasiblePoint(problem, order, mix);
        const worth = objective(problem, point);
        expect(upperBound).toBeGreaterThanOrEqual(worth * (1 - 1e-9) - 1e-9);
        const rounding = 1e-9 * problem.total;
        const around = boxes[0]!.find(
          ({ box }) =>
            box &&
            point.every((spend, j) => spend >= box.lower[j]! - rounding && spend <= box.upper[j]! + rounding),
        );
        expect(around?.bound).toBeGreaterThanOrEqual(worth * (1 - 1e-9) - 1e-9);
      }),
      { numRuns: 500 },
    );
  });

  it("is never below the optimum that a solver proved", () => {
    fc.assert(
      fc.property(hillSpec, tree, (spec, cuts) => {
        const problem = hillProblem(spec);
        const choices = problem.channels.map(() => null);
        const { certificate } = proved(solveByBranchAndBound(problem));
        const { upperBound } = globalBound(problem, [within(cuts, choices.length)], choices);
        expect(upperBound).toBeGreaterThanOrEqual(certificate.objective * (1 - 1e-9));
      }),
    );
  });

  it("is above every allocation where like periods are taken in the order of their weights", () => {
    const weights = fc.array(thousandths(0, 2), { minLength: 3, maxLength: 3 });
    const spends = fc.array(thousandths(1, 100), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(
        thousandths(5, 60),
        thousandths(1.05, 6),
        weights,
        spends,
        tree,
        (K, h, periodWeights, spend, cuts) => {
          const total = spend.reduce((sum, one) => sum + one, 0);
          const channels = [{ name: "a", curve: hill({ beta: 100, K, h }), lower: 0, upper: 100 }];
          const problem = allocationProblem({ channels, periods: 3, periodWeights, budget: { total } });
          const { upperBound } = globalBound(problem, [within(cuts, 3)], [null]);
          expect(upperBound).toBeGreaterThanOrEqual(
            objective(problem, Float64Array.from(spend)) * (1 - 1e-9),
          );
          const best = proved(solveByBranchAndBound(problem)).certificate.objective;
          expect(upperBound).toBeGreaterThanOrEqual(best * (1 - 1e-8));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("orders like channels, but not those with different choices", () => {
    const like = { beta: 1, K: 1, h: 2, lower: 0, upper: 10 };
    const problem = hillProblem({ channels: [like, like], total: 10 });
    const leaf = { price: 0, cut: null };
    const cut = { price: 0, cut: { cell: 1, at: 7, below: leaf, above: leaf } };
    const isEmpty = (choices: (Choice | null)[]) =>
      globalBound(problem, [cut], choices).boxes[0]!.some(({ box }) => box === null);
    expect(isEmpty([null, null])).toBe(true);
    expect(isEmpty([null, { kind: "lots", unit: 1 }])).toBe(false);
    expect(
      isEmpty([
        { kind: "lots", unit: 2 },
        { kind: "lots", unit: 1 },
      ]),
    ).toBe(false);
    expect(
      isEmpty([
        { kind: "lots", unit: 1 },
        { kind: "lots", unit: 1 },
      ]),
    ).toBe(true);
    expect(
      isEmpty([
        { kind: "zero_or_at_least", least: 1 },
        { kind: "zero_or_at_least", least: 2 },
      ]),
    ).toBe(false);
  });

  it("has one tree for each budget", () => {
    const problem = hillProblem({ channels: [{ beta: 1, K: 1, h: 2, lower: 0, upper: 2 }], total: 1 });
    expect(() => globalBound(problem, [], [null])).toThrow("0 trees of cuts for 1 budgets");
  });

  it("does not exist for a curve of another shape", () => {
    const base = hillProblem({ channels: [{ beta: 1, K: 1, h: 2, lower: 0, upper: 20 }], total: 1 });
    const wave = { value: (s: number) => s + Math.sin(s), slope: (s: number) => 1 + Math.cos(s) };
    const problem = { ...base, channels: [{ ...base.channels[0]!, curve: wave }] };
    expect(globalBound(problem, [{ price: 0, cut: null }], [null]).upperBound).toBeNaN();
  });
});
