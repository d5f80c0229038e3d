import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnsOf, csvArtefact } from "../../lib/artefacts/csv.ts";
import { InputError } from "../../lib/errors.ts";
import type { SchemaTypes } from "../../lib/schema/generated.ts";
import { temporaryFolder } from "../temporary.ts";

type FitRow = SchemaTypes["response_curve_fit_combined"][number];

/** The table with every kind of cell: texts, booleans, numbers, integers and nulls. */
const fits = csvArtefact("60_response_curves/response_curve_fit_combined.csv", "response_curve_fit_combined");
const summary = csvArtefact("20_model_fit/model_summary.csv", "model_summary");
const coverage = csvArtefact("50_diagnostics/calibration_coverage.csv", "calibration_coverage");

const ROW: FitRow = {
  channel: "tv",
  family: "sigmoid",
  chosen: true,
  parameter_1: "alpha",
  value_1: 0.1,
  se_1: null,
  parameter_2: "lam",
  value_2: 1e-300,
  se_2: 5e-324,
  parameter_3: "",
  value_3: null,
  se_3: null,
  sse: 1.7976931348623157e308,
  r2: -1,
  rmse: 0,
  aicc: null,
  delta_aicc: 1 / 3,
  n: 208,
  well_determined: false,
  flags: "",
};

/** Finite doubles; zero without a sign, which no artefact tells apart. */
const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
const nullable = fc.option(double);
/** Texts that trip CSV readers up, beside any others. */
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(fc.constantFrom('"', ",", "\n", "\r", "\r\n", " ", ";", "a", "é", "0", "null", "true", "NaN"))
    .map((parts) => parts.join("")),
);

const row: fc.Arbitrary<FitRow> = fc.record({
  channel: text,
  family: fc.constantFrom("michaelis_menten" as const, "sigmoid" as const),
  chosen: fc.boolean(),
  parameter_1: text,
  value_1: nullable,
  se_1: nullable,
  parameter_2: text,
  value_2: nullable,
  se_2: nullable,
  parameter_3: text,
  value_3: nullable,
  se_3: nullable,
  sse: nullable,
  r2: nullable,
  rmse: nullable,
  aicc: nullable,
  delta_aicc: nullable,
  n: fc.maxSafeInteger().map((value) => (value === 0 ? 0 : value)),
  well_determined: fc.boolean(),
  flags: text,
});

describe("a CSV artefact", () => {
  it("has one header line in the order of the schema, then one line per row", async () => {
    const file = join(await temporaryFolder(), "fits.csv");
    await fits.write(file, [ROW, { ...ROW, channel: 'a "quoted", name', chosen: false }]);
    expect((await readFile(file, "utf8")).split("\n")).toEqual([
      "channel,family,chosen,parameter_1,value_1,se_1,parameter_2,value_2,se_2,parameter_3,value_3,se_3,sse,r2,rmse,aicc,delta_aicc,n,well_determined,flags",
      "tv,sigmoid,true,alpha,0.1,,lam,1e-300,5e-324,,,,1.7976931348623157e+308,-1,0,,0.3333333333333333,208,false,",
      '"a ""quoted"", name",sigmoid,false,alpha,0.1,,lam,1e-300,5e-324,,,,1.7976931348623157e+308,-1,0,,0.3333333333333333,208,false,',
      "",
    ]);
  });

  it("gives back what was written: quotes, line ends, nulls, booleans, and numbers to the last bit", async () => {
    const file = join(await temporaryFolder(), "fits.csv");
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 6 }), async (rows) => {
        await fits.write(file, rows);
        expect(await fits.read(file)).toEqual(rows);
      }),
      { numRuns: 150, examples: [[[{ ...ROW, flags: " " }]], [[ROW, { ...ROW, flags: "\n" }]]] },
    );
  });

  it("of no rows is its header alone, and reads as no rows", async () => {
    const file = join(await temporaryFolder(), "fits.csv");
    await coverage.write(file, []);
    expect(await readFile(file, "utf8")).toBe("nominal,empirical,difference,empirical_loo_pit,n\n");
    expect(await coverage.read(file)).toEqual([]);
  });

  it("knows its columns and their types from the schema", () => {
    expect(columnsOf("calibration_coverage")).toEqual([
      { name: "nominal", types: ["number"] },
      { name: "empirical", types: ["number"] },
      { name: "difference", types: ["number"] },
      { name: "empirical_loo_pit", types: ["number", "null"] },
      { name: "n", types: ["integer"] },
    ]);
  });

  it.each([
    ["NaN", { mean: NaN }, /mean/],
    ["infinity", { sd: Infinity }, /sd/],
    ["a missing column", { mean: undefined }, /mean/],
    ["a column of another name", { median: 1 }, /median/],
  ])("refuses %s and leaves no file", async (_, fault, named) => {
    const folder = await temporaryFolder();
    const good = { parameter: "a", mean: 1, sd: 1, hdi_lower: 0, hdi_upper: 2, hdi_probability: 0.94 };
    const bad = Object.assign({ ...good }, fault);
    const writing = summary.write(join(folder, "summary.csv"), [good, bad]);
    await expect(writing).rejects.toThrow(InputError);
    await expect(writing).rejects.toThrow(named);
    await expect(writing).rejects.toThrow("20_model_fit/model_summary.csv ([1]");
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ["a cell that is no number", "nominal,empirical,difference,empirical_loo_pit,n\n0.1,abc,0,,208\n"],
    [
      "an empty cell where a number is required",
      "nominal,empirical,difference,empirical_loo_pit,n\n0.1,,0,,208\n",
    ],
    ["a column that is missing", "nominal,empirical,empirical_loo_pit,n\n0.1,0.1,,208\n"],
    [
      "a fraction where an integer is required",
      "nominal,empirical,difference,empirical_loo_pit,n\n0.1,0.1,0,,20.5\n",
    ],
  ])("refuses to read %s", async (_, csv) => {
    const file = join(await temporaryFolder(), "coverage.csv");
    await writeFile(file, csv);
    await expect(coverage.read(file)).rejects.toThrow(InputError);
  });
});
