/** What JSON can hold of a number: null stands for NaN and infinity. */
export function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
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
