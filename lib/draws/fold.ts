import { type Chains } from "./chains.ts";

/** Distance of each draw from a centre: draws folded there, so that a difference in spread becomes one in level. */
export function fold(rows: Chains, centre: number): Chains {
  return rows.map((row) => row.map((value) => Math.abs(value - centre)));
}
