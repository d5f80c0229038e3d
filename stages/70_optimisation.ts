import { certificateRecord } from "../lib/allocation/certificate-record.ts";
import { comparisonRows } from "../lib/allocation/comparison.ts";
import { readCurves } from "../lib/allocation/curves.ts";
import { frontierRows } from "../lib/allocation/frontier.ts";
import { datesAfter } from "../lib/allocation/horizon.ts";
import { parseRequest, type AllocationRequest } from "../lib/allocation/request.ts";
import {
  levelsByChannel,
  periodRows,
  resultRows,
  scenarioRows,
  summarise,
} from "../lib/allocation/results.ts";
import { solveMultiPeriod, solveSingle, type Plan } from "../lib/allocation/solve.ts";
import { budgetFrontierChart as drawFrontier } from "../lib/charts/budget-frontier.ts";
import { budgetOptimisationChart as drawBudget } from "../lib/charts/budget-optimisation.ts";
import { budgetScenariosChart as drawScenarios } from "../lib/charts/budget-scenarios.ts";
import { marginalReturnsChart as drawMarginal } from "../lib/charts/marginal-returns.ts";
import { multiperiodAllocationChart as drawPlan } from "../lib/charts/multiperiod-allocation.ts";
import { picture } from "../lib/charts/render.ts";
import type { ChartUnits } from "../lib/charts/units.ts";
import { loadNlopt } from "../lib/nlopt/load.ts";
import type { SchemaTypes } from "../lib/schema/generated.ts";
import { defineStage, source } from "../lib/stage.ts";
import { periodWord } from "../lib/words.ts";
import {
  budgetFrontier,
  budgetFrontierChart,
  budgetOptimisationChart,
  budgetScenarioResults,
  budgetScenariosChart,
  channelLevels,
  checks,
  curves,
  gates,
  marginalReturnsChart,
  multiperiodChart,
  multiperiodResults,
  optimisationCertificate,
  optimisationSummary,
  optimizationResults,
  planComparison,
  spendContributionPairs,
} from "./artefacts.ts";

type Summary = SchemaTypes["optimisation_summary"];

function budgetPicture(rows: SchemaTypes["optimization_results"], summary: Summary, units: ChartUnits) {
  const relative = (gain: number) => gain / summary.current_contribution;
  return picture(
    drawBudget({
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
    }),
  );
}

function marginalPicture(
  rows: SchemaTypes["optimization_results"],
  { shadow_price, adequacy }: Summary,
  units: ChartUnits,
) {
  return picture(
    drawMarginal({
      ...units,
      channels: rows.map(({ channel, current_marginal, optimised_marginal, binding }) => ({
        name: channel,
        currentMarginal: current_marginal,
        optimisedMarginal: optimised_marginal,
        binding,
      })),
      shadowPrice: shadow_price,
      adequacy,
    }),
  );
}

function frontierPicture(rows: SchemaTypes["budget_frontier"], summary: Summary, units: ChartUnits) {
  const isOtherTotal =
    Math.abs(summary.total_budget - summary.current_total) > 1e-9 * Math.abs(summary.current_total);
  return picture(
    drawFrontier({
      ...units,
      frontier: rows.map(({ total_budget, contribution, marginal_return }) => ({
        budget: total_budget,
        contribution,
        marginalReturn: marginal_return ?? NaN,
      })),
      current: { budget: summary.current_total, contribution: summary.current_contribution },
      recommended: { budget: summary.total_budget, contribution: summary.optimised_contribution },
      proportional: isOtherTotal
        ? { budget: summary.total_budget, contribution: summary.proportional_contribution }
        : null,
      adequacy: summary.adequacy,
    }),
  );
}

function scenariosPicture(
  plans: readonly { readonly multiplier: number; readonly plan: Plan }[],
  { current_total, adequacy }: Summary,
  units: ChartUnits,
) {
  return picture(
    drawScenarios({
      ...units,
      channels: plans[0]?.plan.problem.channels.map(({ name }) => name) ?? [],
      scenarios: plans.map(({ multiplier, plan }) => ({
        multiplier,
        budget: plan.problem.total,
        isFeasible: true,
        contribution: plan.certificate.objective,
        marginalReturn: plan.certificate.budgetPrice[0] ?? NaN,
        spend: Array.from(plan.allocation),
      })),
      currentBudget: current_total,
      adequacy,
    }),
  );
}

