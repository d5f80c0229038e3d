import { certaintyOf } from "../lib/allocation/certainty.ts";
import { comparisonRows } from "../lib/allocation/comparison.ts";
import { readCurves } from "../lib/allocation/curves.ts";
import { changeDraws, readDrawnCurves } from "../lib/allocation/drawn.ts";
import { frontierRows } from "../lib/allocation/frontier.ts";
import { datesAfter } from "../lib/allocation/horizon.ts";
import {
  budgetPicture,
  frontierPicture,
  marginalPicture,
  planPicture,
  scenariosPicture,
} from "../lib/allocation/pictures.ts";
import { recommend } from "../lib/allocation/recommend.ts";
import { parseRequest } from "../lib/allocation/request.ts";
import { periodRows, resultRows, scenarioRows, summarise } from "../lib/allocation/results.ts";
import { planRows, summaryRows } from "../lib/allocation/scenario-rows.ts";
import { scenarios as compared } from "../lib/allocation/scenarios.ts";
import { certificateRecord } from "../lib/allocation/certificate-record.ts";
import { HORIZON_DEFAULTS, solveHorizon } from "../lib/allocation/horizon-thread.ts";
import { solveSingle } from "../lib/allocation/solve.ts";
import { wholeFrontierRows } from "../lib/allocation/whole-frontier.ts";
import { picture } from "../lib/charts/render.ts";
import { loadNlopt } from "../lib/nlopt/load.ts";
import { adequacyBehind } from "../lib/gates/judge.ts";
import { usedWaivers } from "../lib/gates/waivers.ts";
import type { SchemaTypes } from "../lib/schema/generated.ts";
import { defineStage, source } from "../lib/stage.ts";
import { periodsPerYear, periodWord, short } from "../lib/words.ts";
import {
  allocationCertainty,
  budgetFrontier,
  budgetFrontierChart,
  budgetOptimisationChart,
  budgetScenarioResults,
  budgetScenariosChart,
  curveChecks,
  curveDraws,
  curveGates,
  curves,
  marginalReturnsChart,
  multiperiodChart,
  multiperiodResults,
  optimisationCertificate,
  optimisationSummary,
  optimizationResults,
  planComparison,
  scenarioPlans,
  scenarioSummary,
  spendContributionPairs,
  wholeFrontier,
} from "./artefacts.ts";

type Summary = SchemaTypes["optimisation_summary"];

export default defineStage({
  id: "70_optimisation",
  title: "optimise the budget behind open gates",
  needs: ["40_decomposition", "50_diagnostics", "60_response_curves"],
  reads: {
    curves,
    curveDraws,
    pairs: spendContributionPairs,
    gates: curveGates,
    checks: curveChecks,
    dataset: source("dataset"),
    labels: source("labels"),
  },
  writes: {
    optimizationResults,
    budgetScenarioResults,
    multiperiodResults,
    planComparison,
    budgetFrontier,
    wholeFrontier,
    optimisationSummary,
    optimisationCertificate,
    budgetOptimisationChart,
    marginalReturnsChart,
    budgetFrontierChart,
    budgetScenariosChart,
    multiperiodChart,
  },
  mayWrite: { scenarioSummary, scenarioPlans, allocationCertainty },
  requires: ["pre_diagnostic", "convergence", "calibration", "evidence", "response_curve"],
  options: "optimisation.options",

  check: ({ dataset }, options) => parseRequest(dataset, options).problems,

  async run(
    { curves: fitted, curveDraws: drawRows, pairs, gates: verdict, dataset, labels },
    options,
    context,
  ) {
    const { request, warnings } = parseRequest(dataset, options);
    for (const warning of warnings) context.warn(warning);
    const adequacy = adequacyBehind(verdict);
    const curvesByChannel = readCurves(fitted.channels, request.channels);

    const drawn = readDrawnCurves(drawRows, request);
    if (drawn === null) context.warn("some draws' curves are not concave: plans over draws are not made");
    context.progress("dividing the budget");
    const recommended = recommend(request, curvesByChannel, drawn, options.objective);
    const { plan } = recommended;
    const scenarios = request.scenarios.map((multiplier, i) => {
      context.progress("solving scenarios", { done: i, total: request.scenarios.length });
      const total = multiplier * request.total;
      return { multiplier, plan: solveSingle(`scenario × ${multiplier}`, request, curvesByChannel, total) };
    });
    const horizon = await solveHorizon(
      { name: "multi-period", request, records: fitted.channels },
      {
        ...HORIZON_DEFAULTS,
        loadNlopt,
        signal: context.signal,
        onProgress: ({ iteration, gap }) => {
          context.progress(`planning: iteration ${iteration}, gap ${short(gap)}`);
        },
      },
    );
    const multiPeriod = horizon.recommended;
    context.progress("comparing plans over draws");

    const overDraws =
      drawn === null
        ? null
        : {
            all: compared({
              request,
              curves: drawn,
              options,
              recommended: recommended.scenario,
              periodsPerYear: periodsPerYear(dataset.dates),
            }),
            parts: { request, curves: drawn, observed: curvesByChannel, adequacy },
          };
    const dates = datesAfter(dataset.dates, request.multiPeriod.periods);
    const changes = changeDraws(drawRows, request, plan.allocation);
    const rows = resultRows(request, plan, curvesByChannel, changes, adequacy);
    const periods = periodRows(request, multiPeriod, curvesByChannel, dates, adequacy);
    const parts = summarise({
      request,
      rows,
      plan,
      multiPeriod,
      dates,
      curves: curvesByChannel,
      changes,
      pairs,
      adequacy,
    });
    const waivers = usedWaivers(verdict);
    const summary: Summary = { ...parts, waivers };
    const totals = scenarioRows(scenarios, curvesByChannel, adequacy);
    const frontier = frontierRows(request, curvesByChannel, adequacy);
    const units = {
      currency: labels.money,
      contributionUnit: labels.target,
      period: periodWord(dataset.dates),
    };
    return {
      optimizationResults: rows,
      budgetScenarioResults: totals,
      multiperiodResults: periods,
      planComparison: comparisonRows(request, plan, horizon, adequacy),
      budgetFrontier: frontier,
      wholeFrontier: wholeFrontierRows(request, curvesByChannel, drawn, adequacy),
      scenarioSummary: overDraws && summaryRows(overDraws.all, overDraws.parts),
      scenarioPlans: overDraws && planRows(overDraws.all, overDraws.parts),
      allocationCertainty: drawn && certaintyOf(request, drawn, recommended.scenario, adequacy),
      optimisationSummary: summary,
      optimisationCertificate: {
        adequacy,
        waivers,
        certificates: [plan, ...scenarios.map((scenario) => scenario.plan), multiPeriod].map(
          certificateRecord,
        ),
        warnings: [...warnings],
      },
      budgetOptimisationChart: await picture(budgetPicture(rows, summary, units)),
      marginalReturnsChart: await picture(marginalPicture(rows, summary, units)),
      budgetFrontierChart: await picture(frontierPicture(frontier, summary, units)),
      budgetScenariosChart: await picture(scenariosPicture(totals, summary, units)),
      multiperiodChart: await picture(planPicture(periods, rows, summary, units)),
    };
  },
});
