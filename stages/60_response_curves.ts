import { claimedGain } from "../lib/allocation/claimed-gain.ts";
import { bandsOf } from "../lib/allocation/curve-picture.ts";
import { responseCurvesChart as drawCurves } from "../lib/charts/response-curves.ts";
import { picture } from "../lib/charts/render.ts";
import { parseRequest } from "../lib/allocation/request.ts";
import { ALL_GATES, inCatalogueOrder } from "../lib/gates/catalogue.ts";
import { gates as judgeGates, judge } from "../lib/gates/judge.ts";
import { applyWaivers } from "../lib/gates/waivers.ts";
import { checkAdstock } from "../lib/response-curves/carryover.ts";
import { curveRecord, fitRows, gridPoints, type FittedChannel } from "../lib/response-curves/fit-channels.ts";
import { bandedRows, curveDrawRows } from "../lib/response-curves/fit-draws.ts";
import { channelCurves } from "../lib/response-curves/channel-curves.ts";
import { curveMeasurements } from "../lib/response-curves/adequacy.ts";
import type { SchemaTypes } from "../lib/schema/generated.ts";
import { defineStage, source, type Sources } from "../lib/stage.ts";
import { periodWord } from "../lib/words.ts";
import {
  allResponseCurves,
  checks,
  curveChecks,
  curveDraws,
  curveGates,
  curves,
  modelReference,
  modelSummary,
  responseCurveFits,
  responseCurvesChart,
  spendContributionPairs,
} from "./artefacts.ts";

function curvesPicture(
  channels: readonly FittedChannel[],
  grid: SchemaTypes["all_response_curves"],
  labels: Sources["labels"],
  dates: readonly string[],
) {
  const spec = drawCurves({
    channels: channels.map(({ name, alpha, spend, contribution }) => {
      const own = grid.filter(({ channel }) => channel === name);
      return {
        name,
        carriesOver: alpha > 0,
        observed: { spend, contribution },
        curve: {
          spend: own.map((row) => row.spend),
          contribution: own.map((row) => row.contribution),
          bands: bandsOf(own),
        },
        currentSpend: spend.reduce((sum, value) => sum + value, 0) / spend.length,
        optimisedSpend: null,
      };
    }),
    currency: labels.money,
    contributionUnit: labels.target,
    period: periodWord(dates),
  });
  return picture(spec);
}

export default defineStage({
  id: "60_response_curves",
  title: "fit a saturating response curve to each channel and draw",
  needs: ["20_model_fit", "40_decomposition", "50_diagnostics"],
  reads: {
    posterior: { posterior: modelReference },
    pairs: spendContributionPairs,
    summary: modelSummary,
    dataset: source("dataset"),
    labels: source("labels"),
    question: source("question"),
    policy: source("policy"),
    waivers: source("waivers"),
    earlier: checks,
  },
  writes: {
    responseCurveFits,
    allResponseCurves,
    curveDraws,
    curves,
    curveChecks,
    curveGates,
    responseCurvesChart,
  },
  options: "response_curves.options",

  check: ({ dataset }, { adstock }) =>
    checkAdstock(
      adstock,
      dataset.channels.map(({ name }) => name),
    ),

  async run(
    { posterior, pairs, summary, dataset, labels, question, policy, waivers, earlier },
    options,
    context,
  ) {
    const names = dataset.channels.map(({ name }) => name);
    const { source: origin, channels: drawn } = channelCurves(
      { posterior, pairs, summary, channels: names },
      options,
      (warning) => {
        context.warn(warning);
      },
      (done) => {
        context.progress("curves of channels", { done, total: names.length });
      },
    );
    const channels = drawn.map(({ channel }) => channel);
    const { grid, extend } = options;
    const records = channels.map(curveRecord);
    const gain = claimedGain(parseRequest(dataset, question).request, records);
    const measured = curveMeasurements(channels, gain).map((one) => judge(one, policy));
    const all = inCatalogueOrder([...earlier, ...measured]);
    const verdict = judgeGates(all, policy, ALL_GATES);
    const rows = drawn.flatMap((own) => bandedRows(gridPoints(own.channel, grid, extend), own));
    return {
      responseCurveFits: channels.flatMap(fitRows),
      allResponseCurves: rows,
      curveDraws: drawn.flatMap(curveDrawRows),
      curves: { source: origin, channels: records },
      curveChecks: all,
      curveGates: applyWaivers(waivers, { verdict, checks: all, policy, pipeline: labels.pipeline }),
      responseCurvesChart: await curvesPicture(channels, rows, labels, dataset.dates),
    };
  },
});
