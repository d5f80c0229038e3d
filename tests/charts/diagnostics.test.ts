import fc from "fast-check";
import { compile, type TopLevelSpec } from "vega-lite";
import { describe, expect, it } from "vitest";
import { histogram, outline } from "../../lib/charts/bins.ts";
import { isWithin, shareBand } from "../../lib/charts/chance.ts";
import { correlationChart } from "../../lib/charts/correlation.ts";
import { darkTheme } from "../../lib/charts/dark.ts";
import { ecdfDeltaChart } from "../../lib/charts/ecdf-delta.ts";
import { energyChart } from "../../lib/charts/energy.ts";
import { pairChart } from "../../lib/charts/pair.ts";
import { paretoKChart } from "../../lib/charts/pareto-k.ts";
import { pitHistogramChart } from "../../lib/charts/pit-histogram.ts";
import { rankChart } from "../../lib/charts/rank.ts";
import { renderSvg } from "../../lib/charts/render.ts";
import { residualsChart } from "../../lib/charts/residuals.ts";
import { seriesChart } from "../../lib/charts/series-over-time.ts";
import { ALERT, SOFT } from "../../lib/charts/theme.ts";
import { thinTrace, traceChart } from "../../lib/charts/trace.ts";
import { vifChart } from "../../lib/charts/vif.ts";
import { mulberry32 } from "../../lib/random/mulberry32.ts";

/** Texts of a drawn chart in one line, lines of one text joined, with plain spaces and minus signs. */
async function sentence(spec: TopLevelSpec): Promise<string> {
  const svg = await renderSvg(spec);
  return Array.from(svg.matchAll(/<(?:text|tspan)[^>]*>([^<]*)(?=<)/g), ([, text = ""]) => text)
    .filter((text) => text !== "")
    .join(" ")
    .replaceAll("\u00a0", " ")
    .replaceAll("\u2212", "-");
}

/** How many drawn marks are filled with a colour, the key's included. */
async function filled(spec: TopLevelSpec, colour: string): Promise<number> {
  return (await renderSvg(spec)).split(`fill="${colour}"`).length - 1;
}

function uniform(seed: number, length: number): number[] {
  const next = mulberry32(seed);
  return Array.from({ length }, next);
}

const chains = (count: number, draws: number, shift = 0) =>
  Array.from({ length: count }, (_, c) => uniform(c + 1, draws).map((value) => value + shift * c));

const shown = (rhats: readonly number[], draws = chains(4, 60)) => ({
  parameters: rhats.map((rhat, p) => ({ name: `beta[${p}]`, chains: draws, rhat })),
  total: 30,
  rhatLimit: 1.01,
});

const weeks = (count: number) => ({
  labels: Array.from({ length: count }, (_, t) =>
    new Date(Date.UTC(2024, 0, 1 + 7 * t)).toISOString().slice(0, 10),
  ),
  period: "week" as const,
});

const calibrated = { label: "well-calibrated", isSufficient: true, meanPit: 0.5 } as const;

describe("histogram", () => {
  it("counts by hand: the last edge belongs to the last bin, NaN to none, what is beyond to the end bins", () => {
    const { counts, width } = histogram([0, 0.5, 1, -3, 9, Number.NaN], 0, 1, 2);
    expect(width).toBe(0.5);
    expect(counts).toEqual([2, 3]);
    expect(outline({ low: 0, width, counts })).toEqual([
      { x: 0, y: 2 },
      { x: 0.5, y: 3 },
      { x: 1, y: 3 },
    ]);
  });

  it("loses no value", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true })), fc.integer({ min: 1, max: 40 }), (values, bins) => {
        const { counts } = histogram(values, -1, 1, bins);
        expect(counts.reduce((a, b) => a + b, 0)).toBe(values.length);
      }),
    );
  });
});

