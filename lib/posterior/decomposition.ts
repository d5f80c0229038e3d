import { sortedHdi } from "../draws/hdi.ts";
import { sortedQuantile } from "../draws/quantile.ts";
import { mean } from "../linalg/vector.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import type { Tables } from "./tables.ts";

/** Mass of the highest-density intervals of the decomposition; the 3 % and 97 % in their names are ArviZ's. */
export const HDI_MASS = 0.94;

type Pair = SchemaTypes["spend_contribution_pairs"][number];
type Return = SchemaTypes["media_contribution_per_spend"][number];
type Row = Readonly<Record<string, unknown>>;

function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new TypeError(`column ${column} is not text`);
  return value;
}

function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== "number") throw new TypeError(`column ${column} is not a number`);
  return value;
}

async function rowsOf({ connection }: Tables, sql: string): Promise<Row[]> {
  return (await connection.runAndReadAll(sql)).getRowObjectsJS();
}

/**
 * Writes every draw's contributions beside their spend to a Parquet file (zstd): chain, draw, date, channel, spend,
 * contribution, in that order of rows, channels as in the dataset. The same tables give the same bytes.
 */
export async function writeContributions({ connection }: Tables, path: string): Promise<void> {
  await connection.run(
    `COPY (
       SELECT chain, draw, date, c.channel::VARCHAR AS channel, spend, contribution
       FROM contribution AS c JOIN spend USING (date, channel)
       ORDER BY chain, draw, date, c.channel
     ) TO '${path.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`,
  );
}

/** Spend and contribution of each channel on each date: posterior mean and type-7 quantiles at 3 % and 97 %. */
export async function spendContributionPairs(tables: Tables): Promise<Pair[]> {
  const rows = await rowsOf(
    tables,
    `WITH by_date AS (
       SELECT date, channel, avg(contribution) AS mean, quantile_cont(contribution, [0.03, 0.97]) AS q
       FROM contribution GROUP BY date, channel
     )
     SELECT date::VARCHAR AS date, d.channel::VARCHAR AS channel, spend, mean, q[1] AS q03, q[2] AS q97
     FROM by_date AS d JOIN spend USING (date, channel)
     ORDER BY d.channel, date`,
  );
  return rows.map((row) => ({
    date: text(row, "date"),
    channel: text(row, "channel"),
    spend: number(row, "spend"),
    contribution_mean: number(row, "mean"),
    contribution_q03: number(row, "q03"),
    contribution_q97: number(row, "q97"),
  }));
}

/** Draws of one channel's total contribution and of its share of all media. */
interface ChannelDraws {
  readonly total: Float64Array;
  readonly share: Float64Array;
}

async function drawsByChannel(tables: Tables): Promise<Map<string, ChannelDraws>> {
  const rows = await rowsOf(
    tables,
    `WITH by_draw AS (
       SELECT channel, chain, draw, sum(contribution) AS total
       FROM contribution GROUP BY channel, chain, draw
     )
     SELECT channel::VARCHAR AS channel, list(total ORDER BY chain, draw) AS totals, list(share ORDER BY chain, draw) AS shares
     FROM (SELECT *, total / sum(total) OVER (PARTITION BY chain, draw ORDER BY channel ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS share FROM by_draw)
     GROUP BY channel`,
  );
  const doubles = (value: unknown): Float64Array =>
    Float64Array.from(Array.isArray(value) ? value : [], Number);
  return new Map(
    rows.map((row) => [
      text(row, "channel"),
      { total: doubles(row["totals"]), share: doubles(row["shares"]) },
    ]),
  );
}

/** Mean, median and 94 % highest-density interval of draws. */
function summary(draws: Float64Array): { mean: number; median: number; lower: number; upper: number } {
  const sorted = draws.toSorted();
  return { mean: mean(draws), median: sortedQuantile(sorted, 0.5), ...sortedHdi(sorted, HDI_MASS) };
}

/** Contribution per unit of spend; all null for a channel without spend, where it is undefined. */
function perSpend(
  total: Float64Array,
  spend: number,
): Pick<Return, `contribution_per_spend_${"mean" | "median" | "hdi_3pct" | "hdi_97pct"}`> {
  const ratio = spend > 0 ? summary(total.map((value) => value / spend)) : null;
  return {
    contribution_per_spend_mean: ratio?.mean ?? null,
    contribution_per_spend_median: ratio?.median ?? null,
    contribution_per_spend_hdi_3pct: ratio?.lower ?? null,
    contribution_per_spend_hdi_97pct: ratio?.upper ?? null,
  };
}

/**
 * Total contribution of each channel, in all and per unit of spend, in the order of the dataset's channels.
 * Each quantity is computed draw by draw and then summarised: the mean share is the mean of the draws' shares.
 */
export async function mediaContributionPerSpend(tables: Tables): Promise<Return[]> {
  const draws = await drawsByChannel(tables);
  const spends = await rowsOf(
    tables,
    `SELECT channel::VARCHAR AS name, sum(spend) AS total, sum(sum(spend)) OVER () AS all_channels,
            (count(*) FILTER (spend > 0 AND NOT isnan(spend)))::INTEGER AS weeks
     FROM spend GROUP BY channel ORDER BY channel`,
  );
  return spends.flatMap((row) => {
    const own = draws.get(text(row, "name"));
    if (own === undefined) return [];
    const spend = number(row, "total");
    const total = summary(own.total);
    return [
      {
        channel: text(row, "name"),
        total_spend: spend,
        total_contribution_mean: total.mean,
        total_contribution_hdi_3pct: total.lower,
        total_contribution_hdi_97pct: total.upper,
        share_of_spend: spend / number(row, "all_channels"),
        share_of_media_contribution_mean: mean(own.share),
        ...perSpend(own.total, spend),
        weeks_with_spend: number(row, "weeks"),
      },
    ];
  });
}
