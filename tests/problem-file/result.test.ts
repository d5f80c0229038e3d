import { describe, expect, it } from "vitest";
import { hill } from "../../lib/curves/hill.ts";
import { michaelisMenten } from "../../lib/curves/michaelis-menten.ts";
import type { Choice } from "../../lib/optimise/branch_and_bound/choice.ts";
import { chooseMethod, solveBy, type PureMethod } from "../../lib/optimise/method.ts";
import { allocationProblem, type AllocationProblem, type ChannelSpec } from "../../lib/optimise/problem.ts";
import { statedResult, type StatedResult } from "../../lib/problem-file/result.ts";
import { parse } from "../../lib/schema/parse.ts";
import { instances } from "../optimise/instances.ts";

/** What is stated of a problem, as it comes back from JSON that keeps the schema. */
function answered(
  problem: AllocationProblem,
  method?: PureMethod,
  choices: (Choice | null)[] = [],
): StatedResult {
  const choice = method ? { method, reason: "it was asked for" } : chooseMethod(problem, choices);
  if (choice.method === "slsqp") throw new Error("not a method of this folder");
  const answer = solveBy(choice.method, problem, {
    choices: problem.channels.map((_, i) => choices[i] ?? null),
  });
  if ("reason" in answer) throw new Error(answer.reason);
  const text = JSON.stringify(statedResult(problem, choice, answer, 0.001));
  return parse("allocation_result", JSON.parse(text), "result");
}

const curve = michaelisMenten({ L: 10, k: 5 });
const one: ChannelSpec = { name: "a", curve, lower: 0, upper: 10 };

describe("the answer to a problem, as stated in a file,", () => {
  it.each(instances(/^(sp-|ss-|deg-|inf-|mp-00|mp-013)/))(
    "keeps its schema for $id",
    ({ problem, expected }) => {
      const { status, objective, upperBound, infeasible, allocation } = answered(problem);
      if (infeasible) {
        expect([status, infeasible.reasonCode, allocation]).toEqual([
          "infeasible",
          expected.reasonCode,
          null,
        ]);
        return;
      }
      expect(status).toBe("solved");
      expect(upperBound).toBeGreaterThanOrEqual(objective!);
    },
  );

  it("holds the plan by period and channel, and a price for each limit that binds, by hand", () => {
    const problem = allocationProblem({
      channels: [one, { ...one, name: "b", upper: 1 }],
      periods: 2,
      budget: { total: 8, groups: [{ name: "g", channels: ["b"], total: 2 }] },
    });
    const { method, channels, allocation, shadowPrices } = answered(problem);
    expect([method, channels]).toEqual(["interior_point", ["a", "b"]]);
    expect(allocation!.map((row) => row.map((spend) => spend.toFixed(6)))).toEqual([
      ["3.000000", "1.000000"],
      ["3.000000", "1.000000"],
    ]);
    expect(shadowPrices[0]).toMatchObject({
      kind: "budget_total",
      channel: null,
      group: null,
      period: null,
      limit: 8,
    });
    expect(shadowPrices[0]!.shadowPrice).toBeCloseTo(50 / 64, 6);
    expect(shadowPrices[1]).toMatchObject({ kind: "budget_group", group: "g" });
  });

  it("states null where a number is not known", () => {
    const ramp = { absolute: 3, percentage: null };
    const problem = allocationProblem({
      channels: [
        { ...one, curve: michaelisMenten({ L: 99, k: 5 }), lastSpend: 1, ramp },
        { ...one, name: "b" },
      ],
      periods: 3,
      budget: { total: 30 },
    });
    const { boundKind, shadowPrices } = answered(problem, "sequential");
    expect(boundKind).toBe("reachable_intervals");
    expect(shadowPrices.some(({ shadowPrice }) => shadowPrice === null)).toBe(true);
  });

  it("gives the reason where lots miss the budget, with the nearest that they meet", () => {
    const bent = { ...one, curve: hill({ beta: 1, K: 1, h: 2 }) };
    const problem = allocationProblem({ channels: [bent], budget: { total: 5 } });
    const { status, method, methodReason, infeasible } = answered(problem, undefined, [
      { kind: "lots", unit: 2 },
    ]);
    expect([status, method]).toEqual(["infeasible", "branch_and_bound"]);
    expect(methodReason).toBe("channel a does not take every spend");
    expect(infeasible).toMatchObject({
      reasonCode: "CHOICES_MISS_BUDGET",
      nearestBudget: { total: 4, perPeriod: null },
    });
  });
});
