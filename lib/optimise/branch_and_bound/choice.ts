/** Which spends a channel can take within its bounds, where not all of them. */
export type Choice =
  /** Nothing, or at least this much (money, above 0). */
  | { readonly kind: "zero_or_at_least"; readonly least: number }
  /** Whole multiples of a unit (money, above 0). */
  | { readonly kind: "lots"; readonly unit: number };

/** Relative difference, of a lot or of a least spend, that counts as rounding. */
const ROUNDING = 1e-9;

/** The greatest spend that the choice allows and that is at most `spend`; every spend is allowed where there is no choice (null). */
export function allowedAtMost(choice: Choice | null, spend: number): number {
  switch (choice?.kind) {
    case undefined:
      return spend;
    case "zero_or_at_least":
      if (Number.isNaN(spend)) return NaN;
      return spend >= choice.least * (1 - ROUNDING) ? Math.max(spend, choice.least) : 0;
    case "lots":
      return Math.floor(count(spend, choice.unit, ROUNDING)) * choice.unit;
  }
}

/** The least spend that the choice allows and that is at least `spend`. */
export function allowedAtLeast(choice: Choice | null, spend: number): number {
  switch (choice?.kind) {
    case undefined:
      return spend;
    case "zero_or_at_least":
      if (Number.isNaN(spend)) return NaN;
      return spend > choice.least * ROUNDING ? Math.max(spend, choice.least) : 0;
    case "lots":
      return Math.max(0, Math.ceil(count(spend, choice.unit, -ROUNDING))) * choice.unit;
  }
}

/** Lots in a spend, a share of a lot or of the count more or less. */
function count(spend: number, unit: number, share: number): number {
  const lots = spend / unit;
  return lots + share * Math.max(1, lots);
}

/** The allowed spend nearest to a spend; NaN for an undefined one. */
export function nearestAllowed(choice: Choice | null, spend: number): number {
  const below = allowedAtMost(choice, spend);
  const above = allowedAtLeast(choice, spend);
  return Math.abs(spend - below) <= Math.abs(above - spend) ? below : above;
}

/** How far a spend is from the nearest that the choice allows, money; NaN for an undefined one. */
export function distanceFromChoice(choice: Choice | null, spend: number): number {
  return Math.abs(spend - nearestAllowed(choice, spend));
}

/** Throws RangeError unless there is one choice (or null) per channel, each with a finite amount above 0. */
export function checkChoices(choices: readonly (Choice | null)[], channels: number): void {
  if (choices.length !== channels) {
    throw new RangeError(`${choices.length} choices for ${channels} channels`);
  }
  choices.forEach((choice, i) => {
    if (!choice) return;
    const amount = choice.kind === "lots" ? choice.unit : choice.least;
    if (!(amount > 0 && amount < Infinity)) {
      throw new RangeError(`choices[${i}]: ${choice.kind} of ${amount}, expected a finite amount above 0`);
    }
  });
}
