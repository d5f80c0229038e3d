// How often gates alarm on good fits, and how often they see a fault: see README.md.
//   npm run build && node bench/gate_quality/gate_quality.mjs [--quick] [--replicates 500] [--workers 2] [--series confirmation]
import console from "node:console";
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { URL } from "node:url";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { casesOf } from "./cases.mjs";
import { summarise } from "./summary.mjs";
import { tables } from "./tables.mjs";

const POLICIES = ["explore", "publish", "strict"];
const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    replicates: { type: "string" },
    workers: { type: "string", default: String(Math.min(availableParallelism(), 8)) },
    // Limits were chosen on seeds without a series: those of another series are fresh.
    series: { type: "string", default: "confirmation" },
    json: { type: "boolean", default: false },
  },
});
const count = Number(options.replicates ?? (options.quick ? 50 : 500));
const workers = Number(options.workers);

/** The replicates of one worker: every `workers`-th. */
const share = (total, worker) =>
  Array.from({ length: total }, (_, replicate) => replicate).filter((one) => one % workers === worker);

function run(worker) {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL("./worker.mjs", import.meta.url), {
      workerData: {
        replicates: share(count, worker),
        calibrationReplicates: options.quick ? [] : share(count, worker),
        policyNames: POLICIES,
        isQuick: options.quick,
        series: options.series,
      },
    });
    thread.on("message", resolve);
    thread.on("error", reject);
  });
}

/** JSON with a line for each verdict, as prettier leaves it. */
function asText(value) {
  const text = JSON.stringify(value, null, 2);
  return `${text.replaceAll(/\{\s+("warn": [^,]+),\s+("fail": \S+)\s+\}/g, "{ $1, $2 }")}\n`;
}

/** Writes the tables between the markers of a page. */
function writeBetweenMarkers(url, text) {
  const page = readFileSync(url, "utf8");
  const marked = /(<!-- gate-quality:start -->\n)[\s\S]*(<!-- gate-quality:end -->)/;
  if (!marked.test(page)) throw new Error(`${url.pathname} has no gate-quality markers`);
  writeFileSync(
    url,
    page.replace(marked, (_, start, end) => `${start}\n${text}\n\n${end}`),
  );
}

const started = performance.now();
const parts = await Promise.all(Array.from({ length: workers }, (_, worker) => run(worker)));
const results = summarise(parts, {
  replicates: count,
  series: options.series,
  policies: POLICIES,
  ...casesOf(options.quick),
});
const seconds = (performance.now() - started) / 1000;
const cpu = process.cpuUsage();

if (options.json) {
  console.log(JSON.stringify(results));
} else {
  const text = tables(results);
  console.log(text);
  console.error(
    `${count} of each, ${workers} workers, Node ${process.version}: ${seconds.toFixed(0)} s wall, ${((cpu.user + cpu.system) / 1e6).toFixed(0)} s CPU`,
  );
  if (!options.quick) {
    writeFileSync(new URL("./results.json", import.meta.url), asText(results));
    writeFileSync(new URL("./results.md", import.meta.url), `# Gate quality\n\n${text}\n`);
    writeBetweenMarkers(new URL("../../docs/explanation/gate-quality.md", import.meta.url), text);
  }
}
if (results.unmet.length > 0) process.exitCode = 1;
