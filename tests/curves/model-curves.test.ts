import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { curveOfDraw } from "../../lib/curves/draw-curves.ts";
import { MODEL_SATURATIONS, modelCurves } from "../../lib/curves/model-curves.ts";
import { applyKernel, geometricKernel } from "../../lib/media/kernels.ts";
import type { Posterior } from "../../lib/posterior/posterior.ts";
import { readCase } from "../posterior/cases.ts";

const reference = JSON.parse(
  readFileSync(new URL("../reference/pymc_marketing/values.json", import.meta.url), "utf8"),
) as {
  x: number[];
  saturations: {
    saturation: keyof typeof MODEL_SATURATIONS;
    parameters: Record<string, number>;
    values: number[];
  }[];
};

describe("the model's own saturation agrees with PyMC-Marketing", () => {
  it.each(reference.saturations.map((one) => ({ ...one, settings: JSON.stringify(one.parameters) })))(
    "$saturation $settings",
    ({ saturation, parameters, values }) => {
      const form = MODEL_SATURATIONS[saturation];
      const own = form.parameters.map((name) => Float64Array.of(parameters[name]!));
      const scales = { channelScale: 2e5, targetScale: 3e6 };
      const curve = curveOfDraw(modelCurves(form, own, scales), 0);
      reference.x.forEach((x, i) => {
        const expected = values[i]! * scales.targetScale;
        expect(Math.abs(curve.value(x * scales.channelScale) - expected)).toBeLessThanOrEqual(
          // Where x is small PyMC-Marketing takes its Hill curve as 1 less a number near 1.
          1e-13 * expected + Number.EPSILON * scales.targetScale,
        );
      });
    },
  );
});

describe("the curves of a model's parameters", () => {
  it("logistic, worked out by hand: half of beta at lam·x = ln 3", () => {
    const curves = modelCurves(
      MODEL_SATURATIONS.logistic,
      [Float64Array.of(0.5), Float64Array.of(Math.log(3))],
      {
        channelScale: 10,
        targetScale: 100,
      },
    );
    expect(curveOfDraw(curves, 0).value(10)).toBeCloseTo(25, 12);
    expect(curves.family.name).toBe("sigmoid");
  });

  it("are one per draw", () => {
    const scales = { channelScale: 2, targetScale: 3 };
    const own = [Float64Array.of(1, 2), Float64Array.of(0.5, 0.25)];
    const { draws, theta } = modelCurves(MODEL_SATURATIONS.michaelis_menten, own, scales);
    expect(draws).toBe(2);
    expect([...theta]).toEqual([3, 1, 6, 0.5]);
  });

  it("are flat where the amplitude is zero", () => {
    const scales = { channelScale: 2, targetScale: 3 };
    for (const form of Object.values(MODEL_SATURATIONS)) {
      const own = form.parameters.map((_, a) => Float64Array.of(a === 0 ? 0 : 0.5));
      expect(curveOfDraw(modelCurves(form, own, scales), 0).value(1)).toBe(0);
    }
  });

  it.each([
    ["1 arrays of parameters, expected beta, lam", [[1]], 1],
    ["lam has 1 draws, beta 2", [[1, 2], [1]], 1],
    ["channelScale is 0", [[1], [1]], 0],
    ["channelScale is NaN", [[1], [1]], NaN],
  ])("refuse: %s", (message, own, channelScale) => {
    const arrays = own.map((values) => Float64Array.from(values));
    const call = () => modelCurves(MODEL_SATURATIONS.logistic, arrays, { channelScale, targetScale: 1 });
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });
});

describe("the example's model in its own parameters", () => {
  let posterior: Posterior;
  let spend: ReadonlyMap<string, Float64Array>;
  let target: Float64Array;

  beforeAll(async () => {
    const example = await readCase("robyn_weekly");
    posterior = example.posterior;
    spend = new Map(example.dataset.channels.map(({ name, spend: own }) => [name, own]));
    target = example.dataset.target.values;
  });

  it("gives the model's own contribution of every channel, week and draw looked at", () => {
    const contributions = posterior.contributions();
    const { channels, dates, draws, chains, values } = contributions;
    const scalars = new Map([...posterior.scalarParameters()].map((one) => [one.name, one.chains]));
    const drawsOf = (name: string) =>
      Float64Array.from((scalars.get(name) ?? []).flatMap((chain) => Array.from(chain)));
    channels.forEach((channel, c) => {
      const own = spend.get(channel)!;
      const scales = { channelScale: Math.max(...own), targetScale: Math.max(...target) };
      const curves = modelCurves(
        MODEL_SATURATIONS.logistic,
        [drawsOf(`saturation_beta[${channel}]`), drawsOf(`saturation_lam[${channel}]`)],
        scales,
      );
      const alpha = drawsOf(`adstock_alpha[${channel}]`);
      expect(curves.draws).toBe(chains * draws);
      for (let d = 0; d < curves.draws; d += 97) {
        const curve = curveOfDraw(curves, d);
        applyKernel(own, geometricKernel(alpha[d]!, 8, true)).forEach((effective, t) => {
          const model = values[(d * dates.length + t) * channels.length + c]!;
          // The example's file keeps 14 bits of each contribution; the model takes 1 − e^{−λx} by difference.
          const limit = 2 ** -15 * model + Number.EPSILON * scales.targetScale;
          expect(Math.abs(curve.value(effective) - model)).toBeLessThanOrEqual(limit);
        });
      }
    });
  });
});
