import { type Gathered, hingeNorms, hingeProducts, type Hinges, sumOfHinges } from "./hinges.ts";

/** Evidence that no monotone concave curve fits better, each number free of units. */
export interface ConcaveCertificate {
  /**
   * Largest breach of the optimality conditions: a kink that would still lower the sum of squares, or one in use that is
   * not at its best, as the cosine between its hinge and the residuals times their share of the contributions' length.
   */
  readonly kktResidual: number;
  /** Sum of squares less a lower bound on that of every monotone concave curve (weak duality), over Σ contribution². */
  readonly gap: number;
}

/**
 * How far any hinges are from the optimality conditions, and from a bound on every monotone concave curve.
 *
 * @param total - Σ contribution² over all points, those without spend too.
 */
export function certify(points: Gathered, { knots, kinks }: Hinges, total: number): ConcaveCertificate {
  const { x, y, weight } = points;
  const fitted = sumOfHinges(points, knots, kinks);
  const residual = y.map((value, i) => value - fitted[i]!);
  const products = hingeProducts(points, residual);
  const lengths = hingeNorms(points).map((norm) => norm * Math.sqrt(total));
  const breaches = products.map(
    (product, j) => Math.max(product, knots.includes(j) ? -product : 0) / lengths[j]!,
  );
  // Residuals less so much of the straight line as makes every hinge's product at most 0 bound the distance from the cone.
  const alongLine = hingeProducts(points, x);
  const excess = products.reduce((most, product, j) => Math.max(most, product / alongLine[j]!), 0);
  const inner = (a: Float64Array, b: Float64Array) =>
    a.reduce((sum, value, i) => sum + weight[i]! * value * b[i]!, 0);
  const gap = excess * (2 * inner(x, fitted) + excess * inner(x, x)) - 2 * inner(residual, fitted);
  return { kktResidual: Math.max(...breaches), gap: gap / total };
}
