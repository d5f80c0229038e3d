/** Writes to each draw's place in `out` the score of its rank, where no draws are tied; `scores` are of the ranks 1, 2, …. */
export function scoreDistinct(out: usize, order: usize, count: i32, scores: usize): void {
  for (let i = 0; i < count; i++) {
    store<f64>(out + (load<u32>(order + (i << 2)) << 3), load<f64>(scores + (i << 3)));
  }
}

/** Gives tied draws, once they have been scored as if they were not, the score of their mean rank: `scores[2 r]` for rank r. */
export function scoreTies(out: usize, sorted: usize, order: usize, count: i32, scores: usize): void {
  for (let first = 0; first + 1 < count; first++) {
    const value = load<f64>(sorted + (first << 3));
    if (load<f64>(sorted + (first << 3), 8) != value) continue;
    let next = first + 2;
    while (next < count && load<f64>(sorted + (next << 3)) == value) next++;
    const score = load<f64>(scores + ((first + next + 1) << 3));
    for (let i = first; i < next; i++) store<f64>(out + (load<u32>(order + (i << 2)) << 3), score);
    first = next - 1;
  }
}

/** How many sorted values are below a limit, by bisection. */
function countBelow(sorted: usize, count: i32, limit: f64): i32 {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<f64>(sorted + (middle << 3)) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Distances of sorted draws from a centre in ascending order, merged from its two sides instead of sorted again.
 *
 * Which side the next distance comes from is as good as a coin toss, and a branch on it would be mispredicted every other
 * time: the outcome of the comparison is added to a counter instead. Merging from the nearest and from the farthest end at
 * once gives the processor two chains of steps that do not wait for each other. Distances have no sign, so that their bits
 * compare as they do.
 *
 * @param count - Even.
 * @param room - For the distances on either side, the nearest first, each between two sentinels: `count` + 4 doubles.
 */
export function foldSorted(
  outSorted: usize,
  outOrder: usize,
  sorted: usize,
  order: usize,
  count: i32,
  centre: f64,
  room: usize,
): void {
  const belowCount = countBelow(sorted, count, centre);
  const aboveCount = count - belowCount;
  const below = room;
  const above = room + ((belowCount + 2) << 3);
  for (let i = 0; i < belowCount; i++) {
    store<f64>(below + ((belowCount - i) << 3), centre - load<f64>(sorted + (i << 3)));
  }
  for (let i = 0; i < aboveCount; i++) {
    // The absolute value because -0 - 0 is -0, which as bits would come before all others.
    store<f64>(above + ((i + 1) << 3), abs(load<f64>(sorted + ((belowCount + i) << 3)) - centre));
  }
  // Nothing is as near as what has a negative number for its bits, and nothing as far as infinity.
  store<i64>(below, -1);
  store<i64>(above, -1);
  store<f64>(below + ((belowCount + 1) << 3), Infinity);
  store<f64>(above + ((aboveCount + 1) << 3), Infinity);

  // The draw `k` steps out from the centre is at `belowCount - k` below it and at `belowCount - 1 + k` above it.
  const inward = order + (belowCount << 2);
  const outward = inward - 4;
  let lower = 8;
  let upper = 8;
  let farLower = belowCount << 3;
  let farUpper = aboveCount << 3;
  for (let i = 0, j = count - 1; i < j; i++, j--) {
    const downward = load<i64>(below + lower);
    const upward = load<i64>(above + upper);
    // All ones where the next distance is below the centre, else zero; so is `isFarBelow`.
    const isBelow = (downward - upward) >> 63;
    const fromBelow = inward - (lower >> 1);
    const fromAbove = outward + (upper >> 1);
    store<i64>(outSorted + (i << 3), upward ^ ((upward ^ downward) & isBelow));
    store<u32>(outOrder + (i << 2), load<u32>(fromAbove ^ ((fromAbove ^ fromBelow) & (<i32>isBelow))));
    lower += (<i32>isBelow) & 8;
    upper += ~(<i32>isBelow) & 8;

    const farDownward = load<i64>(below + farLower);
    const farUpward = load<i64>(above + farUpper);
    const isFarBelow = ~((farDownward - farUpward) >> 63);
    const fromFarBelow = inward - (farLower >> 1);
    const fromFarAbove = outward + (farUpper >> 1);
    store<i64>(outSorted + (j << 3), farUpward ^ ((farUpward ^ farDownward) & isFarBelow));
    store<u32>(
      outOrder + (j << 2),
      load<u32>(fromFarAbove ^ ((fromFarAbove ^ fromFarBelow) & (<i32>isFarBelow))),
    );
    farLower -= (<i32>isFarBelow) & 8;
    farUpper -= ~(<i32>isFarBelow) & 8;
  }
}
