import { beforeAll, describe, expect, it } from "vitest";
import { curveOfDraw } from "../../lib/curves/draw-curves.ts";
import type { Posterior } from "../../lib/posterior/posterior.ts";
import { channelCurves } from "../../lib/response-curves/channel-curves.ts";
import { readModelCurves, type ModelOfCurves } from "../../lib/response-curves/model-curves.ts";
import { thinnedSamples } from "../../lib/response-curves/samples.ts";
import { parse } from "../../lib/schema/parse.ts";
import { readCase } from "../posterior/cases.ts";

const DATES = ["2024-01-01", "2024-01-08", "2024-01-15"];
const SPEND = [10, 0, 30];

/** A model of one channel and two draws, with alpha in [0, 1) carried for two periods, normalised. */
function small(changed: Partial<ModelOfCurves["transformations"] & object> = {}, alpha = [0.5, 0]) {
  const scalars: Record<string, number[]> = {
    saturation_alpha: [2, 3],
    saturation_lam: [0.5, 1],
    adstock_alpha: alpha,
    adstock_theta: [1, 1],
  };
  const model: ModelOfCurves = {
    channels: ["tv"],
    targetScale: 100,
    transformations: {
      saturation: "michaelis_menten",
      adstock: { name: "geometric", lMax: 2, isNormalised: true },
      isAdstockFirst: true,
      hasTimeVaryingMedia: false,
      channelScales: [20],
      ...changed,
    },
    scalarsOf: (variable) => {
      const draws = scalars[variable];
      return draws ? [{ name: `${variable}[tv]`, chains: [Float64Array.from(draws)] }] : [];
    },
  };
  // Draw 0: weights 2/3 and 1/3, effective spends 20/3, 10/3, 20; draw 1: the spend itself.
  const mm = (L: number, k: number) => (spend: number) => (L * spend) / (k + spend);
  const values = [...[20 / 3, 10 / 3, 20].map(mm(200, 10)), ...SPEND.map(mm(300, 20))];
  const contributions = { dates: DATES, channels: ["tv"], values: Float64Array.from(values) };
  return readModelCurves(model, thinnedSamples(1, 2, 2), DATES, () => SPEND, contributions);
}

const oneDraw: Omit<ModelOfCurves, "scalarsOf"> = {
  channels: ["tv"],
  targetScale: 100,
  transformations: {
    saturation: "michaelis_menten",
    adstock: { name: "geometric", lMax: 2, isNormalised: true },
    isAdstockFirst: true,
    hasTimeVaryingMedia: false,
    channelScales: [20],
  },
};

describe("the model's own curves", () => {
  it("are its parameters in money and contribution, worked out by hand", () => {
    const reading = small();
    if (reading.kind !== "read") throw new Error(reading.reason);
    const [tv] = reading.channels;
    expect([reading.family, reading.isCarryoverApproximate]).toEqual(["michaelis_menten", false]);
    expect([...tv!.curves.theta]).toEqual([200, 10, 300, 20]);
    expect([...tv!.alpha]).toEqual([0.5, 0]);
  });

  it("carry over as much as the model does on average where its alpha is 1, which no geometric carryover has", () => {
    const reading = readModelCurves(
      {
        ...oneDraw,
        scalarsOf: (variable) => [{ name: `${variable}[tv]`, chains: [Float64Array.of(1)] }],
      },
      thinnedSamples(1, 1, 1),
      DATES,
      () => [0, 0, 0],
      { dates: DATES, channels: ["tv"], values: Float64Array.of(0, 0, 0) },
    );
    // Weights 1/2, 1/2: a mean lag of half a period, as with geometric carryover of a third.
    expect(reading.kind === "read" && reading.channels[0]?.alpha[0]).toBeCloseTo(1 / 3, 12);
  });

  it("take spend held steady where the carryover is not normalised", () => {
    const reading = small({ adstock: { name: "geometric", lMax: 2, isNormalised: false } });
    // The contributions are those of the normalised kernel: they are not the model's any more, and it says so.
    if (reading.kind !== "unreadable") throw new Error("it was read");
    expect(reading.reason).toMatch(/do not give its own contributions: those of tv are off by [\d.]+ %/);
  });

  it.each([
    [
      { saturation: "hill_sigmoid" },
      "the model's saturation is hill_sigmoid, which is not one of the curves",
    ],
    [{ adstock: { name: "binomial", lMax: 2, isNormalised: true } }, "the model's adstock is binomial"],
    [{ isAdstockFirst: false }, "saturates spend before it carries it over"],
    [{ hasTimeVaryingMedia: true }, "the model's media effects vary over time"],
    [{ saturation: "logistic" }, "the posterior has no saturation_beta[tv]"],
    [{ channelScales: [25] }, "do not give its own contributions"],
  ])("are not read of a model with %j, and it says why", (changed, reason) => {
    const reading = small(changed);
    expect(reading.kind === "unreadable" && reading.reason).toContain(reason);
  });

  it("with delayed carryover are told apart by what they give", () => {
    const reading = small({ adstock: { name: "delayed", lMax: 2, isNormalised: true } });
    expect(reading.kind).toBe("unreadable");
  });
});

