import { createParetoTail, type ParetoTail, placePareto } from "./generalised-pareto.ts";
import { createLayout } from "./kernels/kernels.ts";
import { fillPowers, placePowers } from "./powers.ts";
import { placeSorted, placeSortRoom } from "./sorted-draws.ts";

/** Sums of ratios and of their squares over the draws outside the tail, and of likelihoods over all, in units of the least. */
export interface BodySums {
  readonly ratios: number;
  readonly squares: number;
  readonly likelihoods: number;
}

/** Sums over a tail of ratios, of their squares, and of ratios times likelihoods, in units of the least. */
export interface TailSums {
  readonly ratios: number;
  readonly squares: number;
  readonly weighted: number;
}

/** The kernels with room for the log likelihood of one observation at a time, and for the tail of its importance ratios. */
export interface TailRoom {
  /** The most draws that the tail can have. */
  readonly length: number;
  /** The lowest log likelihoods in ascending order, and their samples: as many as `findLowest` has found. */
  readonly lowest: Float64Array;
  readonly order: Uint32Array;
  /** What `exponentiate` has written. */
  readonly raw: Float64Array;
  /** The ratios after smoothing, to be filled in before `sumTail`: the greatest first, as are all of the tail. */
  readonly ratios: Float64Array;
  readonly pareto: ParetoTail;
  /** Copies log likelihoods in; gives the least and the greatest, NaN when one is NaN. */
  take(logLikelihood: Float64Array): { readonly least: number; readonly greatest: number };
  /** Finds one value more than the tail has, or more; gives how many. */
  findLowest(least: number, greatest: number): number;
  /** Raw importance ratios e^(least - value) of the `count` lowest values. */
  exponentiate(count: number, least: number): void;
  /** Sums of ratios e^x over those x = least - value that are at most `cutoff`, the least being at most 700 below the rest. */
  sumBody(least: number, cutoff: number): BodySums;
  /** Sums over the first `count` ratios; a likelihood is 1 over its raw ratio. */
  sumTail(count: number): TailSums;
}

/** Room for observations of so many samples, of which at most `length` are in the tail. */
export function createTailRoom(sampleCount: number, length: number): TailRoom {
  const layout = createLayout();
  const values = layout.doubles(sampleCount);
  const gathered = layout.doubles(sampleCount);
  // One place more is written than kept.
  const places = layout.integers(sampleCount + 1);
  const low = placeSorted(layout, sampleCount);
  const raw = layout.doubles(length);
  const ratios = layout.doubles(length);
  const spare = placeSortRoom(layout, sampleCount);
  const powers = placePowers(layout);
  const pareto = placePareto(layout, length, powers);
  const out = layout.doubles(3);
  const room = layout.open();
  const { run } = room;
  fillPowers(room, powers);
  const given = room.doubles(values, sampleCount);
  const numbers = room.doubles(out, 3);
  const wanted = Math.min(length + 1, sampleCount);
  return {
    length,
    lowest: room.doubles(low.sorted, sampleCount),
    order: room.integers(low.order, sampleCount),
    raw: room.doubles(raw, length),
    ratios: room.doubles(ratios, length),
    pareto: createParetoTail(room, pareto),
    take(logLikelihood) {
      given.set(logLikelihood);
      run.rangeOf(values, sampleCount, out);
      return { least: numbers[0]!, greatest: numbers[1]! };
    },
    findLowest: (least, greatest) =>
      run.findLowest(
        values,
        sampleCount,
        least,
        greatest,
        wanted,
        low.sorted,
        low.order,
        gathered,
        places,
        spare,
      ),
    exponentiate(count, least) {
      run.exponentials(raw, low.sorted, count, least, -1, powers);
    },
    sumBody(least, cutoff) {
      run.sumDecays(out, values, sampleCount, least, cutoff, powers);
      return { ratios: numbers[0]!, squares: numbers[1]!, likelihoods: numbers[2]! };
    },
    sumTail(count) {
      run.sumTail(out, ratios, raw, count);
      return { ratios: numbers[0]!, squares: numbers[1]!, weighted: numbers[2]! };
    },
  };
}
