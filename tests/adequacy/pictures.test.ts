import { compile, type TopLevelSpec } from "vega-lite";
import { beforeAll, describe, expect, it } from "vitest";
import { assessAdequacy, type Adequacy, type Fit } from "../../lib/adequacy/assess.ts";
import {
  adequacyPictures,
  dataPictures,
  type AdequacyPictures,
  type PictureLabels,
} from "../../lib/adequacy/pictures.ts";
import type { Scalar } from "../../lib/diagnostics/convergence.ts";
import { loadPolicy, type Policy } from "../../lib/gates/policy.ts";
import type { Dataset } from "../../lib/posterior/dataset.ts";
import { mulberry32 } from "../../lib/random/mulberry32.ts";
import { NO_STATS, uniformScalar } from "./scalars.ts";

let policy: Policy;
beforeAll(async () => {
  policy = await loadPolicy("publish", "pipeline.yaml", "policy");
});

const DATES = Array.from({ length: 30 }, (_, t) =>
  new Date(Date.UTC(2024, 0, 1 + 7 * t)).toISOString().slice(0, 10),
);
const random = mulberry32(9);
const uniform = (count: number) => Float64Array.from({ length: count }, () => random());
const perDate = () => ({ chains: 2, draws: 100, dates: DATES, values: uniform(200 * 30) });
const energy = [uniform(100), uniform(100)];

/** Two variables of arrays: `beta` has the worst R-hat, `gamma` the second worst. */
const SCALARS: readonly Scalar[] = [
  ...Array.from({ length: 8 }, (_, i) => uniformScalar(`beta[${i}]`, i + 1, { offset: 3 })),
  uniformScalar("gamma", 20, { offset: 1 }),
  uniformScalar("sigma", 21),
  uniformScalar("sigma_log__", 22, { offset: 9 }),
  { name: "eta", chains: Array.from({ length: 4 }, () => new Float64Array(200).fill(1)) },
];

const FULL: Fit = {
  parameters: SCALARS,
  decisions: [],
  sampleStats: { ...NO_STATS, energy },
  observations: DATES,
  observed: uniform(30),
  predictive: perDate(),
  logLikelihood: perDate(),
  prior: null,
  priorParameters: null,
  priorMedia: null,
};
const NOTHING: Fit = {
  ...FULL,
  parameters: [],
  sampleStats: NO_STATS,
  observed: null,
  predictive: null,
  logLikelihood: null,
};
const LABELS: PictureLabels = { target: "sales", unit: "EUR", period: "week" };

const specsOf = (pictures: AdequacyPictures) =>
  Object.entries(pictures) as readonly [string, TopLevelSpec | null][];
const assessed = (fit: Fit): Adequacy => assessAdequacy(fit, policy, { worst: 3, claims: {} });
const pictured = (fit: Fit) => adequacyPictures(fit, assessed(fit), policy, LABELS);

describe("the pictures of a fit", () => {
  it("are all drawn where there is all the evidence, and each is a chart that Vega-Lite takes", () => {
    const pictures = pictured(FULL);
    for (const [name, spec] of specsOf(pictures)) {
      if (spec === null) expect.fail(`${name} is missing`);
      expect(() => compile(spec), name).not.toThrow();
    }
  });

  it("are left out one by one where the evidence for them is missing", () => {
    const drawn = (fit: Fit) =>
      specsOf(pictured(fit))
        .filter(([, spec]) => spec !== null)
        .map(([name]) => name);
    expect(drawn(NOTHING)).toEqual([]);
    expect(drawn({ ...NOTHING, parameters: SCALARS })).toEqual(["ranks", "traces", "pairs"]);
    expect(drawn({ ...NOTHING, sampleStats: FULL.sampleStats })).toEqual(["energy"]);
    expect(drawn({ ...NOTHING, logLikelihood: FULL.logLikelihood })).toEqual(["paretoK"]);
    expect(drawn({ ...NOTHING, observed: FULL.observed, predictive: FULL.predictive })).toEqual([
      "pitHistogram",
      "pitEcdf",
      "coverage",
      "residuals",
    ]);
  });

  it("show no calibration that is undefined, and no residuals of two observations", () => {
    const undefinedPit = { ...FULL, logLikelihood: null, observed: FULL.observed!.with(3, NaN) };
    expect(pictured(undefinedPit)).toMatchObject({ pitHistogram: null, pitEcdf: null, coverage: null });
    const two = perDate();
    const short = {
      ...NOTHING,
      observations: DATES.slice(0, 2),
      observed: FULL.observed!.slice(0, 2),
      predictive: { ...two, dates: DATES.slice(0, 2), values: two.values.slice(0, 400) },
    };
    expect(pictured(short).residuals).toBeNull();
  });

  it("show the worst parameters, one of each variable first, and neither constants nor a sampler's copies", () => {
    const text = JSON.stringify(pictured(FULL).traces);
    for (const name of ["beta[", "gamma", "sigma"]) expect(text, name).toContain(name);
    for (const name of ["sigma_log__", "eta"]) expect(text, name).not.toContain(`"${name}"`);
    const betas = new Set(text.match(/beta\[\d\]/g));
    // Six are shown: gamma, sigma, and four of the eight elements of beta.
    expect(betas.size).toBe(4);
    expect(new Set(JSON.stringify(pictured(FULL).pairs).match(/beta\[\d\]/g)).size).toBe(2);
  });

  it("put a parameter whose R-hat is undefined first", () => {
    const broken = { name: "omega", chains: SCALARS[9]!.chains.map((chain) => chain.with(0, NaN)) };
    const many = Array.from({ length: 9 }, (_, i) => uniformScalar(`p${i}`, 40 + i, { offset: 2 }));
    expect(JSON.stringify(pictured({ ...FULL, parameters: [...many, broken] }).ranks)).toContain("omega");
  });

  it("draw residuals as observed less the predictive mean", () => {
    const adequacy = assessed(FULL);
    const residuals = FULL.observed!.map((value, i) => value - adequacy.predicted![i]!);
    const text = JSON.stringify(pictured(FULL).residuals);
    for (const value of residuals) expect(text).toContain(String(value));
  });
});

describe("the pictures of the data", () => {
  const series = (name: string) => ({ name, spendColumn: name, spend: uniform(30) });
  const data: Dataset = {
    path: "data.csv",
    dates: DATES,
    target: { name: "sales", values: uniform(30) },
    channels: [series("tv"), series("search")],
    controls: [{ name: "price", values: uniform(30) }],
  };

  it("show target and regressors, with controls or without", () => {
    for (const isWith of [true, false]) {
      const pictures = dataPictures(data, isWith, 0.8, "week");
      for (const [name, spec] of Object.entries(pictures)) {
        expect(() => compile(spec!), name).not.toThrow();
        for (const variable of ["tv", "search"]) expect(JSON.stringify(spec)).toContain(variable);
        expect(JSON.stringify(spec).includes("price"), name).toBe(isWith);
      }
      expect(JSON.stringify(pictures.series)).toContain("sales");
    }
  });

  it("have no correlation to show of a single variable", () => {
    const single = { ...data, channels: data.channels.slice(0, 1) };
    expect(dataPictures(single, false, 0.8, "week").correlation).toBeNull();
    expect(dataPictures(single, true, 0.8, "week").correlation).not.toBeNull();
  });
});
