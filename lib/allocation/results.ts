import { interval } from "../draws/quantile.ts";
import { sum } from "../linalg/vector.ts";
import { steadySeries } from "../media/adstock.ts";
import { marginalWorth } from "../optimise/marginal-worth.ts";
import { effectiveSpend, objective } from "../optimise/problem.ts";
import { rampCeiling, rampFloor } from "../optimise/reachable.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { finite } from "../words.ts";
import type { ChannelCurve } from "./curves.ts";
import { currentSpend, type AllocationRequest } from "./request.ts";
import type { Plan } from "./solve.ts";

type ResultRow = SchemaTypes["optimization_results"][number];
type ScenarioRow = SchemaTypes["budget_scenario_results"][number];
type PeriodRow = SchemaTypes["multiperiod_optimization_results"][number];
type Summary = SchemaTypes["optimisation_summary"];
type Adequacy = Summary["adequacy"];
type Pair = SchemaTypes["spend_contribution_pairs"][number];

/** Spends closer than this share of the budget are the same spend. */
const SAME = 1e-9;
/** Spends of a plan over periods closer than this share of a period's budget to a limit are held by it: an interior point stops short of it. */
const HELD = 1e-6;

function bindingOf(spend: number, lower: number, upper: number, tolerance: number): ResultRow["binding"] {
  const [atLower, atUpper] = [spend - lower <= tolerance, upper - spend <= tolerance];
  if (atLower && atUpper) return "fixed";
  return atLower ? "lower" : atUpper ? "upper" : "none";
}

/** Channels that a group's budget holds back or forces on, at a price. */
function heldByGroup({ groups }: AllocationRequest, { certificate }: Plan): ReadonlySet<string> {
  const binding = certificate.active.filter(
    ({ kind, shadowPrice }) => kind === "budget_group" && shadowPrice !== 0,
  );
  return new Set(
    groups
      .filter(({ name }) => binding.some(({ group }) => group === name))
      .flatMap(({ channels }) => channels),
  );
}

/** The rows of optimization_results.csv; `changes` is what each channel's move brings in every draw. */
export function resultRows(
  request: AllocationRequest,
  plan: Plan,
  curves: readonly ChannelCurve[],
  changes: readonly Float64Array[],
  adequacy: Adequacy,
): ResultRow[] {
  const grouped = heldByGroup(request, plan);
  return request.channels.map(({ name, current, lower, upper }, i) => {
    const { curve, maxObservedSpend } = itemAt(curves, i);
    const atBound = bindingOf(plan.allocation[i] ?? NaN, lower, upper, SAME * request.total);
    const optimised = plan.allocation[i] ?? NaN;
    const [before, after] = [curve.value(current), curve.value(optimised)];
    const { q05, q95 } = interval(itemAt(changes, i));
    return {
      channel: name,
      current_spend: current,
      optimised_spend: optimised,
      change: optimised - current,
      change_fraction: current > 0 ? optimised / current - 1 : null,
      lower,
      upper,
      binding: atBound === "none" && grouped.has(name) ? "group" : atBound,
      current_contribution: before,
      optimised_contribution: after,
      contribution_change: after - before,
      contribution_change_q05: q05,
      contribution_change_q95: q95,
      current_marginal: curve.slope(current),
      optimised_marginal: curve.slope(optimised),
      current_return: current > 0 ? before / current : null,
      optimised_return: optimised > 0 ? after / optimised : null,
      beyond_observed: optimised > maxObservedSpend,
      adequacy,
    };
  });
}

function itemAt<T>(items: readonly T[], i: number): T {
  const item = items[i];
  if (item === undefined) throw new RangeError(`no item ${i} among ${items.length}`);
  return item;
}

/** The rows of budget_scenario_results.csv. */
export function scenarioRows(
  plans: readonly { readonly multiplier: number; readonly plan: Plan }[],
  curves: readonly ChannelCurve[],
  adequacy: Adequacy,
): ScenarioRow[] {
  return plans.flatMap(({ multiplier, plan }) =>
    curves.map(({ channel, curve, maxObservedSpend }, i) => {
      const spend = plan.allocation[i] ?? NaN;
      return {
        multiplier,
        total_budget: plan.problem.total,
        channel,
        spend,
        contribution: curve.value(spend),
        total_contribution: plan.certificate.objective,
        marginal_return: finite(plan.certificate.budgetPrice[0]),
        beyond_observed: spend > maxObservedSpend,
        gap_relative: plan.certificate.relativeGap,
        adequacy,
      };
    }),
  );
}

function periodBinding(
  spend: number,
  limits: { lower: number; upper: number; floor: number; ceiling: number },
  tolerance: number,
): string {
  const { lower, upper, floor, ceiling } = limits;
  if (spend - Math.max(lower, floor) <= tolerance) return floor > lower ? "ramp_down" : "lower";
  if (Math.min(upper, ceiling) - spend <= tolerance) return ceiling < upper ? "ramp_up" : "upper";
  return "none";
}

