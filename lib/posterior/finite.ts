import type { Problem } from "../errors.ts";

/** Draws of one variable; `values` are row-major with chain and draw as the first two axes. */
export interface CheckedDraws {
  /** File, group and variable. */
  readonly where: string;
  readonly chains: number;
  readonly draws: number;
  readonly values: Float64Array;
}

/** For each chain the draws that hold a value that is NaN or infinite. */
function badDraws({ chains, draws, values }: CheckedDraws): number[][] {
  const length = values.length / (chains * draws);
  return Array.from({ length: chains }, (_, chain) => {
    const bad: number[] = [];
    for (let draw = 0; draw < draws; draw++) {
      const start = (chain * draws + draw) * length;
      for (let i = start; i < start + length; i++) {
        if (Number.isFinite(values[i])) continue;
        bad.push(draw);
        break;
      }
    }
    return bad;
  });
}

/** A chain whose bad draws are its last ones: padding, as when chains of unequal length are put in one array. */
function isPadded(bad: readonly number[], draws: number): boolean {
  return bad.length > 0 && bad.length < draws && bad[0] === draws - bad.length;
}

/** Says which chains hold how many draws that are NaN or infinite; null when all values are finite. */
export function notFinite(checked: CheckedDraws): Problem | null {
  const bad = badDraws(checked);
  const hit = bad.flatMap((list, chain) => (list.length === 0 ? [] : [{ chain, count: list.length }]));
  if (hit.length === 0) return null;
  const counts = hit
    .map(({ chain, count }) => `${count} of ${checked.draws} draws in chain ${chain}`)
    .join(", ");
  const padded = bad.every((list) => list.length === 0 || isPadded(list, checked.draws));
  const isUnequal = padded && hit.length < checked.chains;
  return {
    what: isUnequal
      ? `chains are of unequal length: NaN fills the last ${counts}`
      : `NaN or infinite: ${counts}`,
    where: checked.where,
    fix: isUnequal
      ? "cut all chains to the length of the shortest before the export"
      : "find out why the model gives no finite number there and fit again; such draws cannot be dropped",
  };
}
