import { michaelisMenten } from "../curves/michaelis-menten.ts";
import { sigmoid } from "../curves/sigmoid.ts";
import type { ConcaveCurve } from "../curves/curve.ts";
import type { SchemaTypes } from "../schema/generated.ts";

type CurveRecord = SchemaTypes["curves"]["channels"][number];

/** A channel's curve, with its carryover and how far the data support it. */
export interface ChannelCurve {
  readonly channel: string;
  /** Of spend held steady, money per period. */
  readonly curve: ConcaveCurve;
  /** The same curve of effective spend, as geometric adstock with `alpha` gives it. */
  readonly effectiveCurve: ConcaveCurve;
  /** Share of effective spend carried into the next period; 0: none. */
  readonly alpha: number;
  /** On the scale of spend held steady. */
  readonly maxObservedSpend: number;
}

/** The curve with its spend in units `unit` times as large: C(S / unit). */
function inUnits(curve: CurveRecord["curve"], unit: number): ConcaveCurve {
  return curve.family === "sigmoid"
    ? sigmoid({ alpha: curve.alpha, lam: curve.lam / unit })
    : michaelisMenten({ L: curve.L, k: curve.k * unit });
}

/** The curves of 60_response_curves, in the order of the request's channels. */
export function readCurves(
  records: readonly CurveRecord[],
  channels: readonly { readonly name: string }[],
): ChannelCurve[] {
  return channels.map(({ name }) => {
    const record = records.find(({ channel }) => channel === name);
    if (record === undefined) throw new RangeError(`there is no curve for channel ${name}`);
    const { curve, adstock_alpha: alpha } = record;
    return {
      channel: name,
      curve: inUnits(curve, 1),
      effectiveCurve: inUnits(curve, 1 / (1 - alpha)),
      alpha,
      maxObservedSpend: record.max_observed_spend,
    };
  });
}
