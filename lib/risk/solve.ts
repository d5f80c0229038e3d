import { mean } from "../linalg/vector.ts";
import { GAP_TOLERANCE } from "../optimise/certificate.ts";
import { relativeGap } from "../optimise/gap.ts";
import { certifiedPlan, type CertifiedPlan } from "./best-plan.ts";
import { upperBoundBy, withinTail } from "./bound.ts";
import { drawOptima, type DrawOptima } from "./draw-optima.ts";
import { Evaluator } from "./evaluator.ts";
import { climbCount, climbQuantile, spreadStarts } from "./local.ts";
import { drawsNeeded, shareAtLeast } from "./measures.ts";
import { checkObjective, valueOf, type Compared, type Objective } from "./objective.ts";
import { centreOf, polytopeOf, type Polytope } from "./polytope.ts";
import { responses, type RiskProblem } from "./risk-problem.ts";
import { signedBound } from "./signed-bound.ts";
import { followSpreadPath, spreadWeightsAt } from "./spread-path.ts";
import { followTailPath, type TailMeasure } from "./tail-path.ts";
import { withCost } from "./with-cost.ts";

/**
 * `solved`: no plan within the limits is better by more than the gap, which is at most 1e-8. `feasible`: the gap stated is larger.
 * `local`: no small change helps, as far as `starts` starts could tell; no bound is known. `unmet`: no plan found meets the chance
 * constraint; the one given meets it in most draws.
 */
export type RiskStatus = "solved" | "feasible" | "local" | "unmet";

/** A plan chosen under uncertainty, with its proof. */
export interface RiskSolution {
  readonly status: RiskStatus;
  /** Money per channel. */
  readonly allocation: Float64Array;
  /** Response of every draw to it. */
  readonly response: Float64Array;
  /** Value of the objective; regret counts with its sign turned. */
  readonly objective: number;
  /** No plan within the limits has a larger value; NaN where no bound is known. */
  readonly upperBound: number;
  /** Upper bound less value, as a share of the mean response for regret and of the bound otherwise. */
  readonly relativeGap: number;
  /** Starts that a local search was made from; 0 where none was needed. */
  readonly starts: number;
  readonly iterations: number;
}

/** What has been worked out before and need not be again. */
export interface Known {
  readonly optima?: DrawOptima;
}

/**
 * The best plan by an objective.
 *
 * The mean, CVaR, their mixtures and regret are concave: solved to a certified gap, the bound being evaluated from the weights of the
 * draws by another method. mean − κ·sd is not, but its bound holds all the same and nearly always meets it. Quantile, chance
 * constraint and the probability of beating a plan are climbed from several starts.
 *
 * @returns Null where no plan keeps all limits.
 * @throws RangeError when a parameter of the objective is outside its domain.
 */
export function solveRisk(
  problem: RiskProblem,
  objective: Objective,
  known: Known = {},
): RiskSolution | null {
  checkObjective(objective);
  const polytope = polytopeOf(problem.expected);
  if (polytope === null) return null;
  const task = taskOf(problem, objective, polytope, known);
  switch (objective.kind) {
    case "mean":
      return byMean(task);
    case "mean_sd":
      return objective.kappa === 0 ? byMean(task) : bySpread(task, objective.kappa);
    case "cvar":
      return byTail(task, objective.alpha, 1);
    case "mean_cvar":
      return byTail(task, objective.alpha, objective.weight);
    case "regret":
      return byTail(task, objective.alpha, 1);
    case "quantile":
      return byQuantile(task, objective.probability);
    case "chance":
      return byChance(task, objective.target, objective.probability);
    case "beat":
      return byCount(task);
  }
}

interface Task {
  readonly problem: RiskProblem;
  readonly objective: Objective;
  readonly polytope: Polytope;
  readonly compared: Compared;
  /** Mean response at a middling plan: the unit of contribution. */
  readonly unit: number;
}

function taskOf(problem: RiskProblem, objective: Objective, polytope: Polytope, known: Known): Task {
  const none = new Float64Array(problem.drawCount);
  const best = objective.kind === "regret" ? (known.optima ?? drawOptima(problem)).value : none;
  const reference = objective.kind === "beat" ? responses(problem, objective.reference) : none;
  const centre = new Evaluator(problem, polytope, none, 1).at(centreOf(polytope)).value;
  const unit = mean(centre);
  return { problem, objective, polytope, compared: { best, reference }, unit: unit > 0 ? unit : 1 };
}

function solution(
  { problem, objective, compared }: Task,
  allocation: Float64Array,
  proof: {
    readonly upperBound?: number;
    readonly starts?: number;
    readonly iterations?: number;
    readonly status?: RiskStatus;
  },
): RiskSolution {
  const response = responses(problem, allocation);
  const value = valueOf(objective, response, compared);
  const upperBound = proof.upperBound ?? NaN;
  const scale = objective.kind === "regret" ? mean(response) : upperBound;
  const gap = relativeGap(upperBound - value, scale);
  const status = proof.status ?? (gap <= GAP_TOLERANCE ? "solved" : "feasible");
  const { starts = 0, iterations = 0 } = proof;
  return { status, allocation, response, objective: value, upperBound, relativeGap: gap, starts, iterations };
}

function meanPlan({ expected }: RiskProblem): CertifiedPlan {
  const found = certifiedPlan(expected);
  if (found === null) throw new RangeError("the mean over draws has no certified plan");
  return found;
}

function byMean(task: Task): RiskSolution {
  const { allocation, certificate } = meanPlan(task.problem);
  return solution(task, allocation, { upperBound: shifted(task, certificate.upperBound) });
}

