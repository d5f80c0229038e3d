import type { Measurement } from "../gates/judge.ts";
import { skipped } from "../gates/judge.ts";
import type { Dataset } from "../posterior/dataset.ts";
import { quantileBins } from "../prediagnostics/bins.ts";
import { conditioning } from "../prediagnostics/condition-number.ts";
import { correlations, strongestCorrelation } from "../prediagnostics/correlation.ts";
import { dataQuality, type ChannelQuality, type DataQuality } from "../prediagnostics/data-quality.ts";
import { missingPeriods, spendMismatch } from "../prediagnostics/spend-quality.ts";
import { stationarity, type Stationarity } from "../prediagnostics/stationarity.ts";
import { transferEntropySummary } from "../prediagnostics/transfer-entropy-summary.ts";
import { vif } from "../prediagnostics/vif.ts";
import { mulberry32 } from "../random/mulberry32.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { finite, listed, short } from "../words.ts";

type VifRow = SchemaTypes["vif_summary"][number];
type QualityRow = SchemaTypes["data_quality"][number];
type StationarityRow = SchemaTypes["stationarity_summary"][number];

/** Bins and lag of the transfer entropy: terciles, from one period to the next, as the field's reference does. */
const BINS = 3;
const LAG = 1;

/** What there is to know of the data before a model is believed. */
export function describeData({ dates, target, channels, controls }: Dataset): DataQuality {
  const spend = channels.map(({ name, spend: values }) => ({ name, values }));
  return dataQuality({ dates, target, spend, controls, parameters: channels.length + controls.length + 1 });
}

/** The rows of data_quality.csv. */
export function qualityRows({
  calendar,
  target,
  channels,
  controls,
  periods,
  observationsPerParameter,
}: DataQuality): QualityRow[] {
  const columns = [target, ...controls].flatMap(({ name, missing, outliers }) => [
    { subject: name, fact: "missing values", value: missing.length, detail: listed(missing) },
    { subject: name, fact: "outliers (robust z above 3.5)", value: outliers.robustZ.length, detail: "" },
  ]);
  const media = channels.flatMap(({ name, missingDates, share, zeroFraction, outliers, flags }) => [
    { subject: name, fact: "missing values", value: missingDates.length, detail: listed(missingDates) },
    { subject: name, fact: "share of spend", value: finite(share), detail: "" },
    { subject: name, fact: "share of periods without spend", value: finite(zeroFraction), detail: "" },
    { subject: name, fact: "outliers (robust z above 3.5)", value: outliers.robustZ.length, detail: "" },
    { subject: name, fact: "flags", value: flags.length, detail: flags.join("; ") },
  ]);
  return [
    {
      subject: "dates",
      fact: "periods",
      value: periods,
      detail: `${calendar.frequency.name}, ${calendar.first} to ${calendar.last}`,
    },
    {
      subject: "dates",
      fact: "irregular steps",
      value: calendar.irregularSteps.length,
      detail: listed(calendar.irregularSteps.map(({ from, to }) => `${from} to ${to}`)),
    },
    {
      subject: "dates",
      fact: "duplicated",
      value: calendar.duplicates.length,
      detail: listed(calendar.duplicates),
    },
    { subject: "data", fact: "observations per regressor", value: observationsPerParameter, detail: "" },
    ...columns,
    ...media,
  ];
}

/** The channels with exposure, and in which periods, by date, it does not belong to the spend. */
function mismatches({ dates, channels }: Dataset) {
  const datesOf = (periods: readonly number[]) => periods.map((t) => dates[t] ?? "");
  return channels.flatMap(({ name, spend, exposure }) => {
    if (exposure === undefined) return [];
    const { spendOnly, exposureOnly } = spendMismatch(spend, exposure);
    const missing = datesOf(missingPeriods(exposure));
    return [{ name, missing, spendOnly: datesOf(spendOnly), exposureOnly: datesOf(exposureOnly) }];
  });
}

/** The rows of data_quality.csv on exposure; none where the data hold none. */
export function exposureRows(dataset: Dataset): QualityRow[] {
  return mismatches(dataset).flatMap(({ name, missing, spendOnly, exposureOnly }) =>
    [
      { fact: "periods without a value of exposure", dates: missing },
      { fact: "periods with spend and no exposure", dates: spendOnly },
      { fact: "periods with exposure and no spend", dates: exposureOnly },
    ].map(({ fact, dates }) => ({ subject: name, fact, value: dates.length, detail: listed(dates) })),
  );
}

