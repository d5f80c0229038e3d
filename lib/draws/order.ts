/** Draws in ascending order, and where each of them stood before: `sorted[i] = values[order[i]]`. */
export interface SortedDraws {
  readonly sorted: Float64Array;
  readonly order: Uint32Array;
}

/** Draws are dealt into 2^22 cells of equal width by two passes over 11 bits each. */
const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const CELLS = DIGITS * DIGITS;
/** Moves per draw that repairing by insertion may take before a comparison sort is cheaper. */
const REPAIR_MOVES_PER_DRAW = 16;

/**
 * A sorter for arrays of one size, which keeps its buffers: a result holds until the next call.
 *
 * Draws are first placed by their linear position between the least and the greatest (a radix sort on that position,
 * which is monotone in the draw), then put right by insertion. Draws so spread that most share a cell, or that are not
 * finite, go to the comparison sort instead.
 *
 * @returns A function of an array of `size` values without NaN.
 */
export function createSorter(size: number): (values: Float64Array) => SortedDraws {
  const cells = new Uint32Array(size);
  const byLowDigit = new Uint32Array(size);
  const order = new Uint32Array(size);
  const sorted = new Float64Array(size);
  const lowCounts = new Uint32Array(DIGITS);
  const highCounts = new Uint32Array(DIGITS);

  return (values) => {
    if (values.length !== size) throw new RangeError(`a sorter for ${size} values got ${values.length}`);
    if (assignCells(values, cells)) {
      countDigits(cells, lowCounts, highCounts);
      for (let i = 0; i < size; i++) byLowDigit[lowCounts[cells[i]! & (DIGITS - 1)]!++] = i;
      for (let i = 0; i < size; i++) {
        const draw = byLowDigit[i]!;
        order[highCounts[cells[draw]! >>> DIGIT_BITS]!++] = draw;
      }
      if (repairByInsertion(values, order, sorted)) return { sorted, order };
    }
    sortByComparison(values, order, sorted);
    return { sorted, order };
  };
}

/** The draws in ascending order, in fresh arrays; see `createSorter`. */
export function sortDraws(values: Float64Array): SortedDraws {
  return createSorter(values.length)(values);
}

/** Numbers each value by its cell; false when the range of the values is not finite. */
function assignCells(values: Float64Array, cells: Uint32Array): boolean {
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const range = greatest - least;
  const cellsPerUnit = range > 0 ? (CELLS - 1) / range : 0;
  if (!Number.isFinite(range) || !Number.isFinite(cellsPerUnit)) return false;
  for (let i = 0; i < values.length; i++) cells[i] = (values[i]! - least) * cellsPerUnit;
  return true;
}

/** Where the draws of each low and each high digit begin. */
function countDigits(cells: Uint32Array, low: Uint32Array, high: Uint32Array): void {
  low.fill(0);
  high.fill(0);
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!;
    low[cell & (DIGITS - 1)]!++;
    high[cell >>> DIGIT_BITS]!++;
  }
  let lowStart = 0;
  let highStart = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const lowCount = low[digit]!;
    const highCount = high[digit]!;
    low[digit] = lowStart;
    high[digit] = highStart;
    lowStart += lowCount;
    highStart += highCount;
  }
}

/** Finishes an almost sorted order; false when it turns out not to be almost sorted. */
function repairByInsertion(values: Float64Array, order: Uint32Array, sorted: Float64Array): boolean {
  let movesLeft = REPAIR_MOVES_PER_DRAW * values.length;
  for (let i = 0; i < order.length; i++) {
    const draw = order[i]!;
    const value = values[draw]!;
    let place = i;
    while (place > 0 && sorted[place - 1]! > value) {
      sorted[place] = sorted[place - 1]!;
      order[place] = order[place - 1]!;
      place--;
    }
    sorted[place] = value;
    order[place] = draw;
    movesLeft -= i - place;
    if (movesLeft < 0) return false;
  }
  return true;
}

function sortByComparison(values: Float64Array, order: Uint32Array, sorted: Float64Array): void {
  for (let i = 0; i < order.length; i++) order[i] = i;
  order.sort((a, b) => (values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : 0));
  for (let i = 0; i < order.length; i++) sorted[i] = values[order[i]!]!;
}
