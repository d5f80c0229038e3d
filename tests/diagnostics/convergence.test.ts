import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { bfmi } from "../../lib/diagnostics/bfmi.ts";
import { summariseConvergence } from "../../lib/diagnostics/convergence.ts";
import { countDivergences } from "../../lib/diagnostics/divergences.ts";
import { bulkEss, ess, meanEss, tailEss } from "../../lib/diagnostics/ess.ts";
import { meanMcse } from "../../lib/diagnostics/mcse.ts";
import { combineRhat, rankRhat, rhat, splitRhat } from "../../lib/diagnostics/rhat.ts";
import { countAtDepthLimit, greatestTreeDepth } from "../../lib/diagnostics/tree-depth.ts";
import { expectClose } from "./reference.ts";

const ROUNDING = { relative: 1e-9, absolute: 0 };

/** Two to four chains of 4 to 40 draws, in a unit of about one. */
const chains = fc
  .tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 4, max: 40 }))
  .chain(([chainCount, drawCount]) =>
    fc.array(fc.float64Array({ min: -1, max: 1, noNaN: true, minLength: drawCount, maxLength: drawCount }), {
      minLength: chainCount,
      maxLength: chainCount,
    }),
  )
  .map((rows) => rows.map((row) => row.map((value) => Math.round(value * 1e6) / 1e6)));

describe("R-hat", () => {
  it("is that computed by hand", () => {
    // Within 1, between 4 var(2, 3) = 2: sqrt((2 / (5 / 3) + 3) / 4).
    expect(rhat([Float64Array.of(1, 2, 1, 4), Float64Array.of(2, 3, 2, 5)])).toBeCloseTo(
      Math.sqrt((1 + 3) / 4),
      14,
    );
    expect(rhat([Float64Array.of(0, 2), Float64Array.of(4, 6)])).toBeCloseTo(Math.sqrt((16 / 2 + 1) / 2), 14);
  });

  it("is infinite for chains stuck apart, and undefined for one value", () => {
    const stuck = [new Float64Array(10).fill(1), new Float64Array(10).fill(2)];
    expect(splitRhat(stuck)).toBe(Infinity);
    expect(splitRhat([stuck[0]!, stuck[0]!])).toBeNaN();
    expect(rankRhat([stuck[0]!, stuck[0]!]).rhat).toBeNaN();
  });

  it("drops an undefined folded part, but never a bulk one", () => {
    expect(combineRhat(1.2, NaN).rhat).toBe(1.2);
    expect(combineRhat(NaN, 1.2).rhat).toBeNaN();
    expect(combineRhat(1.1, 1.2).rhat).toBe(1.2);
  });

  it("does not change with the order of the chains, nor its ranked form under a rising transformation", () => {
    fc.assert(
      fc.property(chains, (given) => {
        const { rhat: expected } = rankRhat(given);
        fc.pre(Number.isFinite(expected) && expected < 1e3);
        expectClose(rankRhat(given.toReversed()).rhat, expected, ROUNDING, "reversed");
        const scaled = given.map((chain) => chain.map((value) => 1024 * value));
        expectClose(rankRhat(scaled).rhat, expected, ROUNDING, "scaled");
      }),
    );
  });
});

describe("effective sample size", () => {
  it("lies above zero and at or below S log10(S)", () => {
    fc.assert(
      fc.property(chains, (given) => {
        const count = given.length * 2 * Math.floor(given[0]!.length / 2);
        for (const value of [bulkEss(given), meanEss(given), tailEss(given)]) {
          expect(value).toBeGreaterThan(0);
          expect(value).toBeLessThanOrEqual(count * Math.max(Math.log10(count), 1) * (1 + 1e-12));
        }
      }),
    );
  });

  it("is the number of draws when they are constant", () => {
    expect(ess([new Float64Array(10).fill(3)])).toBe(10);
  });

  it("gives an error of the mean that scales with the unit", () => {
    fc.assert(
      fc.property(chains, (given) => {
        const inCents = given.map((chain) => chain.map((value) => 128 * value));
        expectClose(meanMcse(inCents), 128 * meanMcse(given), ROUNDING, "MCSE");
      }),
    );
  });
});

