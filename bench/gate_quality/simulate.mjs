// Fits whose truth is known: a linear regression on weekly data with its exact posterior, and 31 further scalars.
import { autoregressive } from "./normal.mjs";

export const CHAINS = 4;
export const DRAWS = 500;
const SAMPLES = CHAINS * DRAWS;
const CHANNELS = 5;
const CONTROLS = 2;
const COEFFICIENTS = 1 + CHANNELS + CONTROLS;
/** Scalars of the posterior: the coefficients, the noise, and others up to this number. */
export const SCALARS = 40;
const PRIOR_DRAWS = 250;
const PRIOR_SD = 3;
const INTERCEPT = 10;
const EFFECT = 0.5;
/** Exposure per unit of spend. */
const IMPRESSIONS = 100;
/** Energies of a sampler that moves well: E-BFMI about 0.8. */
const ENERGY_AUTOCORRELATION = 0.6;

const chainsOf = (make) => Array.from({ length: CHAINS }, (_, chain) => make(chain));

function weeklyDates(n) {
  return Array.from({ length: n }, (_, week) =>
    new Date(Date.UTC(2021, 0, 4 + 7 * week)).toISOString().slice(0, 10),
  );
}

/** Lower Cholesky factor of a symmetric positive definite matrix. */
function cholesky(matrix) {
  const lower = matrix.map(() => new Float64Array(matrix.length));
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i][j];
      for (let k = 0; k < j; k++) rest -= lower[i][k] * lower[j][k];
      lower[i][j] = i === j ? Math.sqrt(rest) : rest / lower[j][j];
    }
  }
  return lower;
}

/** Solves L x = b. */
function solveForward(lower, b) {
  const x = Float64Array.from(b);
  for (let i = 0; i < x.length; i++) {
    for (let k = 0; k < i; k++) x[i] -= lower[i][k] * x[k];
    x[i] /= lower[i][i];
  }
  return x;
}

/** Solves Lᵀ x = b. */
function solveBackward(lower, b) {
  const x = Float64Array.from(b);
  for (let i = x.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < x.length; k++) x[i] -= lower[k][i] * x[k];
    x[i] /= lower[i][i];
  }
  return x;
}

const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);

/** Quantile of a chi-squared variable at the probability of a standard normal z (Wilson & Hilferty 1931; here ν ≥ 44, error below 1e-3 of the value). */
function chiSquaredAt(z, degrees) {
  const spread = 2 / (9 * degrees);
  return degrees * (1 - spread + z * Math.sqrt(spread)) ** 3;
}

/** Weekly data with known effects; noise is AR(1) of unit variance. */
function makeData({ n, phi, burst }, normal) {
  const channels = Array.from({ length: CHANNELS }, (_, i) => {
    const spend = Float64Array.from({ length: n }, () => Math.exp(0.5 * normal()));
    return {
      name: `channel_${i + 1}`,
      spendColumn: `channel_${i + 1}`,
      spend,
      exposure: spend.map((value) => IMPRESSIONS * value),
    };
  });
  const controls = Array.from({ length: CONTROLS }, (_, i) => ({
    name: `control_${i + 1}`,
    values: Float64Array.from({ length: n }, normal),
  }));
  const noise = autoregressive(n, phi, normal);
  if (burst !== null) {
    channels[0].spend[burst.week] *= burst.spendFactor;
    noise[burst.week] += burst.outcome;
  }
  const effects = [...channels.map(({ spend }) => spend), ...controls.map(({ values }) => values)];
  const target = noise.map(
    (value, t) => INTERCEPT + value + EFFECT * effects.reduce((sum, column) => sum + column[t], 0),
  );
  return {
    path: "simulated",
    dates: weeklyDates(n),
    target: { name: "revenue", values: target },
    channels,
    controls,
  };
}

/** The exact posterior of a regression with flat prior on coefficients and log noise; chains are AR(1) with the exact marginals. */
function makePosterior({ target, channels, controls }, rho, normal) {
  const n = target.values.length;
  const columns = [
    new Float64Array(n).fill(1),
    ...channels.map(({ spend }) => spend),
    ...controls.map(({ values }) => values),
  ];
  const lower = cholesky(columns.map((a) => Float64Array.from(columns, (b) => dot(a, b))));
  const projected = solveForward(
    lower,
    columns.map((column) => dot(column, target.values)),
  );
  const estimate = solveBackward(lower, projected);
  const squares = dot(target.values, target.values) - dot(projected, projected);

  const latent = Array.from({ length: COEFFICIENTS + 1 }, () =>
    chainsOf(() => autoregressive(DRAWS, rho, normal)),
  );
  const design = new Float64Array(n * COEFFICIENTS);
  for (let i = 0; i < design.length; i++) {
    design[i] = columns[i % COEFFICIENTS][Math.floor(i / COEFFICIENTS)];
  }
  const coefficients = Array.from({ length: COEFFICIENTS }, () => chainsOf(() => new Float64Array(DRAWS)));
  const sigma = chainsOf(() => new Float64Array(DRAWS));
  const mean = new Float64Array(SAMPLES * n);
  const z = new Float64Array(COEFFICIENTS);
  const values = new Float64Array(COEFFICIENTS);
  for (let s = 0; s < SAMPLES; s++) {
    const [chain, draw] = [Math.floor(s / DRAWS), s % DRAWS];
    const noise = Math.sqrt(squares / chiSquaredAt(latent[COEFFICIENTS][chain][draw], n - COEFFICIENTS));
    for (let j = 0; j < COEFFICIENTS; j++) z[j] = latent[j][chain][draw];
    const offset = solveBackward(lower, z);
    sigma[chain][draw] = noise;
    for (let j = 0; j < COEFFICIENTS; j++) {
      values[j] = estimate[j] + noise * offset[j];
      coefficients[j][chain][draw] = values[j];
    }
    for (let t = 0; t < n; t++) {
      let sum = 0;
      for (let j = 0; j < COEFFICIENTS; j++) sum += values[j] * design[t * COEFFICIENTS + j];
      mean[s * n + t] = sum;
    }
  }
  return { coefficients, sigma, mean };
}

