/** Draws are dealt into 2^20 cells of equal width by two passes over 10 bits each; a few draws into 2^16 by passes over 8. */
const MOST_BITS: i32 = 10;
const FEWER_BITS: i32 = 8;
const FEW_DRAWS: i32 = 1000;
/** Added to a number below 2^32, it leaves the nearest integer in the low bits of the double. */
const TO_INTEGER: f64 = 4503599627370496.0;
/** Moves per draw that repairing by insertion may take before a radix sort of all bits is cheaper. */
const REPAIR_MOVES_PER_DRAW: i32 = 16;
/** Digits of the radix sort of all 64 bits. */
const WIDE_BITS: i32 = 8;
const WIDE_DIGITS: i32 = 1 << WIDE_BITS;

/** Writes the least and the greatest of so many values; NaN when one is NaN. */
export function rangeOf(values: usize, count: i32, out: usize): void {
  let least0 = f64x2.splat(Infinity);
  let least1 = least0;
  let greatest0 = f64x2.splat(-Infinity);
  let greatest1 = greatest0;
  let areNumbers = i64x2.splat(-1);
  let at = values;
  let i = 0;
  for (; i + 4 <= count; i += 4, at += 32) {
    const pair0 = v128.load(at);
    const pair1 = v128.load(at, 16);
    least0 = f64x2.pmin(least0, pair0);
    least1 = f64x2.pmin(least1, pair1);
    greatest0 = f64x2.pmax(greatest0, pair0);
    greatest1 = f64x2.pmax(greatest1, pair1);
    areNumbers = v128.and(areNumbers, v128.and(f64x2.eq(pair0, pair0), f64x2.eq(pair1, pair1)));
  }
  const least = f64x2.min(least0, least1);
  const greatest = f64x2.max(greatest0, greatest1);
  let low = min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1));
  let high = max(f64x2.extract_lane(greatest, 0), f64x2.extract_lane(greatest, 1));
  for (; i < count; i++, at += 8) {
    low = min(low, load<f64>(at));
    high = max(high, load<f64>(at));
  }
  const areAllNumbers = i64x2.all_true(areNumbers);
  store<f64>(out, areAllNumbers ? low : NaN);
  store<f64>(out, areAllNumbers ? high : NaN, 8);
}

/** How many come in each cell becomes where each cell begins. */
function countsToStarts(counts: usize, cellCount: i32): void {
  let start = 0;
  for (let at = counts, end = counts + (cellCount << 2); at < end; at += 4) {
    const count = load<u32>(at);
    store<u32>(at, start);
    start += count;
  }
}

function countDigits(cell: u32, bits: i32, lowStarts: usize, highStarts: usize): void {
  const low = lowStarts + ((cell & ((1 << bits) - 1)) << 2);
  store<u32>(low, load<u32>(low) + 1);
  const high = highStarts + ((cell >> bits) << 2);
  store<u32>(high, load<u32>(high) + 1);
}

/** Finishes an almost sorted order; false when it turns out not to be almost sorted. */
function repairByInsertion(sorted: usize, order: usize, count: i32): bool {
  let movesLeft = REPAIR_MOVES_PER_DRAW * count;
  let previous = -Infinity;
  for (let i = 0; i < count; i++) {
    const value = load<f64>(sorted + (i << 3));
    if (value >= previous) {
      previous = value;
      continue;
    }
    const draw = load<u32>(order + (i << 2));
    let place = i;
    while (place > 0) {
      const before = load<f64>(sorted + ((place - 1) << 3));
      if (!(before > value)) break;
      store<f64>(sorted + (place << 3), before);
      store<u32>(order + (place << 2), load<u32>(order + ((place - 1) << 2)));
      place--;
    }
    store<f64>(sorted + (place << 3), value);
    store<u32>(order + (place << 2), draw);
    movesLeft -= i - place;
    if (movesLeft < 0) return false;
  }
  return true;
}

/** Bits of a double, as an integer without sign that is as great among them as the double is. */
function ascendingBits(value: f64): u64 {
  const bits = reinterpret<i64>(value);
  return <u64>(bits ^ ((bits >> 63) | i64.MIN_VALUE));
}