function planPicture(
  { channels }: AllocationRequest,
  rows: SchemaTypes["multiperiod_optimization_results"],
  dates: readonly string[],
  adequacy: Summary["adequacy"],
  units: ChartUnits,
) {
  return picture(
    drawPlan({
      ...units,
      dates,
      channels: channels.map(({ name, current, ramp }) => {
        const own = rows.filter(({ channel }) => channel === name);
        const envelope = {
          lower: own.map(({ ramp_lower }) => ramp_lower),
          upper: own.map(({ ramp_upper }) => ramp_upper),
        };
        return {
          name,
          spend: own.map(({ spend }) => spend),
          envelope: ramp === null ? null : envelope,
          currentSpend: current,
        };
      }),
      adequacy,
    }),
  );
}

export default defineStage({
  id: "70_optimisation",
  title: "optimise the budget behind open gates",
  needs: ["40_decomposition", "50_diagnostics", "60_response_curves"],
  reads: {
    curves,
    levels: channelLevels,
    pairs: spendContributionPairs,
    gates,
    checks,
    dataset: source("dataset"),
    labels: source("labels"),
  },
  writes: {
    optimizationResults,
    budgetScenarioResults,
    multiperiodResults,
    planComparison,
    budgetFrontier,
    optimisationSummary,
    optimisationCertificate,
    budgetOptimisationChart,
    marginalReturnsChart,
    budgetFrontierChart,
    budgetScenariosChart,
    multiperiodChart,
  },
  requires: ["pre_diagnostic", "convergence", "calibration", "evidence"],
  options: "optimisation.options",

  check: ({ dataset }, options) => parseRequest(dataset, options).problems,

  async run({ curves: fitted, levels, pairs, gates: verdict, dataset, labels }, options, context) {
    const { request, warnings } = parseRequest(dataset, options);
    for (const warning of warnings) context.warn(warning);
    const adequacy: Summary["adequacy"] = verdict.adequacy === "pass" ? "pass" : "warn";
    const curvesByChannel = readCurves(fitted.channels, request.channels);
    const levelDraws = levelsByChannel(levels, request);

    const plan = solveSingle("single period", request, curvesByChannel, request.total);
    const scenarios = request.scenarios.map((multiplier) => ({
      multiplier,
      plan: solveSingle(`scenario × ${multiplier}`, request, curvesByChannel, multiplier * request.total),
    }));
    const nlopt = request.multiPeriod.method === "slsqp" ? await loadNlopt() : null;
    const horizon = solveMultiPeriod("multi-period", request, curvesByChannel, nlopt);
    const multiPeriod = horizon.recommended;

    const dates = datesAfter(dataset.dates, request.multiPeriod.periods);
    const rows = resultRows(request, plan, curvesByChannel, levelDraws, adequacy);
    const periods = periodRows(request, multiPeriod, curvesByChannel, dates, adequacy);
    const summary = summarise({
      request,
      rows,
      plan,
      multiPeriod,
      dates,
      curves: curvesByChannel,
      levels: levelDraws,
      pairs,
      adequacy,
    });
    const frontier = frontierRows(request, curvesByChannel, adequacy);
    const units = {
      currency: labels.money,
      contributionUnit: labels.target,
      period: periodWord(dataset.dates),
    };
    return {
      optimizationResults: rows,
      budgetScenarioResults: scenarioRows(scenarios, curvesByChannel, adequacy),
      multiperiodResults: periods,
      planComparison: comparisonRows(request, plan, horizon, adequacy),
      budgetFrontier: frontier,
      optimisationSummary: summary,
      optimisationCertificate: {
        adequacy,
        certificates: [plan, ...scenarios.map((scenario) => scenario.plan), multiPeriod].map(
          certificateRecord,
        ),
        warnings: [...warnings],
      },
      budgetOptimisationChart: await budgetPicture(rows, summary, units),
      marginalReturnsChart: await marginalPicture(rows, summary, units),
      budgetFrontierChart: await frontierPicture(frontier, summary, units),
      budgetScenariosChart: await scenariosPicture(scenarios, summary, units),
      multiperiodChart: await planPicture(request, periods, dates, adequacy, units),
    };
  },
});
