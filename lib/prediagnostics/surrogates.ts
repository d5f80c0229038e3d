import { mean } from "../linalg/vector.ts";
import type { Random } from "../random/random.ts";
import { shuffleInPlace } from "../random/shuffle.ts";
import type { Binned } from "./bins.ts";
import { transferEntropy } from "./transfer-entropy.ts";

/**
 * Transfer entropies after the source is put in random order, each time anew from the order given.
 *
 * Shuffling destroys the source's autocorrelation as well: for persistent series it makes influence look likelier
 * than it is. Compare {@link shiftedTransferEntropies}.
 *
 * @param permutations - How many.
 * @param random - One stream for all of them.
 * @returns In nats.
 */
export function shuffledTransferEntropies(
  source: Binned,
  target: Binned,
  lag: number,
  { permutations, random }: { readonly permutations: number; readonly random: Random },
): Float64Array {
  return Float64Array.from({ length: permutations }, () => {
    const codes = source.codes.slice();
    shuffleInPlace(codes, random);
    return transferEntropy({ codes, count: source.count }, target, lag);
  });
}

/**
 * Transfer entropies after the source is moved round in time, by every shift that is not close to none.
 *
 * Keeps the source's autocorrelation, needs no random numbers, and offers few surrogates: its least p is 1 / (shifts + 1).
 *
 * @returns In nats, one for each shift from a tenth of the periods (at least 2) to as much short of all; empty when
 *   there are fewer than 4 periods.
 */
export function shiftedTransferEntropies(source: Binned, target: Binned, lag: number): Float64Array {
  const periods = source.codes.length;
  const least = Math.max(2, Math.ceil(periods / 10));
  const shifts = Math.max(0, periods - 2 * least + 1);
  return Float64Array.from({ length: shifts }, (_, i) => {
    const from = periods - (least + i);
    const codes = source.codes.map((_, t) => source.codes[(t + from) % periods]!);
    return transferEntropy({ codes, count: source.count }, target, lag);
  });
}

/** Surrogates within this of the statistic, in nats, count as equal to it: sums in another order differ by as much. */
const TIE = 1e-12;

/** A statistic beside what it would be without influence. */
export interface SurrogateTest {
  /** Share of surrogates at least as large, the statistic counted among them; NaN when there are none. */
  readonly pValue: number;
  /** Mean of the surrogates: the bias of the statistic; NaN when there are none. */
  readonly mean: number;
  /** Statistic less that mean; may be negative. */
  readonly effective: number;
  readonly surrogates: number;
}

/**
 * One-sided test of a statistic against its surrogates.
 *
 * @see Phipson & Smyth (2010), doi:10.2202/1544-6115.1585, for counting the statistic itself
 */
export function surrogateTest(statistic: number, surrogates: Float64Array): SurrogateTest {
  if (surrogates.length === 0) return { pValue: NaN, mean: NaN, effective: NaN, surrogates: 0 };
  const asLarge = surrogates.filter((value) => value >= statistic - TIE).length;
  const average = mean(surrogates);
  return {
    pValue: (1 + asLarge) / (1 + surrogates.length),
    mean: average,
    effective: statistic - average,
    surrogates: surrogates.length,
  };
}
