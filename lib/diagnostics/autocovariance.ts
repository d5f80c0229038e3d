import { type CentredRows, totalSquares } from "./centred-rows.ts";
import type { Autocovariance } from "./geyer.ts";
import type { Address, Layout, Room } from "./kernels/kernels.ts";
import { spectralAutocovariance } from "./spectral-autocovariance.ts";

/**
 * So many lags are taken one after the other; of long rows, when a chain is stuck and more are asked for, all by their power
 * spectra, which cost about as much. In shorter rows the rest is cheaper as it is.
 */
const LAGS_BY_PRODUCTS = 2048;
const LONG_ROW = 8192;

const isBySpectrum = (lag: number, length: number) => lag >= LAGS_BY_PRODUCTS && length >= LONG_ROW;

/** Autocovariance of centred rows, computed as far as it is asked for. */
export function denseAutocovariance(room: Room, rows: CentredRows): Autocovariance {
  const { rowCount, length, stride, values, pairs } = rows;
  const count = rowCount * length;
  const next = room.doubles(pairs, 4);
  const known: number[] = [];
  const spectral = remembered(() => {
    const row = (r: number) => room.doubles(values + 8 * r * stride, length);
    return spectralAutocovariance(
      Array.from({ length: rowCount }, (_, r) => row(r)),
      length,
    );
  });
  return {
    at: (lag) =>
      (lag === 0 ? totalSquares(room, rows) : room.run.lagProducts(values, rowCount, length, stride, lag)) /
      count,
    pairFrom: (evenLag) => {
      if (isBySpectrum(evenLag, length)) return spectral()[evenLag]! + spectral()[evenLag + 1]!;
      while (known.length <= evenLag / 2) {
        room.run.pairProducts(pairs, values, rowCount, length, stride, 2 * known.length);
        known.push(...next);
      }
      return known[evenLag / 2]! / count;
    },
  };
}

function remembered<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Rows of zeros and ones, where they lie in a room. */
export interface Indicator {
  readonly rowCount: number;
  readonly length: number;
  readonly bits: Address;
  /** How many ones each row has, and how many of them lie among its first and its last so many places. */
  readonly counts: Address;
  readonly ends: Address;
}

/** A place for an indicator of rows of one shape. */
export function placeIndicator(layout: Layout, rowCount: number, length: number): Indicator {
  const wordsPerRow = Math.ceil(length / 64) + 1;
  return {
    rowCount,
    length,
    bits: layout.doubles(rowCount * wordsPerRow),
    counts: layout.integers(rowCount),
    ends: layout.integers(rowCount),
  };
}

/** Autocovariance of rows of zeros and ones, and how many ones each row has. */
export interface IndicatorAutocovariance extends Autocovariance {
  readonly counts: Uint32Array;
}

/**
 * Autocovariance of rows of zeros and ones, counted 64 places at a time; it holds until the next. The complement has the same.
 *
 * @param members - Places of the ones, in any order, in rows of `length` laid one after the other.
 */
export function indicatorAutocovariance(
  room: Room,
  indicator: Indicator,
  members: Address,
  memberCount: number,
): IndicatorAutocovariance {
  const { rowCount, length, bits, counts, ends } = indicator;
  room.run.markMembers(bits, counts, ends, members, memberCount, rowCount, length);
  const ones = room.integers(counts, rowCount);
  const squares = ones.reduce((sum, count) => sum + count * count, 0);
  const known: number[] = [];
  const spectral = remembered(() =>
    spectralAutocovariance(centredIndicator(room.integers(members, memberCount), ones, length), length),
  );
  const at = (lag: number): number => {
    if (isBySpectrum(lag, length)) return spectral()[lag]!;
    while (known.length <= lag) {
      const next = known.length;
      // Sum of (x_i - m)(x_{i + lag} - m) with m = ones / length, multiplied out, over rows.
      const products = room.run.memberProducts(bits, counts, ends, rowCount, length, next);
      known.push((products - (squares * (length + next)) / (length * length)) / (rowCount * length));
    }
    return known[lag]!;
  };
  return { counts: ones, at, pairFrom: (evenLag) => at(evenLag) + at(evenLag + 1) };
}

/** Rows of zeros and ones about their means. */
function centredIndicator(members: Uint32Array, ones: Uint32Array, length: number): Float64Array[] {
  const rows = Array.from(ones, (count) => new Float64Array(length).fill(-count / length));
  for (const member of members) rows[Math.floor(member / length)]![member % length]! += 1;
  return rows;
}
