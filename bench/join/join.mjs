// Joins 12,000,000 contributions with spend, writes them to Parquet and aggregates them: see README.md.
import console from "node:console";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import {
  mediaContributionPerSpend,
  spendContributionPairs,
  writeContributions,
} from "../../dist/lib/posterior/decomposition.js";
import { loadMedia, openTables } from "../../dist/lib/posterior/tables.js";

const SEED = 20261124;
const [CHAINS, DRAWS, DATES, CHANNELS] = [4, 1000, 150, 20];
const MEMORY_LIMIT = process.argv[2] ?? "1GB";

/** Uniform numbers in [0, 1): mulberry32. */
function uniform(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

const next = uniform(SEED);
const dates = Array.from({ length: DATES }, (_, week) =>
  new Date(Date.UTC(2022, 0, 3 + 7 * week)).toISOString().slice(0, 10),
);
const channels = Array.from({ length: CHANNELS }, (_, i) => `channel_${String(i + 1).padStart(2, "0")}`);
const dataset = {
  path: "data.csv",
  dates,
  target: { name: "revenue", values: new Float64Array(DATES) },
  channels: channels.map((name) => ({
    name,
    spendColumn: name,
    spend: Float64Array.from({ length: DATES }, () => (next() < 0.3 ? 0 : 1e5 * next())),
  })),
  controls: [],
};
const values = new Float64Array(CHAINS * DRAWS * DATES * CHANNELS);
for (let i = 0; i < values.length; i++) values[i] = 1e5 * next() ** 2;

const folder = await mkdtemp(join(tmpdir(), "sluice-bench-"));
const path = join(folder, "contributions.parquet");
const tables = await openTables(MEMORY_LIMIT);
const steps = {
  load: () =>
    loadMedia(
      tables,
      { variable: "synthetic", chains: CHAINS, draws: DRAWS, dates, channels, values },
      dataset,
    ),
  write: () => writeContributions(tables, path),
  pairs: () => spendContributionPairs(tables),
  returns: () => mediaContributionPerSpend(tables),
};
const results = {};
console.log(
  `${values.length} rows, seed ${SEED}, DuckDB memory limit ${MEMORY_LIMIT}, Node ${process.version}`,
);
for (const [name, step] of Object.entries(steps)) {
  const start = performance.now();
  results[name] = await step();
  console.log(
    `${name.padEnd(8)} ${((performance.now() - start) / 1000).toFixed(2)} s, peak RSS so far ${rss()} MB`,
  );
}
const expected = values.reduce((total, value) => total + value, 0) / (CHAINS * DRAWS);
const got = results.returns.reduce((total, row) => total + row.total_contribution_mean, 0);
console.log(
  `rows ${results.pairs.length} pairs, ${results.returns.length} returns; file ${((await stat(path)).size / 1e6).toFixed(1)} MB`,
);
console.log(`total contribution off by ${Math.abs(got / expected - 1).toExponential(1)} of itself`);
await tables.close();
await rm(folder, { recursive: true });
const peak = rss();
console.log(`peak RSS ${peak} MB of 2000 MB allowed`);
if (!(peak < 2000) || !(Math.abs(got / expected - 1) < 1e-9)) process.exitCode = 1;

function rss() {
  return Math.round((process.resourceUsage().maxRSS * 1024) / 1e6);
}
