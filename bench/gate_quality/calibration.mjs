// The calibration rule alone, as it was measured when it was designed: predictive distributions known, PIT of the predictive draws.
import { calibration, measureCalibration, toObservations } from "../../dist/lib/adequacy/predictive.js";
import { autoregressive, normals, seedOf } from "./normal.mjs";

const DRAWS = 500;

/**
 * `design`: the share that the rule's design study measured (150 series, 400 at 52 weeks and 0.8) of what is wanted: a good fit
 * labelled well-calibrated, a fault labelled otherwise.
 */
const SHAPES = [
  { n: 52, phi: 0, sd: 1, shift: 0, design: 0.96 },
  { n: 52, phi: 0.6, sd: 1, shift: 0, design: 0.93 },
  { n: 52, phi: 0.8, sd: 1, shift: 0, design: 0.87 },
  { n: 52, phi: 0.9, sd: 1, shift: 0, design: null },
  { n: 104, phi: 0, sd: 1, shift: 0, design: 0.98 },
  { n: 104, phi: 0.6, sd: 1, shift: 0, design: 0.97 },
  { n: 104, phi: 0.8, sd: 1, shift: 0, design: 0.97 },
  { n: 208, phi: 0, sd: 1, shift: 0, design: null },
  { n: 208, phi: 0.6, sd: 1, shift: 0, design: null },
  { n: 208, phi: 0.8, sd: 1, shift: 0, design: null },
  { n: 104, phi: 0, sd: 1.5, shift: 0, design: 0.98 },
  { n: 104, phi: 0.6, sd: 1.5, shift: 0, design: 0.85 },
  { n: 104, phi: 0, sd: 1.3, shift: 0, design: 0.67 },
  { n: 104, phi: 0, sd: 0.6, shift: 0, design: 1 },
  { n: 104, phi: 0, sd: 1, shift: 0.5, design: 1 },
  { n: 104, phi: 0.6, sd: 1, shift: 0.5, design: 0.59 },
  { n: 52, phi: 0, sd: 2, shift: 0, design: null },
  { n: 52, phi: 0, sd: 1, shift: 1, design: null },
  { n: 52, phi: 0.6, sd: 2, shift: 0, design: null },
  { n: 52, phi: 0.6, sd: 1, shift: 1, design: null },
  { n: 52, phi: 0.8, sd: 3, shift: 0, design: null },
  { n: 52, phi: 0.8, sd: 1, shift: 2, design: null },
];

export const calibrationCases = SHAPES.map((shape) => ({
  ...shape,
  id: `n${shape.n}_phi${shape.phi}_sd${shape.sd}_shift${shape.shift}`,
  isGood: shape.sd === 1 && shape.shift === 0,
}));

/** The rule's label, and the level that gate g5 judges, of one simulated series. */
export function labelOf({ id, n, phi, sd, shift }, replicate, series) {
  const normal = normals(seedOf(series, id, replicate));
  const observed = autoregressive(n, phi, normal).map((value) => sd * value + shift);
  const dates = Array.from({ length: n }, (_, t) => String(t));
  const values = new Float64Array(DRAWS * n);
  for (let i = 0; i < values.length; i++) values[i] = normal();
  const found = calibration(observed, toObservations({ chains: 1, draws: DRAWS, dates, values }), null);
  return { label: found.label, level: measureCalibration(found).value };
}
