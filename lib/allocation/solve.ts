import type { Certificate } from "../optimise/certificate.ts";
import { relativeGap } from "../optimise/gap.ts";
import { solveByInteriorPoint } from "../optimise/interior_point/solver.ts";
import type { OnIteration } from "../optimise/progress.ts";
import { chooseMethod, solveBy, type Method, type MethodChoice } from "../optimise/method.ts";
import type { AllocationProblem } from "../optimise/problem.ts";
import { solveSequentially } from "../optimise/sequential/solver.ts";
import type { Nlopt } from "../optimise/slsqp/nlopt.ts";
import { solveBySlsqp } from "../optimise/slsqp/solver.ts";
import type { Allocated, Solution } from "../optimise/solution.ts";
import { InputError } from "../errors.ts";
import { short } from "../words.ts";
import type { ChannelCurve } from "./curves.ts";
import { multiPeriodProblem, singlePeriodProblem } from "./problems.ts";
import type { AllocationRequest } from "./request.ts";

/** A certified allocation. */
export interface Plan {
  readonly name: string;
  readonly problem: AllocationProblem;
  /** Money per period, (period, channel). */
  readonly allocation: Float64Array;
  readonly certificate: Certificate;
  readonly iterations: number;
  readonly method: Method;
  /** Why this method: a clause that completes "because". */
  readonly methodReason: string;
  /** What problem the certificate's bound is of. */
  readonly boundOf: string;
}

type Answer = ReturnType<typeof solveBy> | Solution;

/** Largest certified gap, as a share of the bound, of a plan over S-shaped curves that is still recommended: little against what curves leave uncertain. */
const MOST_GAP = 0.01;

/**
 * A result that is not a certified feasible allocation is never written: it is a fault of the solver. SLSQP may end without
 * having closed its gap: it is asked for by name, and its distance from the best is stated. So may branch and bound, where its gap is small.
 *
 * @throws InputError where the method does not take the problem, or S-shaped curves are too hard for it.
 */
export function requireAllocation(
  name: string,
  method: Method,
  solution: Answer,
): Pick<Allocated, "allocation" | "certificate" | "iterations"> {
  const isFeasible = "allocation" in solution && solution.certificate.status !== "infeasible";
  if (isFeasible && method === "branch_and_bound" && solution.status !== "interrupted") {
    if (solution.certificate.relativeGap <= MOST_GAP) return solution;
    throw new InputError({
      what: `${name}: S-shaped curves leave a gap of ${short(100 * solution.certificate.relativeGap)} % to the best plan, more than ${100 * MOST_GAP} %`,
      where: "70_optimisation",
      fix: "plan fewer periods, widen ramps and bounds, or fit concave families only",
    });
  }
  const isDone = solution.status === "solved" || solution.status === "feasible" || method === "slsqp";
  if (isDone && isFeasible) return solution;
  const reason =
    "infeasibility" in solution
      ? solution.infeasibility.reason
      : "reason" in solution
        ? solution.reason
        : `no certified allocation (gap ${short(solution.certificate.relativeGap)})`;
  if (solution.status === "unsupported") {
    throw new InputError({
      what: reason,
      where: "70_optimisation.multi_period.method",
      fix: "leave method out: auto takes the one that proves most",
    });
  }
  throw new Error(`${name}: ${solution.status}: ${reason}`);
}

/**
 * The optimum of one period at a total budget: exact water-filling, the interior point where groups overlap, branch and bound over S-shaped
 * curves, which may leave a small gap.
 *
 * @throws InputError for a curve that is neither concave nor S-shaped.
 */
export function solveSingle(
  name: string,
  request: AllocationRequest,
  curves: readonly ChannelCurve[],
  total: number,
): Plan {
  const problem = singlePeriodProblem(request, curves, total);
  const { method, reason } = chooseMethod(problem);
  if (method === "slsqp") throw shapeless(reason);
  const { allocation, certificate, iterations } = requireAllocation(name, method, solveBy(method, problem));
  if (certificate.status !== "solved" && method !== "branch_and_bound")
    throw new Error(`${name}: the optimum could not be certified (gap ${short(certificate.relativeGap)})`);
  return {
    name,
    problem,
    allocation,
    certificate,
    iterations,
    method,
    methodReason: reason,
    boundOf: BOUND_OF.lagrangian,
  };
}

