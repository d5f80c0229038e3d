import { michaelisMenten } from "../curves/michaelis-menten.ts";
import { sigmoid } from "../curves/sigmoid.ts";
import type { ConcaveCurve } from "../curves/curve.ts";
import type { AllocationProblem } from "../optimise/problem.ts";
import type { Certificate } from "../optimise/certificate.ts";
import { relativeGap } from "../optimise/gap.ts";
import type { Allocated, Solution } from "../optimise/solution.ts";
import { solveByInteriorPoint } from "../optimise/interior_point/solver.ts";
import { solveSequentially } from "../optimise/sequential/solver.ts";
import { solveByWaterFilling } from "../optimise/waterfilling/solver.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { finite, short } from "../words.ts";
import { multiPeriodProblem, singlePeriodProblem, type AllocationRequest } from "./request.ts";

type CurveRecord = SchemaTypes["curves"]["channels"][number];
type CertificateRecord = SchemaTypes["optimisation_certificate"]["certificates"][number];

/** A channel's curve, with how far the data support it. */
export interface ChannelCurve {
  readonly channel: string;
  readonly curve: ConcaveCurve;
  readonly maxObservedSpend: number;
}

/** A certified allocation. */
export interface Plan {
  readonly name: string;
  readonly problem: AllocationProblem;
  /** Money per period, (period, channel). */
  readonly allocation: Float64Array;
  readonly certificate: Certificate;
  readonly iterations: number;
  readonly method: "waterfilling" | "sequential" | "interior_point";
  /** What problem the certificate's bound is of. */
  readonly boundOf: string;
}

/** The curves of 60_response_curves, in the order of the request's channels. */
export function readCurves(
  records: readonly CurveRecord[],
  channels: readonly { readonly name: string }[],
): ChannelCurve[] {
  return channels.map(({ name }) => {
    const record = records.find(({ channel }) => channel === name);
    if (record === undefined) throw new RangeError(`there is no curve for channel ${name}`);
    const { curve } = record;
    return {
      channel: name,
      maxObservedSpend: record.max_observed_spend,
      curve: curve.family === "sigmoid" ? sigmoid(curve) : michaelisMenten(curve),
    };
  });
}

/** A result that is not a certified feasible allocation is never written: it is a fault of the solver. */
function requireAllocation(name: string, solution: Solution): Allocated {
  if (solution.status === "solved" || solution.status === "feasible") return solution;
  const reason =
    solution.status === "infeasible"
      ? solution.infeasibility.reason
      : "reason" in solution
        ? solution.reason
        : "no certified allocation";
  throw new Error(`${name}: ${solution.status}: ${reason}`);
}

/** The optimum of one period at a total budget, by exact water-filling. */
export function solveSingle(
  name: string,
  request: AllocationRequest,
  curves: readonly ChannelCurve[],
  total: number,
): Plan {
  const problem = singlePeriodProblem(
    request,
    curves.map(({ curve }) => curve),
    total,
  );
  const { status, allocation, certificate, iterations } = requireAllocation(
    name,
    solveByWaterFilling(problem),
  );
  if (status !== "solved")
    throw new Error(`${name}: the optimum could not be certified (gap ${short(certificate.relativeGap)})`);
  return {
    name,
    problem,
    allocation,
    certificate,
    iterations,
    method: "waterfilling",
    boundOf: BOUND_OF.lagrangian,
  };
}

/**
 * The plan over several periods under the ramps.
 *
 * `sequential` builds it period by period; its distance from the best plan of all periods at once is measured against that
 * plan, which the interior point method finds.
 */
export function solveMultiPeriod(
  name: string,
  request: AllocationRequest,
  curves: readonly ChannelCurve[],
): Plan {
  const problem = multiPeriodProblem(
    request,
    curves.map(({ curve }) => curve),
  );
  const simultaneous = solveByInteriorPoint(problem);
  if (request.multiPeriod.method === "interior_point") {
    return {
      name,
      problem,
      method: "interior_point",
      boundOf: BOUND_OF.lagrangian,
      ...requireAllocation(name, simultaneous),
    };
  }
  const { allocation, certificate, iterations } = requireAllocation(name, solveSequentially(problem));
  const plan = { name, problem, allocation, iterations, method: "sequential" as const };
  return simultaneous.status === "solved"
    ? {
        ...plan,
        certificate: against(certificate, simultaneous.certificate.upperBound),
        boundOf: SIMULTANEOUS,
      }
    : { ...plan, certificate, boundOf: BOUND_OF[certificate.boundKind] };
}

/** The certificate with a tighter bound on the same problem. */
function against(certificate: Certificate, upperBound: number): Certificate {
  if (!(upperBound < certificate.upperBound)) return certificate;
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

/** Most active constraints that are listed. */
const LISTED = 200;

/** The record of a plan in optimisation_certificate.json. */
export function certificateRecord({
  name,
  method,
  problem,
  certificate,
  iterations,
  boundOf,
}: Plan): CertificateRecord {
  const { status, violation, active } = certificate;
  if (status === "infeasible")
    throw new Error(
      `${name}: the checker finds the allocation outside its limits by ${short(violation.largest)}`,
    );
  return {
    name,
    method,
    status,
    objective: certificate.objective,
    upper_bound: certificate.upperBound,
    gap_absolute: certificate.gap,
    gap_relative: certificate.relativeGap,
    bound_of: boundOf,
    violation: {
      bounds: violation.bounds,
      budget: violation.budget,
      ramp_absolute: violation.rampAbsolute,
      ramp_percentage: violation.rampPercentage,
    },
    budget: problem.total,
    shadow_price: finite(certificate.budgetPrice[0]),
    active: active
      .slice(0, LISTED)
      .map(({ kind, channel, period }) =>
        [kind, channel, period === null || problem.periods === 1 ? null : `period ${period}`]
          .filter((part) => part !== null)
          .join(" "),
      ),
    iterations,
  };
}
