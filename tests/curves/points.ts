import { readFileSync } from "node:fs";
import fc from "fast-check";
import type { Family } from "../../lib/curves/family.ts";
import { exponentialFamily } from "../../lib/curves/exponential.ts";
import { CONCAVE_FAMILIES } from "../../lib/curves/families.ts";
import { concaveHillFamily, hillFamily } from "../../lib/curves/hill.ts";
import { logarithmicFamily } from "../../lib/curves/logarithmic.ts";
import { michaelisMentenFamily } from "../../lib/curves/michaelis-menten.ts";
import { rootFamily } from "../../lib/curves/root.ts";
import { sigmoidFamily } from "../../lib/curves/sigmoid.ts";
import { tanhFamily } from "../../lib/curves/tanh.ts";

/** Every run of the properties draws the same cases. */
export const SEED = { seed: 20_151_123, numRuns: 300 };

/** The families that SciPy has fitted to the reference cases. */
export const REFERENCED = [michaelisMentenFamily, sigmoidFamily];

export const CONCAVE = [...CONCAVE_FAMILIES, tanhFamily];

/** The families with members to test: amplitude 1.5 at moderate shape, in units of the largest spend. */
export const FAMILIES: { family: Family; planted: number[] }[] = [
  { family: michaelisMentenFamily, planted: [1.5, 0.7] },
  { family: sigmoidFamily, planted: [1.5, 3] },
  { family: tanhFamily, planted: [1.5, 0.6] },
  { family: exponentialFamily, planted: [1.5, 2] },
  { family: rootFamily, planted: [1.5, 0.4] },
  { family: logarithmicFamily, planted: [1.5, 0.2] },
  { family: concaveHillFamily, planted: [1.5, 0.05, 0.7] },
  { family: hillFamily, planted: [1.5, 0.5, 1.8] },
];

/** Whether curves of the family approach a plateau. */
export function hasPlateau(family: Family): boolean {
  return Number.isFinite(family.halfSaturation([1, 0.5, 0.5]));
}

/** Parameters over six decades of amplitude and spend; exponents from 0.3 to 5, or as far as they may go. */
export function parametersOf(family: Family): fc.Arbitrary<number[]> {
  const decades = fc.double({ min: -3, max: 3, noNaN: true }).map((x) => 10 ** x);
  return fc.tuple(
    ...family.parameters.map(({ spendPower, contributionPower, upper }) =>
      spendPower === 0 && contributionPower === 0
        ? fc.double({ min: 0.3, max: Math.min(5, 0.97 * upper), noNaN: true })
        : decades,
    ),
  );
}

/** Spend at which a curve bends: its half-saturation, else its own spend parameter, else 1. */
export function bendOf(family: Family, theta: readonly number[]): number {
  if (hasPlateau(family)) return family.halfSaturation(theta);
  const own = family.parameters.findIndex(({ spendPower }) => spendPower === 1);
  return theta[own] ?? 1;
}

/** Evenly spaced spends, a fifth of them zero, as channels that are dark in some weeks have. */
export function spends(n: number): number[] {
  return Array.from({ length: n }, (_, i) => (i % 5 === 4 ? 0 : (i + 1) / n));
}

/** Standard normal noise from a fixed linear congruential sequence (Numerical Recipes constants) by Box–Muller. */
export function noise(n: number, seed: number): number[] {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return Array.from(
    { length: n },
    () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}

/** What the reference says of one channel and family. */
export interface ReferenceFit {
  readonly sse: number;
  readonly r2: number;
  readonly rmse: number;
  readonly covariance: readonly (readonly number[])[];
  readonly se: readonly number[];
  readonly well_determined: boolean;
  readonly [parameter: string]: unknown;
}

export interface ReferenceChannel {
  readonly channel: string;
  readonly spend: number[];
  readonly contribution: number[];
  readonly fits: Readonly<Record<string, ReferenceFit>>;
}

/** The channels of a reference case with their points and SciPy's fits. */
export function referenceChannels(name: "robyn_weekly" | "robyn_weekly_unconverged"): ReferenceChannel[] {
  const folder = new URL(`../reference/${name}/`, import.meta.url);
  const reference = JSON.parse(readFileSync(new URL("reference.json", folder), "utf8")) as {
    curve_fits: Record<string, Record<string, ReferenceFit>>;
  };
  const rows = readFileSync(new URL("spend_contribution_pairs.csv", folder), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));
  return Object.entries(reference.curve_fits).map(([channel, fits]) => {
    const own = rows.filter((row) => row[1] === channel);
    return {
      channel,
      fits,
      spend: own.map((row) => Number(row[2])),
      contribution: own.map((row) => Number(row[3])),
    };
  });
}
