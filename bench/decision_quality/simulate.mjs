// Markets with known curves, and posteriors of stated quality: see README.md.
import { exponential } from "../../dist/lib/curves/exponential.js";
import { concaveHill } from "../../dist/lib/curves/hill.js";
import { michaelisMenten } from "../../dist/lib/curves/michaelis-menten.js";
import { sigmoid } from "../../dist/lib/curves/sigmoid.js";
import { normals } from "../gate_quality/normal.mjs";

const CHANNELS = 5;
const WEEKS = 104;
/** Standard deviations over markets of the log of a channel's return and of its relative half-saturation. */
const PRIOR = { level: 0.5, bend: 0.6 };
/** Standard errors of the same two, as a study of the market would have them. */
const ERRORS = { low: { level: 0.15, bend: 0.3 }, high: { level: 0.4, bend: 0.8 } };
/** Correlation of the errors in level of two channels whose spend goes together: what one gains the other loses. */
const COLLINEAR = -0.8;

const FAMILIES = ["michaelis_menten", "sigmoid", "exponential", "concave_hill"];

/** A curve of a family by its contribution at `spend` and the spend at half of its plateau. */
function curveBy(family, spend, contribution, half) {
  const scaled = (make) => make(contribution / make(1).value(spend));
  switch (family) {
    case "michaelis_menten":
      return scaled((L) => michaelisMenten({ L, k: half }));
    case "sigmoid":
      return scaled((alpha) => sigmoid({ alpha, lam: (2 * Math.atanh(0.5)) / half }));
    case "exponential":
      return scaled((alpha) => exponential({ alpha, lam: Math.LN2 / half }));
    case "concave_hill":
      return scaled((beta) => concaveHill({ beta, K: half, h: 0.7 }));
  }
}

/** Every kind of market, `replicates` of each. */
export function kinds(replicates) {
  const all = [];
  for (const family of [...FAMILIES, "mixed"])
    for (const noise of ["low", "high"])
      for (const collinear of [false, true])
        for (const adstock of [0, 0.5])
          for (const quality of ["calibrated", "overconfident", "wrong_family"])
            for (let replicate = 0; replicate < replicates; replicate++)
              all.push({ family, noise, collinear, adstock, quality, replicate });
  return all;
}

/** The posterior of a normal quantity with prior (0, prior²) from one observation with an error: mean and standard deviation. */
function update(observed, prior, error) {
  const weight = prior ** 2 / (prior ** 2 + error ** 2);
  return { mean: weight * observed, sd: error * Math.sqrt(weight) };
}

/**
 * A market and its posterior. Truth is drawn from the prior, seen with error, and the posterior is the exact one given both: it is
 * calibrated by construction, then spoilt as its quality says.
 */
export function market(kind, seed, draws) {
  const normal = normals(seed);
  const { family, noise, collinear, adstock, quality, replicate } = kind;
  const error = ERRORS[noise];
  const families = Array.from({ length: CHANNELS }, (_, i) =>
    family === "mixed" ? FAMILIES[i % FAMILIES.length] : family,
  );
  const current = families.map(() => 1000 * Math.exp(0.8 * normal()));
  const truth = families.map(() => ({ level: PRIOR.level * normal(), bend: PRIOR.bend * normal() }));

  // Levels of the first two channels as (sum, difference) / √2, in which prior and errors are independent.
  const turned = (values) => {
    const [a, b, ...rest] = values;
    return [(a + b) / Math.SQRT2, (a - b) / Math.SQRT2, ...rest];
  };
  const levelErrors = families.map((_, i) => {
    if (!collinear || i > 1) return error.level;
    return error.level * Math.sqrt(i === 0 ? 1 + COLLINEAR : 1 - COLLINEAR);
  });
  const levels = turned(truth.map(({ level }) => level)).map((own, i) =>
    update(own + levelErrors[i] * normal(), PRIOR.level, levelErrors[i]),
  );
  const bends = truth.map(({ bend }) => update(bend + error.bend * normal(), PRIOR.bend, error.bend));
  const narrow = quality === "overconfident" ? 0.5 : 1;

  const centre = (spend) => ({ contribution: spend, half: 1.2 * spend });
  const curveOf = (i, { level, bend }, own) => {
    const { contribution, half } = centre(current[i]);
    return curveBy(own, current[i], contribution * Math.exp(level), half * Math.exp(bend));
  };
  const modelled = (i) => (quality === "wrong_family" ? "michaelis_menten" : families[i]);
  const drawn = families.map(() => []);
  for (let d = 0; d < draws; d++) {
    const level = turned(levels.map(({ mean, sd }) => mean + narrow * sd * normal()));
    families.forEach((_, i) => {
      const bend = bends[i].mean + narrow * bends[i].sd * normal();
      drawn[i].push(curveOf(i, { level: level[i], bend }, modelled(i)));
    });
  }

  // Spend of two years: with collinear channels the first two go together.
  const common = Array.from({ length: WEEKS }, normal);
  const history = families.map((_, i) =>
    common.map((shared) => {
      const own = normal();
      const z = collinear && i < 2 ? 0.9 * shared + Math.sqrt(1 - 0.81) * own : own;
      return current[i] * Math.exp(0.4 * z - 0.08);
    }),
  );
  return {
    names: families.map((own, i) => `${i + 1} ${own}`),
    current,
    lower: current.map((spend) => 0.25 * spend),
    upper: current.map((spend) => 2.5 * spend),
    total: current.reduce((sum, spend) => sum + spend, 0) * (replicate % 2 === 0 ? 1 : 1.2),
    history,
    adstock,
    truth: truth.map((own, i) => curveOf(i, own, families[i])),
    drawn,
  };
}