/** No plan is recommended that may be far from the best without anyone knowing how far. */
function shapeless(reason: string): InputError {
  return new InputError({
    what: reason,
    where: "70_optimisation",
    fix: "let 60_response_curves fit a concave or an S-shaped family for it",
  });
}

function methodOf(
  name: AllocationRequest["multiPeriod"]["method"],
  problem: AllocationProblem,
  simultaneous: Answer,
): MethodChoice {
  switch (name) {
    case "auto": {
      const choice = chooseMethod(problem);
      if (choice.method === "slsqp") throw shapeless(choice.reason);
      return choice.method === "interior_point" && simultaneous.status !== "solved"
        ? { method: "sequential", reason: "the best plan of all periods at once could not be certified" }
        : choice;
    }
    case "trust-constr":
      return { method: "interior_point", reason: "trust-constr stands for it" };
    case "interior_point":
    case "sequential":
    case "slsqp":
      return { method: name, reason: "it was asked for" };
  }
}

/** The plans over the horizon that are worth comparing. */
export interface HorizonPlans {
  readonly recommended: Plan;
  /** The best plan of all periods at once; null where it was not certified. */
  readonly optimum: Plan | null;
  /** The plan built period by period; null where there is none. */
  readonly sequential: Plan | null;
}

/**
 * The plan over several periods under the ramps, with what it is to be compared with.
 *
 * Any plan's distance from the best is measured against the best plan of all periods at once, which the interior point method
 * finds.
 *
 * @param nlopt - Needed where the request asks for SLSQP.
 * @param onIteration - Hears how the best plan of all periods at once comes on.
 */
export function solveMultiPeriod(
  name: string,
  request: AllocationRequest,
  curves: readonly ChannelCurve[],
  nlopt: Nlopt | null = null,
  onIteration?: OnIteration,
): HorizonPlans {
  const problem = multiPeriodProblem(request, curves);
  const simultaneous = solveByInteriorPoint(problem, null, onIteration);
  const bound = simultaneous.status === "solved" ? simultaneous.certificate.upperBound : NaN;
  const planOf = ({ method, reason }: MethodChoice, solution: Answer): Plan => {
    const { allocation, certificate, iterations } = requireAllocation(name, method, solution);
    const isTighter = bound < certificate.upperBound && method !== "interior_point";
    return {
      name,
      problem,
      allocation,
      iterations,
      method,
      methodReason: reason,
      certificate: isTighter ? against(certificate, bound) : certificate,
      boundOf: isTighter ? SIMULTANEOUS : BOUND_OF[certificate.boundKind],
    };
  };
  const stepwise = solveSequentially(problem);
  const choice = methodOf(request.multiPeriod.method, problem, simultaneous);
  const compared = (method: Method): MethodChoice =>
    method === choice.method ? choice : { method, reason: "for comparison" };
  const optimum = simultaneous.status === "solved" ? planOf(compared("interior_point"), simultaneous) : null;
  const sequential = "allocation" in stepwise ? planOf(compared("sequential"), stepwise) : null;
  const recommend = (): Plan => {
    switch (choice.method) {
      case "interior_point":
        return optimum ?? planOf(choice, simultaneous);
      case "sequential":
        return sequential ?? planOf(choice, stepwise);
      case "slsqp":
        return planOf(choice, bySlsqp(problem, nlopt));
      case "waterfilling":
      case "branch_and_bound":
        return planOf(choice, solveBy(choice.method, problem, onIteration ? { onIteration } : {}));
    }
  };
  return { recommended: recommend(), optimum, sequential };
}

function bySlsqp(problem: AllocationProblem, nlopt: Nlopt | null): Solution {
  if (nlopt === null) throw new RangeError("SLSQP was not loaded");
  return solveBySlsqp(problem, nlopt);
}

/** The certificate with a tighter bound on the same problem. */
function against(certificate: Certificate, upperBound: number): Certificate {
  const gap = Math.max(0, upperBound - certificate.objective);
  return { ...certificate, upperBound, gap, relativeGap: relativeGap(gap, upperBound) };
}

const SIMULTANEOUS = "the best plan of all periods at once, by its own certificate";

const BOUND_OF: Readonly<Record<Certificate["boundKind"], string>> = {
  lagrangian: "the problem itself",
  reachable_intervals:
    "the problem with ramps between periods relaxed to what each period can reach: the gap is an upper estimate",
  none: "no bound is known",
};
