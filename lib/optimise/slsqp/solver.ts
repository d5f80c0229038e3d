import { certify, VIOLATION_TOLERANCE } from "../certificate.ts";
import { explainInfeasibility } from "../infeasibility.ts";
import { marginalWorth } from "../marginal-worth.ts";
import { effectiveSpend, objective, type AllocationProblem } from "../problem.ts";
import { reach } from "../reachable.ts";
import type { Solution } from "../solution.ts";
import { violation } from "../violation.ts";
import type { Nlopt, VectorFunction } from "./nlopt.ts";
import { scaledProgram, type ScaledProgram } from "./program.ts";

/** When to stop, and what not to begin. */
export interface SlsqpSettings {
  /** Relative change of every share at which the search ends. */
  readonly relativeStep: number;
  /** Evaluations of the objective after which the search ends. */
  readonly maxEvaluations: number;
  /** Most cells, budgets and ramp limits together: a step factors dense matrices, whose time grows with the cube of their number. */
  readonly maxRows: number;
}

export const SLSQP_DEFAULTS: SlsqpSettings = {
  relativeStep: 1e-8,
  maxEvaluations: 2000,
  maxRows: 400,
};

/** Tolerance of a row in units of its largest coefficient times the width of a cell: a few hundred roundings. */
const ROW_TOLERANCE = 1e-13;
/** Share of a cell's width below which an infinite slope at zero is taken as the slope here. */
const SMALLEST_SHARE = 1e-9;

/**
 * A local optimum by sequential least-squares quadratic programming, for smooth curves of any shape, with carryover and any budgets.
 *
 * The search sees shares of each cell's interval and an objective whose steepest slope at the start is 1: unscaled, a contribution
 * small against money passes for flat and the start for the optimum. The best allocation within all limits is kept, however the search
 * ends, and certified as those of other methods are: over concave curves without ramps the gap can be proved closed, over ramps the
 * bound relaxes them, and over S-shaped curves no bound is known.
 *
 * @param nlopt - As compiled to WebAssembly; whoever calls loads it, so that this folder stays free of input and output.
 * @returns Solved where the certificate closes the gap; otherwise feasible, iteration_limit or no_progress as the search ended;
 *   infeasible with its reason; unsupported where the problem is too large for dense matrices.
 * @see Kraft (1994), ACM Transactions on Mathematical Software 20, 262–281; NLopt, Johnson (2007)
 */
export function solveBySlsqp(
  problem: AllocationProblem,
  nlopt: Nlopt,
  settings: Partial<SlsqpSettings> = {},
): Solution {
  const { relativeStep, maxEvaluations, maxRows } = { ...SLSQP_DEFAULTS, ...settings };
  const within = reach(problem);
  const infeasibility = explainInfeasibility(problem, within);
  if (infeasibility) return { status: "infeasible", infeasibility };
  const program = scaledProgram(problem, within);
  const rows = program.width.length + program.equalities.length + program.inequalities.length;
  if (rows > maxRows) {
    return {
      status: "unsupported",
      reason: `slsqp takes at most ${maxRows} cells and limits between them, not ${rows}`,
    };
  }
  if (!program.width.some((width) => width > 0)) return settled(problem, program);
  const found = search(nlopt, problem, program, { relativeStep, maxEvaluations });
  if (!found.best)
    return { status: "numerical_error", reason: "the search found no allocation within the limits" };
  const certificate = certify(problem, found.best);
  const status = certificate.status === "solved" ? "solved" : found.status;
  return { status, allocation: found.best, certificate, iterations: found.evaluations };
}

/** The one allocation of a problem whose limits leave nothing to choose. */
function settled(problem: AllocationProblem, { start, spendAt }: ScaledProgram): Solution {
  const allocation = spendAt(start);
  const certificate = certify(problem, allocation);
  if (certificate.status === "infeasible") {
    return { status: "numerical_error", reason: "the one allocation left does not keep its limits" };
  }
  return { status: certificate.status, allocation, certificate, iterations: 0 };
}

interface Found {
  readonly status: "feasible" | "iteration_limit" | "no_progress";
  /** Null where no allocation that was looked at keeps all limits. */
  readonly best: Float64Array | null;
  readonly evaluations: number;
}

function search(
  nlopt: Nlopt,
  problem: AllocationProblem,
  program: ScaledProgram,
  { relativeStep, maxEvaluations }: Omit<SlsqpSettings, "maxRows">,
): Found {
  const { start, spendAt, equalities, inequalities } = program;
  const scale = objectiveScale(gradient(problem, program, spendAt(start)));
  let best: Float64Array | null = null;
  let bestValue = -Infinity;
  let evaluations = 0;
  const look = (z: Float64Array, slope: Float64Array | null): number => {
    evaluations += 1;
    const spend = spendAt(z);
    const value = objective(problem, spend);
    if (value > bestValue && violation(problem, spend).largest <= VIOLATION_TOLERANCE * problem.total) {
      bestValue = value;
      best = spend;
    }
    slope?.set(gradient(problem, program, spend).map((one) => one * scale));
    return value * scale;
  };
  look(start, null);
  const slsqp = new nlopt.Optimize(nlopt.Algorithm.LD_SLSQP, start.length);
  slsqp.setMaxObjective(look, relativeStep);
  slsqp.setLowerBounds(Array.from(start, () => 0));
  slsqp.setUpperBounds(Array.from(program.width, (width) => (width > 0 ? 1 : 0)));
  if (equalities.length > 0) slsqp.addEqualityMConstraint(valuesOf(equalities), tolerances(equalities));
  if (inequalities.length > 0)
    slsqp.addInequalityMConstraint(valuesOf(inequalities), tolerances(inequalities));
  slsqp.setMaxeval(maxEvaluations);
  const { success } = slsqp.optimize(Array.from(start));
  nlopt.GC.flush();
  const status = !success ? "no_progress" : evaluations > maxEvaluations ? "iteration_limit" : "feasible";
  return { status, best, evaluations };
}

/** Slope of the objective by share; a slope that is infinite at zero is that of the smallest share. */
function gradient(problem: AllocationProblem, { width }: ScaledProgram, spend: Float64Array): Float64Array {
  const effective = effectiveSpend(problem, spend).map((one, at) =>
    Math.max(one, SMALLEST_SHARE * width[at]!),
  );
  return marginalWorth(problem, effective).map((slope, at) => (width[at]! > 0 ? slope * width[at]! : 0));
}

/** Factor that makes the steepest slope 1; 1 where all are flat. */
function objectiveScale(slopes: Float64Array): number {
  const steepest = slopes.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
  return steepest > 0 && steepest < Infinity ? 1 / steepest : 1;
}

function valuesOf(rows: ScaledProgram["equalities"]): VectorFunction {
  return (z, jacobian, values) => {
    jacobian?.fill(0);
    rows.forEach(({ cells, coefficients, constant }, r) => {
      let value = constant;
      cells.forEach((cell, k) => {
        value += coefficients[k]! * z[cell]!;
        if (jacobian) jacobian[r * z.length + cell] = coefficients[k]!;
      });
      values[r] = value;
    });
  };
}

function tolerances(rows: readonly unknown[]): number[] {
  return rows.map(() => ROW_TOLERANCE);
}
