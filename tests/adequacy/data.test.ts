import { beforeAll, describe, expect, it } from "vitest";
import {
  describeData,
  exposureRows,
  measureCollinearity,
  measureData,
  measureExposure,
  qualityRows,
  stationarityRows,
  transferEntropyRows,
  vifRows,
} from "../../lib/adequacy/data.ts";
import { skipData } from "../../lib/adequacy/any-data.ts";
import { CHECK_IDS, CHECKS } from "../../lib/gates/catalogue.ts";
import { judge, type Measurement } from "../../lib/gates/judge.ts";
import { loadPolicy, type Policy } from "../../lib/gates/policy.ts";
import type { Dataset } from "../../lib/posterior/dataset.ts";
import { stationarity } from "../../lib/prediagnostics/stationarity.ts";
import { parse } from "../../lib/schema/parse.ts";
import { mulberry32 } from "../../lib/random/mulberry32.ts";

let publish: Policy;
beforeAll(async () => {
  publish = await loadPolicy("publish", "pipeline.yaml", "policy");
});

const WEEKS = 60;
const noise = (seed: number, scale = 1) => {
  const random = mulberry32(seed);
  return Float64Array.from({ length: WEEKS }, () => 10 + scale * random());
};
const week = (t: number) => new Date(Date.UTC(2024, 0, 1 + 7 * t)).toISOString().slice(0, 10);
const channel = (name: string, spend: Float64Array) => ({
  name,
  spendColumn: name,
  spend,
  exposure: spend.map((value) => 1000 * value),
});

/** Sixty weeks of noise with nothing wrong in them. */
const CLEAN: Dataset = {
  path: "data.csv",
  dates: Array.from({ length: WEEKS }, (_, t) => week(t)),
  target: { name: "sales", values: noise(1) },
  channels: [channel("tv", noise(2)), channel("search", noise(3))],
  controls: [{ name: "price", values: noise(4) }],
};

const measuredOf = (dataset: Dataset, includeControls = true): Measurement[] => [
  ...measureData(
    describeData(dataset),
    vifRows(dataset, includeControls),
    stationarity(dataset.target.values),
  ),
  measureExposure(dataset),
  ...measureCollinearity(dataset, includeControls),
];

function checkOf(dataset: Dataset, id: string) {
  const found = measuredOf(dataset).filter(({ checkId }) => checkId === id);
  expect(found, id).toHaveLength(1);
  return judge(found[0]!, publish);
}

const withTv = (spend: Float64Array): Dataset => ({
  ...CLEAN,
  channels: [channel("tv", spend), ...CLEAN.channels.slice(1)],
});

