/** Edits allowed per letter of the longer name: one typo in a short word, three in ten letters. */
const EDITS_PER_LETTER = 1 / 3;

/** Longest name compared, in letters: the distance takes the product of both lengths. */
const LONGEST = 80;

/**
 * Damerau–Levenshtein distance in its optimal-string-alignment form: the fewest insertions, deletions,
 * substitutions and swaps of neighbours that turn `a` into `b`, no letter edited twice.
 */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, substitution);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
}

/**
 * The known name that `name` was most likely meant to be, or null when none is close.
 *
 * Case counts for nothing; at most one letter in three may differ, and a name is never replaced wholly.
 * Of equally near names the first is given.
 */
export function nearest(name: string, known: readonly string[]): string | null {
  const wanted = name.toLowerCase();
  if (wanted.length > LONGEST) return null;
  let best: { candidate: string; distance: number } | null = null;
  for (const candidate of known) {
    const longer = Math.max(wanted.length, candidate.length);
    const limit = Math.max(1, Math.floor(longer * EDITS_PER_LETTER));
    if (longer > LONGEST || Math.abs(wanted.length - candidate.length) > limit) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance > limit || distance >= longer) continue;
    if (best === null || distance < best.distance) best = { candidate, distance };
  }
  return best?.candidate ?? null;
}

/** How to mend a name that is not known: the one that it was most likely meant to be, or else what is given. */
export function meantOr(name: string, known: readonly string[], otherwise: string): string {
  const near = nearest(name, known);
  return near === null ? otherwise : `did you mean ${near}?`;
}