describe("the band of equally likely bins", () => {
  it("leaves by hand none of the outcomes of two tosses out", () => {
    // No and two heads have a quarter each, so that only all of 0, 1 and 2 hold with 94 %.
    expect(shareBand(2, 2, 1, 0.94)).toEqual({ probability: 0.94, lower: 0, upper: 1 });
  });

  it("keeps all bars of a uniform sample with at least the stated probability", () => {
    const [size, bins, trials] = [120, 10, 1500];
    const band = shareBand(size, bins, bins, 0.94);
    let inside = 0;
    for (let trial = 0; trial < trials; trial++) {
      const { counts } = histogram(uniform(1000 + trial, size), 0, 1, bins);
      if (counts.every((count) => isWithin(count / size, band))) inside++;
    }
    // Two standard errors of the simulation; the band may hold more, being of whole counts.
    expect(inside / trials).toBeGreaterThan(0.94 - 2 * Math.sqrt((0.94 * 0.06) / trials));
    expect(inside / trials).toBeLessThan(0.99);
  });

  it("is undefined, and holds nothing, without an independent value", () => {
    const band = shareBand(0.7, 10, 10, 0.94);
    expect(band.upper).toBeNaN();
    expect(isWithin(0.1, band)).toBe(false);
  });
});

describe("rankChart", () => {
  it("says that chains agree, disagree, or that it is not known", async () => {
    expect(await sentence(rankChart(shown([1.0042, 1.001])))).toContain(
      "All chains agree: R-hat at most 1.004",
    );
    expect(await sentence(rankChart(shown([5.237, 1.001])))).toContain(
      "Chains disagree on 1 of the 2 parameters shown: R-hat up to 5.24",
    );
    expect(await sentence(rankChart(shown([Number.POSITIVE_INFINITY])))).toContain(
      "Chains disagree: R-hat up to infinite",
    );
    expect(await sentence(rankChart(shown([Number.NaN, 1.001])))).toContain(
      "Whether chains agree is not known: R-hat is undefined for 1 of 2",
    );
    expect(await sentence(rankChart(shown([1.001])))).toContain("the worst of 30 parameters");
  });

  it("marks no bar of chains that agree and the bars of chains that stand apart", async () => {
    const key = 1;
    expect(await filled(rankChart(shown([1.001])), ALERT)).toBe(key);
    // By hand: two chains that do not overlap fill half of the bins each and leave the other half empty.
    const apart = rankChart(shown([9], chains(2, 100, 2)));
    expect(await filled(apart, ALERT)).toBe(key + 2 * 10);
    expect(await filled(apart, SOFT)).toBe(key);
  });

  it("compares the halves of a single chain, whose own ranks are always level", async () => {
    const drifting = [Array.from({ length: 100 }, (_, t) => t)];
    const spec = rankChart(shown([Number.NaN], drifting));
    expect(await sentence(spec)).toContain("first half");
    expect(await filled(spec, ALERT)).toBeGreaterThan(5);
  });

  it("draws ties and constants level over no bin but their own, and no bar for NaN", async () => {
    const constant = rankChart(shown([Number.NaN], [Array<number>(60).fill(7), Array<number>(60).fill(7)]));
    expect(await filled(constant, ALERT)).toBeGreaterThan(2);
    const nan = rankChart(shown([Number.NaN], [Array<number>(60).fill(Number.NaN), uniform(1, 60)]));
    expect(await sentence(nan)).toContain("not known");
  });

  it("refuses chains of different lengths", () => {
    const uneven = shown([1], [[1, 2, 3], [1]]);
    expect(() => rankChart(uneven)).toThrow(new RangeError("chain 2 of beta[0] has 1 values, expected 3"));
  });
});

describe("thinTrace", () => {
  it("keeps by hand the least and the greatest of each stretch, in their order", () => {
    expect(thinTrace([5, 1, 9, 2, 3, 3.5, 8, 0], 2).map(({ value }) => value)).toEqual([1, 9, 8, 0]);
    expect(thinTrace([3, 1], 4)).toEqual([
      { draw: 0, value: 3 },
      { draw: 1, value: 1 },
    ]);
  });

  it("never loses the extremes, never reorders and stays within twice the buckets", () => {
    const draws = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(draws, fc.integer({ min: 1, max: 50 }), (values, buckets) => {
        const thin = thinTrace(values, buckets);
        expect(Math.max(...thin.map(({ value }) => value))).toBe(Math.max(...values));
        expect(Math.min(...thin.map(({ value }) => value))).toBe(Math.min(...values));
        expect(thin.length).toBeLessThanOrEqual(Math.max(values.length, 2 * buckets));
        expect(thin.every(({ draw }, i) => i === 0 || draw >= thin[i - 1]!.draw)).toBe(true);
      }),
    );
  });
});

