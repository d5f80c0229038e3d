import { bandsOf } from "../lib/allocation/curve-picture.ts";
import { responseCurvesChart as drawCurves } from "../lib/charts/response-curves.ts";
import { picture } from "../lib/charts/render.ts";
import { alphaDraws, alphasOf, checkAdstock } from "../lib/response-curves/carryover.ts";
import {
  curveRecord,
  fitChannel,
  fitRows,
  gridPoints,
  type FittedChannel,
} from "../lib/response-curves/fit-channels.ts";
import {
  bandedRows,
  contributionsOf,
  curveDrawRows,
  fitChannelDraws,
  thinnedSamples,
} from "../lib/response-curves/fit-draws.ts";
import type { SchemaTypes } from "../lib/schema/generated.ts";
import { defineStage, source, type Sources } from "../lib/stage.ts";
import { periodWord } from "../lib/words.ts";
import {
  allResponseCurves,
  curveDraws,
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
  needs: ["20_model_fit", "40_decomposition"],
  reads: {
    posterior: { posterior: modelReference },
    pairs: spendContributionPairs,
    summary: modelSummary,
    dataset: source("dataset"),
    labels: source("labels"),
  },
  writes: { responseCurveFits, allResponseCurves, curveDraws, curves, responseCurvesChart },
  options: "response_curves.options",

  check: ({ dataset }, { adstock }) =>
    checkAdstock(
      adstock,
      dataset.channels.map(({ name }) => name),
    ),

  async run({ posterior, pairs, summary, dataset, labels }, { families, draws, grid, extend, adstock }) {
    const names = dataset.channels.map(({ name }) => name);
    const alphas = alphasOf(adstock, names, summary);
    const channels = names.map((name, i) => fitChannel(name, pairs, alphas[i] ?? NaN, families));
    const samples = thinnedSamples(posterior.chains, posterior.draws, draws);
    const carried = alphaDraws(adstock, names, alphas, posterior, posterior.chains * posterior.draws);
    const media = posterior.contributions();
    const drawn = channels.map((channel, i) =>
      fitChannelDraws(
        channel,
        contributionsOf(media, channel.name, channel.dates, samples),
        samples,
        Float64Array.from(samples, ({ at }) => carried[i]?.[at] ?? NaN),
      ),
    );
    const rows = drawn.flatMap((own) => bandedRows(gridPoints(own.channel, grid, extend), own));
    return {
      responseCurveFits: channels.flatMap(fitRows),
      allResponseCurves: rows,
      curveDraws: drawn.flatMap(curveDrawRows),
      curves: { channels: channels.map(curveRecord) },
      responseCurvesChart: await curvesPicture(channels, rows, labels, dataset.dates),
    };
  },
});
