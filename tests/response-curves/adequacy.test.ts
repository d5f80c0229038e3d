import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { blockedBy, gates, judge } from "../../lib/gates/judge.ts";
import { ALL_GATES } from "../../lib/gates/catalogue.ts";
import { loadPolicy, type Policy } from "../../lib/gates/policy.ts";
import { michaelisMenten } from "../../lib/curves/michaelis-menten.ts";
import { curveErrors, curveMeasurements } from "../../lib/response-curves/adequacy.ts";
import { fitChannel, type FittedChannel } from "../../lib/response-curves/fit-channels.ts";

const SPEND = [0, 5, 10, 20, 40, 80];

/** A channel whose curve is off by these amounts, period by period. */
function channel(name: string, off: readonly number[], flags: FittedChannel["best"]["flags"] = []) {
  const curve = michaelisMenten({ L: 100, k: 20 });
  const pairs = SPEND.map((spend, t) => ({
    date: `2024-01-0${t + 1}`,
    channel: name,
    spend,
    contribution_mean: curve.value(spend),
    contribution_q03: 0,
    contribution_q97: 0,
  }));
  const fitted = fitChannel(name, pairs, 0, ["michaelis_menten"]);
  const contribution = fitted.contribution.map((value, t) => value - off[t]!);
  return { ...fitted, contribution, best: { ...fitted.best, flags } };
}

const NONE = SPEND.map(() => 0);

describe("what the curves are off by", () => {
  it("cancels in the sum but not in the error, worked out by hand", () => {
    const { model, curves, byChannel } = curveErrors([
      channel("tv", [0, 6, -6, 6, -6, 0]),
      channel("ooh", NONE),
    ]);
    expect(curves / model).toBeCloseTo(1, 9);
    expect(byChannel.map(({ error }) => error)).toEqual([expect.closeTo(4, 4), expect.closeTo(0, 4)]);
  });

  it("is free of units: money of the target times anything changes no measure", () => {
    const off = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 6, maxLength: 6 });
    const factor = fc.constantFrom(1e-6, 1e3, 1e6);
    fc.assert(
      fc.property(off, factor, (distances, unit) => {
        const own = channel("tv", distances);
        const scaled: FittedChannel = {
          ...own,
          contribution: own.contribution.map((value) => unit * value),
          best: {
            ...own.best,
            curve: {
              value: (spend) => unit * own.best.curve.value(spend),
              slope: (spend) => unit * own.best.curve.slope(spend),
            },
          },
        };
        const values = (one: FittedChannel, gain: number) =>
          curveMeasurements([one], gain).map((measured) => ("value" in measured ? measured.value : null));
        const [before, after] = [values(own, 10), values(scaled, unit * 10)];
        before.forEach((value, i) => {
          expect(after[i]).toBeCloseTo(Number(value), 9);
        });
      }),
      { numRuns: 30 },
    );
  });
});

describe("the gate of the response curves", () => {
  let publish: Policy;
  beforeAll(async () => {
    publish = await loadPolicy("publish", "pipeline.yaml", "test");
  });

  const verdict = (channels: readonly FittedChannel[], gain: number) => {
    const checks = curveMeasurements(channels, gain).map((one) => judge(one, publish));
    const all = gates(checks, publish, ALL_GATES);
    return { checks, blocked: blockedBy("70_optimisation", ["response_curve"], all, checks) };
  };

  it("is open where the curves are right and determined", () => {
    const { checks, blocked } = verdict([channel("tv", NONE)], 10);
    expect(checks.map(({ status }) => status)).toEqual(["pass", "pass", "pass"]);
    expect(blocked).toBeNull();
  });

  it.each([
    ["a gain smaller than the error", [0, 6, -6, 6, -6, 0], 3, "curve_error_over_gain"],
    ["a sum other than the model's", [0, 6, 6, 6, 6, 6], 1000, "curve_reconciliation"],
  ] as const)("shuts the optimisation at %s", (_, off, gain, check) => {
    const { blocked } = verdict([channel("tv", off)], gain);
    expect(blocked?.gates.flatMap((gate) => gate.checks.map(({ check_id }) => check_id))).toContain(check);
  });

  it("is shut where the model's contribution is nothing or undefined: what cannot be compared never passes", () => {
    const nothing = { ...channel("tv", NONE), contribution: SPEND.map(() => 0) };
    expect(verdict([nothing], 10).blocked).not.toBeNull();
    const undefinedOne = { ...channel("tv", NONE), contribution: SPEND.map(() => NaN) };
    expect(verdict([undefinedOne], 10).blocked).not.toBeNull();
  });

  it("names the channels that the data do not determine, and asks for no more than a warning", () => {
    const { checks, blocked } = verdict([channel("tv", NONE, ["near_linear"]), channel("ooh", NONE)], 10);
    expect(checks[2]).toMatchObject({ status: "warn", value: 1, message: "tv (near linear)" });
    expect(blocked).toBeNull();
  });

  it("does not hold an error against a plan that claims no gain", () => {
    const { checks, blocked } = verdict([channel("tv", [0, 6, -6, 6, -6, 0])], 0);
    expect(checks[1]?.status).toBe("skipped");
    expect(blocked).toBeNull();
  });
});
