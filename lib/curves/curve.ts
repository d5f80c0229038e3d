/** A saturating response curve of one channel: spend per period to contribution per period. */
export interface Curve {
  /** Contribution per period at `spend` (money per period, at least 0). */
  value(spend: number): number;
  /** Marginal contribution at `spend`: mROI where the contribution is money. */
  slope(spend: number): number;
}

/** A response curve without a convex part, so that an allocation over such curves can be solved exactly. */
export interface ConcaveCurve extends Curve {
  /** Second derivative of the contribution at `spend`: never positive. */
  curvature(spend: number): number;
  /**
   * Least spend at which the marginal contribution has fallen to `slope`: the inverse of `slope`.
   * 0 where `slope` is at least the slope at zero spend, Infinity where no spend brings it down to `slope`.
   */
  spendAtSlope(slope: number): number;
}

/** Whether a curve has what a concave one has. */
function isConcave(curve: Curve): curve is ConcaveCurve {
  return "spendAtSlope" in curve && "curvature" in curve;
}

/**
 * The same curve of spend in a unit of which `unit` go into one: C(S / unit).
 *
 * @returns A concave curve for a concave one.
 */
export function scaledSpend(curve: Curve, unit: number): Curve {
  const scaled: Curve = {
    value: (spend) => curve.value(spend / unit),
    slope: (spend) => curve.slope(spend / unit) / unit,
  };
  if (!isConcave(curve)) return scaled;
  const concave: ConcaveCurve = {
    ...scaled,
    curvature: (spend) => curve.curvature(spend / unit) / unit / unit,
    spendAtSlope: (slope) => curve.spendAtSlope(slope * unit) * unit,
  };
  return concave;
}

/** The spend itself; RangeError where it is negative or NaN, since no family is defined there. */
export function checkedSpend(spend: number): number {
  if (!(spend >= 0)) throw new RangeError(`spend is ${spend}, expected at least 0`);
  return spend;
}

/** Throws RangeError unless the amplitude is finite and at least 0: a flat zero curve is legal. */
export function checkAmplitude(name: string, value: number): void {
  if (!(value >= 0 && value < Infinity)) {
    throw new RangeError(`${name} is ${value}, expected a finite number of at least 0`);
  }
}

/** Throws RangeError unless the shape parameter is finite and positive. */
export function checkShape(name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) {
    throw new RangeError(`${name} is ${value}, expected a finite number above 0`);
  }
}
