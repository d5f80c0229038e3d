import { describe, expect, it } from "vitest";
import { hill } from "../../lib/curves/hill.ts";
import { michaelisMenten } from "../../lib/curves/michaelis-menten.ts";
import { chooseMethod, solveBy } from "../../lib/optimise/method.ts";
import { allocationProblem, type AllocationSpec, type ChannelSpec } from "../../lib/optimise/problem.ts";
import { solved } from "./assertions.ts";
import { instances } from "./instances.ts";

const concave: ChannelSpec = { name: "a", curve: michaelisMenten({ L: 9, k: 5 }), lower: 0, upper: 10 };
const sShaped: ChannelSpec = { name: "s", curve: hill({ beta: 9, K: 5, h: 3 }), lower: 0, upper: 10 };
const ramp = { absolute: 2, percentage: null };
const adstock = { alpha: 0.5, initialCarryover: 0 };
const budget = { total: 10 };

describe("the method chosen for a problem", () => {
  const table: [string, AllocationSpec, string, RegExp][] = [
    [
      "one period of concave curves",
      { channels: [concave], budget },
      "waterfilling",
      /all curves are concave/,
    ],
    [
      "ramps from the last spend into one period",
      { channels: [{ ...concave, lastSpend: 9, ramp }], budget },
      "waterfilling",
      /nothing but a budget/,
    ],
    [
      "a budget that need not be spent",
      { channels: [concave], budget: { total: 10, atMost: true } },
      "waterfilling",
      /nothing but a budget/,
    ],
    ["ramps", { channels: [{ ...concave, ramp }], periods: 2, budget }, "interior_point", /linked by ramps/],
    ["carryover", { channels: [{ ...concave, adstock }], periods: 2, budget }, "interior_point", /carryover/],
    [
      "groups",
      { channels: [concave], budget: { total: 10, groups: [{ name: "g", channels: ["a"], total: 10 }] } },
      "interior_point",
      /overlap/,
    ],
    [
      "an S-shaped curve",
      { channels: [concave, sShaped], budget },
      "branch_and_bound",
      /channel s is not concave/,
    ],
    [
      "an S-shaped curve and ramps",
      { channels: [{ ...sShaped, ramp }], periods: 2, budget },
      "slsqp",
      /linked by ramps: no method proves more than a local optimum/,
    ],
    [
      "an S-shaped curve and a budget that need not be spent",
      { channels: [sShaped], budget: { total: 10, atMost: true } },
      "slsqp",
      /need not be spent/,
    ],
  ];

  it.each(table)("for %s", (_, spec, method, reason) => {
    const choice = chooseMethod(allocationProblem(spec));
    expect(choice.method).toBe(method);
    expect(choice.reason).toMatch(reason);
  });

  it.each(instances(/^(sp|ss-n0[01]|deg|mp-0(04|13))/))(
    "solves the reference instance $id",
    ({ problem }) => {
      const { method } = chooseMethod(problem);
      if (method === "slsqp") throw new Error("every reference instance has a method that proves it");
      solved(solveBy(method, problem));
    },
  );
});

describe("a method asked for", () => {
  it.each(["waterfilling", "interior_point", "sequential"] as const)(
    "%s does not take S-shaped curves",
    (method) => {
      const problem = allocationProblem({ channels: [sShaped], budget });
      expect(solveBy(method, problem).status).toBe("unsupported");
    },
  );

  it("branch_and_bound does not take a budget that need not be spent, nor groups", () => {
    const groups = [{ name: "g", channels: ["s"], total: 5, atMost: true }];
    for (const more of [{ atMost: true }, { groups }]) {
      const problem = allocationProblem({ channels: [concave, sShaped], budget: { total: 10, ...more } });
      expect(solveBy("branch_and_bound", problem).status).toBe("unsupported");
    }
  });
});
