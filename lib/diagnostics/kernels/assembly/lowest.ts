import { sortValues } from "./order";

/** Added to a number below 2^32, it leaves the nearest integer in the low bits of the double. */
const TO_INTEGER: f64 = 4503599627370496.0;
/** Cells of equal width in which a sample of the values is counted. */
const CELLS: i32 = 1024;
/** One value in so many is in the sample. */
const SAMPLE_STEP: i32 = 8;
/** So many more than their share of the sample's lowest are looked for, so that the limit is seldom drawn too low. */
const MARGIN: i32 = 12;

/** In how many of the lowest cells so many of the sampled values lie. */
function cellsOfLowest(
  values: usize,
  count: i32,
  least: f64,
  cellsPerUnit: f64,
  wanted: i32,
  counts: usize,
): i32 {
  memory.fill(counts, 0, CELLS << 2);
  for (let i = 0; i < count; i += SAMPLE_STEP) {
    const position = (load<f64>(values + (i << 3)) - least) * cellsPerUnit + TO_INTEGER;
    const at = counts + ((<i32>reinterpret<i64>(position)) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  let found = 0;
  let cells = 0;
  while (found < wanted && cells < CELLS) found += load<u32>(counts + (cells++ << 2));
  return cells;
}

/** Writes the places of the values up to a limit; gives how many. Without a branch: where they come cannot be predicted. */
function placesUpTo(values: usize, count: i32, limit: f64, places: usize): i32 {
  const greatest = f64x2.splat(limit);
  let next = places;
  let at = values;
  let i = 0;
  for (; i + 2 <= count; i += 2, at += 16) {
    const areLow = i64x2.bitmask(f64x2.le(v128.load(at), greatest));
    store<u32>(next, i);
    next += (areLow & 1) << 2;
    store<u32>(next, i + 1);
    next += (areLow & 2) << 1;
  }
  if (i < count) {
    store<u32>(next, i);
    next += u32(load<f64>(at) <= limit) << 2;
  }
  return <i32>((next - places) >> 2);
}

/**
 * Finds at least the `wanted` lowest of some finite values, in ascending order, with the places where they stood; gives
 * how many.
 *
 * A sample tells below which limit about so many lie; those are gathered and sorted. The limit is raised as long as they
 * are too few.
 *
 * @param sorted - Room for all values, as are `order` and `gathered`; `places` is room for one more.
 * @param room - As for `sortValues`.
 */
export function findLowest(
  values: usize,
  count: i32,
  least: f64,
  greatest: f64,
  wanted: i32,
  sorted: usize,
  order: usize,
  gathered: usize,
  places: usize,
  room: usize,
): i32 {
  // Infinite where all are equal, or as good as that: they are then all in the first cell, and the limit is the greatest.
  const perUnit = <f64>(CELLS - 1) / (greatest - least);
  const cellsPerUnit = perUnit < Infinity ? perUnit : 0;
  let cells = cellsOfLowest(values, count, least, cellsPerUnit, wanted / SAMPLE_STEP + MARGIN, room);
  let found = 0;
  while (found < wanted) {
    const limit = cells < CELLS ? min(greatest, least + <f64>cells / cellsPerUnit) : greatest;
    found = placesUpTo(values, count, limit, places);
    cells *= 2;
  }
  for (let i = 0; i < found; i++) {
    store<f64>(gathered + (i << 3), load<f64>(values + (load<u32>(places + (i << 2)) << 3)));
  }
  sortValues(gathered, found, sorted, order, room);
  for (let i = 0; i < found; i++) {
    const at = order + (i << 2);
    store<u32>(at, load<u32>(places + (load<u32>(at) << 2)));
  }
  return found;
}
