import { describe, expect, it } from "vitest";
import { hill } from "../../lib/curves/hill.ts";
import { michaelisMenten } from "../../lib/curves/michaelis-menten.ts";
import { chooseMethod, solveBy } from "../../lib/optimise/method.ts";
import { allocationProblem, type AllocationSpec, type ChannelSpec } from "../../lib/optimise/problem.ts";
import { expectClose, solved } from "./assertions.ts";
import { instances } from "./instances.ts";

const concave: ChannelSpec = { name: "a", curve: michaelisMenten({ L: 9, k: 5 }), lower: 0, upper: 10 };
const sShaped: ChannelSpec = { name: "s", curve: hill({ beta: 9, K: 5, h: 3 }), lower: 0, upper: 10 };
const [low, high] = [hill({ beta: 1, K: 0.1, h: 4 }), hill({ beta: 1, K: 9, h: 4 })];
const stairs = {
  value: (spend: number) => low.value(spend) + high.value(spend),
  slope: (spend: number) => low.slope(spend) + high.slope(spend),
};
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
      /channel s is S-shaped and nothing but a budget/,
    ],
    [
      "an S-shaped curve and ramps",
      { channels: [{ ...sShaped, ramp }], periods: 2, budget },
      "branch_and_bound",
      /channel s is S-shaped and cells are linked by ramps/,
    ],
    [
      "an S-shaped curve and a budget that need not be spent",
      { channels: [sShaped], budget: { total: 10, atMost: true } },
      "branch_and_bound",
      /S-shaped/,
    ],
    [
      "a curve that bends twice",
      { channels: [{ ...sShaped, curve: stairs }], budget },
      "slsqp",
      /channel s is neither concave nor S-shaped: no method proves more than a local optimum/,
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

describe("a method for lots and least spends", () => {
  const lots = [{ kind: "lots", unit: 5 }] as const;

  it("is branch and bound, also where all curves are concave", () => {
    const problem = allocationProblem({ channels: [concave, { ...concave, name: "b" }], budget });
    expect(chooseMethod(problem, [null, ...lots])).toEqual({
      method: "branch_and_bound",
      reason: "channel b does not take every spend",
    });
    const { allocation } = solved(solveBy("branch_and_bound", problem, { choices: [null, ...lots] }));
    for (const spend of allocation) expectClose(spend, 5, 1e-12);
  });

  it.each(["waterfilling", "interior_point", "sequential"] as const)("is not %s", (method) => {
    const problem = allocationProblem({ channels: [concave], budget });
    expect(solveBy(method, problem, { choices: lots }).status).toBe("unsupported");
  });
});

describe("a method asked for", () => {
  it.each(["waterfilling", "interior_point", "sequential"] as const)(
    "%s does not take S-shaped curves",
    (method) => {
      const problem = allocationProblem({ channels: [sShaped], budget });
      expect(solveBy(method, problem).status).toBe("unsupported");
    },
  );
});
