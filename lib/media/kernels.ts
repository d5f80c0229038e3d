/**
 * Weights with which the spend of this period and of those before it adds up to effective spend: `kernel[l]` is that of
 * l periods ago. The definitions are those of PyMC-Marketing (`mmm/transformers.py`, version 0.19.2), whose adstock classes
 * normalise by default, to a sum of 1, so that spend held at s has the effective spend s.
 */
export type Kernel = Float64Array;

/**
 * Geometric carryover cut off after `lMax` periods: alpha^l.
 *
 * @param alpha - Share carried into the next period, in [0, 1].
 * @param lMax - Length, at least 1.
 * @throws RangeError for a parameter outside its domain.
 * @see Jin et al. (2017), Bayesian Methods for Media Mix Modeling with Carryover and Shape Effects, Google, equation 1
 */
export function geometricKernel(alpha: number, lMax: number, isNormalised: boolean): Kernel {
  checkAlpha(alpha);
  checkLength(lMax);
  return finished(
    Float64Array.from({ length: lMax }, (_, lag) => alpha ** lag),
    isNormalised,
  );
}

/**
 * Carryover with a delayed peak: alpha^((l − theta)²).
 *
 * @param alpha - Share kept one period from the peak, in [0, 1].
 * @param theta - Periods from spend to peak, at least 0; need not be whole.
 * @param lMax - Length, at least 1.
 * @returns NaN where alpha is 0 and theta no whole number below lMax, normalised: all weights are 0 then.
 * @throws RangeError for a parameter outside its domain.
 * @see Jin et al. (2017), equation 2
 */
export function delayedKernel(alpha: number, theta: number, lMax: number, isNormalised: boolean): Kernel {
  checkAlpha(alpha);
  if (!(theta >= 0 && theta < Infinity))
    throw new RangeError(`adstock theta is ${theta}, expected at least 0`);
  checkLength(lMax);
  return finished(
    Float64Array.from({ length: lMax }, (_, lag) => alpha ** ((lag - theta) ** 2)),
    isNormalised,
  );
}

/**
 * Carryover after the Weibull density at 1, 2, … lMax periods, drawn out so that its least weight is 0 and its largest 1.
 *
 * @param lam - Scale in periods, above 0.
 * @param k - Shape, above 0: below 1 the first period weighs most.
 * @param lMax - Length, at least 2: a single weight cannot be drawn out.
 * @returns NaN where all densities are equal, as where they are all 0 to rounding.
 * @throws RangeError for a parameter outside its domain.
 * @see Weibull (1951), doi:10.1115/1.4010337; Robyn's documentation of Weibull PDF adstock
 */
export function weibullPdfKernel(lam: number, k: number, lMax: number, isNormalised: boolean): Kernel {
  checkWeibull(lam, k);
  checkLength(lMax, 2);
  const density = Float64Array.from({ length: lMax }, (_, lag) => {
    const time = (lag + 1) / lam;
    return (k / lam) * time ** (k - 1) * Math.exp(-(time ** k));
  });
  const least = Math.min(...density);
  const range = Math.max(...density) - least;
  return finished(
    density.map((value) => (value - least) / range),
    isNormalised,
  );
}

/**
 * Carryover by a Weibull survival function: from lag l − 1 to lag l the share 1 − CDF(l) is kept, so that the share kept changes
 * from period to period.
 *
 * @param lam - Scale in periods, above 0.
 * @param k - Shape, above 0.
 * @param lMax - At least 1; the kernel has lMax + 1 weights, since that of the period itself, 1, is put before the others.
 * @throws RangeError for a parameter outside its domain.
 * @see Weibull (1951), doi:10.1115/1.4010337; Robyn's documentation of Weibull CDF adstock
 */
export function weibullCdfKernel(lam: number, k: number, lMax: number, isNormalised: boolean): Kernel {
  checkWeibull(lam, k);
  checkLength(lMax);
  let kept = 1;
  return finished(
    Float64Array.from({ length: lMax + 1 }, (_, lag) => (kept *= Math.exp(-((lag / lam) ** k)))),
    isNormalised,
  );
}

/**
 * Effective spend by a kernel, spend before the first period counting as nothing, as in models that pad with zeros.
 *
 * @param spend - Money per period, one per period in time order.
 * @returns One per period: NaN where a spend within the kernel's reach is NaN.
 */
export function applyKernel(spend: ArrayLike<number>, kernel: Kernel): Float64Array {
  return Float64Array.from(spend, (_, t) => {
    let effective = 0;
    const reach = Math.min(kernel.length, t + 1);
    for (let lag = 0; lag < reach; lag++) effective += kernel[lag]! * spend[t - lag]!;
    return effective;
  });
}

/** The kernel as it is, or with a sum of 1. */
function finished(weights: Float64Array, isNormalised: boolean): Kernel {
  if (!isNormalised) return weights;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function checkAlpha(alpha: number): void {
  if (!(alpha >= 0 && alpha <= 1)) throw new RangeError(`adstock alpha is ${alpha}, expected 0 ≤ alpha ≤ 1`);
}

function checkWeibull(lam: number, k: number): void {
  for (const [name, value] of Object.entries({ lam, k })) {
    if (!(value > 0 && value < Infinity)) {
      throw new RangeError(`adstock ${name} is ${value}, expected a finite number above 0`);
    }
  }
}

function checkLength(lMax: number, least = 1): void {
  if (!(Number.isInteger(lMax) && lMax >= least)) {
    throw new RangeError(`adstock lMax is ${lMax}, expected a whole number of at least ${least}`);
  }
}