/** Radix sort of all bits of the values, for those that the cells cannot tell apart. */
function sortByBits(
  values: usize,
  count: i32,
  sorted: usize,
  order: usize,
  starts: usize,
  spare: usize,
): void {
  let from = order;
  let to = spare;
  for (let i = 0; i < count; i++) store<u32>(order + (i << 2), i);
  for (let shift: u64 = 0; shift < 64; shift += WIDE_BITS) {
    memory.fill(starts, 0, WIDE_DIGITS << 2);
    for (let i = 0; i < count; i++) {
      const digit = <i32>((ascendingBits(load<f64>(values + (i << 3))) >> shift) & (WIDE_DIGITS - 1));
      store<u32>(starts + (digit << 2), load<u32>(starts + (digit << 2)) + 1);
    }
    countsToStarts(starts, WIDE_DIGITS);
    for (let i = 0; i < count; i++) {
      const draw = load<u32>(from + (i << 2));
      const digit = <i32>((ascendingBits(load<f64>(values + (draw << 3))) >> shift) & (WIDE_DIGITS - 1));
      const place = load<u32>(starts + (digit << 2));
      store<u32>(starts + (digit << 2), place + 1);
      store<u32>(to + (place << 2), draw);
    }
    const done = from;
    from = to;
    to = done;
  }
  // After an even number of passes the order is back where it began.
  for (let i = 0; i < count; i++) {
    store<f64>(sorted + (i << 3), load<f64>(values + (load<u32>(order + (i << 2)) << 3)));
  }
}

/**
 * Sorts values without NaN: `sorted[i] = values[order[i]]`, ascending.
 *
 * Draws are first placed by their linear position between the least and the greatest (a radix sort on that position,
 * which is monotone in the draw), then put right by insertion. The cells are so many that few draws share one: a repair
 * that is seldom needed is one that the processor predicts. Draws so spread that most share a cell are sorted by their bits.
 *
 * @param room - 8 KiB and 12 bytes per value.
 */
export function sortValues(values: usize, count: i32, sorted: usize, order: usize, room: usize): void {
  const bits = count < FEW_DRAWS ? FEWER_BITS : MOST_BITS;
  const digits = 1 << bits;
  const lowStarts = room;
  const highStarts = room + (digits << 2);
  const cells = highStarts + (digits << 2);
  const dealt = cells + (((count + 1) & ~1) << 2);
  rangeOf(values, count, room);
  const least = load<f64>(room);
  const range = load<f64>(room, 8) - least;
  const cellsPerUnit = range > 0 ? <f64>(digits * digits - 1) / range : 0;
  if (range < Infinity && cellsPerUnit < Infinity) {
    memory.fill(lowStarts, 0, digits << 3);
    const origin = f64x2.splat(least);
    const perUnit = f64x2.splat(cellsPerUnit);
    const toInteger = f64x2.splat(TO_INTEGER);
    let i = 0;
    for (; i + 2 <= count; i += 2) {
      const pair = f64x2.sub(v128.load(values + (i << 3)), origin);
      const cell = f64x2.add(f64x2.mul(pair, perUnit), toInteger);
      const cell0 = i32x4.extract_lane(cell, 0);
      const cell1 = i32x4.extract_lane(cell, 2);
      store<u32>(cells + (i << 2), cell0);
      store<u32>(cells + (i << 2), cell1, 4);
      countDigits(cell0, bits, lowStarts, highStarts);
      countDigits(cell1, bits, lowStarts, highStarts);
    }
    if (i < count) {
      const position = (load<f64>(values + (i << 3)) - least) * cellsPerUnit + TO_INTEGER;
      const cell = <u32>reinterpret<u64>(position);
      store<u32>(cells + (i << 2), cell);
      countDigits(cell, bits, lowStarts, highStarts);
    }
    countsToStarts(lowStarts, digits);
    countsToStarts(highStarts, digits);
    for (i = 0; i < count; i++) {
      const cell = load<u32>(cells + (i << 2));
      const start = lowStarts + ((cell & (digits - 1)) << 2);
      const place = load<u32>(start);
      store<u32>(start, place + 1);
      store<u64>(dealt + (place << 3), ((<u64>(cell >> bits)) << 32) | (<u64>i));
    }
    for (i = 0; i < count; i++) {
      const draw = load<u32>(dealt + (i << 3));
      const start = highStarts + (load<u32>(dealt + (i << 3), 4) << 2);
      const place = load<u32>(start);
      store<u32>(start, place + 1);
      store<f64>(sorted + (place << 3), load<f64>(values + (draw << 3)));
      store<u32>(order + (place << 2), draw);
    }
    if (repairByInsertion(sorted, order, count)) return;
  }
  sortByBits(values, count, sorted, order, room, cells);
}

/** How many of the sorted values equal the one before them. */
export function countTies(sorted: usize, count: i32): i32 {
  let ties = i64x2.splat(0);
  let i = 1;
  for (; i + 2 <= count; i += 2) {
    const at = sorted + (i << 3);
    ties = i64x2.sub(ties, f64x2.eq(v128.load(at), v128.load(at - 8)));
  }
  let tieCount = <i32>(i64x2.extract_lane(ties, 0) + i64x2.extract_lane(ties, 1));
  if (i < count) {
    const at = sorted + (i << 3);
    tieCount += i32(load<f64>(at) == load<f64>(at - 8));
  }
  return tieCount;
}
