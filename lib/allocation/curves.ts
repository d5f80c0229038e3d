import { scaledSpend, type Curve } from "../curves/curve.ts";
import { familyNamed, thetaOf } from "../response-curves/curve-record.ts";
import type { SchemaTypes } from "../schema/generated.ts";

type CurveRecord = SchemaTypes["curves"]["channels"][number];

/** A channel's curve, with its carryover and how far the data support it. */
export interface ChannelCurve {
  readonly channel: string;
  /** Of spend held steady, money per period. */
  readonly curve: Curve;
  /** The same curve of effective spend, as geometric adstock with `alpha` gives it. */
  readonly effectiveCurve: Curve;
  /** Share of effective spend carried into the next period; 0: none. */
  readonly alpha: number;
  /** On the scale of spend held steady. */
  readonly maxObservedSpend: number;
}

/** The curves of 60_response_curves, in the order of the request's channels. */
export function readCurves(
  records: readonly CurveRecord[],
  channels: readonly { readonly name: string }[],
): ChannelCurve[] {
  return channels.map(({ name }) => {
    const record = records.find(({ channel }) => channel === name);
    if (record === undefined) throw new RangeError(`there is no curve for channel ${name}`);
    const { adstock_alpha: alpha } = record;
    const curve = familyNamed(record.curve.family).curve(thetaOf(record.curve));
    return {
      channel: name,
      curve,
      effectiveCurve: alpha === 0 ? curve : scaledSpend(curve, 1 / (1 - alpha)),
      alpha,
      maxObservedSpend: record.max_observed_spend,
    };
  });
}
