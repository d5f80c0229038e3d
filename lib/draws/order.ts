/** Draws in ascending order, and where each of them stood before: `sorted[i] = values[order[i]]`. */
export interface SortedDraws {
  readonly sorted: Float64Array;
  readonly order: Uint32Array;
}

/** Draws are dealt into 2^20 cells of equal width by two passes over 10 bits each. */
const DIGIT_BITS = 10;
const DIGITS = 1 << DIGIT_BITS;
const CELLS = DIGITS * DIGITS;
/** Moves per draw that repairing by insertion may take before a comparison sort is cheaper. */
const REPAIR_MOVES_PER_DRAW = 16;

/** Buffers of one sorter. */
interface Buffers extends SortedDraws {
  readonly cells: Uint32Array;
  readonly byLowDigit: Uint32Array;
  readonly lowStarts: Uint32Array;
  readonly highStarts: Uint32Array;
}

/**
 * A sorter for arrays of one size, which keeps its buffers: a result holds until the next call.
 *
 * Draws are first placed by their linear position between the least and the greatest (a radix sort on that position,
 * which is monotone in the draw), then put right by insertion. The cells are so many that few draws share one: a repair
 * that is seldom needed is one that the processor predicts. Draws so spread that most share a cell, or that are not
 * finite, go to the comparison sort instead.
 *
 * @returns A function of an array of `size` values without NaN.
 */
export function createSorter(size: number): (values: Float64Array) => SortedDraws {
  const buffers: Buffers = {
    sorted: new Float64Array(size),
    order: new Uint32Array(size),
    cells: new Uint32Array(size),
    byLowDigit: new Uint32Array(size),
    lowStarts: new Uint32Array(DIGITS),
    highStarts: new Uint32Array(DIGITS),
  };
  return (values) => {
    if (values.length !== size) throw new RangeError(`a sorter for ${size} values got ${values.length}`);
    if (assignCells(values, buffers)) {
      dealByCells(values, buffers);
      if (repairByInsertion(buffers)) return buffers;
    }
    sortByComparison(values, buffers);
    return buffers;
  };
}

/** The draws in ascending order, in fresh arrays; see `createSorter`. */
export function sortDraws(values: Float64Array): SortedDraws {
  return createSorter(values.length)(values);
}

/** Numbers each value by its cell, and counts the digits; false when the range of the values is not finite. */
function assignCells(values: Float64Array, { cells, lowStarts, highStarts }: Buffers): boolean {
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
  lowStarts.fill(0);
  highStarts.fill(0);
  for (let i = 0; i < values.length; i++) {
    const cell = ((values[i]! - least) * cellsPerUnit) | 0;
    cells[i] = cell;
    lowStarts[cell & (DIGITS - 1)]!++;
    highStarts[cell >>> DIGIT_BITS]!++;
  }
  return true;
}

/** Puts values, and where they came from, in the order of their cells: by the low digit first, then by the high one. */
function dealByCells(values: Float64Array, buffers: Buffers): void {
  const { sorted, order, cells, byLowDigit, lowStarts, highStarts } = buffers;
  const count = values.length;
  countsToStartsInPlace(lowStarts);
  countsToStartsInPlace(highStarts);
  for (let i = 0; i < count; i++) byLowDigit[lowStarts[cells[i]! & (DIGITS - 1)]!++] = i;
  for (let i = 0; i < count; i++) {
    const draw = byLowDigit[i]!;
    const place = highStarts[cells[draw]! >>> DIGIT_BITS]!++;
    sorted[place] = values[draw]!;
    order[place] = draw;
  }
}

/** How many come in each cell becomes where each cell begins. */
function countsToStartsInPlace(counts: Uint32Array): void {
  let start = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    const count = counts[cell]!;
    counts[cell] = start;
    start += count;
  }
}

/** Finishes an almost sorted order; false when it turns out not to be almost sorted. */
function repairByInsertion({ sorted, order }: Buffers): boolean {
  let movesLeft = REPAIR_MOVES_PER_DRAW * sorted.length;
  let previous = -Infinity;
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i]!;
    if (value >= previous) {
      previous = value;
      continue;
    }
    const draw = order[i]!;
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

function sortByComparison(values: Float64Array, { sorted, order }: Buffers): void {
  for (let i = 0; i < order.length; i++) order[i] = i;
  order.sort((a, b) => (values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : 0));
  for (let i = 0; i < order.length; i++) sorted[i] = values[order[i]!]!;
}
