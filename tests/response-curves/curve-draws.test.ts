import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FAMILIES } from "../../lib/curves/families.ts";
import { curveOfRow, readCurveDraws } from "../../lib/response-curves/curve-draws.ts";
import { thinnedSamples } from "../../lib/response-curves/samples.ts";
import { schemaExamples, type SchemaTypes } from "../../lib/schema/generated.ts";
import { parse } from "../../lib/schema/parse.ts";

type Row = SchemaTypes["curve_draws"][number];

const row = (changed: Partial<Row>): Row => ({
  channel: "tv",
  chain: 0,
  draw: 0,
  family: "michaelis_menten",
  parameter_1: 100,
  parameter_2: 20,
  parameter_3: null,
  adstock_alpha: 0,
  rmse: 0,
  ...changed,
});

describe("a row of curve_draws.csv", () => {
  it("is the curve of its parameters", () => {
    expect(curveOfRow(row({})).value(20)).toBe(50);
    const hill = row({ family: "hill", parameter_1: 8, parameter_2: 2, parameter_3: 2 });
    // 8·4² / (2² + 4²)
    expect(curveOfRow(hill).value(4)).toBeCloseTo(6.4, 12);
  });

  it.each([...FAMILIES.keys()])("may be of the family %s, which the schema offers", (name) => {
    const { shapeStarts } = FAMILIES.get(name)!;
    const [second = NaN, third = null] = shapeStarts[0]!;
    const [own] = parse(
      "curve_draws",
      [{ ...row({}), family: name, parameter_2: second, parameter_3: third }],
      "test",
    );
    expect(curveOfRow(own!).value(1)).toBeGreaterThan(0);
  });

  it("is a flat zero where its amplitude is", () => {
    const curve = curveOfRow(row({ parameter_1: 0, parameter_2: null }));
    expect([curve.value(0), curve.value(1e6), curve.slope(3)]).toEqual([0, 0, 0]);
  });
});

describe("the rows of curve_draws.csv", () => {
  const channels = [
    row({ draw: 0 }),
    row({ draw: 3, parameter_1: 50, adstock_alpha: 0.5 }),
    row({ channel: "ooh", draw: 0, family: "sigmoid" }),
    row({ channel: "ooh", draw: 3, family: "sigmoid" }),
  ];

  it("are read channel by channel", () => {
    const [tv, ooh] = readCurveDraws(channels);
    expect(tv?.curves.theta).toEqual(Float64Array.of(100, 20, 50, 20));
    expect(tv?.alpha).toEqual(Float64Array.of(0, 0.5));
    expect([ooh?.channel, ooh?.curves.family.name, ooh?.curves.draws]).toEqual(["ooh", "sigmoid", 2]);
    expect(readCurveDraws(schemaExamples.curve_draws[0]!)[0]?.curves.draws).toBe(2);
  });

  it("are refused where channels have other draws, or one channel two families", () => {
    expect(() => readCurveDraws(channels.slice(0, 3))).toThrow("channel ooh has other draws than the first");
    expect(() => readCurveDraws([...channels, row({ draw: 4, family: "root" })])).toThrow(
      "channel tv has curves of several families",
    );
  });
});

describe("the draws that get a curve", () => {
  it("are all of them where no more are there than may be", () => {
    expect(thinnedSamples(2, 2, 4).map(({ chain, draw }) => [chain, draw])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
  });

  it("are else as many as may be, each once, in order, and evenly over the chains", () => {
    const sizes = fc.record({
      chains: fc.integer({ min: 1, max: 6 }),
      draws: fc.integer({ min: 1, max: 300 }),
      most: fc.integer({ min: 1, max: 400 }),
    });
    fc.assert(
      fc.property(sizes, ({ chains, draws, most }) => {
        const samples = thinnedSamples(chains, draws, most);
        const taken = Math.min(chains * draws, most);
        expect(new Set(samples.map(({ at }) => at)).size).toBe(taken);
        expect(samples.map(({ at }) => at)).toEqual(samples.map(({ chain, draw }) => chain * draws + draw));
        const perChain = Array.from(
          { length: chains },
          (_, chain) => samples.filter((one) => one.chain === chain).length,
        );
        expect(Math.max(...perChain) - Math.min(...perChain)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
