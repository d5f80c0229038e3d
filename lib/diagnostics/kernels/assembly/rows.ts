/** Mean of the distances of one row from an origin. */
function meanAbout(start: usize, length: i32, origin: f64): f64 {
  const from = f64x2.splat(origin);
  let sum0 = f64x2.splat(0);
  let sum1 = f64x2.splat(0);
  let at = start;
  let t = 0;
  for (; t + 4 <= length; t += 4, at += 32) {
    sum0 = f64x2.add(sum0, f64x2.sub(v128.load(at), from));
    sum1 = f64x2.add(sum1, f64x2.sub(v128.load(at, 16), from));
  }
  sum0 = f64x2.add(sum0, sum1);
  let sum = f64x2.extract_lane(sum0, 0) + f64x2.extract_lane(sum0, 1);
  for (; t < length; t++, at += 8) sum += load<f64>(at) - origin;
  return sum / <f64>length;
}

/**
 * Mean of each row, and its sum of squares about it.
 *
 * Means are taken about the first draw of a row, so that draws far from zero keep their digits.
 */
export function describeRows(values: usize, rowCount: i32, length: i32, means: usize, squares: usize): void {
  for (let r = 0; r < rowCount; r++) {
    const start = values + ((r * length) << 3);
    const origin = load<f64>(start);
    const offset = meanAbout(start, length, origin);
    const from = f64x2.splat(origin);
    const centre = f64x2.splat(offset);
    let sum0 = f64x2.splat(0);
    let sum1 = f64x2.splat(0);
    let at = start;
    let t = 0;
    for (; t + 4 <= length; t += 4, at += 32) {
      const value0 = f64x2.sub(f64x2.sub(v128.load(at), from), centre);
      const value1 = f64x2.sub(f64x2.sub(v128.load(at, 16), from), centre);
      sum0 = f64x2.add(sum0, f64x2.mul(value0, value0));
      sum1 = f64x2.add(sum1, f64x2.mul(value1, value1));
    }
    sum0 = f64x2.add(sum0, sum1);
    let sum = f64x2.extract_lane(sum0, 0) + f64x2.extract_lane(sum0, 1);
    for (; t < length; t++, at += 8) {
      const value = load<f64>(at) - origin - offset;
      sum += value * value;
    }
    store<f64>(means + (r << 3), origin + offset);
    store<f64>(squares + (r << 3), sum);
  }
}

/** As `describeRows`, and writes each row about its mean to `out`, rows `stride` places apart. */
export function centreRows(
  out: usize,
  stride: i32,
  values: usize,
  rowCount: i32,
  length: i32,
  means: usize,
  squares: usize,
): void {
  for (let r = 0; r < rowCount; r++) {
    const start = values + ((r * length) << 3);
    const origin = load<f64>(start);
    const offset = meanAbout(start, length, origin);
    const from = f64x2.splat(origin);
    const centre = f64x2.splat(offset);
    let sum0 = f64x2.splat(0);
    let sum1 = f64x2.splat(0);
    let at = start;
    let to = out + ((r * stride) << 3);
    let t = 0;
    for (; t + 4 <= length; t += 4, at += 32, to += 32) {
      const value0 = f64x2.sub(f64x2.sub(v128.load(at), from), centre);
      const value1 = f64x2.sub(f64x2.sub(v128.load(at, 16), from), centre);
      v128.store(to, value0);
      v128.store(to, value1, 16);
      sum0 = f64x2.add(sum0, f64x2.mul(value0, value0));
      sum1 = f64x2.add(sum1, f64x2.mul(value1, value1));
    }
    sum0 = f64x2.add(sum0, sum1);
    let sum = f64x2.extract_lane(sum0, 0) + f64x2.extract_lane(sum0, 1);
    for (; t < length; t++, at += 8, to += 8) {
      const value = load<f64>(at) - origin - offset;
      store<f64>(to, value);
      sum += value * value;
    }
    store<f64>(means + (r << 3), origin + offset);
    store<f64>(squares + (r << 3), sum);
  }
}
