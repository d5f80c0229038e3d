/** What JSON can hold of a number: null stands for NaN and infinity. */
export function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** Whether two amounts, each at least 0, are one but for the dust of floating-point sums. */
export function isSameAmount(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(a, b);
}

/** Names in a sentence: the first few, and how many more there are. */
export function listed(names: readonly string[], most = 5): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(", ")} and ${rest} more` : names.join(", ");
}

/** A number for a sentence: four significant digits. */
export function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** A share as per cent, three significant digits; one that is neither none nor all never reads as 0 % or 100 %. */
export function shareInWords(share: number): string {
  const text = String(Number((100 * share).toPrecision(3)));
  if (share > 0 && share < 1 && text === "100") return "more than 99.9 %";
  return share > 0 && share < 0.00001 ? "less than 0.001 %" : `${text} %`;
}

/** A number that is told in full: only the dust of floating-point sums, beyond twelve digits, is dropped. */
export function exact(value: number): string {
  return String(Number(value.toPrecision(12)));
}

/**
 * The limits of a range for a sentence, as briefly as they stay true: rounded inwards, so that either can be asked for.
 *
 * At least four significant digits; more where the range is narrow, every digit where rounding would leave it.
 */
export function withinRange(least: number, most: number): readonly [string, string] {
  for (let digits = 4; digits <= 15; digits += 1) {
    const [low, high] = [roundedTo(least, digits, "up"), roundedTo(most, digits, "down")];
    if (low <= high && low - least + (most - high) <= (most - least) / 100)
      return [String(low), String(high)];
  }
  return [String(least), String(most)];
}

/** A number in so many significant digits, never rounded past itself in the direction given. */
export function roundedTo(value: number, digits: number, direction: "up" | "down"): number {
  const nearest = Number(value.toPrecision(digits));
  const isPast = direction === "up" ? nearest >= value : nearest <= value;
  if (isPast || value === 0) return nearest;
  const exponent = Math.floor(Math.log10(Math.abs(value))) - digits + 1;
  return Number((nearest + (direction === "up" ? 1 : -1) * Number(`1e${exponent}`)).toPrecision(digits));
}

/** `week`, `month`…: the length of a period, from the usual gap between dates (YYYY-MM-DD, ascending). */
export function periodWord(dates: readonly string[]): "day" | "week" | "month" | "quarter" | "year" {
  const days = dates.map((date) => Date.parse(`${date}T00:00:00Z`) / 86_400_000);
  const gaps = days
    .slice(1)
    .map((day, t) => day - (days[t] ?? NaN))
    .sort((a, b) => a - b);
  const gap = gaps[Math.floor(gaps.length / 2)] ?? 7;
  if (gap < 4) return "day";
  if (gap < 20) return "week";
  if (gap < 60) return "month";
  return gap < 200 ? "quarter" : "year";
}

/** Periods in a year, by the usual length of a period: 365, 52, 12, 4 or 1. */
export function periodsPerYear(dates: readonly string[]): number {
  return { day: 365, week: 52, month: 12, quarter: 4, year: 1 }[periodWord(dates)];
}
