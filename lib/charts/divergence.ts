import { countDivergences } from "../diagnostics/divergences.ts";
import { requireLength } from "./checks.ts";
import { count, percent } from "./format.ts";

/** `flags[c][t]` is 1 where draw t of chain c diverged, else 0. */
export type DivergenceFlags = readonly ArrayLike<number>[];

export function isRaised(flag: number | undefined): boolean {
  return flag === 1;
}

/** How many draws diverged, in a sentence; flags that are missing never read as none. */
export function divergenceSentence(flags: DivergenceFlags | null): string {
  if (flags === null) return "divergences not recorded";
  const { total, rate } = countDivergences(flags);
  if (Number.isNaN(total)) return "divergences not known: some flags are missing";
  const draws = flags.reduce((sum, chain) => sum + chain.length, 0);
  if (total === 0) return `no divergence in ${count(draws, "draw")}`;
  return `${total} of ${count(draws, "draw")} diverged (${percent(rate)})`;
}

/** Throws a RangeError that names the sizes unless there is a flag for every draw of every chain. */
export function requireFlags(flags: DivergenceFlags, chainCount: number, drawCount: number): void {
  requireLength(flags, chainCount, "chains of divergences");
  flags.forEach((chain, c) => {
    requireLength(chain, drawCount, `divergences of chain ${c + 1}`);
  });
}
