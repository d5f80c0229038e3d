import type { Method } from "../optimise/method.ts";

/** What `--method` takes; `trust-constr` is how users of SciPy know an interior point method. */
export const METHOD_NAMES = [
  "waterfilling",
  "interior_point",
  "sequential",
  "branch_and_bound",
  "slsqp",
  "trust-constr",
  "auto",
] as const satisfies readonly (Method | "trust-constr" | "auto")[];

export type MethodName = (typeof METHOD_NAMES)[number];
