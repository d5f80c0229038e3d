// Coefficients of PPND16, highest power first, rounded from the published digits to the nearest double.
const CENTRAL_NUMERATOR = [
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
  1971.5909503065513, 133.14166789178438, 3.3871328727963665,
];
const CENTRAL_DENOMINATOR = [
  5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
  687.1870074920579, 42.31333070160091, 1,
];
const MIDDLE_NUMERATOR = [
  0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
  5.769497221460691, 4.630337846156546, 1.4234371107496835,
];
const MIDDLE_DENOMINATOR = [
  1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
  1.6763848301838038, 2.053191626637759, 1,
];
const TAIL_NUMERATOR = [
  2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124,
  0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
];
const TAIL_DENOMINATOR = [
  2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133,
  0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1,
];

/** A polynomial by Horner's rule, highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (let i = 0; i < coefficients.length; i++) value = value * x + coefficients[i]!;
  return value;
}

/**
 * Quantile of the standard normal distribution, to about 1 part in 10^16 (algorithm AS 241, PPND16).
 *
 * @param probability - Between 0 and 1; the ends give -Infinity and Infinity, anything outside NaN.
 * @see Wichura (1988), Applied Statistics 37(3)
 */
export function normalQuantile(probability: number): number {
  if (!(probability >= 0 && probability <= 1)) return NaN;
  const q = probability - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(CENTRAL_NUMERATOR, r)) / polynomial(CENTRAL_DENOMINATOR, r);
  }
  const tail = q < 0 ? probability : 1 - probability;
  if (tail === 0) return q < 0 ? -Infinity : Infinity;
  const r = Math.sqrt(-Math.log(tail));
  const distance =
    r <= 5
      ? polynomial(MIDDLE_NUMERATOR, r - 1.6) / polynomial(MIDDLE_DENOMINATOR, r - 1.6)
      : polynomial(TAIL_NUMERATOR, r - 5) / polynomial(TAIL_DENOMINATOR, r - 5);
  return q < 0 ? -distance : distance;
}

const CDF_NUMERATOR = [
  3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
  221.213596169931, 220.206867912376,
];
const CDF_DENOMINATOR = [
  8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
  637.333633378831, 793.826512519948, 440.413735824752,
];
/** Where Hart's rational approximation hands over to a continued fraction: 10 / sqrt(2). */
const CDF_TAIL = 7.07106781186547;

/**
 * Distribution function of the standard normal, with an absolute error below 10^-15.
 *
 * @see West (2005), Better approximations to cumulative normal functions, Wilmott Magazine (after Hart 1968)
 */
export function normalCdf(x: number): number {
  const distance = Math.abs(x);
  const density = Math.exp((-distance * distance) / 2);
  const tail =
    distance < CDF_TAIL
      ? (density * polynomial(CDF_NUMERATOR, distance)) / polynomial(CDF_DENOMINATOR, distance)
      : (density * NORMAL_DENSITY_AT_ZERO) / millsFraction(distance);
  return x > 0 ? 1 - tail : tail;
}

/** 1 / sqrt(2 pi). */
const NORMAL_DENSITY_AT_ZERO = 0.3989422804014327;

/** Reciprocal of Mills' ratio in the far tail, by its continued fraction. */
function millsFraction(x: number): number {
  return x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))));
}
