import type { Curve } from "../../curves/curve.ts";
import type { AllocationProblem } from "../problem.ts";
import type { Intervals } from "../reachable.ts";
import type { Choice } from "./choice.ts";

/**
 * For each cell the like ones next to it in order: `lesser` may be taken to spend no more, `greater` no less; −1 for none.
 *
 * Among like cells money earns most where the weight is greatest: of two spends the larger one may stand with the larger weight,
 * since exchanging them cannot lose when the curve does not fall (the rearrangement inequality). With equal weights it changes
 * nothing. A search need not tell apart what an exchange makes equal.
 *
 * @param kinds - Equal for like cells: those of `kindsOfCells`.
 * @param weights - One per cell.
 * @see Hardy, Littlewood and Pólya (1952), Inequalities, section 10.2
 */
export function orderOf(
  kinds: readonly string[],
  weights: Float64Array,
): { readonly lesser: Int32Array; readonly greater: Int32Array } {
  const lesser = new Int32Array(kinds.length).fill(-1);
  const greater = new Int32Array(kinds.length).fill(-1);
  const last = new Map<string, number>();
  const heaviestFirst = Array.from(kinds.keys()).sort((a, b) => weights[b]! - weights[a]!);
  for (const j of heaviestFirst) {
    const kind = kinds[j]!;
    const before = last.get(kind) ?? -1;
    greater[j] = before;
    if (before >= 0) lesser[before] = j;
    last.set(kind, j);
  }
  return { lesser, greater };
}

/** A key for each cell: the same for cells with the same curve, interval and choice, whose weights may differ. */
export function kindsOfCells(
  { channels, periodWeights }: AllocationProblem,
  { lower, upper }: Intervals,
  choices: readonly (Choice | null)[],
): string[] {
  const n = channels.length;
  const greatest = new Float64Array(n);
  upper.forEach((high, at) => (greatest[at % n] = Math.max(greatest[at % n]!, high)));
  const likes = channels.map(({ curve }, i) =>
    channels.findIndex(
      (other, k) =>
        greatest[k] === greatest[i] &&
        isSameChoice(choices[k] ?? null, choices[i] ?? null) &&
        isSameCurve(other.curve, curve, greatest[i]!),
    ),
  );
  const isRising = channels.map(({ curve }, i) => curve.slope(0) >= 0 && curve.slope(greatest[i]!) >= 0);
  return Array.from(lower, (low, at) => {
    const i = at % n;
    const weight = isRising[i] ? "" : periodWeights[Math.floor(at / n)]!;
    return `${likes[i]!} ${low} ${upper[at]!} ${weight}`;
  });
}

function isSameChoice(one: Choice | null, other: Choice | null): boolean {
  if (!one || !other) return one === other;
  return one.kind === "lots"
    ? other.kind === "lots" && one.unit === other.unit
    : other.kind === "zero_or_at_least" && one.least === other.least;
}

/** Curves of the families in use have three parameters at most; as many equal contributions leave none of them free. */
const COMPARED_SPENDS = 24;

/** Whether two curves are one, or earn the same at spends half a logarithm apart up to `upper`, to the last bit. */
function isSameCurve(one: Curve, other: Curve, upper: number): boolean {
  if (one === other) return true;
  for (let k = 0; k < COMPARED_SPENDS; k++) {
    const spend = upper * Math.exp(-k / 2);
    if (one.value(spend) !== other.value(spend)) return false;
  }
  return true;
}
