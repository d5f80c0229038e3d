import { responseCurvesChart as drawCurves } from "../lib/charts/response-curves.ts";
import { picture } from "../lib/charts/render.ts";
import type { ConcaveCurve } from "../lib/curves/curve.ts";
import type { ConcaveFamily } from "../lib/curves/family.ts";
import { fitCurve } from "../lib/curves/fit.ts";
import type { Fit } from "../lib/curves/fit-report.ts";
import { michaelisMentenFamily } from "../lib/curves/michaelis-menten.ts";
import { selectFamily, type Selection } from "../lib/curves/select.ts";
import { sigmoidFamily } from "../lib/curves/sigmoid.ts";
import { InputError } from "../lib/errors.ts";
import type { SchemaTypes } from "../lib/schema/generated.ts";
import { defineStage, source, type Sources } from "../lib/stage.ts";
import { finite, periodWord } from "../lib/words.ts";
import {
  allResponseCurves,
  curves,
  responseCurveFits,
  responseCurvesChart,
  spendContributionPairs,
} from "./artefacts.ts";

type Pair = SchemaTypes["spend_contribution_pairs"][number];
type FitRow = SchemaTypes["response_curve_fit_combined"][number];
type FamilyName = FitRow["family"];
type CurveRecord = SchemaTypes["curves"]["channels"][number];

const FAMILIES: Readonly<Record<FamilyName, ConcaveFamily>> = {
  michaelis_menten: michaelisMentenFamily,
  sigmoid: sigmoidFamily,
};

/** One channel's points and the curve chosen for it. */
interface Channel {
  readonly name: string;
  readonly spend: readonly number[];
  readonly contribution: readonly number[];
  readonly selection: Selection<ConcaveCurve>;
  readonly best: Fit<ConcaveCurve>;
  readonly family: FamilyName;
}

function familyOf(fit: Fit): FamilyName {
  const found = Object.entries(FAMILIES).find(([, { name }]) => name === fit.family);
  return found?.[0] === "sigmoid" ? "sigmoid" : "michaelis_menten";
}

function fitChannel(name: string, pairs: readonly Pair[], families: readonly FamilyName[]): Channel {
  const own = pairs.filter(({ channel }) => channel === name);
  const spend = own.map((pair) => pair.spend);
  const contribution = own.map(({ contribution_mean }) => contribution_mean);
  const selection = selectFamily(families.map((family) => fitCurve(FAMILIES[family], spend, contribution)));
  if (selection.best === null) {
    const reasons = selection.failures.map(({ family, message }) => `${family}: ${message}`).join("; ");
    throw new InputError({
      what: `no response curve can be fitted (${reasons})`,
      where: `channel ${name}`,
      fix: "remove the channel from the pipeline, or check its spend and contributions in spend_contribution_pairs.csv",
    });
  }
  const fit = selection.best;
  return { name, spend, contribution, selection, best: fit, family: familyOf(fit) };
}

function fitRows({ name, selection, best }: Channel): FitRow[] {
  return selection.candidates.map(({ fit, aiccDifference }) => {
    const [first, second] = fit.parameters;
    return {
      channel: name,
      family: familyOf(fit),
      chosen: fit === best,
      parameter_1: first?.name ?? "",
      value_1: finite(first?.estimate),
      se_1: finite(first?.standardError),
      parameter_2: second?.name ?? "",
      value_2: finite(second?.estimate),
      se_2: finite(second?.standardError),
      sse: fit.sse,
      r2: finite(fit.r2),
      rmse: fit.rmse,
      aicc: finite(fit.aicc),
      delta_aicc: finite(aiccDifference),
      n: fit.n,
      well_determined: fit.wellDetermined,
      flags: fit.flags.join("; "),
    };
  });
}

function curveRecord({ name, spend, best, family }: Channel): CurveRecord {
  const [first = NaN, second = NaN] = best.parameters.map(({ estimate }) => estimate);
  return {
    channel: name,
    curve: family === "sigmoid" ? { family, alpha: first, lam: second } : { family, L: first, k: second },
    max_observed_spend: Math.max(...spend),
    r2: finite(best.r2),
    rmse: best.rmse,
    flags: [...best.flags],
  };
}

function gridRows({ name, spend, best, family }: Channel, points: number, extend: number) {
  const observed = Math.max(...spend);
  return Array.from({ length: points }, (_, i) => {
    const at = (observed * extend * i) / (points - 1);
    return {
      channel: name,
      family,
      spend: at,
      contribution: best.curve.value(at),
      marginal_contribution: best.curve.slope(at),
      beyond_observed: at > observed,
    };
  });
}

function curvesPicture(
  channels: readonly Channel[],
  grid: SchemaTypes["all_response_curves"],
  labels: Sources["labels"],
  dates: readonly string[],
) {
  const spec = drawCurves({
    channels: channels.map(({ name, spend, contribution }) => {
      const own = grid.filter(({ channel }) => channel === name);
      return {
        name,
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
  needs: ["40_decomposition"],
  reads: { pairs: spendContributionPairs, dataset: source("dataset"), labels: source("labels") },
  writes: { responseCurveFits, allResponseCurves, curves, responseCurvesChart },
  options: "response_curves.options",

  async run({ pairs, dataset, labels }, { families, grid, extend }) {
    const channels = dataset.channels.map(({ name }) => fitChannel(name, pairs, families));
    const rows = channels.flatMap((channel) => gridRows(channel, grid, extend));
    return {
      responseCurveFits: channels.flatMap(fitRows),
      allResponseCurves: rows,
      curves: { channels: channels.map(curveRecord) },
      responseCurvesChart: await curvesPicture(channels, rows, labels, dataset.dates),
    };
  },
});
