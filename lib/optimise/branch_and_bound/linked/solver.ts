import { budgetRows } from "../../budgets.ts";
import { budgetName } from "../../constraint.ts";
import type { AllocationProblem } from "../../problem.ts";
import type { OnIteration } from "../../progress.ts";
import type { Allocated } from "../../solution.ts";
import type { Choice } from "../choice.ts";
import { shapeOf, type Shape } from "../shape.ts";
import type { ChoiceInfeasibility } from "../start.ts";
import { ascended } from "./ascent.ts";
import type { LinkedTree } from "./bound.ts";
import { rootBox, type LinkedProblem } from "./box.ts";
import { certifyLinked } from "./certificate.ts";
import { searchLinked, type LinkedEnd } from "./search.ts";

/** An allocation with the proof of its bound, which `treeBound` evaluates. */
export interface LinkedAllocated extends Allocated {
  readonly linked: LinkedProblem;
  readonly tree: LinkedTree;
}

/** What becomes of a problem that is feasible but for its choices. */
export type LinkedSolution =
  | LinkedAllocated
  | { readonly status: "infeasible"; readonly infeasibility: ChoiceInfeasibility }
  | { readonly status: "unsupported" | "numerical_error" | "interrupted"; readonly reason: string };

/** Share of the gap asked for that the search leaves to the roundings of the last ascent. */
const ROUNDING_SHARE = 0.01;

/** The global optimum where ramps, carryover or overlapping budgets link the cells, or the gap that is left after the nodes allowed. */
export function solveLinked(
  problem: AllocationProblem,
  choices: readonly (Choice | null)[],
  relativeGap: number,
  maxNodes: number,
  onIteration?: OnIteration,
): LinkedSolution {
  const root = rootBox({ problem, choices });
  if (!root) return { status: "infeasible", infeasibility: missedChoices(problem) };
  const shapes = shapesOf(problem, root.most);
  if (typeof shapes === "string") {
    return {
      status: "unsupported",
      reason: `the curve of channel ${shapes} is neither concave nor S-shaped`,
    };
  }
  const linked = { problem, choices, shapes };
  const end = searchLinked(linked, (1 - ROUNDING_SHARE) * relativeGap, maxNodes, onIteration);
  const { incumbent, tree, nodes } = end;
  if (!incumbent) return withoutPlan(problem, choices, end);
  const last = ascended(linked, root, incumbent.spend);
  const local = last && last.value >= incumbent.value * (1 - ROUNDING_SHARE * relativeGap) ? last : null;
  const allocation = (local ?? incumbent).spend;
  const certificate = certifyLinked(linked, allocation, tree, local);
  if (certificate.status === "infeasible" || Number.isNaN(certificate.relativeGap)) {
    return { status: "numerical_error", reason: "the allocation found does not keep its limits" };
  }
  const isDone = end.status === "exhausted" || end.status === "numerical_error";
  const unproven = isDone ? "feasible" : end.status;
  const status = certificate.status === "solved" ? "solved" : unproven;
  return { status, allocation, certificate, iterations: nodes, linked, tree };
}

/** The weighted curve of each cell up to its greatest effective spend; or the name of a channel whose curve has no such shape. */
function shapesOf({ channels, periodWeights }: AllocationProblem, most: Float64Array): Shape[] | string {
  const n = channels.length;
  const greatest = channels.map((_, i) =>
    most.reduce((top, one, at) => (at % n === i ? Math.max(top, one) : top), 0),
  );
  const shapes: Shape[] = [];
  const known = new Map<string, Shape>();
  for (const at of most.keys()) {
    const i = at % n;
    const weight = periodWeights[Math.floor(at / n)]!;
    const key = `${i} ${weight}`;
    const shape = known.get(key) ?? shapeOf(channels[i]!.curve, weight, greatest[i]!);
    if (!shape) return channels[i]!.name;
    known.set(key, shape);
    shapes.push(shape);
  }
  return shapes;
}

/** What a search without a plan means: with choices, and all boxes shown to hold none, that the choices leave none. */
function withoutPlan(
  problem: AllocationProblem,
  choices: readonly (Choice | null)[],
  { status, nodes }: LinkedEnd,
): LinkedSolution {
  if (status === "exhausted" && choices.some((choice) => choice !== null)) {
    return { status: "infeasible", infeasibility: missedChoices(problem) };
  }
  if (status === "interrupted") {
    return { status, reason: "stopped before a plan within all limits was found" };
  }
  const reason =
    status === "numerical_error"
      ? "a contribution or a slope of some channel is undefined"
      : `neither a plan within all limits was found in ${nodes} boxes nor a proof that there is none`;
  return { status: "numerical_error", reason };
}

function missedChoices(problem: AllocationProblem): ChoiceInfeasibility {
  return {
    reasonCode: "CHOICES_MISS_LIMITS",
    reason:
      "no plan within bounds, ramps and budgets spends whole lots, and nothing or the least spend, where asked",
    conflict: budgetRows(problem).map(budgetName),
    nearestBudget: null,
  };
}
