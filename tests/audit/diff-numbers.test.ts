import { describe, expect, it } from "vitest";
import { curveRows, moveBetween, returnRows, type Numbers } from "../../lib/audit/diff-numbers.ts";
import { example } from "./demo.ts";

const CHANNELS = ["tv", "search"];

/** Two channels with L·S/(k+S); `levels` are (draw, channel). */
function numbers(
  L: readonly number[],
  optimised: readonly number[],
  levels: number[][],
  channels: readonly string[] = CHANNELS,
): Numbers {
  const [curve] = example("curves").channels;
  const [row] = example("optimization_results");
  return {
    curves: {
      source: { kind: "fit" as const, reason: "it was asked for" },
      channels: channels.map((channel, i) => ({
        ...curve!,
        channel,
        adstock_alpha: 0,
        curve: { family: "michaelis_menten" as const, L: L[i]!, k: 100 },
      })),
    },
    levels: { channels: [...channels], levels },
    results: channels.map((channel, i) => ({
      ...row!,
      channel,
      current_spend: 100,
      optimised_spend: optimised[i]!,
    })),
  };
}

const STEADY = [
  [1, 1],
  [1, 1],
];

describe("returns of two runs", () => {
  it("stand side by side with their shift, also of a channel that one run lacks", () => {
    const [row] = example("media_contribution_per_spend");
    const of = (channel: string, mean: number) => ({
      ...row!,
      channel,
      contribution_per_spend_mean: mean,
      contribution_per_spend_hdi_3pct: mean - 1,
      contribution_per_spend_hdi_97pct: mean + 1,
    });
    expect(returnRows([of("tv", 4), of("radio", 1)], [of("tv", 6), of("search", 2)])).toMatchObject([
      { channel: "tv", a: 4, b: 6, lower_a: 3, upper_b: 7, change: 2, shift: 2, beyond: true },
      { channel: "radio", a: 1, b: null, change: null, beyond: null },
      { channel: "search", a: null, b: 2, change: null, beyond: null },
    ]);
    expect(returnRows(null, [of("tv", 6)])).toEqual([]);
  });
});

describe("curves of two runs", () => {
  it("are read at A's current spend, with the interval of the channel's level", () => {
    // 600·100/(100+100) = 300; levels 0.9 … 1.1 in equal steps, so that the 3 % quantile is 0.906.
    const levels = Array.from({ length: 201 }, (_, d) => [0.9 + d / 1000, 1]);
    const [tv, search] = curveRows(numbers([600, 200], [1, 1], levels), numbers([610, 200], [1, 1], levels));
    expect(tv).toMatchObject({ channel: "tv", spend: 100, a: 300, b: 305, change: 5, beyond: false });
    expect(tv!.lower_a).toBeCloseTo(300 * 0.906, 9);
    expect(tv!.upper_b).toBeCloseTo(305 * 1.094, 9);
    expect(search).toMatchObject({ a: 100, b: 100, shift: 0, beyond: false });
  });

  it("move beyond the uncertainty where the level is sure and the curve is another", () => {
    const [tv] = curveRows(numbers([600, 200], [1, 1], STEADY), numbers([610, 200], [1, 1], STEADY));
    expect(tv).toMatchObject({ change: 5, shift: null, beyond: true });
  });

  it("are undefined for a channel that one run lacks", () => {
    const rows = curveRows(numbers([600], [1], [[1]], ["tv"]), numbers([600, 200], [1, 1], STEADY));
    expect(rows.map(({ channel, a, b }) => [channel, a, b])).toEqual([
      ["tv", 300, 300],
      ["search", null, 100],
    ]);
  });
});

describe("the move from one plan to another", () => {
  it("is worth what B's plan brings beyond A's division at B's budget, by B's curves", () => {
    // A divides 100 : 100, B spends 400 as 300 : 100; A at B's budget is 200 : 200.
    // tv: 600·300/400 − 600·200/300 = 450 − 400 = 50; search: 200·100/200 − 200·200/300 = 100 − 133.33… = −33.33…
    const move = moveBetween(
      numbers([600, 200], [100, 100], STEADY),
      numbers([600, 200], [300, 100], STEADY),
    );
    expect(move!.gain).toBeCloseTo(50 - 100 / 3, 12);
    expect(move!.lower).toBeCloseTo(move!.gain, 12);
    expect(move).toMatchObject({ probability: 1, beyond: true });
  });

  it("is not beyond the uncertainty where the draws do not agree on its sign", () => {
    const levels = [
      [1, 1],
      [0.2, 1.8],
      [1.8, 0.2],
    ];
    const move = moveBetween(
      numbers([600, 200], [100, 100], levels),
      numbers([600, 200], [300, 100], levels),
    );
    expect(move).toMatchObject({ beyond: false });
    expect(move!.probability).toBeCloseTo(2 / 3, 12);
  });

  it("of a plan to itself at another budget is worth nothing", () => {
    const move = moveBetween(numbers([600, 200], [100, 50], STEADY), numbers([600, 200], [200, 100], STEADY));
    expect(move).toEqual({ gain: 0, lower: 0, upper: 0, probability: 0, beyond: false });
  });

  it("is null where the channels differ, a plan is missing, or A spends nothing", () => {
    const b = numbers([600, 200], [300, 100], STEADY);
    expect(moveBetween(numbers([600], [100], [[1]], ["tv"]), b)).toBeNull();
    expect(moveBetween({ ...b, results: null }, b)).toBeNull();
    expect(moveBetween(b, { ...b, levels: null })).toBeNull();
    expect(moveBetween(numbers([600, 200], [0, 0], STEADY), b)).toBeNull();
  });
});