describe("the convergence summary", () => {
  it("keeps names and order, and changes shape between scalars", () => {
    const short = [Float64Array.of(1, 2, 3, 4, 6), Float64Array.of(2, 1, 4, 3, 5)];
    const long = [Float64Array.from({ length: 50 }, (_, t) => Math.sin(t * t))];
    const summaries = summariseConvergence([
      { name: "a", chains: short },
      { name: "b", chains: long },
      { name: "c", chains: short },
    ]);
    expect(summaries.map(({ name }) => name)).toEqual(["a", "b", "c"]);
    expect({ ...summaries[2], name: "a" }).toEqual(summaries[0]);
    expect(summaries[0]!.rhat).toBe(rankRhat(short).rhat);
    expect([...summaries[0]!.chainMeans]).toEqual([3.2, 3]);
    expect(summaries[0]!.distinctCount).toBe(6);
  });

  it("has no R-hat for one chain, and no mixing at all for three draws", () => {
    const one = [Float64Array.from({ length: 50 }, (_, t) => Math.sin(t * t))];
    const three = [Float64Array.of(1, 2, 4), Float64Array.of(2, 3, 4)];
    const [single, short] = summariseConvergence([
      { name: "one", chains: one },
      { name: "three", chains: three },
    ]);
    expect(single!.rhat).toBeNaN();
    expect(single!.essBulk).toBe(bulkEss(one));
    expect(short!.mean).toBeCloseTo(16 / 6, 14);
    for (const value of [short!.rhat, short!.essBulk, short!.essTail, short!.essMean, short!.mcseMean]) {
      expect(value).toBeNaN();
    }
  });

  it("is undefined where a draw is not finite", () => {
    for (const bad of [NaN, Infinity]) {
      const given = [Float64Array.of(1, 2, 3, 4), Float64Array.of(1, bad, 3, 5)];
      const [summary] = summariseConvergence([{ name: "x", chains: given }]);
      const { name, drawCount, chainMeans, chainSds, ...numbers } = summary!;
      expect([name, drawCount, chainMeans[0], chainSds[1]]).toEqual(["x", 4, 2.5, NaN]);
      expect(Object.values(numbers).every(Number.isNaN)).toBe(true);
    }
  });

  it("equals the statistics one by one", () => {
    fc.assert(
      fc.property(chains, (given) => {
        const [summary] = summariseConvergence([{ name: "x", chains: given }]);
        const expected = rankRhat(given);
        if (!(expected.rhat > 1e3)) expectClose(summary!.rhat, expected.rhat, ROUNDING, "rhat");
        expectClose(summary!.essBulk, bulkEss(given), ROUNDING, "bulk");
        expectClose(summary!.essTail, tailEss(given), ROUNDING, "tail");
        expectClose(summary!.essMean, meanEss(given), ROUNDING, "mean");
      }),
    );
  });
});

describe("sampler statistics", () => {
  it("give the BFMI computed by hand", () => {
    expect(bfmi(Float64Array.of(1, 3, 2))).toBe(5 / 2);
    expect(bfmi(Float64Array.of(1, 1, 1))).toBeNaN();
    expect(bfmi(Float64Array.of(1, NaN, 2))).toBeNaN();
  });

  it("count divergences, and do not read a missing flag as none", () => {
    const { total, rate, perChain } = countDivergences([Uint8Array.of(0, 1, 1), Uint8Array.of(0, 0, 1)]);
    expect([total, rate, ...perChain]).toEqual([3, 0.5, 2, 1]);
    const missing = countDivergences([
      [0, NaN],
      [0, 1],
    ]);
    expect([missing.total, missing.rate, ...missing.perChain]).toEqual([NaN, NaN, NaN, 1]);
    expect(countDivergences([]).rate).toBeNaN();
  });

  it("count trees at the limit, and do not read a missing depth as shallow", () => {
    expect(
      countAtDepthLimit(
        [
          [3, 10],
          [11, 9],
        ],
        10,
      ).total,
    ).toBe(2);
    expect(countAtDepthLimit([[3, NaN]], 10).total).toBeNaN();
    expect(
      greatestTreeDepth([
        [3, 7],
        [5, 2],
      ]),
    ).toBe(7);
    expect(greatestTreeDepth([[3, NaN]])).toBeNaN();
  });
});
