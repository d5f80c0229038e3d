import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { measureTable, skipData } from "../../lib/adequacy/any-data.ts";
import type { AnyFit } from "../../lib/adequacy/read-fit.ts";
import { InputError } from "../../lib/errors.ts";
import { CHECK_IDS, CHECKS } from "../../lib/gates/catalogue.ts";
import type { Measurement } from "../../lib/gates/judge.ts";
import { mulberry32 } from "../../lib/random/mulberry32.ts";
import { NO_STATS } from "./scalars.ts";

let folder = "";
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sluice-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const WEEKS = 60;
const random = mulberry32(5);
const column = (scale: number, offset = 0) => Array.from({ length: WEEKS }, () => offset + scale * random());
const SALES = column(10, 100);
const COLUMNS: Readonly<Record<string, readonly (number | string)[]>> = {
  note: Array<string>(WEEKS).fill("x"),
  week: Array.from({ length: WEEKS }, (_, t) =>
    new Date(Date.UTC(2024, 0, 1 + 7 * t)).toISOString().slice(0, 10),
  ),
  tv: column(5),
  search: column(3),
  weather: column(2, -1),
  sales: SALES,
};

const FIT: AnyFit = {
  path: "model.nc",
  target: "y",
  names: new Set(["tv", "weather"]),
  parameters: [],
  decisions: [],
  readDecisions: () => ({ decisions: [], because: null }),
  sampleStats: NO_STATS,
  observations: [],
  observed: Float64Array.from(SALES, (value) => value / 50),
  predictive: null,
  logLikelihood: null,
  prior: null,
  priorParameters: null,
  priorMedia: null,
  close: () => undefined,
};

async function written(columns: typeof COLUMNS): Promise<string> {
  const path = join(folder, `${++count}.csv`);
  const rows = Array.from({ length: WEEKS }, (_, t) =>
    Object.values(columns)
      .map((own) => own[t])
      .join(","),
  );
  await writeFile(path, `${[Object.keys(columns).join(","), ...rows].join("\n")}\n`);
  return path;
}

const measured = async (columns = COLUMNS, fit = FIT) => measureTable(await written(columns), fit);
function one(found: readonly Measurement[], id: string) {
  return found.find(({ checkId }) => checkId === id);
}

async function messageOf(columns: typeof COLUMNS, fit = FIT): Promise<string> {
  const path = await written(columns);
  const error: unknown = await measureTable(path, fit).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InputError);
  return error instanceof InputError ? error.message.replace(path, "data.csv") : "";
}

const PRE = CHECK_IDS.filter((id) => CHECKS[id].phase === "10_pre_diagnostics");

describe("a table whose columns nobody has explained", () => {
  it("is judged by every check of the data, once each", async () => {
    const found = await measured();
    expect(found.map(({ checkId }) => checkId).toSorted()).toEqual(PRE.toSorted());
  });

  it("has its target where the model observed it, up to the scale of the model", async () => {
    expect(one(await measured(), "stationarity")).toMatchObject({ value: "stationary" });
    const other = { ...FIT, observed: Float64Array.from(SALES).reverse() };
    expect(await messageOf(COLUMNS, other)).toBe(
      "data.csv: has no column that is the target observed in the model\n  fix: give the data that the model was fitted to, or leave it out",
    );
    expect(await messageOf(COLUMNS, { ...FIT, observed: null })).toMatch(/has no column that is the target/);
    expect(await messageOf(COLUMNS, { ...FIT, observed: FIT.observed!.slice(1) })).toMatch(
      /has no column that is the target/,
    );
  });

  it("regresses on the columns that the model knows by name, on all where it knows none", async () => {
    // Two regressors and an intercept, or three.
    expect(one(await measured(), "observations_per_parameter")).toMatchObject({ value: WEEKS / 3 });
    const nameless = { ...FIT, names: new Set<string>() };
    expect(one(await measured(COLUMNS, nameless), "observations_per_parameter")).toMatchObject({
      value: WEEKS / 4,
    });
  });

  it("takes a column without a negative value for spend, the others for controls", async () => {
    const dark = { ...COLUMNS, tv: Array<number>(WEEKS).fill(0) };
    expect(one(await measured(dark), "zero_channels")).toMatchObject({ value: 1, message: "tv" });
    const constant = { ...COLUMNS, weather: Array<number>(WEEKS).fill(-2) };
    expect(one(await measured(constant), "zero_channels")).toMatchObject({ value: 0 });
  });

  it("counts an empty cell as missing, not as zero", async () => {
    const gap = { ...COLUMNS, tv: COLUMNS["tv"]!.with(4, "") };
    expect(one(await measured(gap), "missing_values")).toMatchObject({
      value: 1,
      message: "tv on 2024-01-29",
    });
  });

  it("has no exposure that anyone could tell from spend", async () => {
    expect(one(await measured(), "spend_without_exposure")).toHaveProperty("skipped");
  });

  it.each([
    ["dates", ["sales", "tv"], "has no column of dates"],
    ["anything beside the target", ["week", "sales"], "has no numeric column beside the target"],
  ])("is refused without %s", async (_, names, what) => {
    const some = Object.fromEntries(names.map((name) => [name, COLUMNS[name]!]));
    expect(await messageOf(some)).toBe(
      `data.csv: ${what}\n  fix: give the data that the model was fitted to, or leave it out`,
    );
  });
});

it("without a table every check of the data is skipped for the reason given", () => {
  expect(skipData("no data")).toEqual(PRE.map((checkId) => ({ checkId, skipped: "no data" })));
});
