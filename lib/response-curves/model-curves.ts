import { curveOfDraw, type DrawCurves } from "../curves/draw-curves.ts";
import { MODEL_SATURATIONS, type ModelSaturation } from "../curves/model-curves.ts";
import { sum } from "../linalg/vector.ts";
import {
  applyKernel,
  delayedKernel,
  geometricKernel,
  weibullCdfKernel,
  weibullPdfKernel,
  type Kernel,
} from "../media/kernels.ts";
import { shareInWords } from "../words.ts";
import type { ModelParameters } from "./carryover.ts";
import { familyNamed, type FamilyName } from "./curve-record.ts";
import { contributionsOf, type ContributionDraws, type Sample } from "./samples.ts";

/** What a model says it does to spend: as `Transformations` of lib/posterior. */
export interface StatedTransformations {
  readonly saturation: string;
  readonly adstock: { readonly name: string; readonly lMax: number; readonly isNormalised: boolean };
  readonly isAdstockFirst: boolean;
  readonly hasTimeVaryingMedia: boolean;
  readonly channelScales: readonly number[];
}

/** The model as far as its curves need it. */
export interface ModelOfCurves extends ModelParameters {
  readonly channels: readonly string[];
  readonly targetScale: number;
  readonly transformations: StatedTransformations | null;
}

/** One channel's curves by the model's own parameters, one per sample. */
export interface OwnCurves {
  readonly channel: string;
  readonly curves: DrawCurves;
  /** Share of effective spend carried into the next period, by sample: where the model's carryover is not geometric, that of the same mean lag. */
  readonly alpha: Float64Array;
}

/** The model's own curves, or why they cannot be read: a clause. */
export type ModelReading =
  | {
      readonly kind: "read";
      readonly family: FamilyName;
      readonly channels: readonly OwnCurves[];
      /** Whether the carryover is of another shape than the geometric one that stands for it. */
      readonly isCarryoverApproximate: boolean;
    }
  | { readonly kind: "unreadable"; readonly reason: string };

/** Largest distance of the contributions by the parameters read from the model's own, of the largest: files keep half precision or more. */
const SAME_CONTRIBUTION = 1e-3;
/** Draws in which they are compared. */
const COMPARED = 5;

type Adstock = StatedTransformations["adstock"];

/** Parameters of a carryover, and its weights; null for one that is not known. */
function adstockOf({ name, lMax, isNormalised }: Adstock) {
  const kernels: Readonly<
    Record<string, { readonly parameters: readonly string[]; kernel(own: readonly number[]): Kernel }>
  > = {
    no_adstock: { parameters: [], kernel: () => Float64Array.of(1) },
    geometric: {
      parameters: ["alpha"],
      kernel: ([alpha = NaN]) => geometricKernel(alpha, lMax, isNormalised),
    },
    delayed: {
      parameters: ["alpha", "theta"],
      kernel: ([alpha = NaN, theta = NaN]) => delayedKernel(alpha, theta, lMax, isNormalised),
    },
    weibull_pdf: {
      parameters: ["lam", "k"],
      kernel: ([lam = NaN, k = NaN]) => weibullPdfKernel(lam, k, lMax, isNormalised),
    },
    weibull_cdf: {
      parameters: ["lam", "k"],
      kernel: ([lam = NaN, k = NaN]) => weibullCdfKernel(lam, k, lMax, isNormalised),
    },
  };
  return kernels[name] ?? null;
}

/** The saturations by any name that a file may hold; of those that the optimiser has a curve for. */
const SATURATIONS: Readonly<Record<string, ModelSaturation>> = MODEL_SATURATIONS;

const FAMILY_OF: Readonly<Record<string, FamilyName>> = {
  logistic: "sigmoid",
  inverse_scaled_logistic: "sigmoid",
  tanh: "tanh",
  michaelis_menten: "michaelis_menten",
  hill: "hill",
  root: "root",
};

/**
 * Share carried over by the geometric carryover that stands for the model's: the model's own alpha, though its carryover may be cut
 * off after some periods, and for other shapes, and an alpha of 1, that of the same mean lag.
 */
function geometricShare(adstock: string, kernel: Kernel, alpha: number): number {
  if (adstock === "geometric" && alpha < 1) return alpha;
  const lag = kernel.reduce((total, weight, l) => total + l * weight, 0) / sum(kernel);
  return lag / (1 + lag);
}

/** One variable's draws of one channel, chains one after another; null where the posterior has none. */
function drawsOf(model: ModelOfCurves, variable: string, channel: string): Float64Array | null {
  for (const { name, chains } of model.scalarsOf(variable)) {
    if (name === `${variable}[${channel}]` || name === variable)
      return Float64Array.from(chains.flatMap((chain) => Array.from(chain)));
  }
  return null;
}

