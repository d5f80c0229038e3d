import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Dataset } from "../../lib/posterior/dataset.ts";
import type { Posterior } from "../../lib/posterior/posterior.ts";
import { reconcile } from "../../lib/posterior/reconcile.ts";
import { readCase } from "./cases.ts";

let posterior: Posterior;
let dataset: Dataset;
beforeAll(async () => {
  ({ posterior, dataset } = await readCase("robyn_weekly_unconverged"));
});
afterAll(() => {
  posterior.close();
});

/** The data without its first `n` dates. */
function from(data: Dataset, n: number): Dataset {
  return {
    ...data,
    dates: data.dates.slice(n),
    target: { ...data.target, values: data.target.values.slice(n) },
    channels: data.channels.map((channel) => ({ ...channel, spend: channel.spend.slice(n) })),
  };
}

describe("reconcile", () => {
  it("finds nothing between a posterior and the data that it was fitted to", () => {
    expect(reconcile(posterior, dataset)).toEqual([]);
  });

  it("names dates that only the model has, and compares the target on the others", () => {
    const problems = reconcile(posterior, from(dataset, 4));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      what: "4 dates are not in examples/robyn_weekly_unconverged/data.csv (2015-11-23, 2015-11-30, 2015-12-07, …)",
      where: posterior.path,
    });
  });

  it("names dates that only the data has", () => {
    const later = { ...dataset, dates: [...dataset.dates, "2019-11-18"] };
    const [problem] = reconcile(posterior, later);
    expect(problem).toMatchObject({
      what: expect.stringMatching(/^1 dates are not in .*model\.nc \(2019-11-18\)$/) as string,
      where: dataset.path,
    });
  });

  it("refuses the same dates in another order, since draws and data are laid side by side by position", () => {
    const dates = dataset.dates.with(0, dataset.dates[1]!).with(1, dataset.dates[0]!);
    const [problem] = reconcile({ ...posterior, dates }, dataset);
    expect(problem).toMatchObject({
      what: "date 1 is 2015-11-30, in examples/robyn_weekly_unconverged/data.csv it is 2015-11-23",
      where: posterior.path,
    });
  });

  it("names missing spend by channel and date: a gap is not a zero", () => {
    const channels = dataset.channels.map((channel) =>
      channel.name === "tv_S" ? { ...channel, spend: channel.spend.with(3, NaN) } : channel,
    );
    expect(reconcile(posterior, { ...dataset, channels })).toEqual([
      {
        what: "spend of tv_S is missing on 1 dates (2015-12-14)",
        where: dataset.path,
        fix: "fill it in at its source; write 0 only where nothing was spent",
      },
    ]);
  });

  it("names a channel that is in one and not in the other, both ways, with the nearest name", () => {
    const channels = dataset.channels.map((channel) =>
      channel.name === "tv_S" ? { ...channel, name: "tv" } : channel,
    );
    const problems = reconcile(posterior, { ...dataset, channels });
    expect(problems.map(({ what }) => what.replace(/ is not in .*/, ""))).toEqual([
      "channel tv",
      "channel tv_S",
    ]);
    const typo = dataset.channels.map((channel) =>
      channel.name === "search_S" ? { ...channel, name: "serach_S" } : channel,
    );
    expect(reconcile(posterior, { ...dataset, channels: typo }).map(({ fix }) => fix)).toEqual([
      "did you mean search_S?",
      "did you mean serach_S?",
    ]);
  });

  it.each([
    [1 + 0.9e-6, 0],
    [1 + 1.1e-6, 1],
    [NaN, 1],
  ])("takes a target that is off by the factor %d as %d problem", (factor, expected) => {
    const values = dataset.target.values.map((value, i) => (i === 2 ? value * factor : value));
    const problems = reconcile(posterior, { ...dataset, target: { name: "revenue", values } });
    expect(problems).toHaveLength(expected);
    if (expected > 0) expect(problems[0]?.what).toMatch(/^revenue differs .* on 1 dates \(2015-12-07: /);
  });

  it("sees a target in other units on every date", () => {
    const values = dataset.target.values.map((value) => value / 1000);
    const [problem] = reconcile(posterior, { ...dataset, target: { name: "revenue", values } });
    expect(problem?.what).toMatch(/on 208 dates \(2015-11-23: .*, …\)$/);
  });
});
