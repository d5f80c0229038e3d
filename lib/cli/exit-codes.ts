/** How `sluice` ends, for scripts. */
export const EXIT = {
  done: 0,
  /** The configuration or an input is not usable. */
  invalid: 2,
  /** A gate kept a stage shut. */
  blocked: 3,
  /** A stage failed. */
  failed: 4,
  /** No allocation can meet the request. */
  infeasible: 5,
  /** A run is not what its manifest says. */
  unverified: 6,
  /** Stopped by the user. */
  interrupted: 130,
} as const;
