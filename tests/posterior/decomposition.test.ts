import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allDecomp, expectedOutcome, meanPerDate } from "../../lib/posterior/components.ts";
import { readCsv } from "../../lib/posterior/csv.ts";
import type { Dataset } from "../../lib/posterior/dataset.ts";
import {
  mediaContributionPerSpend,
  spendContributionPairs,
  writeContributions,
} from "../../lib/posterior/decomposition.ts";
import type { Contributions, Posterior } from "../../lib/posterior/posterior.ts";
import { loadBaseline, loadMedia, openTables, type Tables } from "../../lib/posterior/tables.ts";
import { expectClose, readCase } from "./cases.ts";

/** Ten digits were written; the means are of float64 sums in another order. */
const RTOL = 1e-9;
const REFERENCE = "tests/reference";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sluice-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function csvRows(path: string): Promise<Record<string, string>[]> {
  const { header, rows } = await readCsv(await readFile(path, "utf8"));
  return rows.map(({ cells }) => Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ""])));
}

function compare(got: readonly object[], expected: readonly Record<string, unknown>[]): void {
  expect(got).toHaveLength(expected.length);
  got.forEach((row, i) => {
    for (const [column, value] of Object.entries(row)) {
      const wanted = expected[i]?.[column];
      if (wanted === undefined) continue;
      if (typeof value === "number") expectClose(value, Number(wanted), RTOL, 1e-9, `row ${i}, ${column}`);
      else expect(value).toBe(wanted);
    }
  });
}

async function sha256(path: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
}

describe.each(["robyn_weekly", "robyn_weekly_unconverged"])("decomposition of %s", (name) => {
  let posterior: Posterior;
  let dataset: Dataset;
  let tables: Tables;
  beforeAll(async () => {
    ({ posterior, dataset } = await readCase(name));
    tables = await openTables();
    await loadMedia(tables, posterior.contributions(), dataset);
  });
  afterAll(async () => {
    posterior.close();
    await tables.close();
  });

  it("gives ArviZ's total, share and return of each channel", async () => {
    const reference = JSON.parse(await readFile(`${REFERENCE}/${name}/reference.json`, "utf8")) as {
      media_contribution_per_spend: Record<string, unknown>[];
    };
    compare(await mediaContributionPerSpend(tables), reference.media_contribution_per_spend);
  });

  it("gives the mean contribution beside the spend of each channel and date", async () => {
    compare(
      await spendContributionPairs(tables),
      await csvRows(`${REFERENCE}/${name}/spend_contribution_pairs.csv`),
    );
  });

  it("gives ArviZ's mean and interval of every component on every date", async () => {
    const rows = allDecomp(posterior.contributions(), posterior.baselineComponents());
    compare(rows, await csvRows(`${REFERENCE}/${name}/all_decomp.csv`));
  });

  it("sums to the expected outcome whose fit ArviZ measured", async () => {
    const reference = JSON.parse(await readFile(`${REFERENCE}/${name}/reference.json`, "utf8")) as {
      fit_metrics: { rmse: number; r2: number };
    };
    const outcome = meanPerDate(expectedOutcome(posterior.contributions(), posterior.baselineComponents()));
    const errors = dataset.target.values.map((observed, i) => outcome[i]! - observed);
    const squares = errors.reduce((total, error) => total + error * error, 0);
    expectClose(Math.sqrt(squares / errors.length), reference.fit_metrics.rmse, RTOL, 0, "rmse");
  });

  it("writes the same bytes of contributions.parquet each time", async () => {
    const first = join(folder, `${name}-1.parquet`);
    await writeContributions(tables, first);
    const again = await openTables();
    await loadMedia(again, posterior.contributions(), dataset);
    const second = join(folder, `${name}-2.parquet`);
    await writeContributions(again, second);
    await again.close();
    expect(await sha256(second)).toBe(await sha256(first));
  });

  it("writes every draw in the order of chain, draw, date and the dataset's channels", async () => {
    const path = join(folder, `${name}-order.parquet`);
    await writeContributions(tables, path);
    const { dates, channels, draws, values } = posterior.contributions();
    const wanted = [0, 1, 7, 1040, values.length - 1];
    const result = await tables.connection.runAndReadAll(
      `SELECT chain, draw, date::VARCHAR AS date, channel, spend, contribution
       FROM read_parquet('${path}', file_row_number = true)
       WHERE file_row_number IN (${wanted.join(", ")}) ORDER BY file_row_number`,
    );
    const expected = wanted.map((row) => {
      const channel = dataset.channels[row % channels.length]!;
      const date = Math.floor(row / channels.length) % dates.length;
      const draw = Math.floor(row / (channels.length * dates.length));
      return [
        Math.floor(draw / draws),
        draw % draws,
        dates[date],
        channel.name,
        channel.spend[date],
        values[row],
      ];
    });
    expect(result.getRowsJS()).toEqual(expected);
    const count = await tables.connection.runAndReadAll(`SELECT count(*)::INTEGER FROM '${path}'`);
    expect(count.getRowsJS()).toEqual([[values.length]]);
  });
});

/** Two chains of one draw, two dates, two channels: small enough for a pencil. */
const SMALL: Contributions = {
  variable: "contribution",
  chains: 2,
  draws: 1,
  dates: ["2024-01-01", "2024-01-08"],
  channels: ["tv", "o'clock"],
  values: Float64Array.of(1, 10, 3, 0, 5, 20, 7, 40),
};
const SMALL_DATA: Dataset = {
  path: "data.csv",
  dates: ["2024-01-01", "2024-01-08"],
  target: { name: "sales", values: Float64Array.of(1, 2) },
  channels: [
    { name: "o'clock", spendColumn: "o", spend: Float64Array.of(0, 0) },
    { name: "tv", spendColumn: "t", spend: Float64Array.of(2, 2) },
  ],
  controls: [],
};