describe("the curves of the example", () => {
  let posterior: Posterior;
  let pairs: Parameters<typeof channelCurves>[0]["pairs"];

  beforeAll(async () => {
    const example = await readCase("robyn_weekly");
    posterior = example.posterior;
    const media = posterior.contributions();
    const perDraw = media.dates.length * media.channels.length;
    const mean = (t: number, c: number) => {
      let sum = 0;
      for (let at = t * media.channels.length + c; at < media.values.length; at += perDraw)
        sum += media.values[at]!;
      return sum / (media.chains * media.draws);
    };
    pairs = media.channels.flatMap((channel, c) =>
      media.dates.map((date, t) => ({
        date,
        channel,
        spend: example.dataset.channels.find(({ name }) => name === channel)!.spend[t]!,
        contribution_mean: mean(t, c),
        contribution_q03: 0,
        contribution_q97: 0,
      })),
    );
  });

  const of = (changed: object) =>
    channelCurves(
      { posterior, pairs, summary: [], channels: posterior.channels },
      parse("response_curves.options", { draws: 40, ...changed }, "test"),
      () => undefined,
    );

  it("are by auto the model's own, and give each draw's contributions", () => {
    const { source, channels } = of({ curves: "auto" });
    expect(source).toEqual({
      kind: "model",
      reason: "the parameters read of the posterior give the model's own contributions",
    });
    for (const { channel, curves, alpha, rmse } of channels) {
      expect(channel.family).toBe("sigmoid");
      for (let d = 0; d < curves.draws; d++) {
        // The file keeps 14 bits; where alpha is large, carryover without end stands for one of eight weeks.
        if (!(alpha[d]! < 0.4)) continue;
        expect(
          rmse[d]! / curveOfDraw(curves, d).value(channel.spend.reduce((a, b) => Math.max(a, b))),
        ).toBeLessThan(1e-3);
      }
    }
  });

  it("are by fit those of the family chosen, and say so", () => {
    const { source, channels } = of({ curves: "fit", families: ["exponential", "logarithmic"] });
    expect(source).toEqual({ kind: "fit", reason: "it was asked for" });
    expect(new Set(channels.map(({ channel }) => channel.family)).size).toBeGreaterThan(0);
    for (const { curves } of channels) expect(curves.draws).toBe(40);
  });

  it("are refused as the model's own, and by auto fitted, where the model does not say what it did", () => {
    posterior = { ...posterior, transformations: null };
    expect(() => of({ curves: "model" })).toThrow(
      "the file does not name the model's saturation and adstock",
    );
    expect(of({ curves: "auto" }).source).toEqual({
      kind: "fit",
      reason: "the file does not name the model's saturation and adstock",
    });
  });
});
