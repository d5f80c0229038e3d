import { currentSpend, type AllocationRequest } from "../allocation/request.ts";
import { multiPeriodProblem, singlePeriodProblem } from "../allocation/problems.ts";
import { certify, type ActiveConstraint, type Certificate } from "../optimise/certificate.ts";
import type { ConstraintName } from "../optimise/constraint.ts";
import { explainInfeasibility, type Infeasibility } from "../optimise/infeasibility.ts";
import { marginalWorth } from "../optimise/marginal-worth.ts";
import { chooseMethod, solveBy, type PureMethod } from "../optimise/method.ts";
import { effectiveSpend, type AllocationProblem } from "../optimise/problem.ts";
import { roundedTo } from "../words.ts";
import { contributionsOf, gainDraws, gainOf, type Gain } from "./gain.ts";
import type { PlannerModel } from "./model.ts";
import { requestOf, type Settings } from "./settings.ts";

/** The plan of one channel. */
export interface ChannelAnswer {
  /** Mean spend, money per period. */
  readonly spend: number;
  readonly current: number;
  /** Contribution over the plan and over current spend, all periods together. */
  readonly contribution: number;
  readonly currentContribution: number;
  /** What one more unit of money would bring: mean over periods. */
  readonly marginal: number;
  /** Whether any period's spend lies beyond what was ever observed. */
  readonly isBeyondObserved: boolean;
  /** Which of its limits hold it in some period. */
  readonly heldBy: readonly ConstraintName["kind"][];
}

/** What the checker says of the plan, from the problem and the plan alone. */
export type Proof = Pick<
  Certificate,
  | "status"
  | "objective"
  | "upperBound"
  | "gap"
  | "relativeGap"
  | "stationarity"
  | "complementarity"
  | "boundKind"
> & {
  /** Largest violation of any limit, money. */
  readonly violation: number;
  /** What one more unit of the whole budget would bring; NaN where nothing prices it. */
  readonly budgetPrice: number;
  /** Limits that hold it, the dearest first. */
  readonly active: readonly ActiveConstraint[];
};

/** A plan and its proof. */
export interface Planned {
  readonly kind: "planned";
  readonly periods: number;
  /** Money, (period, channel). */
  readonly allocation: Float64Array;
  readonly channels: readonly ChannelAnswer[];
  readonly proof: Proof;
  readonly contribution: number;
  readonly currentContribution: number;
  /** Against current spend. */
  readonly gain: Gain;
  readonly method: PureMethod;
  readonly methodReason: string;
}

/** Why there is no plan. */
export interface Refused {
  readonly kind: "refused";
  readonly reason: string;
  readonly conflict: readonly ConstraintName[];
  /** The nearest budget that can be met, money per period; null where another budget would not help. */
  readonly nearestBudget: number | null;
}

/** What the planner answers. It depends on the settings alone, not on what was asked before. */
export type Answer = Planned | Refused;

/** The problem of a request over its horizon. */
export function problemOf(model: PlannerModel, settings: Settings): AllocationProblem {
  return problemFor(requestOf(model, settings), model, settings);
}

function problemFor(
  request: AllocationRequest,
  { curves }: PlannerModel,
  { horizon }: Settings,
): AllocationProblem {
  return horizon === "steady"
    ? singlePeriodProblem(request, curves, request.total)
    : multiPeriodProblem(request, curves);
}

/** The nearest total that can be met, per period, in as few digits as leave it one that can; null where it is not the total's fault. */
function nearestBudget(
  model: PlannerModel,
  settings: Settings,
  { nearestBudget: nearest }: Pick<Infeasibility, "nearestBudget">,
  periods: number,
): number | null {
  if (nearest === null || nearest.groups !== undefined) return null;
  const exact = nearest.total / periods;
  const inwards = exact > settings.budget ? "up" : "down";
  const canBeMet = (budget: number) =>
    explainInfeasibility(problemOf(model, { ...settings, budget })) === null;
  for (let digits = 4; digits <= 15; digits += 1) {
    const budget = roundedTo(exact, digits, inwards);
    if (canBeMet(budget)) return budget;
  }
  return canBeMet(exact) ? exact : null;
}