/**
 * The curves that the model's own parameters give, draw by draw.
 *
 * They are taken only where they give the model's own contributions of some draws, so that nothing that a file does not say
 * (media that vary over time, exposure in place of spend) goes by unnoticed.
 *
 * @param spendOf - Spend of a channel in the periods `dates`, in time order.
 */
export function readModelCurves(
  model: ModelOfCurves,
  samples: readonly Sample[],
  dates: readonly string[],
  spendOf: (channel: string) => ArrayLike<number>,
  contributions: ContributionDraws,
): ModelReading {
  const stated = model.transformations;
  const unreadable = (reason: string): ModelReading => ({ kind: "unreadable", reason });
  if (stated === null) return unreadable("the file does not name the model's saturation and adstock");
  const saturation = SATURATIONS[stated.saturation];
  const family = FAMILY_OF[stated.saturation];
  if (saturation === undefined || family === undefined)
    return unreadable(`the model's saturation is ${stated.saturation}, which is not one of the curves here`);
  const adstock = adstockOf(stated.adstock);
  if (adstock === null)
    return unreadable(`the model's adstock is ${stated.adstock.name}, which is not known here`);
  if (!stated.isAdstockFirst) return unreadable("the model saturates spend before it carries it over");
  if (stated.hasTimeVaryingMedia) return unreadable("the model's media effects vary over time");

  const channels: OwnCurves[] = [];
  for (const [c, channel] of model.channels.entries()) {
    const names = [
      ...saturation.parameters.map((name) => `saturation_${name}`),
      ...adstock.parameters.map((name) => `adstock_${name}`),
    ];
    const own = names.map((name) => drawsOf(model, name, channel));
    const missing = names.find((_, i) => own[i] === null);
    if (missing !== undefined) return unreadable(`the posterior has no ${missing}[${channel}]`);
    const at = (i: number, sample: Sample) => own[i]?.[sample.at] ?? NaN;
    const kernels = samples.map((sample) =>
      adstock.kernel(adstock.parameters.map((_, i) => at(saturation.parameters.length + i, sample))),
    );
    const theta = samples.flatMap((sample, d) =>
      saturation.theta(
        saturation.parameters.map((_, i) => at(i, sample)),
        {
          // Spend held at s has the effective spend s times the kernel's sum.
          channelScale: (stated.channelScales[c] ?? NaN) / sum(kernels[d] ?? []),
          targetScale: model.targetScale,
        },
      ),
    );
    const curves = { family: familyNamed(family), draws: samples.length, theta: Float64Array.from(theta) };
    const spend = spendOf(channel);
    const distance = distanceFrom(
      curves,
      kernels,
      spend,
      contributionsOf(contributions, channel, dates, samples),
    );
    if (!(distance <= SAME_CONTRIBUTION)) {
      const by = Number.isNaN(distance) ? "an undefined share" : shareInWords(distance);
      return unreadable(
        `its parameters do not give its own contributions: those of ${channel} are off by ${by} of the largest`,
      );
    }
    channels.push({
      channel,
      curves,
      alpha: Float64Array.from(samples, (sample, d) =>
        geometricShare(
          stated.adstock.name,
          kernels[d] ?? Float64Array.of(),
          at(saturation.parameters.length, sample),
        ),
      ),
    });
  }
  const { name } = stated.adstock;
  return {
    kind: "read",
    family,
    channels,
    isCarryoverApproximate: !["geometric", "no_adstock"].includes(name),
  };
}

/** The largest distance of the contributions by curves and kernels from the model's own, over the largest of them, in some draws. */
function distanceFrom(
  curves: DrawCurves,
  kernels: readonly Kernel[],
  spend: ArrayLike<number>,
  contributions: Float64Array,
): number {
  const step = Math.max(1, Math.floor(curves.draws / COMPARED));
  let [off, largest] = [0, 0];
  for (let d = 0; d < curves.draws; d += step) {
    const kernel = kernels[d] ?? Float64Array.of();
    const curve = curveOfDraw(curves, d);
    const effective = applyKernel(spend, kernel);
    const mass = sum(kernel);
    effective.forEach((value, t) => {
      const own = contributions[d * spend.length + t] ?? NaN;
      off = Math.max(off, Math.abs(curve.value(value / mass) - own));
      largest = Math.max(largest, Math.abs(own));
    });
  }
  return off === 0 ? 0 : off / largest;
}
