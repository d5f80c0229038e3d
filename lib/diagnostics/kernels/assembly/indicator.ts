/**
 * Marks the members of an indicator, one bit each, and counts them by row.
 *
 * @param bits - Rows of `wordCount` words of 64 bits, each row followed by a word of zeros.
 * @param ends - For each row how many members lie among its first and its last so many places: none yet.
 * @param members - Places of the members in rows of `length` laid one after the other.
 */
export function markMembers(
  bits: usize,
  counts: usize,
  ends: usize,
  members: usize,
  memberCount: i32,
  rowCount: i32,
  length: i32,
): void {
  const stride = ((length + 63) >> 6) + 1;
  memory.fill(bits, 0, (rowCount * stride) << 3);
  memory.fill(counts, 0, rowCount << 2);
  memory.fill(ends, 0, rowCount << 2);
  for (let k = 0; k < memberCount; k++) {
    const member = load<u32>(members + (k << 2));
    const row = member / <u32>length;
    const place = member - row * <u32>length;
    const word = bits + ((row * stride + (place >> 6)) << 3);
    store<u64>(word, load<u64>(word) | ((<u64>1) << ((<u64>place) & 63)));
    store<i32>(counts + (row << 2), load<i32>(counts + (row << 2)) + 1);
  }
}

function bitAt(row: usize, place: i32): i32 {
  return <i32>((load<u64>(row + ((place >> 6) << 3)) >> ((<u64>place) & 63)) & 1);
}

/**
 * Sum over rows of the pairs of members `lag` apart, and of members times those at the row's ends divided by its length;
 * lags are asked for one after the other, from 0.
 */
export function memberProducts(
  bits: usize,
  counts: usize,
  ends: usize,
  rowCount: i32,
  length: i32,
  lag: i32,
): f64 {
  const wordCount = (length + 63) >> 6;
  const ahead = (lag >> 6) << 3;
  const shift = (<u64>lag) & 63;
  let pairs: u64 = 0;
  let atEnds = 0;
  for (let r = 0; r < rowCount; r++) {
    const row = bits + ((r * (wordCount + 1)) << 3);
    const end = row + (wordCount << 3) - ahead;
    let next = load<u64>(row + ahead);
    for (let word = row; word < end; word += 8) {
      const present = next;
      next = load<u64>(word + ahead, 8);
      // Shifted twice, for a word shifted by its own length is left as it is.
      pairs += popcnt<u64>(load<u64>(word) & ((present >> shift) | ((next << 1) << (63 - shift))));
    }
    const count = load<i32>(counts + (r << 2));
    const endCount = load<i32>(ends + (r << 2));
    atEnds += count * endCount;
    store<i32>(ends + (r << 2), endCount + bitAt(row, lag) + bitAt(row, length - 1 - lag));
  }
  return <f64>pairs + <f64>atEnds / <f64>length;
}