/** A bound on the mean as a bound on the mean less what is compared with. */
function shifted({ objective, compared }: Task, bound: number): number {
  return objective.kind === "regret" ? bound - mean(compared.best) : bound;
}

/** (1 − weight) · mean + weight · CVaR of the response, or of what it falls short of the best. */
function byTail(task: Task, alpha: number, weight: number): RiskSolution {
  const { problem, polytope, compared, unit } = task;
  const draws = problem.drawCount;
  if (alpha === 0 || weight === 0 || draws === 1) return byMean(task);
  const measure: TailMeasure = {
    base: (1 - weight) / draws,
    cap: weight / Math.max((1 - alpha) * draws, 1),
    mass: weight,
  };
  const evaluator = new Evaluator(problem, polytope, compared.best, unit);
  const { point, weights, iterations } = followTailPath(evaluator, polytope, measure);
  const upperBound = upperBoundBy(problem, withinTail(weights, measure), compared.best);
  return solution(task, evaluator.plan(point), { upperBound, iterations });
}

function bySpread(task: Task, kappa: number): RiskSolution {
  const { problem, polytope, compared, unit } = task;
  const evaluator = new Evaluator(problem, polytope, compared.best, unit);
  const starts = [centreOf(polytope), inside(polytope, meanPlan(problem).allocation)];
  const tried = starts.map((from) => {
    const { point, prices, iterations } = followSpreadPath(evaluator, polytope, kappa, from);
    const plan = evaluator.plan(point);
    const response = responses(problem, plan);
    const money = prices.map((price) => (price * unit) / polytope.unit);
    const value = valueOf(task.objective, response, compared);
    return { plan, response, prices: money, iterations, value };
  });
  const best = tried.reduce((one, other) => (other.value > one.value ? other : one));
  const weights = spreadWeightsAt(best.response, kappa);
  const upperBound = signedBound(problem, polytope, weights, best.prices, best.plan);
  return solution(task, best.plan, { upperBound, starts: starts.length, iterations: best.iterations });
}

/** A plan as a point of the polytope, drawn a little towards its middle so that it touches no bound. */
function inside(polytope: Polytope, plan: Float64Array): Float64Array {
  const centre = centreOf(polytope);
  return centre.map((middle, k) => {
    const i = polytope.free[k];
    return i === undefined ? middle : 0.9 * (plan[i]! / polytope.unit) + 0.1 * middle;
  });
}

function byQuantile(task: Task, probability: number): RiskSolution {
  const { problem, polytope, unit } = task;
  const offsets = new Float64Array(problem.drawCount);
  const needed = drawsNeeded(problem.drawCount, probability);
  const starts = [
    meanPlan(problem).allocation,
    ...spreadStarts(problem, polytope, offsets, unit, probability),
  ];
  const reached = starts.map((from) => climbQuantile(problem, polytope, offsets, needed, unit, from));
  const best = reached.reduce((one, other) => (other.value > one.value ? other : one));
  return solution(task, best.plan, { status: "local", starts: starts.length });
}

function byCount(task: Task): RiskSolution {
  const { problem, polytope, compared, unit } = task;
  const starts = [
    meanPlan(problem).allocation,
    ...spreadStarts(problem, polytope, compared.reference, unit, 0.9),
  ];
  const reached = starts.map((from) => climbCount(problem, polytope, compared.reference, unit, from));
  const best = reached.reduce((one, other) => (other.count > one.count ? other : one));
  return solution(task, best.plan, { status: "local", starts: starts.length });
}

/** Halvings of the way from a plan that meets the chance constraint to the mean's. */
const HALVINGS = 40;

/**
 * The mean where enough draws return the target. Where the mean's own optimum does, it is the answer, proved; else plans that do are
 * moved towards it as far as they still do.
 */
function byChance(task: Task, target: number, probability: number): RiskSolution {
  const { problem, polytope, unit } = task;
  const found = meanPlan(problem);
  const net = withCost(problem, target);
  const zero = new Float64Array(problem.drawCount);
  const isMet = (plan: Float64Array) => shareAtLeast(responses(net, plan), 0) >= probability;
  if (isMet(found.allocation)) {
    return solution(task, found.allocation, { upperBound: found.certificate.upperBound });
  }
  const needed = drawsNeeded(problem.drawCount, probability);
  const starts = [found.allocation, ...spreadStarts(net, polytope, zero, unit, probability)];
  const reached = starts.map((from) => climbQuantile(net, polytope, zero, needed, unit, from).plan);
  const meeting = [...reached, ...starts].filter(isMet).map((plan) => towards(plan, found.allocation, isMet));
  if (meeting.length === 0) {
    const most = starts.map((from) => climbCount(net, polytope, zero, unit, from));
    const best = most.reduce((one, other) => (other.count > one.count ? other : one));
    return solution(task, best.plan, { status: "unmet", starts: starts.length });
  }
  const means = meeting.map((plan) => mean(responses(problem, plan)));
  const best = meeting[means.indexOf(Math.max(...means))]!;
  return solution(task, best, { status: "local", starts: starts.length });
}

/** The farthest plan on the way from one to another for which the condition holds, by halving; the first holds. */
function towards(from: Float64Array, to: Float64Array, holds: (plan: Float64Array) => boolean): Float64Array {
  const at = (share: number) => from.map((spend, i) => spend + share * (to[i]! - spend));
  let low = 0;
  let high = 1;
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (holds(at(middle))) low = middle;
    else high = middle;
  }
  return at(low);
}
