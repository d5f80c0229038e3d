import { responseCurvesChart as drawCurves } from "../lib/charts/response-curves.ts";
import { picture } from "../lib/charts/render.ts";
import { alphasOf, checkAdstock } from "../lib/response-curves/carryover.ts";
import {
  curveRecord,
  fitChannel,
  fitRows,
  gridRows,
  type FittedChannel,
} from "../lib/response-curves/fit-channels.ts";
import type { SchemaTypes } from "../lib/schema/generated.ts";
import { defineStage, source, type Sources } from "../lib/stage.ts";
import { periodWord } from "../lib/words.ts";
import {
  allResponseCurves,
  curves,
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
          interval: null,
        },
        currentSpend: spend.reduce((sum, value) => sum + value, 0) / spend.length,
        optimisedSpend: null,
      };
    }),
    intervalProbability: 0.9,
    currency: labels.money,
    contributionUnit: labels.target,
    period: periodWord(dates),
  });
  return picture(spec);
}

export default defineStage({
  id: "60_response_curves",
  title: "fit a saturating response curve to each channel",
  needs: ["20_model_fit", "40_decomposition"],
  reads: {
    pairs: spendContributionPairs,
    summary: modelSummary,
    dataset: source("dataset"),
    labels: source("labels"),
  },
  writes: { responseCurveFits, allResponseCurves, curves, responseCurvesChart },
  options: "response_curves.options",

  check: ({ dataset }, { adstock }) =>
    checkAdstock(
      adstock,
      dataset.channels.map(({ name }) => name),
    ),

  async run({ pairs, summary, dataset, labels }, { families, grid, extend, adstock }) {
    const names = dataset.channels.map(({ name }) => name);
    const alphas = alphasOf(adstock, names, summary);
    const channels = names.map((name, i) => fitChannel(name, pairs, alphas[i] ?? NaN, families));
    const rows = channels.flatMap((channel) => gridRows(channel, grid, extend));
    return {
      responseCurveFits: channels.flatMap(fitRows),
      allResponseCurves: rows,
      curves: { channels: channels.map(curveRecord) },
      responseCurvesChart: await curvesPicture(channels, rows, labels, dataset.dates),
    };
  },
});
