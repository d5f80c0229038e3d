import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { belsley } from "../../lib/prediagnostics/belsley.ts";
import { conditioning } from "../../lib/prediagnostics/condition-number.ts";
import { correlations, strongestCorrelation } from "../../lib/prediagnostics/correlation.ts";
import { vif, vifLevel } from "../../lib/prediagnostics/vif.ts";
import { expectAllClose, expectClose, readExample, readReference, type Reference } from "./reference.ts";

interface Case {
  id: string;
  inputs: { X: number[][] };
  expected: {
    vif: number[];
    constant_columns: boolean[];
    pearson: number[][];
    max_abs_correlation: number;
    condition_number_standardised: number;
    rank: number;
    n_active_columns: number;
    level: string;
    belsley: {
      condition_number: number;
      singular_values?: number[];
      condition_indices?: number[];
      variance_proportions?: number[][];
      condition_indices_nonsingular?: number[];
      n_small_singular_values?: number;
    };
  };
}

const reference = readReference<Reference<Case>>("prediagnostics/collinearity.json");
/** The file's own tolerance for nearly_collinear, whose VIF of 4e10 leaves six digits. */
const toleranceOf = (id: string) => ({
  ...reference.tolerance,
  relative: id === "nearly_collinear" ? 1e-4 : reference.tolerance.relative,
});
const columnsOf = (rows: number[][]) => rows[0]!.map((_, j) => Float64Array.from(rows, (row) => row[j]!));
const LEVELS = ["ok", "note", "warn", "block"];

describe.each(reference.cases)("collinearity agrees with the reference: $id", ({ id, inputs, expected }) => {
  const columns = columnsOf(inputs.X);
  const tolerance = toleranceOf(id);
  const varying = expected.constant_columns.flatMap((isConstant, j) => (isConstant ? [] : [j]));

  it("in VIF and its level", () => {
    const factors = vif(columns);
    expectAllClose(factors, expected.vif, tolerance);
    const levels = varying.map((j) => LEVELS.indexOf(vifLevel(factors[j]!)));
    expect(LEVELS[Math.max(...levels)]).toBe(expected.level);
  });

  it("in correlations", () => {
    const matrix = correlations(columns);
    varying.forEach((i, row) => {
      expectAllClose(
        varying.map((j) => matrix[i]![j]!),
        expected.pearson[row]!,
        tolerance,
      );
    });
    const strongest = strongestCorrelation(matrix);
    expectClose(Math.abs(strongest?.correlation ?? NaN), expected.max_abs_correlation, tolerance);
  });

  it("in the centred condition number and rank", () => {
    const got = conditioning(columns);
    expectClose(got.conditionNumber, expected.condition_number_standardised, tolerance);
    expect([got.rank, got.varying]).toEqual([expected.rank, expected.n_active_columns]);
  });

  it("in Belsley's indices and variance proportions", () => {
    const got = belsley(columns);
    const want = expected.belsley;
    const finite = got.conditionIndices.filter((index) => index < Infinity);
    expect(got.columns).toEqual(varying);
    expectClose(got.conditionNumber, want.condition_number, tolerance);
    expect(got.zeroSingularValues).toBe(want.n_small_singular_values ?? 0);
    expectAllClose(finite, want.condition_indices ?? want.condition_indices_nonsingular ?? [], tolerance);
    if (want.singular_values !== undefined)
      expectAllClose(got.singularValues, want.singular_values, tolerance);
    got.varianceProportions.forEach((row, k) => {
      const undefinedRow = Array.from(row, () => NaN);
      expectAllClose(row, want.variance_proportions?.[k] ?? undefinedRow, tolerance);
    });
  });
});

describe("the regressors of robyn_weekly", () => {
  const { vif: expected } = readReference<{ vif: Record<string, number> }>("robyn_weekly/reference.json");

  it("have the VIF of statsmodels with a constant", () => {
    const { column } = readExample("robyn_weekly");
    const names = Object.keys(expected);
    expect(names).toHaveLength(7);
    expectAllClose(vif(names.map(column)), Object.values(expected), { relative: 1e-9, absolute: 0 });
  });
});

const COLUMNS = fc
  .array(fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 12, maxLength: 12 }), {
    minLength: 2,
    maxLength: 5,
  })
  .map((columns) => columns.map((values) => Float64Array.from(values)))
  .filter((columns) => conditioning(columns).conditionNumber < 1e4);
const CLOSE = { relative: 1e-6, absolute: 1e-9 };

describe("by hand, two columns with a correlation of one half", () => {
  const columns = [Float64Array.of(-1, 0, 1), Float64Array.of(-1, 1, 0)];
  const EXACT = { relative: 1e-14, absolute: 0 };

  it("have VIF 4/3 = 1 / (1 - 1/4)", () => {
    expectAllClose(vif(columns), [4 / 3, 4 / 3], EXACT);
  });

  it("have condition number sqrt(3) = sqrt((1 + 1/2) / (1 - 1/2))", () => {
    expectClose(conditioning(columns).conditionNumber, Math.sqrt(3), EXACT);
  });

  it("are their own strongest pair", () => {
    const pair = strongestCorrelation(correlations(columns));
    expect(pair).toMatchObject({ first: 0, second: 1 });
    expectClose(pair?.correlation ?? NaN, 0.5, EXACT);
  });
});