/** What gate g0 judges of spend beside exposure; NaN where periods cannot be compared for want of a value of exposure. */
export function measureExposure(dataset: Dataset): Measurement {
  const checkId = "spend_without_exposure";
  const found = mismatches(dataset);
  if (found.length === 0) return skipped(checkId, "no column of exposure is named under columns.exposure");
  const missing = found.flatMap(({ name, missing: dates }) => dates.map((date) => `${name} on ${date}`));
  if (missing.length > 0)
    return { checkId, value: NaN, message: `no value of exposure for ${listed(missing)}` };
  const words = found.flatMap(({ name, spendOnly, exposureOnly }) => [
    ...spendOnly.map((date) => `${name} on ${date} (spend and no exposure)`),
    ...exposureOnly.map((date) => `${name} on ${date} (exposure and no spend)`),
  ]);
  return count(checkId, words, `spend and exposure agree in every period of ${found.length} channels`);
}

/** Only the periods in which every column has a value. */
function completePeriods(columns: readonly Float64Array[]): Float64Array[] {
  const isComplete = Array.from(columns[0] ?? [], (_, t) =>
    columns.every((column) => Number.isFinite(column[t])),
  );
  return columns.map((column) => column.filter((_, t) => isComplete[t] === true));
}

/** What the target is regressed on, over the periods in which no value is missing. */
export function regressorsOf({ channels, controls }: Dataset, includeControls: boolean) {
  const media = channels.map(({ name, spend }) => ({
    variable: name,
    role: "channel" as const,
    values: spend,
  }));
  const others = includeControls
    ? controls.map(({ name, values }) => ({ variable: name, role: "control" as const, values }))
    : [];
  const named = [...media, ...others];
  return { named, columns: completePeriods(named.map(({ values }) => values)) };
}

/** The rows of vif_summary.csv, over the periods in which no value is missing. */
export function vifRows(dataset: Dataset, includeControls: boolean): VifRow[] {
  const { named, columns } = regressorsOf(dataset, includeControls);
  const factors = vif(columns);
  return named.map(({ variable, role }, i) => ({ variable, role, vif: finite(factors[i]) }));
}

/** How nearly the regressors stand in for each other, beyond their variance inflation. */
export function measureCollinearity(dataset: Dataset, includeControls: boolean): Measurement[] {
  const { named, columns } = regressorsOf(dataset, includeControls);
  const pair = strongestCorrelation(correlations(columns));
  const { conditionNumber } = conditioning(columns);
  const nameOf = (i: number) => named[i]?.variable ?? "";
  return [
    pair === undefined
      ? skipped("correlation_max", "fewer than two variables vary")
      : {
          checkId: "correlation_max",
          value: Math.abs(pair.correlation),
          message: `${nameOf(pair.first)} and ${nameOf(pair.second)}: ${short(pair.correlation)}`,
        },
    { checkId: "condition_number", value: conditionNumber, message: `${named.length} variables` },
  ];
}

function testRows(
  series: string,
  values: Float64Array,
  { adf, kpss, verdict }: Stationarity,
): StationarityRow[] {
  return [
    { test: "ADF" as const, result: adf },
    { test: "KPSS" as const, result: kpss },
  ].flatMap(({ test, result }) =>
    result === undefined
      ? []
      : [
          {
            series,
            n: values.length,
            test,
            statistic: finite(result.statistic),
            p_value: finite(result.pValue),
            lags: finite(result.lags),
            crit_1pct: finite(result.criticalValues.onePercent),
            crit_5pct: finite(result.criticalValues.fivePercent),
            crit_10pct: finite(result.criticalValues.tenPercent),
            verdict,
          },
        ],
  );
}

const isZero = ({ flags }: ChannelQuality) => flags.includes("zero_spend");
const isConstant = ({ flags }: ChannelQuality) => flags.includes("no_variation");

/** A count of offenders, named. */
function count(checkId: Measurement["checkId"], offenders: readonly string[], none: string): Measurement {
  return { checkId, value: offenders.length, message: offenders.length === 0 ? none : listed(offenders) };
}