describe("the checks of the data", () => {
  const ids = CHECK_IDS.filter((id) => CHECKS[id].phase === "10_pre_diagnostics");

  it("are all measured, once each, and pass data with nothing wrong in them", () => {
    const found = measuredOf(CLEAN);
    expect(found.map(({ checkId }) => checkId).toSorted()).toEqual(ids.toSorted());
    for (const one of found) expect(judge(one, publish).status, one.checkId).toBe("pass");
  });

  it("are all skipped for a reason where there are no data", () => {
    const found = skipData("no table was given");
    expect(found.map(({ checkId }) => checkId).toSorted()).toEqual(ids.toSorted());
    for (const one of found)
      expect(judge(one, publish)).toMatchObject({ status: "skipped", message: "no table was given" });
  });

  it.each<[string, string, Dataset, object]>([
    [
      "a missing week",
      "dates_irregular",
      { ...CLEAN, dates: CLEAN.dates.map((_, t) => week(t < 30 ? t : t + 1)) },
      { value: 1, status: "fail", message: "2024-07-22 to 2024-08-05 (14 days)" },
    ],
    [
      "a week that stands twice",
      "dates_duplicated",
      { ...CLEAN, dates: CLEAN.dates.map((_, t) => week(t < 30 ? t : t - 1)) },
      { value: 1, status: "fail", message: "2024-07-22" },
    ],
    [
      "missing values of target, channel and control",
      "missing_values",
      {
        ...CLEAN,
        target: { name: "sales", values: CLEAN.target.values.with(0, NaN) },
        channels: [channel("tv", CLEAN.channels[0]!.spend.with(1, NaN)), CLEAN.channels[1]!],
        controls: [{ name: "price", values: CLEAN.controls[0]!.values.with(2, NaN) }],
      },
      {
        value: 3,
        status: "fail",
        message: "sales on 2024-01-01, price on 2024-01-15, tv on 2024-01-08",
      },
    ],
    [
      "a channel without spend",
      "zero_channels",
      withTv(new Float64Array(WEEKS)),
      { value: 1, status: "fail", message: "tv" },
    ],
    [
      "a channel of constant spend",
      "constant_channels",
      withTv(new Float64Array(WEEKS).fill(5)),
      { value: 1, status: "warn", message: "tv" },
    ],
    [
      "a channel that is mostly dark",
      "sparse_channels",
      withTv(noise(2).map((value, t) => (t % 10 === 0 ? value : 0))),
      { value: 1, status: "warn", message: "tv" },
    ],
    [
      "an outlying target",
      "outliers",
      { ...CLEAN, target: { name: "sales", values: CLEAN.target.values.with(9, 1000) } },
      { value: 1, status: "pass", message: "of 60 periods" },
    ],
    [
      "two channels that move as one",
      "correlation_max",
      withTv(CLEAN.channels[1]!.spend.map((value) => 3 * value)),
      { status: "fail", message: "tv and search: 1" },
    ],
    [
      "few periods",
      "observations_per_parameter",
      {
        ...CLEAN,
        channels: Array.from({ length: 22 }, (_, i) => channel(`c${i}`, noise(10 + i))),
      },
      // 22 channels, one control and the intercept.
      { value: 60 / 24, status: "warn", message: "60 periods" },
    ],
  ])("see %s", (_, id, dataset, expected) => {
    expect(checkOf(dataset, id)).toMatchObject(expected);
  });

  it("call the largest inflation by name, and do not pass one that is undefined", () => {
    // Nearly the sum of the others, and so for each of the three: the target of a factor above 1000.
    const [, search] = CLEAN.channels;
    const [price] = CLEAN.controls;
    const nearly = noise(6, 0.01).map((value, t) => value + search!.spend[t]! + price!.values[t]!);
    const check = checkOf(withTv(nearly), "vif_max");
    expect(check.value).toBeGreaterThan(1000);
    expect(check).toMatchObject({ status: "fail" });
    expect(check.message).toBe("largest at tv");
    expect(checkOf(withTv(new Float64Array(WEEKS).fill(5)), "vif_max")).toMatchObject({
      status: "fail",
      value: null,
      message: expect.stringContaining("undefined for tv") as string,
    });
  });

  it("are of collinearity without controls when these are left out", () => {
    const data = { ...CLEAN, controls: [{ name: "price", values: CLEAN.channels[0]!.spend }] };
    const conditionNumber = (includeControls: boolean) => {
      const [, found] = measureCollinearity(data, includeControls);
      return found !== undefined && "value" in found ? Number(found.value) : NaN;
    };
    expect(conditionNumber(false)).toBeLessThan(2);
    expect(conditionNumber(true)).toBeGreaterThan(1e6);
    expect(vifRows(data, false).map(({ variable, role }) => `${role} ${variable}`)).toEqual([
      "channel tv",
      "channel search",
    ]);
  });

  it("do not pass a correlation that a single variable leaves without a pair", () => {
    const alone = { ...CLEAN, channels: CLEAN.channels.slice(0, 1), controls: [] };
    expect(checkOf(alone, "correlation_max")).toMatchObject({
      status: "skipped",
      message: "fewer than two variables vary",
    });
  });

  it("leave out periods with a missing value from collinearity, and no others", () => {
    const gap = withTv(CLEAN.channels[0]!.spend.with(5, NaN));
    const shorter = (values: Float64Array) => values.filter((_, t) => t !== 5);
    const without: Dataset = {
      ...CLEAN,
      channels: CLEAN.channels.map(({ name, spend }) => channel(name, shorter(spend))),
      controls: CLEAN.controls.map(({ name, values }) => ({ name, values: shorter(values) })),
    };
    expect(vifRows(gap, true)).toEqual(vifRows(without, true));
  });

  it("read a random walk as no stationary series", () => {
    let level = 0;
    const walk = noise(1, 2).map((value) => (level += value - 10.9));
    const check = checkOf({ ...CLEAN, target: { name: "sales", values: walk } }, "stationarity");
    expect(check.value).not.toBe("stationary");
    expect(check.status).toBe("warn");
  });

  it("skip stationarity, with the obstacle, where it cannot be tested", () => {
    const gap = { ...CLEAN, target: { name: "sales", values: CLEAN.target.values.with(0, NaN) } };
    expect(checkOf(gap, "stationarity")).toMatchObject({
      status: "skipped",
      message: "cannot be tested: missing values",
    });
  });
});

