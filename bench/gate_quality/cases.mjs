import { FAULTS } from "./faults.mjs";
import { normals, seedOf } from "./normal.mjs";
import { goodFit, noiseCount } from "./simulate.mjs";

/** The fit that faults are put into. */
const BASE = { n: 104, phi: 0, rho: 0.3 };

const MOST_WEEKS = 208;
/** Fits known to be good: exact posteriors of 52, 104 and 208 weeks, residuals AR(phi), chains AR(rho). */
const GOOD = [
  ...[52, 104, MOST_WEEKS].flatMap((n) => [0, 0.6, 0.8].map((phi) => ({ n, phi, rho: 0.3 }))),
  { n: 104, phi: 0, rho: 0 },
  { n: 104, phi: 0, rho: 0.5 },
].map((fit) => ({ ...fit, id: `good_n${fit.n}_phi${fit.phi}_rho${fit.rho}` }));

/** For a smoke test: one year with the strongest autocorrelation, the base, and gross faults. */
const QUICK_GOOD = GOOD.filter(
  ({ n, phi, rho }) => rho === 0.3 && ((n === 52 && phi === 0.8) || (n === 104 && phi === 0)),
);

const isQuickFault = ({ size, burst }) => size === "gross" && (burst?.spendFactor ?? 1) === 1;

/** The good and the bad fits of a run. */
export function casesOf(isQuick) {
  return isQuick ? { good: QUICK_GOOD, bad: FAULTS.filter(isQuickFault) } : { good: GOOD, bad: FAULTS };
}

/**
 * One of each: every good fit, and every fault in a good fit of the base kind.
 *
 * @param series Another series is other data throughout.
 */
export function* simulate({ good, bad }, replicate, series) {
  const normal = normals(seedOf(series, "noise", replicate));
  const noise = new Float64Array(noiseCount(MOST_WEEKS));
  for (let i = 0; i < noise.length; i++) noise[i] = normal();
  for (const { id, n, phi, rho } of good) {
    yield { id, fit: goodFit({ n, phi, rho }, noise, normals(seedOf(series, id, replicate))) };
  }
  for (const burst of new Set(bad.map((fault) => fault.burst ?? null))) {
    const own = bad.filter((fault) => (fault.burst ?? null) === burst);
    const fit = goodFit({ ...BASE, burst }, noise, normals(seedOf(series, "base", own[0].id, replicate)));
    for (const { id, spoil } of own) yield { id, fit: spoil(fit, normals(seedOf(series, id, replicate))) };
  }
}