function vifMeasurement(rows: readonly VifRow[]): Measurement {
  const undefinedOnes = rows.filter((row) => row.vif === null).map(({ variable }) => variable);
  if (undefinedOnes.length > 0) {
    return {
      checkId: "vif_max",
      value: NaN,
      message: `undefined for ${listed(undefinedOnes)}: constant, missing values, or a combination of the others`,
    };
  }
  const worst = rows.reduce((a, b) => ((b.vif ?? 0) > (a.vif ?? 0) ? b : a));
  return { checkId: "vif_max", value: worst.vif ?? NaN, message: `largest at ${worst.variable}` };
}

/** What gate g0 judges. */
export function measureData(
  quality: DataQuality,
  vifs: readonly VifRow[],
  target: Stationarity,
): Measurement[] {
  const { calendar, channels, controls } = quality;
  const missing = [
    ...[quality.target, ...controls].flatMap(({ name, missing: dates }) =>
      dates.map((date) => `${name} on ${date}`),
    ),
    ...channels.flatMap(({ name, missingDates }) => missingDates.map((date) => `${name} on ${date}`)),
  ];
  const steps = calendar.irregularSteps.map(({ from, to, days }) => `${from} to ${to} (${days} days)`);
  return [
    count("dates_irregular", steps, `every step is one period (${calendar.frequency.name})`),
    count("dates_duplicated", calendar.duplicates, "every date stands once"),
    count("missing_values", missing, "no value is missing"),
    count(
      "zero_channels",
      channels.filter(isZero).map(({ name }) => name),
      "every channel has spend",
    ),
    count(
      "constant_channels",
      channels.filter(isConstant).map(({ name }) => name),
      "every channel's spend varies",
    ),
    count(
      "sparse_channels",
      channels.filter(({ flags }) => flags.includes("sparse")).map(({ name }) => name),
      "every channel spends in at least a fifth of the periods",
    ),
    {
      checkId: "outliers",
      value: quality.target.outliers.robustZ.length,
      message: `of ${quality.periods} periods`,
    },
    vifMeasurement(vifs),
    {
      checkId: "observations_per_parameter",
      value: quality.observationsPerParameter,
      message: `${quality.periods} periods`,
    },
    target.obstacle === "none"
      ? {
          checkId: "stationarity",
          value: target.verdict,
          message: `ADF p = ${(target.adf?.pValue ?? NaN).toPrecision(3)}, KPSS p = ${(target.kpss?.pValue ?? NaN).toPrecision(3)}; blind to a yearly season`,
        }
      : skipped("stationarity", `cannot be tested: ${target.obstacle.replaceAll("_", " ")}`),
  ];
}

type TransferEntropyRow = SchemaTypes["transfer_entropy_summary"][number];

/** The rows of transfer_entropy_summary.csv. Empty when a value is missing: then there is no transfer entropy to speak of. */
export function transferEntropyRows(
  { target, channels }: Dataset,
  permutations: number,
  seed: number,
): TransferEntropyRow[] {
  const hasGaps = [target.values, ...channels.map(({ spend }) => spend)].some((values) =>
    values.some(Number.isNaN),
  );
  if (hasGaps) return [];
  const random = mulberry32(seed);
  const outcome = quantileBins(target.values, BINS);
  return channels.map(({ name, spend }) => {
    const found = transferEntropySummary(quantileBins(spend, BINS), outcome, {
      lag: LAG,
      permutations,
      random,
    });
    return {
      source: name,
      target: target.name,
      transfer_entropy: finite(found.nats),
      effective: finite(found.shuffle.effective),
      p_value: finite(found.shuffle.pValue),
      p_value_circular: finite(found.circularShift.pValue),
      permutations,
    };
  });
}

/** Change from one period to the next: one value fewer. */
function difference(values: Float64Array): Float64Array {
  return values.subarray(1).map((value, t) => value - (values[t] ?? NaN));
}

/** The rows of stationarity_summary.csv: the series and its first difference. */
export function stationarityRows(series: string, values: Float64Array): StationarityRow[] {
  const change = difference(values);
  return [
    ...testRows(series, values, stationarity(values)),
    ...testRows(`${series}_diff1`, change, stationarity(change)),
  ];
}