describe("traceChart", () => {
  const flags = (raised: number) =>
    Array.from({ length: 4 }, (_, c) =>
      Array.from({ length: 60 }, (_, t) => (c === 0 && t < raised ? 1 : 0)),
    );

  it("counts divergent draws and ticks them in every panel", async () => {
    const spec = traceChart({ ...shown([1.001, 1.001]), divergences: flags(3) });
    expect(await sentence(spec)).toContain("3 of 240 draws diverged (1.3 %)");
    const ticks = (await renderSvg(spec)).split(`stroke="${ALERT}"`).length - 1;
    expect(ticks).toBe(1 + 2 * 3);
  });

  it("does not read missing flags as none", async () => {
    const none = traceChart({ ...shown([1.001]), divergences: null });
    expect(await sentence(none)).toContain("divergences not recorded");
    const missing = flags(0).map((chain) => chain.map(() => Number.NaN));
    expect(await sentence(traceChart({ ...shown([1.001]), divergences: missing }))).toContain(
      "divergences not known",
    );
    expect(await sentence(traceChart({ ...shown([1.001]), divergences: flags(0) }))).toContain(
      "no divergence in 240 draws",
    );
  });

  it("refuses flags of another shape", () => {
    expect(() => traceChart({ ...shown([1]), divergences: [[0]] })).toThrow(
      new RangeError("chains of divergences has 1 values, expected 4"),
    );
  });
});

describe("energyChart", () => {
  // By hand: 0, 1, 0, 1 moves by 1 three times, against a spread of 4 · ¼: 3.
  const lively = [0, 1, 0, 1];
  // By hand: 0, 0, 1, 1 moves by 1 once, against the same spread: 1.
  const slow = [0, 0, 1, 1];

  it("says how freely energy is explored, chain by chain", async () => {
    const good = await sentence(energyChart({ energy: [lively, slow], limit: 0.3 }));
    expect(good).toContain("Energy is explored freely in all 2 chains: E-BFMI at least 1.0");
    expect(good).toContain("Chain 1: E-BFMI 3.0");
    const bad = await sentence(energyChart({ energy: [lively, slow], limit: 2 }));
    expect(bad).toContain("1 of 2 chains explores energy poorly: E-BFMI 1.0 in chain 2");
    expect(bad).toContain("Chain 2: E-BFMI 1.0 (below 2)");
  });

  it("does not read a constant or undefined energy as good", async () => {
    const drawn = await sentence(
      energyChart({ energy: [lively, [5, 5, 5], [1, Number.NaN, 2]], limit: 0.3 }),
    );
    expect(drawn).toContain("not known: E-BFMI is undefined in 2 of 3 chains");
    expect(drawn).toContain("Chain 2: E-BFMI undefined");
  });
});