describe("spend beside exposure", () => {
  const [tv, search] = CLEAN.channels;
  const exposed = (exposure: Float64Array): Dataset => ({
    ...CLEAN,
    channels: [{ ...tv!, spend: tv!.spend.with(7, 0), exposure }, search!],
  });
  const fitting = tv!.spend.with(7, 0).map((value) => 1000 * value);
  const ID = "spend_without_exposure";

  it("passes when every period with the one has the other", () => {
    expect(checkOf(exposed(fitting), ID)).toMatchObject({ status: "pass", value: 0 });
  });

  it("warns of each period with only one of them, by channel and date, and lists them", () => {
    const odd = exposed(fitting.with(2, 0).with(3, 0).with(7, 5));
    expect(checkOf(odd, ID)).toMatchObject({
      status: "warn",
      value: 3,
      message: `tv on ${week(2)} (spend and no exposure), tv on ${week(3)} (spend and no exposure), tv on ${week(7)} (exposure and no spend)`,
    });
    expect(exposureRows(odd).slice(0, 3)).toEqual([
      { subject: "tv", fact: "periods without a value of exposure", value: 0, detail: "" },
      {
        subject: "tv",
        fact: "periods with spend and no exposure",
        value: 2,
        detail: `${week(2)}, ${week(3)}`,
      },
      { subject: "tv", fact: "periods with exposure and no spend", value: 1, detail: week(7) },
    ]);
  });

  it("does not pass where exposure is missing", () => {
    expect(checkOf(exposed(fitting.with(4, NaN)), ID)).toMatchObject({
      status: "fail",
      value: null,
      message: `no value of exposure for tv on ${week(4)}`,
    });
  });

  it("is skipped, without counting against the gate, where there is no exposure at all", () => {
    const bare: Dataset = {
      ...CLEAN,
      channels: CLEAN.channels.map(({ name, spendColumn, spend }) => ({ name, spendColumn, spend })),
    };
    expect(checkOf(bare, ID)).toMatchObject({
      status: "skipped",
      message: "no column of exposure is named under columns.exposure",
      threshold: "optional evidence: does not count",
    });
    expect(exposureRows(bare)).toEqual([]);
  });
});

describe("the tables of the data", () => {
  it("of quality: one fact a row, columns that are missing named with their dates", () => {
    const rows = qualityRows(describeData(withTv(CLEAN.channels[0]!.spend.with(1, NaN).with(4, 0))));
    const fact = (subject: string, name: string) =>
      rows.find((row) => row.subject === subject && row.fact === name);
    expect(fact("dates", "periods")).toMatchObject({ value: 60, detail: "weekly, 2024-01-01 to 2025-02-17" });
    expect(fact("dates", "duplicated")).toMatchObject({ value: 0, detail: "" });
    expect(fact("tv", "missing values")).toMatchObject({ value: 1, detail: "2024-01-08" });
    expect(fact("tv", "share of periods without spend")?.value).toBeCloseTo(1 / 59, 12);
    expect(fact("data", "observations per regressor")?.value).toBe(15);
    const shares = ["tv", "search"].map((name) => fact(name, "share of spend")?.value ?? NaN);
    expect(shares[0]! + shares[1]!).toBeCloseTo(1, 12);
  });

  it("of stationarity: both tests of the series and of its first difference, which is one shorter", () => {
    const rows = stationarityRows("sales", CLEAN.target.values);
    expect(rows.map(({ series, test, n }) => [series, test, n])).toEqual([
      ["sales", "ADF", 60],
      ["sales", "KPSS", 60],
      ["sales_diff1", "ADF", 59],
      ["sales_diff1", "KPSS", 59],
    ]);
    // Differences by hand: of the squares 0, 1, 4, … the odd numbers, whose test is that of the odd numbers.
    const squares = Float64Array.from({ length: 40 }, (_, t) => t * t + (t % 3));
    const differences = squares.subarray(1).map((value, t) => value - squares[t]!);
    const own = stationarityRows("y", squares).slice(2);
    const expected = stationarityRows("y_diff1", differences).slice(0, 2);
    expect(own).toEqual(expected);
    expect(stationarityRows("sales", CLEAN.target.values.with(3, NaN))).toEqual([]);
  });

  it("of stationarity can be written where a test is undefined: no lags, no statistic", () => {
    const rows = stationarityRows("sales", new Float64Array(60).fill(5));
    expect(rows.map(({ statistic, lags }) => [statistic, lags])).toContainEqual([null, null]);
    expect(parse("stationarity_summary", rows, "test")).toEqual(rows);
  });

  it("of transfer entropy: one row a channel, the same for the same seed, and none with gaps", () => {
    const rows = transferEntropyRows(CLEAN, 99, 7);
    expect(rows.map(({ source, target, permutations }) => [source, target, permutations])).toEqual([
      ["tv", "sales", 99],
      ["search", "sales", 99],
    ]);
    expect(transferEntropyRows(CLEAN, 99, 7)).toEqual(rows);
    expect(transferEntropyRows(CLEAN, 99, 8)).not.toEqual(rows);
    expect(transferEntropyRows(withTv(CLEAN.channels[0]!.spend.with(3, NaN)), 99, 7)).toEqual([]);
  });

  it("of transfer entropy: a channel that leads the target by one period stands out", () => {
    const lead = noise(2);
    const driven = lead.map((_, t) => lead[t === 0 ? 0 : t - 1]!);
    const data = { ...withTv(lead), target: { name: "sales", values: driven } };
    const [tv, search] = transferEntropyRows(data, 199, 7);
    expect(tv!.p_value).toBeLessThan(0.01);
    expect(tv!.effective!).toBeGreaterThan(search!.effective! + 0.5);
  });
});
