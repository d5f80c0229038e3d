import type { TopLevelSpec } from "vega-lite";
import { budgetFrontierChart } from "../charts/budget-frontier.ts";
import { budgetOptimisationChart } from "../charts/budget-optimisation.ts";
import { budgetScenariosChart } from "../charts/budget-scenarios.ts";
import { marginalReturnsChart } from "../charts/marginal-returns.ts";
import { multiperiodAllocationChart } from "../charts/multiperiod-allocation.ts";
import type { ChartUnits } from "../charts/units.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { isSameAmount } from "../words.ts";

type Summary = SchemaTypes["optimisation_summary"];
type Result = SchemaTypes["optimization_results"][number];
type Scenario = SchemaTypes["budget_scenario_results"][number];
type Period = SchemaTypes["multiperiod_optimization_results"][number];
type FrontierRow = SchemaTypes["budget_frontier"][number];

/** The chart of optimization_results.csv: from current to optimised spend and contribution. */
export function budgetPicture(rows: readonly Result[], summary: Summary, units: ChartUnits): TopLevelSpec {
  const relative = (gain: number) => gain / summary.current_contribution;
  return budgetOptimisationChart({
    ...units,
    channels: rows.map((row) => ({
      name: row.channel,
      currentSpend: row.current_spend,
      optimisedSpend: row.optimised_spend,
      currentContribution: row.current_contribution,
      optimisedContribution: row.optimised_contribution,
      atBound: row.binding === "lower" || row.binding === "upper" ? row.binding : null,
    })),
    adequacy: summary.adequacy,
    gainInterval: {
      probability: 0.9,
      lower: relative(summary.gain_q05),
      upper: relative(summary.gain_q95),
    },
  });
}

/** The chart of the marginal returns in optimization_results.csv. */
export function marginalPicture(
  rows: readonly Result[],
  { shadow_price, adequacy }: Summary,
  units: ChartUnits,
): TopLevelSpec {
  return marginalReturnsChart({
    ...units,
    channels: rows.map(({ channel, current_marginal, optimised_marginal, binding }) => ({
      name: channel,
      currentMarginal: current_marginal,
      optimisedMarginal: optimised_marginal,
      binding,
    })),
    shadowPrice: shadow_price,
    adequacy,
  });
}

/** The chart of budget_frontier.csv. */
export function frontierPicture(
  rows: readonly FrontierRow[],
  summary: Summary,
  units: ChartUnits,
): TopLevelSpec {
  return budgetFrontierChart({
    ...units,
    frontier: rows.map(({ total_budget, contribution, marginal_return }) => ({
      budget: total_budget,
      contribution,
      marginalReturn: marginal_return ?? NaN,
    })),
    current: { budget: summary.current_total, contribution: summary.current_contribution },
    recommended: { budget: summary.total_budget, contribution: summary.optimised_contribution },
    proportional: isSameAmount(summary.total_budget, summary.current_total)
      ? null
      : { budget: summary.total_budget, contribution: summary.proportional_contribution },
    adequacy: summary.adequacy,
  });
}

/** The chart of budget_scenario_results.csv; the rows of one scenario follow each other, channels in the same order. */
export function scenariosPicture(
  rows: readonly Scenario[],
  { current_total, adequacy }: Summary,
  units: ChartUnits,
): TopLevelSpec {
  const multipliers = [...new Set(rows.map(({ multiplier }) => multiplier))];
  const scenarios = multipliers.map((multiplier) => rows.filter((row) => row.multiplier === multiplier));
  return budgetScenariosChart({
    ...units,
    channels: scenarios[0]?.map(({ channel }) => channel) ?? [],
    scenarios: scenarios.map((own) => ({
      multiplier: own[0]?.multiplier ?? NaN,
      budget: own[0]?.total_budget ?? NaN,
      isFeasible: true,
      contribution: own[0]?.total_contribution ?? NaN,
      marginalReturn: own[0]?.marginal_return ?? NaN,
      spend: own.map(({ spend }) => spend),
    })),
    currentBudget: current_total,
    adequacy,
  });
}

/** The chart of multiperiod_optimization_results.csv, beside current spend from optimization_results.csv. */
export function planPicture(
  rows: readonly Period[],
  results: readonly Result[],
  { adequacy }: Pick<Summary, "adequacy">,
  units: ChartUnits,
): TopLevelSpec {
  return multiperiodAllocationChart({
    ...units,
    dates: [...new Set(rows.map(({ date }) => date))],
    channels: results.map(({ channel, current_spend }) => {
      const own = rows.filter((row) => row.channel === channel);
      const envelope = {
        lower: own.map(({ ramp_lower }) => ramp_lower),
        upper: own.map(({ ramp_upper }) => ramp_upper),
      };
      return {
        name: channel,
        spend: own.map(({ spend }) => spend),
        envelope: isSteady(envelope.lower) && isSteady(envelope.upper) ? null : envelope,
        currentSpend: current_spend,
      };
    }),
    adequacy,
  });
}

/** Limits that never move are bounds, which no ramp narrows; of one period nobody can tell. */
function isSteady(limits: readonly number[]): boolean {
  return limits.length > 1 && limits.every((limit) => limit === limits[0]);
}
