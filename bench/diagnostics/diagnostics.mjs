// Convergence diagnostics and PSIS-LOO beside ArviZ, on the very same draws, in one run: see README.md.
//   npm run build && node bench/diagnostics/diagnostics.mjs --python PYTHON [--params 10000] [--obs 2000]
import { execFileSync } from "node:child_process";
import console from "node:console";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: {
    python: { type: "string", default: process.env.SLUICE_BENCH_PYTHON ?? "python3" },
    params: { type: "string", default: "10000" },
    obs: { type: "string", default: "2000" },
    chains: { type: "string", default: "4" },
    draws: { type: "string", default: "1000" },
    repeat: { type: "string", default: "3" },
    seed: { type: "string", default: "1" },
  },
});
const { python, params, obs, chains, draws, repeat, seed } = options;
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const inputs = mkdtempSync(join(tmpdir(), "sluice-bench-"));

function arviz(kind) {
  const sizes = ["--params", params, "--obs", obs, "--chains", chains, "--draws", draws];
  const settings = ["--kinds", kind, "--repeat", repeat, "--seed", seed, "--save", inputs];
  const line = execFileSync(python, [here("bench_arviz.py"), ...sizes, ...settings], { encoding: "utf8" });
  const result = JSON.parse(line);
  if (result.error !== undefined) throw new Error(`bench_arviz.py failed on ${kind}`);
  return { cpu: result.cpu_seconds, wall: result.seconds, peakMb: result.peak_rss_mb, ...result };
}

function sluice(kind, file, count) {
  const settings = [kind, join(inputs, file), chains, draws, count, repeat];
  return JSON.parse(execFileSync(process.execPath, [here("measure.mjs"), ...settings], { encoding: "utf8" }));
}

const row = (name, { cpu, wall, peakMb }) =>
  `| ${name} | ${cpu.toFixed(3)} | ${wall.toFixed(3)} | ${peakMb.toFixed(0)} |`;

/** Two measurements of ArviZ that together do the work of one of ours. */
const together = (a, b) => ({
  cpu: a.cpu + b.cpu,
  wall: a.wall + b.wall,
  peakMb: Math.max(a.peakMb, b.peakMb),
});

const ratio = (theirs, ours) =>
  row("ratio", {
    cpu: theirs.cpu / ours.cpu,
    wall: theirs.wall / ours.wall,
    peakMb: theirs.peakMb / ours.peakMb,
  });

try {
  const load = loadavg()[0].toFixed(2);
  const rhat = arviz("rhat");
  const ess = arviz("ess");
  const file = `draws_${chains}x${draws}x${params}.f64`;
  const convergence = sluice("convergence", file, params);
  const oneCore = sluice("one-core", file, params);
  const allCores = sluice("all-cores", file, params);
  const arvizLoo = arviz("loo");
  const sluiceLoo = sluice("loo", `loo_${chains}x${draws}x${obs}.f64`, obs);
  const both = together(rhat, ess);
  console.log(
    `${params} parameters, ${obs} observations, ${chains} x ${draws} draws, seed ${seed}, load ${load}\n`,
  );
  console.log("| | CPU s | wall s | peak RSS MB |\n| --- | --- | --- | --- |");
  console.log(row("ArviZ R-hat", rhat));
  console.log(row("ArviZ ESS", ess));
  console.log(row("Sluice R-hat, ESS, MCSE", convergence));
  console.log(ratio(both, convergence));
  console.log(row("Sluice, reading included, one core", oneCore));
  console.log(row(`Sluice, reading included, ${availableParallelism()} cores`, allCores));
  console.log(row("ArviZ PSIS-LOO", arvizLoo));
  console.log(row("Sluice PSIS-LOO", sluiceLoo));
  console.log(ratio(arvizLoo, sluiceLoo));
  console.log(`\nsum of R-hat ${rhat.checksum} and ${convergence.rhat}`);
  console.log(`sum of bulk ESS ${ess.checksum} and ${convergence.ess}`);
  console.log(`elpd ${arvizLoo.checksum} and ${sluiceLoo.elpd} (Sluice at relative efficiency 1)`);
} finally {
  rmSync(inputs, { recursive: true });
}
