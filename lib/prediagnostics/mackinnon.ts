import { normalCdf } from "../draws/normal.ts";

/** Deterministic part of the ADF regression: none, a constant, or a constant and a linear trend. */
export type AdfTrend = "n" | "c" | "ct";

/** Critical values of the ADF statistic at three levels of significance. */
export interface AdfCriticalValues {
  readonly onePercent: number;
  readonly fivePercent: number;
  readonly tenPercent: number;
}

/** Response surface of the p value: Phi of a polynomial in the statistic, one each side of `star`. */
interface PValueSurface {
  readonly min: number;
  readonly star: number;
  readonly max: number;
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** MacKinnon (1994), table 3, one variable; ascending powers. */
const P_VALUE: Record<AdfTrend, PValueSurface> = {
  n: {
    min: -19.04,
    star: -1.04,
    max: Infinity,
    lower: [0.6344, 1.2378, 0.032496],
    upper: [0.4797, 0.93557, -0.06999, 0.033066],
  },
  c: {
    min: -18.83,
    star: -1.61,
    max: 2.74,
    lower: [2.1659, 1.4412, 0.038269],
    upper: [1.7339, 0.93202, -0.12745, -0.010368],
  },
  ct: {
    min: -16.18,
    star: -2.89,
    max: 0.7,
    lower: [3.2512, 1.6047, 0.049588],
    upper: [2.5261, 0.61654, -0.37956, -0.060285],
  },
};

type Surface = readonly number[];

/** MacKinnon (2010), table 2, one variable; ascending powers of 1/observations, at 1, 5 and 10 %. */
const CRITICAL: Record<AdfTrend, readonly [Surface, Surface, Surface]> = {
  n: [
    [-2.56574, -2.2358, -3.627, 0],
    [-1.941, -0.2686, -3.365, 31.223],
    [-1.61682, 0.2656, -2.714, 25.364],
  ],
  c: [
    [-3.43035, -6.5393, -16.786, -79.433],
    [-2.86154, -2.8903, -4.234, -40.04],
    [-2.56677, -1.5384, -2.809, 0],
  ],
  ct: [
    [-3.95877, -9.0531, -28.428, -134.155],
    [-3.41049, -4.3904, -9.036, -45.374],
    [-3.12705, -2.5856, -3.925, -22.38],
  ],
};

function polynomial(ascending: readonly number[], x: number): number {
  return ascending.reduceRight((value, coefficient) => value * x + coefficient, 0);
}

/**
 * Asymptotic p value of an ADF statistic.
 *
 * @returns In [0, 1]: 0 and 1 outside the range of the approximation; NaN when the statistic is NaN.
 * @see MacKinnon (1994), doi:10.1080/07350015.1994.10510005
 */
export function mackinnonPValue(statistic: number, trend: AdfTrend): number {
  const { min, star, max, lower, upper } = P_VALUE[trend];
  if (statistic > max) return 1;
  if (statistic < min) return 0;
  return normalCdf(polynomial(statistic <= star ? lower : upper, statistic));
}

/**
 * Critical values of the ADF statistic, corrected for the size of the sample.
 *
 * @param observations - Rows of the test regression.
 * @see MacKinnon (2010), Queen's Economics Department Working Paper 1227
 */
export function mackinnonCriticalValues(observations: number, trend: AdfTrend): AdfCriticalValues {
  const [one, five, ten] = CRITICAL[trend];
  return {
    onePercent: polynomial(one, 1 / observations),
    fivePercent: polynomial(five, 1 / observations),
    tenPercent: polynomial(ten, 1 / observations),
  };
}
