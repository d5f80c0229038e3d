/**
 * Geometric adstock: each period's effective spend is its spend plus `alpha` times the effective spend of the period before.
 *
 * @param spend - Money per period, one per period in time order.
 * @param alpha - Share carried into the next period, in [0, 1).
 * @param carryIn - Effective spend of the period before the first (money, at least 0); 0 if not given, as models that pad with zeros.
 * @returns Effective spend, one per period: NaN from the first NaN on. Spend held at s leads to s / (1 − alpha).
 * @throws RangeError for alpha or carryIn outside its domain.
 * @see Broadbent (1979), One way TV advertisements work, Journal of the Market Research Society 21, 139–166
 */
export function geometricAdstock(spend: ArrayLike<number>, alpha: number, carryIn = 0): Float64Array {
  if (!(alpha >= 0 && alpha < 1)) throw new RangeError(`adstock alpha is ${alpha}, expected 0 ≤ alpha < 1`);
  if (!(carryIn >= 0)) throw new RangeError(`carry-in is ${carryIn}, expected at least 0`);
  let before = carryIn;
  // Nothing carried is nothing, also from what is unknown.
  return Float64Array.from(spend, (own) => (before = alpha === 0 ? own : own + alpha * before));
}

/**
 * Effective spend on the scale of spend held steady: `geometricAdstock` times 1 − alpha, so that spend held at s has the effective
 * spend s. A weighted mean of present and past spend.
 *
 * @throws RangeError as `geometricAdstock`.
 */
export function steadyEquivalent(spend: ArrayLike<number>, alpha: number, carryIn = 0): Float64Array {
  return geometricAdstock(spend, alpha, carryIn).map((effective) => (1 - alpha) * effective);
}

/**
 * Observations of one channel in time order, each with its effective spend on the scale of spend held steady.
 *
 * @param observations - In any order; dates are YYYY-MM-DD.
 * @throws RangeError as `geometricAdstock`.
 */
export function steadySeries<T extends { readonly date: string; readonly spend: number }>(
  observations: readonly T[],
  alpha: number,
): { readonly observations: readonly T[]; readonly spend: Float64Array } {
  const inOrder = [...observations].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  return {
    observations: inOrder,
    spend: steadyEquivalent(
      inOrder.map(({ spend }) => spend),
      alpha,
    ),
  };
}
