/** Value of a function at x; its gradient is written to `gradient` where that is wanted. */
export type ScalarFunction = (x: Float64Array, gradient: Float64Array | null) => number;

/** Values of several functions at x; row j of their Jacobian (function, variable) is that of function j. */
export type VectorFunction = (x: Float64Array, jacobian: Float64Array | null, values: Float64Array) => void;

/** One search of NLopt, as nlopt-js gives it. */
export interface Search {
  setLowerBounds(bounds: readonly number[]): void;
  setUpperBounds(bounds: readonly number[]): void;
  /** The search ends where a step moves every variable by less than this share. */
  setMaxObjective(value: ScalarFunction, relativeStep: number): void;
  addEqualityMConstraint(values: VectorFunction, tolerances: readonly number[]): void;
  /** Values of at most 0 are allowed. */
  addInequalityMConstraint(values: VectorFunction, tolerances: readonly number[]): void;
  setMaxeval(count: number): void;
  optimize(start: readonly number[]): { readonly success: boolean };
}

/** NLopt as nlopt-js gives it. */
export interface Nlopt {
  readonly Algorithm: { readonly LD_SLSQP: object };
  readonly Optimize: new (algorithm: object, variables: number) => Search;
  /** Frees what searches hold outside the reach of JavaScript's own collector. */
  readonly GC: { flush(): number };
}
