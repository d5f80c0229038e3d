import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { singularValues, triangularFactor } from "../../lib/linalg/columns.ts";
import { dot } from "../../lib/linalg/vector.ts";

const COLUMNS = fc.integer({ min: 1, max: 8 }).chain((rows) =>
  fc.array(
    fc
      .array(fc.integer({ min: -6400, max: 6400 }), { minLength: rows, maxLength: rows })
      .map((values) => Float64Array.from(values, (value) => value / 64)),
    { minLength: 1, maxLength: 6 },
  ),
);

/** Rounding of a product of vectors whose entries are at most 100. */
const ROUNDING = 1e-9;

describe("triangularFactor", () => {
  it("by hand: (3, 4) has norm 5", () => {
    expect(Math.abs(triangularFactor([Float64Array.of(3, 4)]).get(0, 0))).toBe(5);
  });

  it("has the inner products of the columns: R'R = X'X, with fewer rows than columns too", () => {
    fc.assert(
      fc.property(COLUMNS, (columns) => {
        const triangle = triangularFactor(columns);
        const gram = triangle.transpose().mmul(triangle);
        columns.forEach((x, i) => {
          columns.forEach((y, j) => {
            expect(Math.abs(gram.get(i, j) - dot(x, y))).toBeLessThan(ROUNDING);
          });
        });
      }),
    );
  });
});

describe("singularValues", () => {
  it("by hand: orthogonal columns have their norms", () => {
    const { values } = singularValues([Float64Array.of(0, 2, 0), Float64Array.of(3, 0, 4)]);
    expect([...values]).toEqual([5, 2]);
  });

  it("descend and rebuild the columns, with fewer rows than columns too", () => {
    fc.assert(
      fc.property(COLUMNS, (columns) => {
        const { values, left, right } = singularValues(columns);
        for (let k = 1; k < values.length; k++) expect(values[k]!).toBeLessThanOrEqual(values[k - 1]!);
        columns.forEach((column, j) => {
          column.forEach((entry, t) => {
            const rebuilt = values.reduce(
              (total, value, k) => total + left.get(t, k) * value * right.get(j, k),
              0,
            );
            expect(Math.abs(rebuilt - entry)).toBeLessThan(ROUNDING);
          });
        });
      }),
    );
  });

  it("refuses columns of different lengths", () => {
    expect(() => singularValues([new Float64Array(2), new Float64Array(3)])).toThrow(
      "column 1 has 3 rows, column 0 has 2",
    );
  });
});
