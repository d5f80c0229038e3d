/** Added to a number below 2^51 in size, it leaves the nearest integer in the low bits of the double. */
const TO_INTEGER: f64 = 6755399441055744.0;
/** e^x is tabulated in steps of 1 / 2048 from 0 to 1, and in steps of 1 from -709 to 709. */
const STEPS_LOG2: i32 = 11;
const STEPS: i32 = 1 << STEPS_LOG2;
const GREATEST: i32 = 709;

/**
 * e^x of two numbers, within a few units of the last place: e^whole e^(step / 2048) e^rest, the last by its cubic. All three
 * parts of x are exact.
 *
 * @param x - Between -709 and 709.
 * @param powers - The fine table, and the coarse one after it.
 */
function exponential(x: v128, powers: usize): v128 {
  const toInteger = f64x2.splat(TO_INTEGER);
  const bits = f64x2.add(f64x2.mul(x, f64x2.splat(<f64>STEPS)), toInteger);
  const steps = f64x2.sub(bits, toInteger);
  const rest = f64x2.sub(x, f64x2.mul(steps, f64x2.splat(1.0 / <f64>STEPS)));
  const steps0 = i32x4.extract_lane(bits, 0);
  const steps1 = i32x4.extract_lane(bits, 2);
  const fine = v128.load_lane<u64>(
    powers + ((steps1 & (STEPS - 1)) << 3),
    v128.load_zero<u64>(powers + ((steps0 & (STEPS - 1)) << 3)),
    1,
  );
  const zero = powers + ((STEPS + GREATEST) << 3);
  const coarse = v128.load_lane<u64>(
    zero + ((steps1 >> STEPS_LOG2) << 3),
    v128.load_zero<u64>(zero + ((steps0 >> STEPS_LOG2) << 3)),
    1,
  );
  const power = f64x2.mul(fine, coarse);
  const square = f64x2.mul(rest, rest);
  const cubic = f64x2.add(
    rest,
    f64x2.mul(square, f64x2.add(f64x2.splat(0.5), f64x2.mul(rest, f64x2.splat(1.0 / 6.0)))),
  );
  return f64x2.add(power, f64x2.mul(power, cubic));
}

/** Writes e^(origin + rate value) of each value; see `exponential` for the range. */
export function exponentials(
  out: usize,
  values: usize,
  count: i32,
  origin: f64,
  rate: f64,
  powers: usize,
): void {
  const from = f64x2.splat(origin);
  const slope = f64x2.splat(rate);
  let i = 0;
  for (; i + 2 <= count; i += 2) {
    const x = f64x2.add(from, f64x2.mul(slope, v128.load(values + (i << 3))));
    v128.store(out + (i << 3), exponential(x, powers));
  }
  if (i < count) {
    const last = exponential(f64x2.splat(origin + rate * load<f64>(values + (i << 3))), powers);
    store<f64>(out + (i << 3), f64x2.extract_lane(last, 0));
  }
}

/**
 * Writes the sums of e^x and of its square over those x = origin - value that are at most `cutoff`, and of its inverse over all.
 *
 * @param values - From `origin` to `origin` + 700.
 */
export function sumDecays(
  out: usize,
  values: usize,
  count: i32,
  origin: f64,
  cutoff: f64,
  powers: usize,
): void {
  const from = f64x2.splat(origin);
  const limit = f64x2.splat(cutoff);
  const one = f64x2.splat(1);
  let ratios = f64x2.splat(0);
  let squares = f64x2.splat(0);
  let inverses = f64x2.splat(0);
  let i = 0;
  for (; i + 2 <= count; i += 2) {
    const x = f64x2.sub(from, v128.load(values + (i << 3)));
    const isSummed = f64x2.le(x, limit);
    const power = exponential(x, powers);
    const ratio = v128.and(power, isSummed);
    ratios = f64x2.add(ratios, ratio);
    squares = f64x2.add(squares, f64x2.mul(ratio, ratio));
    inverses = f64x2.add(inverses, f64x2.div(one, power));
  }
  let ratioSum = f64x2.extract_lane(ratios, 0) + f64x2.extract_lane(ratios, 1);
  let squareSum = f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
  let inverseSum = f64x2.extract_lane(inverses, 0) + f64x2.extract_lane(inverses, 1);
  if (i < count) {
    const x = origin - load<f64>(values + (i << 3));
    const power = f64x2.extract_lane(exponential(f64x2.splat(x), powers), 0);
    const ratio = x <= cutoff ? power : 0;
    ratioSum += ratio;
    squareSum += ratio * ratio;
    inverseSum += 1.0 / power;
  }
  store<f64>(out, ratioSum);
  store<f64>(out, squareSum, 8);
  store<f64>(out, inverseSum, 16);
}
