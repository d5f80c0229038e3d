import { describe, expect, it } from "vitest";
import { hill } from "../../lib/curves/hill.ts";
import { michaelisMenten } from "../../lib/curves/michaelis-menten.ts";
import { solveByBranchAndBound } from "../../lib/optimise/branch_and_bound/solver.ts";
import { solveBy, type PureMethod } from "../../lib/optimise/method.ts";
import { allocationProblem, type AllocationProblem, type ChannelSpec } from "../../lib/optimise/problem.ts";
import type { Progress } from "../../lib/optimise/progress.ts";
import { allocated, solved } from "./assertions.ts";

const ramp = { absolute: 4, percentage: null };
const bent = (name: string, beta: number): ChannelSpec => ({
  name,
  curve: hill({ beta, K: 20, h: 3 }),
  lower: 0,
  upper: 60,
});
const smooth: ChannelSpec = { name: "s", curve: michaelisMenten({ L: 50, k: 30 }), lower: 0, upper: 60 };
const steep: ChannelSpec = {
  ...smooth,
  name: "t",
  curve: michaelisMenten({ L: 20, k: 3 }),
  lastSpend: 20,
  ramp,
};
const linked = [bent("a", 50), bent("b", 55), bent("c", 60)].map((one) => ({ ...one, lastSpend: 9, ramp }));

const searches: [string, PureMethod, AllocationProblem][] = [
  [
    "the interior point method",
    "interior_point",
    allocationProblem({ channels: [{ ...smooth, ramp }, steep], periods: 4, budget: { total: 90 } }),
  ],
  [
    "branch and bound over periods that are apart",
    "branch_and_bound",
    allocationProblem({
      channels: [bent("a", 50), bent("b", 55), bent("c", 61)],
      periods: 2,
      budget: { total: 84, perPeriod: [42, 42] },
    }),
  ],
  [
    "branch and bound over linked cells",
    "branch_and_bound",
    allocationProblem({ channels: linked, periods: 3, budget: { total: 81 } }),
  ],
];

describe("a solve that is watched", () => {
  it.each(searches)("by %s tells of every iteration, the gap closing at last", (_, method, problem) => {
    const heard: Progress[] = [];
    const { iterations } = solved(
      solveBy(method, problem, {
        onIteration: (progress) => {
          heard.push(progress);
          return "go on";
        },
      }),
    );
    expect(heard.length).toBeGreaterThan(0);
    heard.forEach(({ iteration }, k) => {
      expect(iteration).toBe(k);
    });
    expect(heard.length).toBe(iterations);
    expect(heard.at(-1)!.gap).toBeLessThan(heard[0]!.gap);
  });

  it.each(searches)("by %s ends when it is told to, and says so", (_, method, problem) => {
    let calls = 0;
    const solution = solveBy(method, problem, {
      onIteration: () => {
        calls += 1;
        return "stop";
      },
    });
    expect(calls).toBe(1);
    expect(solution.status).toBe("interrupted");
  });

  it("by the interior point method ends with a plan and its gap, where there is one within the limits", () => {
    const [, , problem] = searches[0]!;
    const free = { ...problem, isAtMost: true };
    const { status, certificate } = allocated(
      solveBy("interior_point", free, { onIteration: ({ iteration }) => (iteration < 4 ? "go on" : "stop") }),
    );
    expect(status).toBe("interrupted");
    expect(certificate.status).toBe("feasible");
    expect(certificate.relativeGap).toBeGreaterThan(1e-8);
  });

  it("by branch and bound ends with a plan and its gap", () => {
    const [, , problem] = searches[2]!;
    const { status, certificate } = allocated(solveByBranchAndBound(problem, {}, undefined, () => "stop"));
    expect(status).toBe("interrupted");
    expect(certificate.relativeGap).toBeLessThan(1);
  });
});