/** Most active limits that a page lists. */
const LISTED = 40;

function proofOf(certificate: Certificate): Proof {
  const { status, objective, upperBound, gap, relativeGap, stationarity, complementarity, boundKind } =
    certificate;
  const price = ({ shadowPrice }: ActiveConstraint) =>
    Number.isNaN(shadowPrice) ? -1 : Math.abs(shadowPrice);
  return {
    status,
    objective,
    upperBound,
    gap,
    relativeGap,
    stationarity,
    complementarity,
    boundKind,
    violation: certificate.violation.largest,
    budgetPrice: certificate.budgetPrice[0] ?? NaN,
    active: certificate.active.toSorted((a, b) => price(b) - price(a)).slice(0, LISTED),
  };
}

function heldBy(active: readonly ActiveConstraint[], name: string): ConstraintName["kind"][] {
  return [...new Set(active.filter(({ channel }) => channel === name).map(({ kind }) => kind))];
}

function channelAnswers(
  model: PlannerModel,
  problem: AllocationProblem,
  allocation: Float64Array,
  certificate: Certificate,
  [before, after]: readonly [Float64Array, Float64Array],
): ChannelAnswer[] {
  const { periods, channels } = problem;
  const n = channels.length;
  const effective = effectiveSpend(problem, allocation);
  const worth = marginalWorth(problem, effective);
  const mean = (values: Float64Array, i: number) => {
    let sum = 0;
    for (let t = 0; t < periods; t++) sum += values[t * n + i] ?? NaN;
    return sum / periods;
  };
  return model.request.channels.map(({ name, current }, i) => {
    const { alpha = 0, maxObservedSpend = NaN } = model.curves[i] ?? {};
    // What was observed is on the scale of spend held steady; with carryover the plan is of effective spend.
    const scale = problem.channels[i]?.adstock ? 1 - alpha : 1;
    const highest = Math.max(
      ...Array.from({ length: periods }, (_, t) => scale * (effective[t * n + i] ?? NaN)),
    );
    return {
      spend: mean(allocation, i),
      current,
      contribution: after[i] ?? NaN,
      currentContribution: before[i] ?? NaN,
      marginal: mean(worth, i),
      isBeyondObserved: highest > maxObservedSpend,
      heldBy: heldBy(certificate.active, name),
    };
  });
}

const isPure = (method: string): method is PureMethod => method !== "slsqp";

/** The best plan of these settings with its proof, or why there is none. */
export function answer(model: PlannerModel, settings: Settings): Answer {
  const request = requestOf(model, settings);
  const problem = problemFor(request, model, settings);
  const { method, reason } = chooseMethod(problem);
  if (!isPure(method))
    return { kind: "refused", reason: `${reason}, and a page has none`, conflict: [], nearestBudget: null };
  const solution = solveBy(method, problem);
  if ("infeasibility" in solution) {
    const { infeasibility } = solution;
    return {
      kind: "refused",
      reason: infeasibility.reason,
      conflict: infeasibility.conflict,
      nearestBudget: nearestBudget(model, settings, infeasibility, problem.periods),
    };
  }
  if (!("allocation" in solution))
    return { kind: "refused", reason: solution.reason, conflict: [], nearestBudget: null };
  const { allocation } = solution;
  // The checker is not told what the solver says of its own plan, but for prices, which cannot make a bound wrong.
  const certificate = certify(problem, allocation, solution.certificate.multipliers ?? undefined);
  const current = currentSpend(request, problem.periods);
  const before = contributionsOf(problem, current);
  const after = contributionsOf(problem, allocation);
  const change = after.reduce((sum, contribution, i) => sum + contribution - (before[i] ?? NaN), 0);
  const isSteady = settings.horizon === "steady";
  const gains = gainDraws(model.drawn, problem.periodWeights, isSteady, current, allocation);
  return {
    kind: "planned",
    periods: problem.periods,
    allocation,
    channels: channelAnswers(model, problem, allocation, certificate, [before, after]),
    proof: proofOf(certificate),
    contribution: certificate.objective,
    currentContribution: before.reduce((sum, contribution) => sum + contribution, 0),
    gain: gainOf(change, gains),
    method,
    methodReason: reason,
  };
}
