import { createSorter } from "../draws/order.ts";

/** Some of the lowest values of an array, ascending, and where they stood. */
export interface Lowest {
  readonly count: number;
  readonly sorted: Float64Array;
  readonly order: Uint32Array;
}

/** Cells of equal width in which values are counted. */
const CELLS = 1024;
/** With more values than this for each one wanted in the cells that hold them, sorting everything is no dearer. */
const MOST_PER_WANTED = 4;

/**
 * A function that gives at least the `wanted` lowest of `size` values, without sorting the rest; a result holds until the
 * next call.
 *
 * Values are counted in cells; those in the first cells that hold enough are put in the order of their cells, and then
 * right by insertion.
 */
export function createLowest(
  size: number,
  wanted: number,
): (values: Float64Array, least: number, greatest: number) => Lowest {
  const starts = new Uint32Array(CELLS);
  const capacity = Math.min(size, MOST_PER_WANTED * wanted);
  const sorted = new Float64Array(capacity);
  const order = new Uint32Array(capacity);
  let sort: ReturnType<typeof createSorter> | undefined;

  return (values, least, greatest) => {
    const cellsPerUnit = greatest > least ? (CELLS - 1) / (greatest - least) : 0;
    starts.fill(0);
    for (let i = 0; i < size; i++) starts[((values[i]! - least) * cellsPerUnit) | 0]!++;
    let cellCount = 0;
    let count = 0;
    while (count < wanted) {
      const inCell = starts[cellCount]!;
      starts[cellCount++] = count;
      count += inCell;
    }
    if (count > capacity) {
      sort ??= createSorter(size);
      return { count: size, ...sort(values) };
    }
    for (let i = 0; i < size; i++) {
      const cell = ((values[i]! - least) * cellsPerUnit) | 0;
      if (cell >= cellCount) continue;
      const place = starts[cell]!++;
      sorted[place] = values[i]!;
      order[place] = i;
    }
    sortByInsertion(sorted, order, count);
    return { count, sorted, order };
  };
}

function sortByInsertion(sorted: Float64Array, order: Uint32Array, count: number): void {
  for (let i = 1; i < count; i++) {
    const value = sorted[i]!;
    const from = order[i]!;
    let place = i;
    for (; place > 0 && sorted[place - 1]! > value; place--) {
      sorted[place] = sorted[place - 1]!;
      order[place] = order[place - 1]!;
    }
    sorted[place] = value;
    order[place] = from;
  }
}