describe("pitHistogramChart", () => {
  const even = Array.from({ length: 100 }, (_, i) => (i + 0.5) / 100);

  it("finds the flat histogram flat and the spike", async () => {
    const flat = pitHistogramChart({ pit: even, effectiveCount: 100, verdict: calibrated });
    expect(await sentence(flat)).toContain(
      "Predictions are well calibrated; all 10 bars lie inside the band",
    );
    expect(await filled(flat, ALERT)).toBe(1);
    const spike = pitHistogramChart({
      pit: [...even, ...Array<number>(40).fill(0.999)],
      effectiveCount: 140,
      verdict: { label: "biased", isSufficient: true, meanPit: 0.64 },
    });
    expect(await sentence(spike)).toContain(
      "Predictions are biased: observations lie above them; 1 of 14 bars lies outside the band",
    );
  });

  it.each([
    [{ ...calibrated, isSufficient: false }, "Too few observations to call predictions calibrated"],
    [{ ...calibrated, label: "over-confident" as const }, "over-confident, their intervals too narrow"],
    [{ ...calibrated, label: "under-confident" as const }, "under-confident, their intervals too wide"],
    [{ ...calibrated, label: "biased" as const }, "Predictions are biased;"],
    [{ ...calibrated, label: "biased" as const, meanPit: 0.3 }, "observations lie below them"],
    [{ ...calibrated, label: "undefined" as const }, "Whether predictions are calibrated is not known"],
  ])("words the verdict of case %#", async (verdict, words) => {
    expect(await sentence(pitHistogramChart({ pit: even, effectiveCount: 100, verdict }))).toContain(words);
  });

  it("does not read a PIT that is undefined as flat", async () => {
    const all = pitHistogramChart({
      pit: [Number.NaN, Number.NaN],
      effectiveCount: Number.NaN,
      verdict: calibrated,
    });
    expect(await sentence(all)).toContain("Whether predictions are calibrated is not known");
    const some = pitHistogramChart({ pit: [...even, Number.NaN], effectiveCount: 100, verdict: calibrated });
    expect(await sentence(some)).toContain("undefined for 1 more");
  });

  it("widens the band when observations depend on each other", async () => {
    const uneven = [...even, ...Array<number>(25).fill(0.45)];
    const draw = (effectiveCount: number) =>
      filled(pitHistogramChart({ pit: uneven, effectiveCount, verdict: calibrated }), ALERT);
    expect(await draw(125)).toBe(2);
    expect(await draw(20)).toBe(1);
  });
});

describe("ecdfDeltaChart", () => {
  const points = [0.25, 0.5, 0.75];
  const band = { probability: 0.95, lower: [0.1, 0.3, 0.6], upper: [0.4, 0.7, 0.9] };
  const base = { points, band, pit: null, observations: 20, verdict: calibrated };

  it("counts the points outside the band, the limits themselves being inside", async () => {
    expect(await sentence(ecdfDeltaChart({ ...base, values: [0.1, 0.7, 0.75] }))).toContain(
      "stays inside the band",
    );
    const outside = ecdfDeltaChart({ ...base, values: [0.09, 0.5, 0.91] });
    expect(await sentence(outside)).toContain("the PIT is outside the band at 2 of 3 points");
  });

  it("does not read an undefined share as inside", async () => {
    const undefinedShare = ecdfDeltaChart({ ...base, values: [Number.NaN, 0.5, 0.75] });
    expect(await sentence(undefinedShare)).toContain("outside the band at 1 of 3 points");
  });

  it("draws by hand the corners of the step at each PIT", () => {
    const spec = ecdfDeltaChart({ ...base, values: [0.25, 0.5, 0.75], pit: [0.5] });
    const drawn = JSON.stringify(spec);
    expect(drawn).toContain('{"x":0.5,"delta":-0.5,"order":1},{"x":0.5,"delta":0.5,"order":2}');
  });

  it("refuses a band of another length", () => {
    expect(() => ecdfDeltaChart({ ...base, values: [0.1] })).toThrow(
      new RangeError("shares of observations has 1 values, expected 3"),
    );
  });
});

describe("paretoKChart", () => {
  it("counts what is above the limit and names it by its date", async () => {
    const drawn = await sentence(paretoKChart({ ...weeks(3), k: [0.2, 0.71, 0.7], goodK: 0.7 }));
    expect(drawn).toContain("1 of 3 weeks has an unreliable Pareto k");
    expect(drawn).toContain("8 Jan 2024");
    expect(drawn).not.toContain("15 Jan 2024");
    expect(drawn).toContain("1 between 0.5 and 0.70");
  });

  it("flags a k that could not be fitted", async () => {
    const k = [0.2, Number.NaN, Number.POSITIVE_INFINITY];
    const drawn = await sentence(paretoKChart({ ...weeks(3), k, goodK: 0.7 }));
    expect(drawn).toContain("2 of 3 weeks have an unreliable Pareto k");
    expect(drawn).toContain("2 could not be fitted and stand at the top");
    expect(drawn).toContain("8 Jan 2024 (not fitted)");
  });

  it("says so when all is well, and numbers observations that have no dates", async () => {
    const plain = { labels: ["a", "b"], period: null, k: [0.1, 0.2], goodK: 0.63 };
    const drawn = await sentence(paretoKChart(plain));
    expect(drawn).toContain("The Pareto k of all 2 observations is reliable: none is above 0.63");
    expect(drawn).toContain("Observation");
    expect(await sentence(paretoKChart({ ...plain, k: [0.1, 9] }))).toContain(" b");
  });
});

