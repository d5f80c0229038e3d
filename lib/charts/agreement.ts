import { requireLength, requireSome } from "./checks.ts";
import { count, humanNumber } from "./format.ts";

/** One scalar of the posterior with its draws. */
export interface ChartParameter {
  /** As it is reported, `beta[tv]`; any text. */
  readonly name: string;
  /** `chains[c][t]` is draw t of chain c; at least one chain, all of one length. */
  readonly chains: readonly ArrayLike<number>[];
  /** Rank-normalised split R-hat; NaN where it is undefined. */
  readonly rhat: number;
}

/** A few parameters out of many, and how their agreement is judged. */
export interface ShownParameters {
  /** At least one, the worst first; draws of all have the same shape. */
  readonly parameters: readonly ChartParameter[];
  /** Parameters that these were picked from. */
  readonly total: number;
  /** R-hat above which chains disagree, as the policy has it. */
  readonly rhatLimit: number;
}

/**
 * Chains and draws that all the parameters share.
 *
 * @throws RangeError when there is no parameter, chain or draw, or when shapes differ.
 */
export function commonShape(
  parameters: readonly Pick<ChartParameter, "name" | "chains">[],
  what: string,
): { chainCount: number; drawCount: number } {
  requireSome(parameters, what);
  const first = parameters[0]?.chains ?? [];
  const drawCount = first[0]?.length ?? 0;
  for (const { name, chains } of parameters) {
    requireSome(chains, `${what}, chains of ${name}`);
    requireLength(chains, first.length, `chains of ${name}`);
    chains.forEach((chain, c) => {
      requireSome(chain, `${what}, chain ${c + 1} of ${name}`);
      requireLength(chain, drawCount, `chain ${c + 1} of ${name}`);
    });
  }
  return { chainCount: first.length, drawCount };
}

/** R-hat to the digits that matter: three decimals near 1, two from 1.1 on. */
export function rhatText(rhat: number): string {
  if (rhat === Infinity) return "infinite";
  if (!Number.isFinite(rhat)) return "n/a";
  if (rhat >= 100) return humanNumber(rhat);
  return rhat.toFixed(rhat < 1.1 ? 3 : 2);
}

/** Whether chains agree, in a sentence: an undefined R-hat never reads as agreement. */
export function agreementSentence({ parameters, rhatLimit }: ShownParameters): string {
  const rhats = parameters.map(({ rhat }) => rhat);
  const apart = rhats.filter((rhat) => rhat > rhatLimit);
  const worst = rhatText(Math.max(...rhats.filter((rhat) => !Number.isNaN(rhat))));
  if (apart.length > 0) {
    const share =
      parameters.length === 1 ? "" : ` on ${apart.length} of the ${parameters.length} parameters shown`;
    return `Chains disagree${share}: R-hat up to ${worst}`;
  }
  const unknown = rhats.filter(Number.isNaN).length;
  if (unknown > 0)
    return `Whether chains agree is not known: R-hat is undefined for ${unknown} of ${rhats.length}`;
  return `All chains agree: R-hat at most ${worst}`;
}

/** Which parameters of how many are shown; without an R-hat none is the worst. */
export function selectionSentence({ parameters, total }: ShownParameters): string {
  const shown = parameters.length;
  if (shown >= total) return shown === 1 ? "the only parameter" : `all ${total} parameters`;
  const all = count(total, "parameter");
  if (parameters.every(({ rhat }) => Number.isNaN(rhat))) return `${shown} of ${all}`;
  return `the ${shown === 1 ? "worst" : `${shown} worst`} of ${all}`;
}
