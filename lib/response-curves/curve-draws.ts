import type { Curve } from "../curves/curve.ts";
import { curveOfDraw, type DrawCurves } from "../curves/draw-curves.ts";
import { familyNamed, type FamilyName } from "./curve-record.ts";
import type { SchemaTypes } from "../schema/generated.ts";

type CurveDrawRow = SchemaTypes["curve_draws"][number];

/** One channel's curve in every draw, draws in the order of curve_draws.csv: the same in every channel. */
export interface ChannelCurveDraws {
  readonly channel: string;
  readonly family: FamilyName;
  /** Contribution per period as a function of spend held steady, money per period. */
  readonly curves: DrawCurves;
  /** Share of effective spend that each draw carries into the next period. */
  readonly alpha: Float64Array;
}

function parametersOf({ family, parameter_1, parameter_2, parameter_3 }: CurveDrawRow): number[] {
  const own = [parameter_1, parameter_2 ?? NaN, parameter_3 ?? NaN];
  return own.slice(0, familyNamed(family).parameters.length);
}

/**
 * The curve of one row of curve_draws.csv: contribution per period as a function of spend held steady, money per period.
 *
 * Of effective spend e_t = s_t + alpha·e_{t−1}, with the row's `adstock_alpha`, it is value((1 − alpha)·e_t).
 */
export function curveOfRow(row: CurveDrawRow): Curve {
  const theta = Float64Array.from(parametersOf(row));
  return curveOfDraw({ family: familyNamed(row.family), draws: 1, theta }, 0);
}

/**
 * The rows of curve_draws.csv by channel, channels in the order in which they stand there.
 *
 * @throws RangeError where a channel has curves of two families, or channels have other draws.
 */
export function readCurveDraws(rows: readonly CurveDrawRow[]): ChannelCurveDraws[] {
  const channels = [...new Set(rows.map(({ channel }) => channel))];
  const byChannel = channels.map((name) => rows.filter(({ channel }) => channel === name));
  const drawsOf = (own: readonly CurveDrawRow[]) =>
    own.map(({ chain, draw }) => `${chain}:${draw}`).join(" ");
  const expected = drawsOf(byChannel[0] ?? []);
  return byChannel.map((own, i) => {
    const channel = channels[i] ?? "";
    const [first] = own;
    if (first === undefined || own.some(({ family }) => family !== first.family))
      throw new RangeError(`channel ${channel} has curves of several families`);
    if (drawsOf(own) !== expected) throw new RangeError(`channel ${channel} has other draws than the first`);
    return {
      channel,
      family: first.family,
      curves: {
        family: familyNamed(first.family),
        draws: own.length,
        theta: Float64Array.from(own.flatMap(parametersOf)),
      },
      alpha: Float64Array.from(own, ({ adstock_alpha }) => adstock_alpha),
    };
  });
}
