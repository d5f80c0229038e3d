/**
 * Sums over all centred rows of products of draws `lag` and `lag + 1` apart, for the even `lag` and the three after it: four
 * pairs of neighbouring lags.
 *
 * A pair costs one product per draw, not two: x_t x_{t+l} + x_t x_{t+l+1} = x_t (x_{t+l} + x_{t+l+1}). The sums of neighbours
 * slide along in registers, so that two draws make one new for their four. Each row is followed by at least ten zeros.
 */
export function pairProducts(
  out: usize,
  values: usize,
  rowCount: i32,
  length: i32,
  stride: i32,
  lag: i32,
): void {
  const count = length - lag;
  let total0 = f64x2.splat(0);
  let total1 = f64x2.splat(0);
  let total2 = f64x2.splat(0);
  let total3 = f64x2.splat(0);
  if (count > 0) {
    for (let r = 0; r < rowCount; r++) {
      let at = values + ((r * stride) << 3);
      const end = at + (count << 3);
      let ahead = at + (lag << 3);
      let sums0 = f64x2.add(v128.load(ahead), v128.load(ahead, 8));
      let sums1 = f64x2.add(v128.load(ahead, 16), v128.load(ahead, 24));
      let sums2 = f64x2.add(v128.load(ahead, 32), v128.load(ahead, 40));
      for (; at < end; at += 16, ahead += 16) {
        const draws = v128.load(at);
        const sums3 = f64x2.add(v128.load(ahead, 48), v128.load(ahead, 56));
        total0 = f64x2.add(total0, f64x2.mul(draws, sums0));
        total1 = f64x2.add(total1, f64x2.mul(draws, sums1));
        total2 = f64x2.add(total2, f64x2.mul(draws, sums2));
        total3 = f64x2.add(total3, f64x2.mul(draws, sums3));
        sums0 = sums1;
        sums1 = sums2;
        sums2 = sums3;
      }
    }
  }
  store<f64>(out, f64x2.extract_lane(total0, 0) + f64x2.extract_lane(total0, 1));
  store<f64>(out, f64x2.extract_lane(total1, 0) + f64x2.extract_lane(total1, 1), 8);
  store<f64>(out, f64x2.extract_lane(total2, 0) + f64x2.extract_lane(total2, 1), 16);
  store<f64>(out, f64x2.extract_lane(total3, 0) + f64x2.extract_lane(total3, 1), 24);
}

/** Sum over all centred rows of products of draws `lag` apart. */
export function lagProducts(values: usize, rowCount: i32, length: i32, stride: i32, lag: i32): f64 {
  const count = length - lag;
  let total0 = f64x2.splat(0);
  let total1 = f64x2.splat(0);
  for (let r = 0; r < rowCount; r++) {
    let at = values + ((r * stride) << 3);
    const end = at + (count << 3);
    let ahead = at + (lag << 3);
    for (; at < end; at += 32, ahead += 32) {
      total0 = f64x2.add(total0, f64x2.mul(v128.load(at), v128.load(ahead)));
      total1 = f64x2.add(total1, f64x2.mul(v128.load(at, 16), v128.load(ahead, 16)));
    }
  }
  total0 = f64x2.add(total0, total1);
  return f64x2.extract_lane(total0, 0) + f64x2.extract_lane(total0, 1);
}
