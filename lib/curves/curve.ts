/** A saturating response curve of one channel: spend per period to contribution per period. */
export interface Curve {
  /** Contribution per period at `spend` (money per period, at least 0). */
  value(spend: number): number;
  /** Marginal contribution at `spend`: mROI where the contribution is money. */
  slope(spend: number): number;
}