/** The rows of multiperiod_optimization_results.csv. */
export function periodRows(
  request: AllocationRequest,
  plan: Plan,
  curves: readonly ChannelCurve[],
  dates: readonly string[],
  adequacy: Adequacy,
): PeriodRow[] {
  const n = request.channels.length;
  const effective = effectiveSpend(plan.problem, plan.allocation);
  const worth = marginalWorth(plan.problem, effective);
  return dates.flatMap((date, t) =>
    request.channels.map(({ name, lower, upper, start, ramp }, i) => {
      const at = t * n + i;
      const spend = plan.allocation[at] ?? NaN;
      const previous = t === 0 ? start : (plan.allocation[at - n] ?? NaN);
      const floor = previous === null ? 0 : rampFloor(ramp, previous);
      const ceiling = previous === null ? Infinity : rampCeiling(ramp, previous);
      const { curve, alpha, maxObservedSpend } = itemAt(curves, i);
      const steady = (1 - alpha) * (effective[at] ?? NaN);
      return {
        period: t + 1,
        date,
        channel: name,
        spend,
        effective_spend: steady,
        contribution: curve.value(steady),
        marginal_contribution: worth[at] ?? NaN,
        ramp_lower: Math.max(lower, floor),
        ramp_upper: Math.min(upper, ceiling),
        binding: periodBinding(spend, { lower, upper, floor, ceiling }, HELD * request.total),
        beyond_observed: steady > maxObservedSpend,
        adequacy,
      };
    }),
  );
}

/** Share of what the growing channels gain that their curves claim beyond the spend ever observed. */
function gainBeyondObserved(rows: readonly ResultRow[], curves: readonly ChannelCurve[]): number {
  const gains = rows.map(({ contribution_change }) => Math.max(0, contribution_change));
  const beyond = rows.map(({ optimised_contribution, current_spend }, i) => {
    const { curve, maxObservedSpend } = itemAt(curves, i);
    return Math.max(0, optimised_contribution - curve.value(Math.max(maxObservedSpend, current_spend)));
  });
  return sum(gains) > 0 ? sum(beyond) / sum(gains) : 0;
}

/** The model's own contribution in the reference periods, and what the curves say of the same spends: means per period. */
function observedContribution(
  pairs: readonly Pair[],
  request: AllocationRequest,
  curves: readonly ChannelCurve[],
) {
  const dates = [...new Set(pairs.map(({ date }) => date))].sort().slice(-request.referencePeriods);
  const within = new Set(dates);
  const recent = pairs.filter(({ date }) => within.has(date));
  const modelled = curves.flatMap(({ channel, curve, alpha }) => {
    const { observations, spend } = steadySeries(
      pairs.filter((pair) => pair.channel === channel),
      alpha,
    );
    return observations.flatMap(({ date }, t) => (within.has(date) ? [curve.value(spend[t] ?? NaN)] : []));
  });
  return {
    model: sum(recent.map(({ contribution_mean }) => contribution_mean)) / dates.length,
    curve: sum(modelled) / dates.length,
  };
}

/** Everything that the summary is made from. */
export interface SummaryParts {
  readonly request: AllocationRequest;
  readonly rows: readonly ResultRow[];
  readonly plan: Plan;
  readonly multiPeriod: Plan;
  readonly dates: readonly string[];
  readonly curves: readonly ChannelCurve[];
  /** What each channel's move brings in every draw. */
  readonly changes: readonly Float64Array[];
  readonly pairs: readonly Pair[];
  readonly adequacy: Adequacy;
}

/** optimisation_summary.json: the headline of the recommendation and what it rests on. */
export function summarise({
  request,
  rows,
  plan,
  multiPeriod,
  dates,
  curves,
  changes,
  pairs,
  adequacy,
}: SummaryParts): Omit<Summary, "waivers"> {
  const gains = Float64Array.from(changes[0] ?? [], (_, draw) => sum(changes.map((own) => own[draw] ?? NaN)));
  const { q05, q95 } = interval(gains);
  const scale = request.currentTotal > 0 ? request.total / request.currentTotal : 0;
  const current = sum(rows.map(({ current_contribution }) => current_contribution));
  const observed = observedContribution(pairs, request, curves);
  const { periods, total } = request.multiPeriod;
  return {
    adequacy,
    total_budget: request.total,
    current_total: request.currentTotal,
    reference_periods: request.referencePeriods,
    current_contribution: current,
    optimised_contribution: plan.certificate.objective,
    gap_relative: plan.certificate.relativeGap,
    gain: plan.certificate.objective - current,
    gain_q05: q05,
    gain_q95: q95,
    probability_of_gain: gains.filter((gain) => gain > 0).length / gains.length,
    proportional_contribution: sum(
      request.channels.map(({ current: spend }, i) => itemAt(curves, i).curve.value(spend * scale)),
    ),
    budget_moved: sum(rows.map(({ change }) => Math.abs(change))) / 2,
    gain_beyond_observed: gainBeyondObserved(rows, curves),
    shadow_price: finite(plan.certificate.budgetPrice[0]),
    model_contribution: observed.model,
    curve_contribution_at_observed: observed.curve,
    largest_carryover: Math.max(...curves.map(({ alpha }) => alpha)),
    multi_period: {
      method: multiPeriod.method,
      method_reason: multiPeriod.methodReason,
      periods,
      first_date: dates.at(0) ?? "",
      last_date: dates.at(-1) ?? "",
      total_budget: total,
      contribution: multiPeriod.certificate.objective,
      current_contribution: objective(multiPeriod.problem, currentSpend(request, periods)),
      gap_relative: multiPeriod.certificate.relativeGap,
    },
  };
}
