import { type CentredRows, sumNeighboursInPlace, totalSquares } from "./centred-rows.ts";

/** Autocovariances with divisor n, averaged over rows. */
export interface Autocovariance {
  at(lag: number): number;
  /** The sum at an even lag and at the one after it; it remembers, so even lags are asked for in ascending order. */
  pairFrom(evenLag: number): number;
}

/**
 * Autocovariance of centred rows, computed as far as it is asked for.
 *
 * A pair of neighbouring lags costs one product per draw, not two: x_t x_{t+l} + x_t x_{t+l+1} = x_t (x_{t+l} + x_{t+l+1}),
 * and the sums of neighbours come with the rows. Geyer's sequence asks for pairs, and for one lag alone at its end.
 */
export function denseAutocovariance(rows: CentredRows): Autocovariance {
  const count = rows.rowCount * rows.length;
  const known: number[] = [];
  sumNeighboursInPlace(rows);
  return {
    at: (lag) => (lag === 0 ? totalSquares(rows) : lagProducts(rows, lag)) / count,
    pairFrom: (evenLag) => {
      const pair = evenLag / 2;
      while (known.length <= pair) pushPairProducts(known, rows);
      return known[pair]! / count;
    },
  };
}

/** Sum over all rows of products of draws `lag` apart. */
function lagProducts({ rowCount, length, stride, values }: CentredRows, lag: number): number {
  let even = 0;
  let odd = 0;
  for (let r = 0; r < rowCount; r++) {
    const start = r * stride;
    const end = start + length - lag;
    // An odd number of products ends with one that meets the padding, which is zero.
    for (let i = start; i < end; i += 2) {
      even += values[i]! * values[i + lag]!;
      odd += values[i + 1]! * values[i + lag + 1]!;
    }
  }
  return even + odd;
}

/** Appends the next four pairs of lags, summed over all rows. */
function pushPairProducts(known: number[], rows: CentredRows): void {
  const { rowCount, length, stride, values, neighbourSums } = rows;
  const lag = 2 * known.length;
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  for (let r = 0; r < rowCount; r++) {
    const start = r * stride;
    const end = start + length - lag;
    if (end <= start) continue;
    let ahead = start + lag;
    // The sums ahead slide along in registers: two draws load two new ones for their eight products.
    let ahead0 = neighbourSums[ahead]!;
    let ahead1 = neighbourSums[ahead + 1]!;
    let ahead2 = neighbourSums[ahead + 2]!;
    let ahead3 = neighbourSums[ahead + 3]!;
    let ahead4 = neighbourSums[ahead + 4]!;
    let ahead5 = neighbourSums[ahead + 5]!;
    for (let i = start; i < end; i += 2, ahead += 2) {
      const even = values[i]!;
      const odd = values[i + 1]!;
      const ahead6 = neighbourSums[ahead + 6]!;
      const ahead7 = neighbourSums[ahead + 7]!;
      sum0 += even * ahead0 + odd * ahead1;
      sum1 += even * ahead2 + odd * ahead3;
      sum2 += even * ahead4 + odd * ahead5;
      sum3 += even * ahead6 + odd * ahead7;
      ahead0 = ahead2;
      ahead1 = ahead3;
      ahead2 = ahead4;
      ahead3 = ahead5;
      ahead4 = ahead6;
      ahead5 = ahead7;
    }
  }
  known.push(sum0, sum1, sum2, sum3);
}

/** Room for indicators of rows of one shape; kept from one indicator to the next, its flags zero in between. */
export interface IndicatorRoom {
  readonly rowCount: number;
  readonly length: number;
  /** Each row is followed by as many zeros, so that looking ahead never meets the next row. */
  readonly flags: Uint8Array;
  /** Places in `flags` of the ones of the present indicator. */
  readonly places: Uint32Array;
}

export function createIndicatorRoom(rowCount: number, length: number): IndicatorRoom {
  const count = rowCount * length;
  return { rowCount, length, flags: new Uint8Array(2 * count), places: new Uint32Array(count) };
}

/** Autocovariance of rows of zeros and ones, and what share of each row the ones are; holds until `clear` is called. */
export interface IndicatorAutocovariance extends Autocovariance {
  readonly rowMeans: Float64Array;
  clear(): void;
}

/**
 * Autocovariance of rows of zeros and ones, counted over the ones only: cheap where they are few. The complement has
 * the same autocovariance.
 *
 * @param members - Places of the ones, in any order, in rows of `length` laid one after the other.
 */
export function indicatorAutocovariance(
  members: Uint32Array,
  { rowCount, length, flags, places }: IndicatorRoom,
): IndicatorAutocovariance {
  const memberCount = members.length;
  const memberCounts = new Float64Array(rowCount);
  for (let k = 0; k < memberCount; k++) {
    const row = Math.floor(members[k]! / length);
    const place = members[k]! + row * length;
    memberCounts[row]!++;
    places[k] = place;
    flags[place] = 1;
  }
  const squares = memberCounts.reduce((sum, count) => sum + count * count, 0);

  // For each row, how many members lie among its first and its last so many places.
  const ends = new Float64Array(rowCount);
  /** Sum of (x_i - m)(x_{i + lag} - m) with m = members / length, multiplied out, over rows. */
  const productSum = (lag: number, memberPairs: number): number => {
    let sum = memberPairs - (squares * (length + lag)) / (length * length);
    for (let r = 0; r < rowCount; r++) sum += (memberCounts[r]! * ends[r]!) / length;
    return sum / (rowCount * length);
  };
  const addEnds = (lag: number): void => {
    for (let first = 0; first < flags.length; first += 2 * length) {
      ends[first / (2 * length)]! += flags[first + lag]! + flags[first + length - 1 - lag]!;
    }
  };
  const known: number[] = [];
  const at = (lag: number): number => {
    while (known.length <= lag) {
      const next = known.length;
      let pairs = 0;
      let pairsAfter = 0;
      for (let k = 0; k < memberCount; k++) {
        const ahead = places[k]! + next;
        pairs += flags[ahead]!;
        pairsAfter += flags[ahead + 1]!;
      }
      known.push(productSum(next, pairs));
      addEnds(next);
      known.push(productSum(next + 1, pairsAfter));
      addEnds(next + 1);
    }
    return known[lag]!;
  };
  return {
    rowMeans: memberCounts.map((count) => count / length),
    at,
    pairFrom: (evenLag) => at(evenLag) + at(evenLag + 1),
    clear: () => {
      for (let k = 0; k < memberCount; k++) flags[places[k]!] = 0;
    },
  };
}
