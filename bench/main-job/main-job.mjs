// How long the main job takes from a cold process: `sluice run` on the embedded example, every stage anew. Exits 1 when
// the median is over the limit of 10 s.
//   npm run build && node bench/main-job/main-job.mjs [runs]
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";

const LIMIT_SECONDS = 10;
const runs = Number(process.argv[2] ?? 5);
const artefacts = mkdtempSync(join(tmpdir(), "sluice-bench-"));
// A child reports its own peak memory: `ru_maxrss` of waited-for children is not exposed by Node.
const probe = `process.on("exit", () => process.stderr.write("\\nrss " + process.resourceUsage().maxRSS))`;
const samples = [];

for (let run = 0; run < runs; run++) {
  const started = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      "--import",
      `data:text/javascript,${encodeURIComponent(probe)}`,
      "bin/sluice.js",
      "run",
      "--no-reuse",
      "--artefacts",
      artefacts,
    ],
    { encoding: "utf8" },
  );
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(stderr);
  samples.push({ seconds, megabytes: Number(/rss (\d+)/.exec(stderr)?.[1]) / 1024 });
}
rmSync(artefacts, { recursive: true });

const of = (key) => samples.map((sample) => sample[key]).sort((a, b) => a - b);
const median = (values) => values[Math.floor(values.length / 2)];
const line = (name, values, digits) =>
  `${name}  min ${values[0].toFixed(digits)}  median ${median(values).toFixed(digits)}  max ${values.at(-1).toFixed(digits)}`;
console.log(`${runs} runs, ${cpus().length} cores, Node ${process.version}`);
console.log(line("seconds", of("seconds"), 2));
console.log(line("peak MB", of("megabytes"), 0));
if (median(of("seconds")) > LIMIT_SECONDS) {
  console.error(`the median is over ${LIMIT_SECONDS} s`);
  process.exitCode = 1;
}
