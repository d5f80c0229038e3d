import type { Certificate } from "./certificate.ts";
import type { Infeasibility } from "./infeasibility.ts";
import type { WarmStart } from "./interior_point/warm-start.ts";

/** Why a method stopped without a certified optimum although an allocation came out of it. */
export type Unproven = "feasible" | "iteration_limit" | "no_progress" | "interrupted";

/**
 * What a method gives back.
 *
 * `solved`: the certificate proves the allocation optimal and within all limits. `feasible`: within all limits, with a
 * stated gap. `iteration_limit`, `no_progress` and `interrupted` (by whoever asked): the best allocation found, to be read with its
 * certificate; none where it was interrupted before there was one within all limits. `infeasible`: no allocation can meet the request. `unsupported`: the method does not take this kind of problem. `numerical_error`: a curve or
 * a sum was undefined.
 */
export type Solution =
  | Allocated
  | { readonly status: "infeasible"; readonly infeasibility: Infeasibility }
  | { readonly status: "unsupported" | "numerical_error" | "interrupted"; readonly reason: string };

/** An allocation with its proof. */
export interface Allocated {
  readonly status: "solved" | Unproven;
  /** Money, (period, channel). */
  readonly allocation: Float64Array;
  readonly certificate: Certificate;
  /** Inner iterations of the method, for comparison between runs. */
  readonly iterations: number;
  /** For the interior point method to start from in a neighbouring problem. */
  readonly warmStart?: WarmStart;
}
