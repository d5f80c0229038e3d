import { readFileSync } from "node:fs";
import { michaelisMenten } from "../../lib/curves/michaelis-menten.ts";
import { mulberry32 } from "../../lib/random/mulberry32.ts";
import { riskProblem, type RiskProblem } from "../../lib/risk/risk-problem.ts";

interface Instance {
  readonly objective: { readonly alpha: number; readonly kappa: number };
  readonly budget: { readonly total: number };
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly draws: { readonly L: readonly number[][]; readonly k: readonly number[][] };
  readonly expected: { readonly objective: number; readonly allocation: readonly number[] };
}

/** A reference instance and its problem. */
export function instance(name: string): { readonly json: Instance; readonly problem: RiskProblem } {
  const file = new URL(`../reference/risk/${name}.json`, import.meta.url);
  const json = JSON.parse(readFileSync(file, "utf8")) as Instance;
  const problem = riskProblem({
    channels: json.lower.map((lower, i) => ({
      name: `channel ${i}`,
      lower,
      upper: json.upper[i]!,
      curves: json.draws.L.map((row, d) => michaelisMenten({ L: row[i]!, k: json.draws.k[d]![i]! })),
    })),
    budget: json.budget,
  });
  return { json, problem };
}

/** What a small random problem is made of. */
export interface Made {
  readonly seed: number;
  readonly channels: number;
  readonly draws: number;
  /** Factors of all money and of all contributions. */
  readonly money?: number;
  readonly contribution?: number;
  /** Order in which the channels stand. */
  readonly order?: readonly number[];
}

/** A random problem whose channels differ in size, and whose draws in level and saturation. */
export function made({ seed, channels, draws, money = 1, contribution = 1, order }: Made): RiskProblem {
  const random = mulberry32(seed);
  const own = Array.from({ length: channels }, (_, i) => {
    const k = 50 + 400 * random();
    const L = k * (0.5 + 2 * random());
    const unsure = 0.1 + 0.5 * random();
    const curves = Array.from({ length: draws }, () =>
      michaelisMenten({
        L: L * contribution * Math.exp(2 * unsure * (random() - 0.5)),
        k: k * money * Math.exp(unsure * (random() - 0.5)),
      }),
    );
    return { name: `c${i}`, lower: 0.05 * k * money, upper: 3 * k * money, curves, k };
  });
  const total = money * own.reduce((sum, { k }) => sum + 0.6 * k, 0);
  return riskProblem({
    channels: (order ?? own.map((_, i) => i)).map((i) => own[i]!),
    budget: { total },
  });
}