describe("residualsChart", () => {
  const base = {
    ...weeks(4),
    residuals: [1, -1, 2, Number.NaN],
    autocorrelations: [-0.45, 0.1],
    ljungBoxPValue: 0.4,
    durbinWatson: 2.5,
    target: "revenue",
    unit: "EUR",
  };

  it("says what the test found", async () => {
    expect(await sentence(residualsChart(base))).toContain(
      "No autocorrelation is found in the residuals over 2 lags (Ljung–Box p = 0.40)",
    );
    expect(
      await sentence(residualsChart({ ...base, ljungBoxPValue: 1e-9 })).then((s) =>
        s.replaceAll("&lt;", "<"),
      ),
    ).toContain("Residuals are autocorrelated: -0.45 at lag 1 (Ljung–Box p < 0.001)");
  });

  it("does not read an undefined test as none", async () => {
    const drawn = await sentence(residualsChart({ ...base, ljungBoxPValue: Number.NaN }));
    expect(drawn).toContain("not known: the test is undefined");
  });

  it("marks the lags outside ±1.96 / √n", async () => {
    const many = { ...base, ...weeks(100), residuals: uniform(1, 100), autocorrelations: [0.19, -0.2, 0.05] };
    const marked = (spec: TopLevelSpec) => filled(spec, ALERT);
    expect(await marked(residualsChart(many))).toBe(1);
  });
});

describe("pairChart", () => {
  const parameters = [
    { name: "a", chains: [[1, 2, 3, 4]] },
    { name: "b", chains: [[2, 4, 6, 8]] },
    { name: "c", chains: [[1, -1, -1, 1]] },
  ];

  it("names the closest pair when nothing diverged, and the divergences else", async () => {
    const quiet = await sentence(pairChart({ parameters, divergences: [[0, 0, 0, 0]], total: 9 }));
    expect(quiet).toContain("a and b move closely together: correlation +1.00");
    expect(quiet).toContain("No divergence in 4 draws · the 3 worst of 9 parameters");
    const split = await sentence(pairChart({ parameters, divergences: [[0, 1, 0, 0]], total: 9 }));
    expect(split).toContain("1 of 4 draws diverged (25 %); crosses show where");
  });

  it("says n/a for the correlation of a constant", async () => {
    const constant = [parameters[0]!, { name: "d", chains: [[7, 7, 7, 7]] }];
    expect(await sentence(pairChart({ parameters: constant, divergences: null, total: 2 }))).toContain("n/a");
  });

  it("shows every divergent draw of a few and thins the many others", async () => {
    const many = [
      { name: "a", chains: [uniform(1, 3000)] },
      { name: "b", chains: [uniform(2, 3000)] },
    ];
    const divergences = [Array.from({ length: 3000 }, (_, t) => (t % 300 === 7 ? 1 : 0))];
    const spec = pairChart({ parameters: many, divergences, total: 2 });
    expect(await sentence(spec)).toContain("260 of 3000 draws shown");
  });

  it("refuses more parameters than it can show", () => {
    const five = Array.from({ length: 5 }, (_, p) => ({ name: `p${p}`, chains: [[1, 2]] }));
    expect(() => pairChart({ parameters: five, divergences: null, total: 5 })).toThrow(
      new RangeError("a pair plot shows at most 4 parameters, got 5"),
    );
  });
});

