import type { Random } from "../random/random.ts";
import type { Binned } from "./bins.ts";
import {
  shiftedTransferEntropies,
  shuffledTransferEntropies,
  type SurrogateTest,
  surrogateTest,
} from "./surrogates.ts";
import { conditionalEntropy, transferEntropy } from "./transfer-entropy.ts";

/** Transfer entropy from one series to another, with the evidence that it is not chance. */
export interface TransferEntropySummary {
  readonly nats: number;
  readonly bits: number;
  /** Share of the target's own uncertainty that the source removes; NaN when the target has none. */
  readonly normalised: number;
  /** Against random orders of the source. */
  readonly shuffle: SurrogateTest;
  /** Against the source moved round in time; the one to believe when the series are persistent. */
  readonly circularShift: SurrogateTest;
}

/** How the test is run. */
export interface TransferEntropySettings {
  /** Periods from source to target, at least 1. */
  readonly lag: number;
  /** Random orders to compare with. */
  readonly permutations: number;
  readonly random: Random;
}

/**
 * Transfer entropy from source to target, tested both ways. Difference and deseasonalise the series first.
 *
 * @param source - Binned by `rankBins` or `quantileBins`.
 * @param target - Binned likewise, over the same periods.
 * @throws RangeError when lengths differ or the lag leaves no period.
 * @see Schreiber (2000), doi:10.1103/PhysRevLett.85.461
 */
export function transferEntropySummary(
  source: Binned,
  target: Binned,
  { lag, permutations, random }: TransferEntropySettings,
): TransferEntropySummary {
  const nats = transferEntropy(source, target, lag);
  const shuffled = shuffledTransferEntropies(source, target, lag, { permutations, random });
  return {
    nats,
    bits: nats / Math.LN2,
    normalised: nats / conditionalEntropy(target, lag),
    shuffle: surrogateTest(nats, shuffled),
    circularShift: surrogateTest(nats, shiftedTransferEntropies(source, target, lag)),
  };
}
