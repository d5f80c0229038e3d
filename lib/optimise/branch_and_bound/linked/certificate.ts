import { activeConstraints } from "../../active.ts";
import { budgetRows } from "../../budgets.ts";
import {
  certify,
  GAP_TOLERANCE,
  residuals,
  VIOLATION_TOLERANCE,
  type Certificate,
} from "../../certificate.ts";
import { relativeGap } from "../../gap.ts";
import { marginalWorth } from "../../marginal-worth.ts";
import { effectiveSpend } from "../../problem.ts";
import { distanceFromChoice } from "../choice.ts";
import type { LocalOptimum } from "./ascent.ts";
import { costsFrom, treeBound, type LinkedTree } from "./bound.ts";
import type { LinkedProblem } from "./box.ts";

/**
 * The certificate of a plan over curves that need not be concave, or with choices, whose bound is that of a tree of cuts.
 *
 * Shadow prices, stationarity and complementarity are those of the local optimum, with its choices as they are; NaN without one. A
 * tree that proves less than the plan earns gives no bound: NaN. A choice that is broken makes the status infeasible.
 *
 * @param allocation - Money, (period, channel).
 * @param local - Where the allocation is a local optimum: that.
 */
export function certifyLinked(
  linked: LinkedProblem,
  allocation: Float64Array,
  tree: LinkedTree,
  local: LocalOptimum | null,
): Certificate {
  const { problem, choices } = linked;
  const plain = certify(problem, allocation);
  const tolerance = VIOLATION_TOLERANCE * problem.total;
  const isWhole = allocation.every(
    (spend, at) => distanceFromChoice(choices[at % choices.length] ?? null, spend) <= tolerance,
  );
  const proved = treeBound(linked, tree);
  // A bound below what is earned is rounding, or else no bound.
  const isBound = proved >= plain.objective * (1 - GAP_TOLERANCE);
  const upperBound = isBound ? Math.max(plain.objective, proved) : NaN;
  const gap = upperBound - plain.objective;
  const share = relativeGap(gap, upperBound);
  const isFeasible = plain.status !== "infeasible" && isWhole;
  return {
    ...plain,
    status: !isFeasible ? "infeasible" : share <= GAP_TOLERANCE ? "solved" : "feasible",
    upperBound,
    boundKind: isBound ? "lagrangian" : "none",
    gap,
    relativeGap: share,
    multipliers: null,
    ...localPrices(linked, allocation, local, tolerance),
  };
}

/** What the certificate of a local optimum says of its prices. */
function localPrices(
  linked: LinkedProblem,
  allocation: Float64Array,
  local: LocalOptimum | null,
  tolerance: number,
): Pick<Certificate, "budgetPrice" | "stationarity" | "complementarity" | "active"> {
  const { problem } = linked;
  const worth = marginalWorth(problem, effectiveSpend(problem, allocation));
  const prices = local?.prices ?? null;
  const dual =
    local && prices
      ? { multipliers: prices, cost: costsFrom(linked, local.box, prices).cost, gap: NaN }
      : null;
  return {
    budgetPrice: prices?.budget ?? new Float64Array(budgetRows(problem).length).fill(NaN),
    ...residuals(worth, local?.box ?? problem, allocation, dual),
    active: activeConstraints({ problem, allocation, dual, worth, tolerance }),
  };
}