async function withTables<T>(
  media: Contributions,
  data: Dataset,
  use: (tables: Tables) => Promise<T>,
): Promise<T> {
  const tables = await openTables();
  try {
    await loadMedia(tables, media, data);
    return await use(tables);
  } finally {
    await tables.close();
  }
}

describe("decomposition by hand", () => {
  it("gives totals draw by draw in the dataset's order, and no return without spend", async () => {
    const rows = await withTables(SMALL, SMALL_DATA, mediaContributionPerSpend);
    expect(rows.map(({ channel }) => channel)).toEqual(["o'clock", "tv"]);
    const [free, tv] = rows;
    expect(free).toMatchObject({
      total_spend: 0,
      total_contribution_mean: 35,
      share_of_spend: 0,
      share_of_media_contribution_mean: (10 / 14 + 60 / 72) / 2,
      contribution_per_spend_mean: null,
      contribution_per_spend_hdi_97pct: null,
      weeks_with_spend: 0,
    });
    expect(tv).toMatchObject({
      total_spend: 4,
      total_contribution_mean: 8,
      contribution_per_spend_mean: 2,
      contribution_per_spend_median: 2,
      weeks_with_spend: 2,
    });
  });

  it("interpolates the quantiles of a pair linearly", async () => {
    const rows = await withTables(SMALL, SMALL_DATA, spendContributionPairs);
    expect(rows[0]).toMatchObject({
      date: "2024-01-01",
      channel: "o'clock",
      spend: 0,
      contribution_mean: 15,
    });
    expectClose(rows[0]!.contribution_q03, 10.3, 1e-12, 0, "q03");
    expectClose(rows[0]!.contribution_q97, 19.7, 1e-12, 0, "q97");
  });

  it("counts no period with unknown spend as one with spend", async () => {
    const [o, tv] = SMALL_DATA.channels;
    const data = { ...SMALL_DATA, channels: [o!, { ...tv!, spend: Float64Array.of(NaN, 2) }] };
    const rows = await withTables(SMALL, data, mediaContributionPerSpend);
    expect(rows[1]).toMatchObject({
      total_spend: NaN,
      contribution_per_spend_mean: null,
      weeks_with_spend: 1,
    });
  });

  it.each([
    [
      "a date",
      { ...SMALL_DATA, dates: ["2024-01-01", "2024-01-15"] },
      /1 dates of the contributions have no spend: 2024-01-08/,
    ],
    [
      "a channel",
      { ...SMALL_DATA, channels: SMALL_DATA.channels.slice(0, 1) },
      /1 channels of the contributions have no spend: tv/,
    ],
  ])("refuses contributions of %s without spend", async (_, data, message) => {
    await expect(withTables(SMALL, data, mediaContributionPerSpend)).rejects.toThrow(message);
  });

  it("refuses values that do not fill their dimensions", async () => {
    const short = { ...SMALL, values: SMALL.values.slice(1) };
    await expect(withTables(short, SMALL_DATA, mediaContributionPerSpend)).rejects.toThrow(
      /7 values, .* is 8/,
    );
  });

  it("sums the components of each draw and repeats a constant one over dates", () => {
    const intercept = { name: "intercept", variable: "i", varies: false, values: Float64Array.of(100, 200) };
    const trend = { name: "trend", variable: "t", varies: true, values: Float64Array.of(1, 2, 3, 4) };
    const outcome = expectedOutcome(SMALL, [intercept, trend]);
    expect([...outcome.values]).toEqual([112, 105, 228, 251]);
    expect([...meanPerDate(outcome)]).toEqual([170, 178]);
    const rows = allDecomp(SMALL, [intercept, trend]).filter(({ kind }) => kind === "baseline");
    expect(rows.map(({ component, mean }) => [component, mean])).toEqual([
      ["intercept", 150],
      ["intercept", 150],
      ["trend", 2],
      ["trend", 3],
    ]);
  });

  it("loads the baseline as a table that sums to what the arrays sum to", async () => {
    const intercept = { name: "intercept", variable: "i", varies: false, values: Float64Array.of(100, 200) };
    const sum = await withTables(SMALL, SMALL_DATA, async (tables) => {
      await loadBaseline(tables, SMALL, [intercept]);
      const sql = `SELECT avg(total) AS mean FROM (
        SELECT sum(contribution) AS total FROM (
          SELECT chain, draw, date, contribution FROM contribution UNION ALL SELECT chain, draw, date, contribution FROM baseline
        ) WHERE date = DATE '2024-01-01' GROUP BY chain, draw)`;
      return (await tables.connection.runAndReadAll(sql)).getRowsJS();
    });
    const outcome = meanPerDate(expectedOutcome(SMALL, [intercept]));
    expect(sum[0]?.[0]).toBe(outcome[0]);
  });

  it("scales returns with the currency and leaves shares alone", async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0.01, max: 100, noNaN: true }), async (rate) => {
        const dearer = {
          ...SMALL_DATA,
          channels: SMALL_DATA.channels.map((channel) => ({
            ...channel,
            spend: channel.spend.map((x) => x * rate),
          })),
        };
        const before = (await withTables(SMALL, SMALL_DATA, mediaContributionPerSpend))[1]!;
        const after = (await withTables(SMALL, dearer, mediaContributionPerSpend))[1]!;
        expectClose(
          after.contribution_per_spend_mean! * rate,
          before.contribution_per_spend_mean!,
          1e-12,
          0,
          "return",
        );
        expectClose(
          after.share_of_media_contribution_mean,
          before.share_of_media_contribution_mean,
          1e-12,
          0,
          "share",
        );
      }),
      { numRuns: 10 },
    );
  });
});