describe("seriesChart", () => {
  const one = (name: string, values: readonly number[], flagged: readonly number[] = []) => ({
    name,
    role: "channel" as const,
    values,
    flagged,
  });

  it("counts what stands out and what is missing", async () => {
    const series = [one("tv", [1, 2, 90], [2]), one("ooh", [1, Number.NaN, 2]), one("web", [0, 0, 0])];
    const drawn = await sentence(seriesChart({ ...weeks(3), series }));
    expect(drawn).toContain("1 value stands out and 1 is missing, in 2 of 3 series");
    expect(await sentence(seriesChart({ ...weeks(3), series: [one("tv", [1, 2, 3])] }))).toContain(
      "No value of the 1 series stands out or is missing",
    );
  });

  it("refuses a series of another length by its name", () => {
    expect(() => seriesChart({ ...weeks(3), series: [one("tv", [1])] })).toThrow(
      new RangeError("series tv has 1 values, expected 3"),
    );
  });
});

describe("correlationChart", () => {
  const names = ["tv", "ooh", "web"];

  it("names the strongest pair and counts those at the limit", async () => {
    const matrix = [
      [1, -0.85, 0.1],
      [-0.85, 1, 0.2],
      [0.1, 0.2, 1],
    ];
    const drawn = await sentence(correlationChart({ names, matrix, limit: 0.8 }));
    expect(drawn).toContain("1 of 3 pairs moves closely together, up to -0.85, tv and ooh");
    expect(await sentence(correlationChart({ names, matrix, limit: 0.9 }))).toContain(
      "No two variables move closely together: the strongest correlation is -0.85, tv and ooh",
    );
  });

  it("says what is undefined", async () => {
    const nan = Number.NaN;
    const none = correlationChart({
      names,
      matrix: [
        [1, nan, nan],
        [nan, 1, nan],
        [nan, nan, 1],
      ],
      limit: 0.8,
    });
    expect(await sentence(none)).toContain("No two variables vary: correlations are undefined");
    const some = correlationChart({
      names,
      matrix: [
        [1, 0.1, nan],
        [0.1, 1, nan],
        [nan, nan, 1],
      ],
      limit: 0.8,
    });
    expect(await sentence(some)).toContain("some are undefined");
    expect(await sentence(some)).toContain("n/a");
  });

  it("refuses a matrix that is not square", () => {
    expect(() => correlationChart({ names, matrix: [[1]], limit: 0.8 })).toThrow(
      new RangeError("rows of correlations has 1 values, expected 3"),
    );
  });
});

describe("vifChart", () => {
  it.each([
    [[1.2, 4.9], "No variable has a VIF of 5 or more"],
    [[1.2, 5], "1 of 2 variables has a VIF of 5 or more, none 10"],
    [[12, 5], "1 of 2 variables has a VIF of 10 or more"],
    [[12, Number.POSITIVE_INFINITY], "2 of 2 variables have a VIF of 10 or more"],
    [[1.2, Number.NaN], "each can be told from the others; undefined for 1"],
    [[Number.NaN, Number.NaN], "Variance inflation is undefined for every variable"],
  ])("words the finding for case %#", async (vif, words) => {
    expect(await sentence(vifChart({ names: ["tv", "ooh"], vif }))).toContain(words);
  });

  it("turns to a logarithmic scale when one bar would dwarf the limits, and labels infinity", async () => {
    expect(await sentence(vifChart({ names: ["tv"], vif: [49] }))).not.toContain("logarithmic scale");
    expect(await sentence(vifChart({ names: ["tv"], vif: [50] }))).toContain("logarithmic scale");
    const infinite = await sentence(vifChart({ names: ["tv"], vif: [Number.POSITIVE_INFINITY] }));
    expect(infinite).toContain("∞: a combination of others");
  });

  it("puts the greatest first and the undefined last", async () => {
    const drawn = await sentence(vifChart({ names: ["a1", "b2", "c3"], vif: [2, Number.NaN, 3] }));
    expect(drawn.indexOf("c3")).toBeLessThan(drawn.indexOf("a1"));
    expect(drawn.indexOf("a1")).toBeLessThan(drawn.indexOf("b2"));
  });
});

