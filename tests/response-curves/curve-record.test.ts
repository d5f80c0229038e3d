import { describe, expect, it } from "vitest";
import { scaledSpend } from "../../lib/curves/curve.ts";
import { FAMILIES } from "../../lib/curves/families.ts";
import { isConcaveCurve } from "../../lib/optimise/concave-curve.ts";
import { familyNamed, recordOf, thetaOf } from "../../lib/response-curves/curve-record.ts";
import { parse } from "../../lib/schema/parse.ts";
import { schemaExamples, type SchemaTypes } from "../../lib/schema/generated.ts";

describe.each([...FAMILIES.keys()])("a curve of the family %s", (name) => {
  const { family } = parse(
    "curve_draws",
    [{ ...schemaExamples.curve_draws[0]![0]!, family: name }],
    "test",
  )[0]!;
  const theta = [5, ...familyNamed(family).shapeStarts[0]!];

  it("survives being written to curves.json", () => {
    const [channel] = schemaExamples.curves[0]!.channels;
    const file: SchemaTypes["curves"] = {
      source: { kind: "fit", reason: "it was asked for" },
      channels: [{ ...channel!, curve: recordOf(family, theta) }],
    };
    const [read] = parse("curves", file, "test").channels;
    expect(thetaOf(read!.curve)).toEqual(theta);
  });

  it("of spend in another unit has the same contributions, and slopes by the unit", () => {
    const curve = familyNamed(family).curve(theta);
    const scaled = scaledSpend(curve, 4);
    expect(scaled.value(2)).toBe(curve.value(0.5));
    expect(scaled.slope(2)).toBe(curve.slope(0.5) / 4);
    expect(isConcaveCurve(scaled)).toBe(isConcaveCurve(curve));
    if (!isConcaveCurve(scaled) || !isConcaveCurve(curve)) return;
    const slope = scaled.slope(2);
    expect(scaled.spendAtSlope(slope) / 2).toBeCloseTo(1, 6);
    const step = 1e-4;
    const bend = (scaled.slope(2 + step) - scaled.slope(2 - step)) / (2 * step);
    expect(Math.abs(scaled.curvature(2) - bend)).toBeLessThanOrEqual(
      1e-5 * Math.abs(scaled.curvature(2)) + 1e-9,
    );
  });
});
