// One measurement in its own process, so that peak memory is its own; prints one JSON line.
//   node measure.mjs convergence|loo FILE CHAINS DRAWS COUNT REPEAT
import console from "node:console";
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { summariseConvergence } from "../../dist/lib/diagnostics/convergence.js";
import { loo } from "../../dist/lib/diagnostics/loo.js";
import { psis } from "../../dist/lib/diagnostics/psis.js";
import { fromSampleMajor } from "../../dist/lib/draws/observation-draws.js";

const [kind, file, ...sizes] = process.argv.slice(2);
const [chainCount, drawCount, count, repeat] = sizes.map(Number);
const sampleCount = chainCount * drawCount;

/** Parameters held in memory at a time. */
const BLOCK = 100;

/** Parameters one block at a time, for the file is parameter-fastest and need not be held whole. */
function* scalarsOf(parametersOfBlock) {
  const { values, start, width } = parametersOfBlock;
  for (let p = 0; p < width; p++) {
    const chains = Array.from({ length: chainCount }, (_, c) =>
      values.subarray((p * chainCount + c) * drawCount, (p * chainCount + c + 1) * drawCount),
    );
    yield { name: `x[${start + p}]`, chains };
  }
}

function readBlock(descriptor, start) {
  const width = Math.min(BLOCK, count - start);
  const values = new Float64Array(width * sampleCount);
  const row = new Float64Array(width);
  for (let s = 0; s < sampleCount; s++) {
    readSync(descriptor, row, 0, row.byteLength, (s * count + start) * 8);
    for (let p = 0; p < width; p++) values[p * sampleCount + s] = row[p];
  }
  return { values, start, width };
}

/** CPU and wall seconds of the computation alone; reading and transposing the file is outside both clocks. */
function timed(clock, compute) {
  const wall = performance.now();
  const cpu = process.cpuUsage();
  const result = compute();
  const used = process.cpuUsage(cpu);
  clock.cpu += (used.user + used.system) / 1e6;
  clock.wall += (performance.now() - wall) / 1e3;
  return result;
}

function convergencePass() {
  const clock = { cpu: 0, wall: 0, rhat: 0, ess: 0 };
  const descriptor = openSync(file, "r");
  for (let start = 0; start < count; start += BLOCK) {
    const block = readBlock(descriptor, start);
    for (const { rhat, essBulk } of timed(clock, () => summariseConvergence(scalarsOf(block)))) {
      clock.rhat += rhat;
      clock.ess += essBulk;
    }
  }
  closeSync(descriptor);
  return clock;
}

function looPass() {
  const bytes = readFileSync(file);
  const draws = fromSampleMajor(
    new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8),
    sampleCount,
    count,
  );
  const clock = { cpu: 0, wall: 0, elpd: 0 };
  // Independent draws: a relative efficiency of 1, as ArviZ estimates it to within a few per cent.
  clock.elpd = timed(clock, () => loo(draws, psis(draws, 1))).elpd;
  return clock;
}

const passes = Array.from({ length: repeat }, kind === "loo" ? looPass : convergencePass);
const best = passes.reduce((least, pass) => (pass.cpu < least.cpu ? pass : least));
const peakMb = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ tool: "sluice", kind, n: count, ...best, firstCpu: passes[0].cpu, peakMb }));