it.each([
  ["rank plots", () => rankChart({ parameters: [], total: 0, rhatLimit: 1.01 })],
  [
    "rank plots, chains of a",
    () => rankChart({ ...shown([]), parameters: [{ name: "a", chains: [], rhat: 1 }] }),
  ],
  ["traces", () => traceChart({ ...shown([]), divergences: null })],
  ["energy", () => energyChart({ energy: [], limit: 0.3 })],
  ["energy of chain 1", () => energyChart({ energy: [[]], limit: 0.3 })],
  ["PIT histogram", () => pitHistogramChart({ pit: [], effectiveCount: 0, verdict: calibrated })],
  [
    "ECDF difference",
    () =>
      ecdfDeltaChart({
        points: [],
        values: [],
        band: { probability: 0.9, lower: [], upper: [] },
        pit: null,
        observations: 0,
        verdict: calibrated,
      }),
  ],
  ["Pareto k", () => paretoKChart({ ...weeks(0), k: [], goodK: 0.7 })],
  ["pair plot", () => pairChart({ parameters: [], divergences: null, total: 0 })],
  ["series", () => seriesChart({ ...weeks(1), series: [] })],
  ["correlations", () => correlationChart({ names: ["tv"], matrix: [[1]], limit: 0.8 })],
  ["variance inflation", () => vifChart({ names: [], vif: [] })],
])("refuses %s without anything to draw", (what, draw) => {
  expect(draw).toThrow(new RangeError(`${what}: nothing to draw`));
});

/** Every chart here that shows names or labels from outside. */
function namedCharts(names: readonly string[]): TopLevelSpec[] {
  const parameters = names.map((name) => ({ name, chains: chains(2, 20), rhat: 1.5 }));
  const series = names.map((name) => ({
    name,
    role: "control" as const,
    values: uniform(3, 5),
    flagged: [1],
  }));
  const labels = { labels: names, period: null };
  return [
    rankChart({ parameters, total: 9, rhatLimit: 1.01 }),
    traceChart({ parameters, total: 9, rhatLimit: 1.01, divergences: null }),
    pairChart({ parameters: parameters.slice(0, 4), total: 9, divergences: null }),
    paretoKChart({ ...labels, k: names.map(() => 2), goodK: 0.7 }),
    residualsChart({
      ...labels,
      residuals: names.map((_, i) => i),
      autocorrelations: [0.1],
      ljungBoxPValue: 0.5,
      durbinWatson: 2,
      target: names[0] ?? "",
      unit: names[0] ?? "",
    }),
    seriesChart({ ...weeks(5), series }),
    correlationChart({
      names: [...names, "x"],
      matrix: [...names, "x"].map((_, i) => [...names, "x"].map((_, j) => (i === j ? 1 : 0.9))),
      limit: 0.8,
    }),
    vifChart({ names, vif: names.map(() => 3) }),
  ];
}

/** Every string of a compiled specification under a key that Vega evaluates as an expression. */
function expressions(node: unknown, key = ""): string[] {
  const evaluated = ["signal", "expr", "test", "update", "init", "filter", "labelExpr"];
  if (typeof node === "string") return evaluated.includes(key) ? [node] : [];
  if (Array.isArray(node)) return node.flatMap((item) => expressions(item, key));
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([name, child]) => expressions(child, name));
}

const HOSTILE = [
  `'+(globalThis.PWNED=1)+'`,
  "datum.PWNED",
  "</text><script>PWNED</script>",
  "__proto__",
  "constructor",
  "#FFFFFF",
  "PWNED".repeat(200),
  "\u0000\u0001\u202e\ud800",
];

describe("names from outside", () => {
  it("never enter an expression and are drawn as text", async () => {
    for (const spec of namedCharts(HOSTILE)) {
      const found = expressions(compile(spec).spec);
      expect(found.filter((text) => /PWNED|__proto__|constructor/.test(text))).toEqual([]);
      expect(await renderSvg(spec)).not.toMatch(/<script|<!--|<!\[CDATA/);
    }
    expect(Reflect.get(globalThis, "PWNED")).toBeUndefined();
  });

  it("that look like a colour are not repainted for a dark page", async () => {
    for (const spec of namedCharts(["#FFFFFF", "#005A8F"])) {
      const [light, dark] = [await sentence(spec), await sentence(darkTheme(spec))];
      expect(dark).toBe(light);
    }
  });
});