describe("by hand, 0 1 1 beside an intercept", () => {
  it("shares its variance (1 - c) / 2 and (1 + c) / 2 between the singular values, c = sqrt(2/3)", () => {
    const c = Math.sqrt(2 / 3);
    const got = belsley([Float64Array.of(0, 1, 1)]);
    const CLOSE_BY = { relative: 1e-13, absolute: 0 };
    expectAllClose(got.singularValues, [Math.sqrt(1 + c), Math.sqrt(1 - c)], CLOSE_BY);
    expectAllClose(got.varianceProportions[0]!, [(1 - c) / 2, (1 - c) / 2], CLOSE_BY);
    expectAllClose(got.varianceProportions[1]!, [(1 + c) / 2, (1 + c) / 2], CLOSE_BY);
  });
});

describe("VIF and condition number", () => {
  it("are at least 1 and do not depend on unit, offset or order of the columns", () => {
    fc.assert(
      fc.property(COLUMNS, fc.double({ min: 0.01, max: 1000, noNaN: true }), (columns, unit) => {
        const factors = vif(columns);
        const changed = columns.map((column) => column.map((value) => unit * value + 30)).reverse();
        expect(factors.every((factor) => factor >= 1 - 1e-12)).toBe(true);
        expectAllClose(vif(changed).reverse(), [...factors], CLOSE);
        expectClose(conditioning(changed).conditionNumber, conditioning(columns).conditionNumber, CLOSE);
      }),
    );
  });

  it("never fall when a column is added", () => {
    fc.assert(
      fc.property(COLUMNS, (columns) => {
        const fewer = vif(columns.slice(0, -1));
        const all = vif(columns);
        fewer.forEach((factor, j) => {
          expect(all[j]! - factor).toBeGreaterThan(-1e-8 * factor);
        });
        const { conditionNumber } = conditioning(columns.slice(0, -1));
        expect(conditioning(columns).conditionNumber - conditionNumber).toBeGreaterThan(
          -1e-8 * conditionNumber,
        );
      }),
    );
  });

  it("are 1 for a single column, which has no pair", () => {
    const column = [Float64Array.of(1, 2, 4)];
    expectAllClose(vif(column), [1], { relative: 1e-14, absolute: 0 });
    expect(conditioning(column).conditionNumber).toBe(1);
    expect(strongestCorrelation(correlations(column))).toBeUndefined();
  });

  it("are infinite with more columns than periods", () => {
    const columns = [
      Float64Array.of(1, 2, 4),
      Float64Array.of(1, 0, 5),
      Float64Array.of(0, 3, 1),
      Float64Array.of(7, 1, 1),
    ];
    expect([...vif(columns)]).toEqual([Infinity, Infinity, Infinity, Infinity]);
    expect(conditioning(columns)).toMatchObject({ conditionNumber: Infinity, rank: 2, varying: 4 });
    expect(() => belsley(columns)).toThrow("3 periods for 4 columns and an intercept");
  });

  it("are undefined for constant columns alone", () => {
    const constant = [new Float64Array(5).fill(3)];
    expect([...vif(constant)]).toEqual([NaN]);
    expect(conditioning(constant)).toMatchObject({ conditionNumber: NaN, rank: 0, varying: 0 });
    expect([...correlations(constant)[0]!]).toEqual([NaN]);
    expect(vifLevel(NaN)).toBe("undefined");
  });

  it("find a pair even where no correlation differs from 0", () => {
    const columns = [Float64Array.of(1, -1, 1, -1), Float64Array.of(1, 1, -1, -1)];
    expect(strongestCorrelation(correlations(columns))).toEqual({ first: 0, second: 1, correlation: 0 });
  });

  it.each([
    ["no column", [], "0 columns, expected at least 1"],
    ["unequal lengths", [Float64Array.of(1, 2), Float64Array.of(1)], "column 1 has 1 rows, column 0 has 2"],
    ["a missing value", [Float64Array.of(1, NaN)], "value 1 of 2 is NaN, expected a finite number"],
  ])("refuse %s", (_, columns, message) => {
    expect(() => vif(columns)).toThrow(new RangeError(message));
    expect(() => conditioning(columns)).toThrow(new RangeError(message));
    expect(() => belsley(columns)).toThrow(new RangeError(message));
    expect(() => correlations(columns)).toThrow(new RangeError(message));
  });
});

describe("vifLevel", () => {
  it.each([
    [1, "ok"],
    [4.99, "ok"],
    [5, "note"],
    [10, "warn"],
    [999, "warn"],
    [1000, "block"],
    [Infinity, "block"],
    [NaN, "undefined"],
  ])("of %s is %s", (factor, level) => {
    expect(vifLevel(factor)).toBe(level);
  });
});

describe("variance proportions", () => {
  it("sum to 1 over the singular values, for each coefficient", () => {
    fc.assert(
      fc.property(COLUMNS, (columns) => {
        const { varianceProportions } = belsley(columns);
        varianceProportions.forEach((_, j) => {
          const total = varianceProportions.reduce((sum, row) => sum + row[j]!, 0);
          expectClose(total, 1, { relative: 1e-12, absolute: 0 });
        });
      }),
    );
  });
});