/**
 * Predictive draws and log-likelihood of a model that says N(mean + shift σ, (width σ)²) of each week.
 *
 * @param width 1 and `shift` 0: the model tells the truth.
 */
export function predict({ target, dates }, { mean, sigma, unit }, { width = 1, shift = 0 } = {}) {
  const n = dates.length;
  const yrep = new Float64Array(SAMPLES * n);
  const logLikelihood = new Float64Array(SAMPLES * n);
  const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);
  for (let s = 0; s < SAMPLES; s++) {
    const noise = sigma[Math.floor(s / DRAWS)][s % DRAWS];
    const [spread, offset] = [width * noise, shift * noise];
    const constant = -halfLogTwoPi - Math.log(spread);
    for (let t = 0; t < n; t++) {
      const centre = mean[s * n + t] + offset;
      yrep[s * n + t] = centre + spread * unit[s * n + t];
      logLikelihood[s * n + t] = constant - 0.5 * ((target.values[t] - centre) / spread) ** 2;
    }
  }
  const shape = { chains: CHAINS, draws: DRAWS, dates };
  return {
    observed: target.values,
    predictive: { ...shape, values: yrep },
    logLikelihood: { ...shape, values: logLikelihood },
  };
}

/** Prior predictive draws: each has a level and a spread of its own (lognormal about `noiseSd`), weeks around the level. */
export function predictPrior(dates, { centre, levelSd, noiseSd }, normal) {
  const n = dates.length;
  const values = new Float64Array(PRIOR_DRAWS * n);
  for (let s = 0; s < PRIOR_DRAWS; s++) {
    const level = centre + levelSd * normal();
    const spread = noiseSd * Math.exp(0.5 * normal());
    for (let t = 0; t < n; t++) values[s * n + t] = level + spread * normal();
  }
  return { chains: 1, draws: PRIOR_DRAWS, dates, values };
}

/**
 * Totals of channels and baseline under a prior: effects half-normal with mean `effect`, intercepts normal about `level`.
 *
 * @see lib/adequacy/prior-media.ts
 */
export function priorMediaOf({ dates, channels }, { effect, level, levelSd }, normal) {
  const sd = effect * Math.sqrt(Math.PI / 2);
  const draws = () => Float64Array.from({ length: PRIOR_DRAWS }, normal);
  const spend = channels.map((one) => one.spend.reduce((sum, value) => sum + value, 0));
  return {
    channels: channels.map(({ name }) => name),
    contributions: spend.map((total) => draws().map((z) => sd * Math.abs(z) * total)),
    baseline: draws().map((z) => (level + levelSd * z) * dates.length),
    spend,
  };
}
const GOOD_PRIOR = { effect: EFFECT, level: INTERCEPT, levelSd: 5 };

/** Prior of every scalar, wide beside its posterior: the data informed it. */
const informedPriors = (names) => new Map(names.map((name) => [name, { mean: 0, sd: PRIOR_SD }]));

/** How many numbers the predictive draws of n weeks take. */
export const noiseCount = (n) => SAMPLES * n;

/**
 * A fit that is good by construction.
 *
 * @param n Weeks.
 * @param phi Autocorrelation of the residuals from one week to the next.
 * @param rho Autocorrelation of each chain from one draw to the next.
 * @param noise Standard normal numbers of the predictive draws, at least `noiseCount(n)`; fits of one replicate may share them.
 * @param burst A week whose spend and outcome are out of the ordinary; null: there is none.
 */
export function goodFit({ n, phi, rho, burst = null }, noise, normal) {
  const data = makeData({ n, phi, burst }, normal);
  const { coefficients, sigma, mean } = makePosterior(data, rho, normal);
  const named = [
    ...coefficients.map((chains, j) => ({ name: `coefficient[${j}]`, chains })),
    { name: "sigma", chains: sigma },
  ];
  const others = Array.from({ length: SCALARS - named.length }, (_, i) => ({
    name: `other[${i}]`,
    chains: chainsOf(() => autoregressive(DRAWS, rho, normal)),
  }));
  const parameters = [...named, ...others];
  const model = { mean, sigma, unit: noise };
  return {
    data,
    model,
    sampler: {
      parameters,
      decisions: data.channels.map(({ name, spend }, i) => {
        const total = spend.reduce((sum, value) => sum + value, 0);
        return {
          name: `total_contribution[${name}]`,
          chains: coefficients[1 + i].map((chain) => chain.map((value) => value * total)),
        };
      }),
      stats: {
        diverging: chainsOf(() => new Float64Array(DRAWS)),
        energy: chainsOf(() => autoregressive(DRAWS, ENERGY_AUTOCORRELATION, normal)),
        treeDepth: null,
        reachedMaxTreeDepth: chainsOf(() => new Float64Array(DRAWS)),
      },
    },
    prediction: predict(data, model),
    prior: {
      predictive: predictPrior(data.dates, { centre: INTERCEPT, levelSd: 5, noiseSd: 1.5 }, normal),
      parameters: informedPriors(parameters.map(({ name }) => name)),
      media: priorMediaOf(data, GOOD_PRIOR, normal),
      roiRange: { lower: 0, upper: 5 * EFFECT },
    },
    /** Upstream reports are made from the fit's own statistics, rounded, and then altered by this. */
    tamper: (reports) => reports,
  };
}
