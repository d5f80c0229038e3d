// One measurement in its own process, so that peak memory is its own; prints one JSON line.
//   node measure.mjs convergence|one-core|all-cores|loo FILE CHAINS DRAWS COUNT REPEAT
import console from "node:console";
import { closeSync, openSync, readSync } from "node:fs";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { summariseOnAllCores } from "../../dist/lib/adequacy/convergence-threads.js";
import { createSummariser } from "../../dist/lib/diagnostics/convergence.js";
import { createLeaveOut } from "../../dist/lib/diagnostics/psis.js";

const [kind, file, ...sizes] = process.argv.slice(2);
const [chainCount, drawCount, count, repeat] = sizes.map(Number);
const sampleCount = chainCount * drawCount;

/** Parameters or observations held in memory at a time. */
const BLOCK = 100;

const values = new Float64Array(BLOCK * sampleCount);

/** The draws of so many parameters or observations, one after the other; in the file they lie draw after draw. */
function readBlock(descriptor, start) {
  const width = Math.min(BLOCK, count - start);
  const row = new Float64Array(width);
  for (let s = 0; s < sampleCount; s++) {
    readSync(descriptor, row, 0, row.byteLength, (s * count + start) * 8);
    for (let p = 0; p < width; p++) values[p * sampleCount + s] = row[p];
  }
  return { start, width };
}

function* blocks() {
  const descriptor = openSync(file, "r");
  for (let start = 0; start < count; start += BLOCK) yield readBlock(descriptor, start);
  closeSync(descriptor);
}

function* scalarsOf({ start, width }) {
  for (let p = 0; p < width; p++) {
    const chains = Array.from({ length: chainCount }, (_, c) =>
      values.subarray((p * chainCount + c) * drawCount, (p * chainCount + c + 1) * drawCount),
    );
    yield { name: `x[${start + p}]`, chains };
  }
}

function* rowsOf({ width }) {
  for (let i = 0; i < width; i++) yield values.subarray(i * sampleCount, (i + 1) * sampleCount);
}

function* allScalars() {
  for (const block of blocks()) yield* scalarsOf(block);
}

/** Adds to the clock the CPU seconds, of all threads, and the wall seconds of a computation. */
function timed(clock, compute) {
  const wall = performance.now();
  const cpu = process.cpuUsage();
  const result = compute();
  const used = process.cpuUsage(cpu);
  clock.cpu += (used.user + used.system) / 1e6;
  clock.wall += (performance.now() - wall) / 1e3;
  return result;
}

function addSums(clock, summaries) {
  for (const { rhat, essBulk } of summaries) {
    clock.rhat += rhat;
    clock.ess += essBulk;
  }
}

/** The computation alone: reading and transposing the file is outside both clocks. */
function convergencePass() {
  const clock = { cpu: 0, wall: 0, rhat: 0, ess: 0 };
  const summarise = createSummariser();
  for (const block of blocks()) {
    addSums(
      clock,
      timed(clock, () => Array.from(scalarsOf(block), summarise)),
    );
  }
  return clock;
}

/** Reading included, for it overlaps with the threads at work. */
function threadedPass(options) {
  const clock = { cpu: 0, wall: 0, rhat: 0, ess: 0 };
  addSums(clock, timed(clock, () => summariseOnAllCores(allScalars(), options)).summaries);
  return clock;
}

function looPass() {
  const clock = { cpu: 0, wall: 0, elpd: 0 };
  // Independent draws: a relative efficiency of 1, as ArviZ estimates it to within a few per cent.
  const leave = createLeaveOut(sampleCount, 1);
  for (const block of blocks()) {
    for (const { pointwise } of timed(clock, () => Array.from(rowsOf(block), (row) => leave(row)))) {
      clock.elpd += pointwise;
    }
  }
  return clock;
}

const PASSES = {
  convergence: convergencePass,
  "one-core": () => threadedPass({ helpers: 0 }),
  "all-cores": () => threadedPass({}),
  loo: looPass,
};

const passes = Array.from({ length: Number(repeat) }, PASSES[kind]);
const best = passes.reduce((least, pass) => (pass.cpu < least.cpu ? pass : least));
const peakMb = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ tool: "sluice", kind, n: count, ...best, firstCpu: passes[0].cpu, peakMb }));
