/** Mean and standard deviation of one scalar's draws. */
export interface Spread {
  readonly mean: number;
  readonly sd: number;
}

/** How far the data moved one parameter from its prior. */
export interface PriorShift {
  /** 1 − posterior over prior variance: near 1 when the data decided, near 0 when the prior did; NaN for a constant prior. */
  readonly contraction: number;
  /** |posterior mean − prior mean| over the prior's standard deviation. */
  readonly shift: number;
}

/**
 * Contraction and shift of one scalar from its prior to its posterior.
 *
 * @see Betancourt (2018), Towards a Principled Bayesian Workflow; Schad, Betancourt & Vasishth (2021), doi:10.1037/met0000275
 */
export function priorShift(prior: Spread, posterior: Spread): PriorShift {
  return {
    contraction: 1 - (posterior.sd / prior.sd) ** 2,
    shift: Math.abs(posterior.mean - prior.mean) / prior.sd,
  };
}

/** Below these the data have said next to nothing of a parameter. */
const LEAST_CONTRACTION = 0.1;
const LEAST_SHIFT = 0.1;

/** Whether a parameter's posterior is, for all practical purposes, its prior; an undefined comparison counts as one. */
export function isUninformed({ contraction, shift }: PriorShift): boolean {
  return !(contraction >= LEAST_CONTRACTION || shift >= LEAST_SHIFT);
}
