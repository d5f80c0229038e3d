import { michaelisMenten } from "../curves/michaelis-menten.ts";
import { explainInfeasibility, type Infeasibility } from "../optimise/infeasibility.ts";
import type { OptionProblem } from "../stage.ts";
import { exact, roundedTo, withinRange } from "../words.ts";
import { multiPeriodProblem, singlePeriodProblem } from "./problems.ts";
import type { AllocationRequest } from "./request.ts";

// Whether bounds, ramps and budgets contradict each other has nothing to do with the curves: any will do.
const FLAT = michaelisMenten({ L: 0, k: 1 });
const anyCurves = ({ channels }: AllocationRequest) =>
  channels.map(() => ({ curve: FLAT, effectiveCurve: FLAT, alpha: 0 }));

/** The least and the most that the bounds let all channels spend together, per period. */
export function withinBounds({ channels }: AllocationRequest): readonly [number, number] {
  return [
    channels.reduce((sum, { lower }) => sum + lower, 0),
    channels.reduce((sum, { upper }) => sum + upper, 0),
  ];
}

/** Why a total budget cannot be met in one period; `path` leads to where it was asked for. */
export function singlePeriodConflicts(
  request: AllocationRequest,
  total: number,
  path: OptionProblem["path"],
): OptionProblem[] {
  const [least, most] = withinBounds(request);
  const slack = 1e-9 * Math.max(total, most);
  if (total < least - slack || (total > most + slack && !request.isAtMost)) {
    const [low, high] = withinRange(least, most);
    const range = request.isAtMost ? `at least ${low}` : `between ${low} and ${high}`;
    return [
      {
        path,
        what: `a total budget of ${exact(total)} per period lies outside what the bounds allow: ${low} to ${high}`,
        fix: `ask for a total ${range}, or widen the bounds`,
      },
    ];
  }
  if (request.groups.length === 0) return [];
  const conflict = explainInfeasibility(singlePeriodProblem(request, anyCurves(request), total));
  if (conflict === null) return [];
  const nearest = nearestTotal(conflict);
  return [
    {
      path,
      what: `a total budget of ${exact(total)} per period: ${conflict.reason}`,
      fix:
        nearest === null
          ? "loosen one of these limits"
          : `the nearest total budget that can be met is ${exact(nearest)}; or loosen one of these limits`,
    },
  ];
}

/** The nearest total that can be met, where the total alone is what has to change; null where it is not. */
function nearestTotal({ nearestBudget }: Infeasibility): number | null {
  const isTotalAlone = nearestBudget?.perPeriod === null && nearestBudget.groups === undefined;
  return isTotalAlone ? nearestBudget.total : null;
}

const horizonConflict = (request: AllocationRequest) =>
  explainInfeasibility(multiPeriodProblem(request, anyCurves(request)));

/** A budget over the horizon in as few digits as leave it one that can be met. */
function nearestInReach(request: AllocationRequest, total: number): string {
  const { multiPeriod } = request;
  const inwards = total < multiPeriod.total ? "down" : "up";
  for (let digits = 4; digits <= 15; digits += 1) {
    const rounded = roundedTo(total, digits, inwards);
    if (horizonConflict({ ...request, multiPeriod: { ...multiPeriod, total: rounded } }) === null)
      return String(rounded);
  }
  return String(total);
}

/** Why no plan over the horizon can keep every limit. */
export function multiPeriodConflicts(request: AllocationRequest): OptionProblem[] {
  const conflict = horizonConflict(request);
  if (conflict === null) return [];
  const total = nearestTotal(conflict);
  return [
    {
      path: ["multi_period"],
      what: conflict.reason,
      fix:
        total === null
          ? "loosen one of these limits"
          : `the nearest total budget over the horizon that can be met is ${nearestInReach(request, total)}; or loosen one of these limits`,
    },
  ];
}
