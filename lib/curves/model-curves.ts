import type { Curve } from "./curve.ts";
import type { DrawCurves } from "./draw-curves.ts";
import type { Family } from "./family.ts";
import { hillFamily } from "./hill.ts";
import { michaelisMentenFamily } from "./michaelis-menten.ts";
import { rootFamily } from "./root.ts";
import { sigmoidFamily } from "./sigmoid.ts";
import { tanhFamily } from "./tanh.ts";

/** What a model divides spend and contribution by before it fits, both above 0. */
export interface ModelScales {
  /** Money per period. */
  readonly channelScale: number;
  /** Contribution per period. */
  readonly targetScale: number;
}

/** A saturation function of PyMC-Marketing, and the family that holds the same curves in natural units. */
export interface ModelSaturation<C extends Curve = Curve> {
  readonly family: Family<C>;
  /** The model's own names, without the prefix `saturation_`, in the order of `theta`'s argument. */
  readonly parameters: readonly string[];
  /** Parameters of the family for those of the model, x = spend / channelScale. */
  theta(own: readonly number[], scales: ModelScales): number[];
}

/** 1 − e^{−ε x/λ} over its sum is half at x = λ with this ε. */
const INVERSE_SCALED_EPSILON = Math.log(3);

/**
 * Saturation functions by PyMC-Marketing's `lookup_name`, which the model writes into its attributes. Names of parameters
 * do not tell: `logistic` and `inverse_scaled_logistic` have the same.
 *
 * @see PyMC-Marketing 0.19.2, mmm/components/saturation.py and mmm/transformers.py
 */
export const MODEL_SATURATIONS = {
  /** beta·(1 − e^{−lam x}) / (1 + e^{−lam x}) */
  logistic: {
    family: sigmoidFamily,
    parameters: ["beta", "lam"],
    theta: ([beta, lam], { channelScale, targetScale }) => [beta! * targetScale, lam! / channelScale],
  },
  /** beta·(1 − e^{−ε x/lam}) / (1 + e^{−ε x/lam}) with ε = ln 3 */
  inverse_scaled_logistic: {
    family: sigmoidFamily,
    parameters: ["beta", "lam"],
    theta: ([beta, lam], { channelScale, targetScale }) => [
      beta! * targetScale,
      INVERSE_SCALED_EPSILON / (lam! * channelScale),
    ],
  },
  /** b·tanh(x / (b·c)) */
  tanh: {
    family: tanhFamily,
    parameters: ["b", "c"],
    theta: ([b, c], { channelScale, targetScale }) => [b! * targetScale, b! * c! * channelScale],
  },
  /** alpha·x / (lam + x) */
  michaelis_menten: {
    family: michaelisMentenFamily,
    parameters: ["alpha", "lam"],
    theta: ([alpha, lam], { channelScale, targetScale }) => [alpha! * targetScale, lam! * channelScale],
  },
  /** beta·(1 − kappa^slope / (kappa^slope + x^slope)) */
  hill: {
    family: hillFamily,
    parameters: ["beta", "kappa", "slope"],
    theta: ([beta, kappa, slope], { channelScale, targetScale }) => [
      beta! * targetScale,
      kappa! * channelScale,
      slope!,
    ],
  },
  /** beta·x^alpha */
  root: {
    family: rootFamily,
    parameters: ["beta", "alpha"],
    theta: ([beta, alpha], { channelScale, targetScale }) => [
      (beta! * targetScale) / channelScale ** alpha!,
      alpha!,
    ],
  },
} as const satisfies Readonly<Record<string, ModelSaturation>>;

/**
 * The curves of a model's own parameters, one per draw: contribution per period as a function of effective spend.
 *
 * With a normalised adstock kernel, effective spend is spend where it is held steady. With one that is not, spend held at
 * s has the effective spend s times the kernel's sum.
 *
 * @param own - One array per parameter of the saturation, in its order, all of one length: a value per draw.
 * @throws RangeError when an array is missing or of another length, or a scale is not finite and positive.
 */
export function modelCurves<C extends Curve>(
  saturation: ModelSaturation<C>,
  own: readonly Float64Array[],
  scales: ModelScales,
): DrawCurves<C> {
  const { family, parameters } = saturation;
  if (own.length !== parameters.length) {
    throw new RangeError(`${own.length} arrays of parameters, expected ${parameters.join(", ")}`);
  }
  const draws = own[0]!.length;
  own.forEach((values, a) => {
    if (values.length !== draws) {
      throw new RangeError(`${parameters[a]!} has ${values.length} draws, ${parameters[0]!} ${draws}`);
    }
  });
  for (const [name, scale] of Object.entries(scales)) {
    if (!(scale > 0 && scale < Infinity)) {
      throw new RangeError(`${name} is ${scale}, expected a finite number above 0`);
    }
  }
  const p = family.parameters.length;
  const theta = new Float64Array(draws * p);
  for (let d = 0; d < draws; d++) {
    theta.set(
      saturation.theta(
        own.map((values) => values[d]!),
        scales,
      ),
      d * p,
    );
  }
  return { family, draws, theta };
}
