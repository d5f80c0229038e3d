/** How far a solve has come. */
export interface Progress {
  /** Iterations of the interior point method, or boxes that branch and bound has cut. */
  readonly iteration: number;
  /**
   * How far the plan so far may be from the best, as a share of the objective: an estimate, which the certificate replaces. Infinity
   * before there is a plan.
   */
  readonly gap: number;
}

/** Hears how far a solve has come, after each iteration, and says whether it is to go on. */
export type OnIteration = (progress: Progress) => "go on" | "stop";
