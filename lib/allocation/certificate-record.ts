import type { ActiveConstraint } from "../optimise/certificate.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { finite, short } from "../words.ts";
import type { Plan } from "./solve.ts";

type CertificateRecord = SchemaTypes["optimisation_certificate"]["certificates"][number];

/** Most active constraints that are listed. */
const LISTED = 200;

/** Those of the highest price, in the order of the problem; what has no price comes last. */
function dearest(active: readonly ActiveConstraint[]): readonly ActiveConstraint[] {
  if (active.length <= LISTED) return active;
  const price = ({ shadowPrice }: ActiveConstraint) =>
    Number.isNaN(shadowPrice) ? -1 : Math.abs(shadowPrice);
  const kept = new Set(active.toSorted((a, b) => price(b) - price(a)).slice(0, LISTED));
  return active.filter((one) => kept.has(one));
}

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
    kkt: {
      stationarity: finite(certificate.stationarity),
      complementarity: finite(certificate.complementarity),
    },
    violation: {
      bounds: violation.bounds,
      budget: Math.max(violation.budget, violation.perPeriod),
      groups: violation.groups,
      ramp_absolute: violation.rampAbsolute,
      ramp_percentage: violation.rampPercentage,
    },
    budget: problem.total,
    shadow_price: finite(certificate.budgetPrice[0]),
    active: dearest(active).map(({ kind, channel, group, period, limit, shadowPrice }) => ({
      constraint: kind,
      channel,
      group: group ?? null,
      period: problem.periods === 1 ? null : period,
      limit: finite(limit),
      shadow_price: finite(shadowPrice),
    })),
    n_active: active.length,
    iterations,
  };
}
