import type { Measurement } from "../gates/judge.ts";
import { sum } from "../linalg/vector.ts";
import { listed, shareInWords, short } from "../words.ts";
import type { FittedChannel } from "./fit-channels.ts";

/** What the curves of all channels say at the spends observed, against the model: contribution per period. */
export interface CurveErrors {
  readonly model: number;
  readonly curves: number;
  /** Mean over periods of the absolute distance, by channel. */
  readonly byChannel: readonly { readonly channel: string; readonly error: number }[];
}

/** The curves of the posterior means at each period's effective spend, against the contributions that they stand for. */
export function curveErrors(channels: readonly FittedChannel[]): CurveErrors {
  const means = channels.map(({ name, spend, contribution, best }) => {
    const fitted = spend.map((value) => best.curve.value(value));
    const distances = fitted.map((value, t) => Math.abs(value - (contribution[t] ?? NaN)));
    const n = spend.length;
    return {
      channel: name,
      model: sum(contribution) / n,
      curve: sum(fitted) / n,
      error: sum(distances) / n,
    };
  });
  return {
    model: sum(means.map(({ model }) => model)),
    curves: sum(means.map(({ curve }) => curve)),
    byChannel: means.map(({ channel, error }) => ({ channel, error })),
  };
}

/**
 * The facts of gate g9: whether the curves say what the model says, and whether the data determine them.
 *
 * @param gain - What the optimum is said to bring over current spend, contribution per period.
 */
export function curveMeasurements(channels: readonly FittedChannel[], gain: number): Measurement[] {
  const { model, curves, byChannel } = curveErrors(channels);
  const off = Math.abs(curves - model) / Math.abs(model);
  const error = sum(byChannel.map((one) => one.error));
  const worst = byChannel.reduce((a, b) => (b.error > a.error ? b : a), { channel: "", error: -1 });
  const flagged = channels.filter(({ best }) => best.flags.length > 0);
  return [
    {
      checkId: "curve_reconciliation",
      value: off,
      message: `at the spends observed the curves give ${short(curves)} per period, the model ${short(model)}: ${off > 0 ? shareInWords(off) : "nothing"} apart`,
    },
    gain > 0
      ? {
          checkId: "curve_error_over_gain",
          value: error / gain,
          message: `the curves are off by ${short(error)} per period, most in ${worst.channel} (${short(worst.error)}); the gain claimed is ${short(gain)}`,
        }
      : { checkId: "curve_error_over_gain", skipped: "the optimum claims no gain over current spend" },
    {
      checkId: "curve_identifiability",
      value: flagged.length,
      message:
        flagged.length === 0
          ? "the spends observed determine every curve"
          : listed(
              flagged.map(({ name, best }) => `${name} (${best.flags.join(", ").replaceAll("_", " ")})`),
            ),
    },
  ];
}
