/** Writes for each of some slopes b the product of 1 - b x over the values x. */
export function productsOfFactors(
  out: usize,
  values: usize,
  count: i32,
  slopes: usize,
  slopeCount: i32,
): void {
  const one = f64x2.splat(1);
  for (let j = 0; j < slopeCount; j++) {
    const b = load<f64>(slopes + (j << 3));
    const slope = f64x2.splat(b);
    let product0 = one;
    let product1 = one;
    let product2 = one;
    let product3 = one;
    let at = values;
    let i = 0;
    for (; i + 8 <= count; i += 8, at += 64) {
      product0 = f64x2.mul(product0, f64x2.sub(one, f64x2.mul(slope, v128.load(at))));
      product1 = f64x2.mul(product1, f64x2.sub(one, f64x2.mul(slope, v128.load(at, 16))));
      product2 = f64x2.mul(product2, f64x2.sub(one, f64x2.mul(slope, v128.load(at, 32))));
      product3 = f64x2.mul(product3, f64x2.sub(one, f64x2.mul(slope, v128.load(at, 48))));
    }
    product0 = f64x2.mul(f64x2.mul(product0, product1), f64x2.mul(product2, product3));
    let product = f64x2.extract_lane(product0, 0) * f64x2.extract_lane(product0, 1);
    for (; i < count; i++, at += 8) product *= 1.0 - b * load<f64>(at);
    store<f64>(out + (j << 3), product);
  }
}

/** The product less 1 of a factor 1 - y and of one that is `lessOne` more than 1. */
function times(lessOne: v128, y: v128): v128 {
  return f64x2.sub(lessOne, f64x2.add(y, f64x2.mul(y, lessOne)));
}

/**
 * Writes nine products of 1 - b x, each over a part of the values x, less 1: for a b so small that the products are near 1 and
 * the digits that count are behind it.
 */
export function productsLessOne(out: usize, values: usize, count: i32, b: f64): void {
  const slope = f64x2.splat(b);
  let product0 = f64x2.splat(0);
  let product1 = product0;
  let product2 = product0;
  let product3 = product0;
  let at = values;
  let i = 0;
  for (; i + 8 <= count; i += 8, at += 64) {
    product0 = times(product0, f64x2.mul(slope, v128.load(at)));
    product1 = times(product1, f64x2.mul(slope, v128.load(at, 16)));
    product2 = times(product2, f64x2.mul(slope, v128.load(at, 32)));
    product3 = times(product3, f64x2.mul(slope, v128.load(at, 48)));
  }
  let last: f64 = 0;
  for (; i < count; i++, at += 8) {
    const y = b * load<f64>(at);
    last -= y + y * last;
  }
  v128.store(out, product0);
  v128.store(out, product1, 16);
  v128.store(out, product2, 32);
  v128.store(out, product3, 48);
  store<f64>(out, last, 64);
}

/** Writes the sums of the ratios of a tail, of their squares, and of ratios divided by raw ratios. */
export function sumTail(out: usize, ratios: usize, raw: usize, count: i32): void {
  let totals = f64x2.splat(0);
  let squares = f64x2.splat(0);
  let quotients = f64x2.splat(0);
  let i = 0;
  for (; i + 2 <= count; i += 2) {
    const ratio = v128.load(ratios + (i << 3));
    totals = f64x2.add(totals, ratio);
    squares = f64x2.add(squares, f64x2.mul(ratio, ratio));
    quotients = f64x2.add(quotients, f64x2.div(ratio, v128.load(raw + (i << 3))));
  }
  let total = f64x2.extract_lane(totals, 0) + f64x2.extract_lane(totals, 1);
  let square = f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
  let quotient = f64x2.extract_lane(quotients, 0) + f64x2.extract_lane(quotients, 1);
  if (i < count) {
    const ratio = load<f64>(ratios + (i << 3));
    total += ratio;
    square += ratio * ratio;
    quotient += ratio / load<f64>(raw + (i << 3));
  }
  store<f64>(out, total);
  store<f64>(out, square, 8);
  store<f64>(out, quotient, 16);
}
