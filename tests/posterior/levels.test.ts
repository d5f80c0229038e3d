import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { channelLevels, decisionQuantities, totalContributions } from "../../lib/posterior/levels.ts";
import type { Contributions, Posterior } from "../../lib/posterior/posterior.ts";
import { expectClose, readCase } from "./cases.ts";

/** Two chains of two draws, two dates, two channels; row-major over (chain, draw, date, channel). */
const SMALL: Contributions = {
  variable: "contribution",
  chains: 2,
  draws: 2,
  dates: ["2024-01-01", "2024-01-08"],
  channels: ["tv", "search"],
  values: Float64Array.of(1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60, 7, 70, 9, 80),
};

describe("levels of the channels", () => {
  it("by hand: totals are sums over dates, draw by draw, chains one after another", () => {
    expect(totalContributions(SMALL)).toEqual([
      Float64Array.of(3, 7, 11, 16),
      Float64Array.of(30, 70, 110, 150),
    ]);
  });

  it("by hand: a level is a draw's total over the mean total", () => {
    // Mean totals: 37/4 and 90.
    expect(channelLevels(SMALL)).toEqual([
      [3 / 9.25, 30 / 90],
      [7 / 9.25, 70 / 90],
      [11 / 9.25, 110 / 90],
      [16 / 9.25, 150 / 90],
    ]);
  });

  it("names what the optimiser reads by channel, and keeps its chains apart", () => {
    expect(decisionQuantities(SMALL)).toEqual([
      { name: "total_contribution[tv]", chains: [Float64Array.of(3, 7), Float64Array.of(11, 16)] },
      { name: "total_contribution[search]", chains: [Float64Array.of(30, 70), Float64Array.of(110, 150)] },
    ]);
  });

  it("leaves a channel that contributes nothing at level 1", () => {
    const values = SMALL.values.map((value, i) => (i % 2 === 0 ? 0 : value));
    expect(channelLevels({ ...SMALL, values }).map(([tv]) => tv)).toEqual([1, 1, 1, 1]);
  });

  it("is undefined where a contribution is, for that channel and no other", () => {
    const values = SMALL.values.map((value, i) => (i === 0 ? NaN : value));
    const levels = channelLevels({ ...SMALL, values });
    expect(levels.map(([tv]) => tv)).toEqual([NaN, NaN, NaN, NaN]);
    expect(levels[0]?.[1]).toBe(30 / 90);
  });

  it("has a mean of 1 and does not depend on the unit of the target", () => {
    const contributions = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(contributions, fc.constantFrom(0.001, 4, 1e6), (numbers, unit) => {
        const media = { ...SMALL, values: Float64Array.from(numbers) };
        const levels = channelLevels(media);
        const scaled = channelLevels({ ...media, values: media.values.map((value) => value * unit) });
        for (const channel of [0, 1]) {
          const own = levels.map((row) => row[channel]!);
          expectClose(own.reduce((sum, level) => sum + level, 0) / own.length, 1, 1e-12, 0, "mean level");
          own.forEach((level, sample) => {
            expectClose(scaled[sample]![channel]!, level, 1e-12, 0, `sample ${sample}`);
          });
        }
      }),
    );
  });
});

describe("levels of a real posterior", () => {
  let posterior: Posterior;
  let media: Contributions;
  beforeAll(async () => {
    ({ posterior } = await readCase("robyn_weekly"));
    media = posterior.contributions();
  });
  afterAll(() => {
    posterior.close();
  });

  it("keep the channels of a draw together: a draw's levels give back that draw's contributions", () => {
    const levels = channelLevels(media);
    expect(levels).toHaveLength(media.chains * media.draws);
    const means = totalContributions(media).map(
      (total) => total.reduce((sum, value) => sum + value, 0) / total.length,
    );
    const perDraw = media.dates.length * media.channels.length;
    for (const sample of [0, 777, levels.length - 1]) {
      media.channels.forEach((channel, at) => {
        let total = 0;
        for (let t = 0; t < media.dates.length; t++)
          total += media.values[sample * perDraw + t * media.channels.length + at]!;
        expectClose(levels[sample]![at]! * means[at]!, total, 1e-10, 0, `${channel} in sample ${sample}`);
      });
    }
  });
});
