// What orchestration costs beside the work: see README.md. Writes results.md.
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { stages } from "../../dist/stages/index.js";
import { median, runHere, sluice, timesOf } from "./measure.mjs";
import { EXAMPLE, exampleProject, matrixProject, peerProject, trivialProject } from "./project.mjs";

const { values } = parseArgs({
  options: {
    times: { type: "string", default: "7" },
    runs: { type: "string", default: "1,100,1000" },
    peers: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const times = Number(values.times);
const kept = values.runs.split(",").map(Number);
const [BRANDS, MARKETS] = [20, 10];
/** Sizes of trivial pipelines: the slope between them is what one stage costs. */
const [FEW, MANY] = [9, 109];

const folders = [];
const project = (make, ...args) => {
  const folder = make(...args);
  folders.push(folder);
  return folder;
};
const say = (text) => process.stderr.write(`${text}\n`);
const milliseconds = (seconds) => `${(1000 * seconds).toFixed(1)} ms`;
const seconds = (value) => `${value.toFixed(2)} s`;
const walls = (list) => list.map(({ wall }) => wall);
const cpu = (list) => median(list.map((one) => one.cpu));
const spread = (list) => {
  const all = walls(list);
  return `${seconds(median(all))} (${seconds(Math.min(...all))} to ${seconds(Math.max(...all))}), CPU ${seconds(cpu(list))}`;
};
const verdict = (value, limit) => (value < limit ? "met" : "missed");

/** Seconds that one stage more takes, done and taken over: the slope between two sizes, medians of so many. */
async function perStage(uses, many) {
  const measured = { done: { few: [], many: [] }, reused: { few: [], many: [] } };
  for (const [size, count] of [
    ["few", FEW],
    ["many", many],
  ]) {
    for (let i = 0; i < times; i++) {
      const folder = project(trivialProject, count, uses);
      measured.done[size].push((await runHere(folder, [])).seconds);
      measured.reused[size].push((await runHere(folder, [])).seconds);
    }
  }
  const slope = ({ few, many: more }) => (median(more) - median(few)) / (many - FEW);
  return { done: slope(measured.done), reused: slope(measured.reused) };
}

/** Commands with nothing to do, on as many runs as are asked for. */
async function byRunsKept() {
  const folder = project(exampleProject);
  const count = () =>
    existsSync(join(folder, "artefacts"))
      ? readdirSync(join(folder, "artefacts", EXAMPLE, "runs")).length
      : 0;
  const rows = [];
  for (const many of kept) {
    while (count() < many) await runHere(folder, stages);
    say(`${many} runs kept`);
    rows.push({
      many: count(),
      run: sluice(times, ["run"], folder),
      plan: sluice(times, ["plan"], folder),
      history: sluice(times, ["history"], folder),
      verify: sluice(times, ["verify"], folder),
      gc: sluice(Math.min(times, 3), ["gc", "--keep", "100000", "--dry-run"], folder),
    });
  }
  return rows;
}

function matrix() {
  const folder = project(matrixProject, BRANDS, MARKETS);
  const [cold] = sluice(1, ["run", "--jobs", "2"], folder);
  const [again] = sluice(1, ["run", "--jobs", "2"], folder);
  return { cold, again };
}

/** Nine trivial stages, nothing changed, from a cold process: Sluice and, where they are installed, its peers. */
function peers() {
  const own = project(trivialProject, FEW, "command");
  sluice(1, ["run", "--until", "45_s0008"], own);
  const rows = [
    ["Sluice", "sluice run --until 45_s0008", sluice(times, ["run", "--until", "45_s0008"], own)],
  ];
  if (values.peers === undefined) return rows;
  const other = project(peerProject, FEW);
  const snakemake = join(values.peers, "snakemake");
  if (existsSync(snakemake)) {
    timesOf(1, snakemake, ["--cores", "1"], other);
    rows.push(["Snakemake", "snakemake --cores 1", timesOf(times, snakemake, ["--cores", "1"], other)]);
  }
  const dvc = join(values.peers, "dvc");
  if (existsSync(dvc)) {
    timesOf(1, dvc, ["init", "--no-scm", "--quiet"], other);
    timesOf(1, dvc, ["repro"], other);
    rows.push(["DVC", "dvc repro", timesOf(times, dvc, ["repro"], other)]);
  }
  return rows;
}

const row = (cells) => `| ${cells.join(" | ")} |`;
const table = (head, rows) => [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

say("stages");
const modules = await perStage("module", MANY);
const commands = await perStage("command", FEW + 20);
say("runs kept");
const rows = await byRunsKept();
say("peers");
const side = peers();
say("matrix");
const cells = matrix();

const [first] = rows;
const quiet = median(walls(first.run));
const own = cpu(side[0][2]);
const text = `# Results of \`bench/orchestration\`

${times} readings each (one of the matrix), medians of the wall clock (least to most) and of the processor's time, which other work on the machine disturbs less; ${cpus().length} shared cores, Node ${process.version}, load ${loadavg()
  .map((one) => one.toFixed(1))
  .join(", ")} at the end. Nothing is random: there is no seed. Times of commands are of a whole cold process.

${table(
  ["aim", "measured", "asked", ""],
  [
    ["one trivial stage more, done", milliseconds(modules.done), "< 20 ms", verdict(modules.done, 0.02)],
    ["… taken over", milliseconds(modules.reused), "< 20 ms", verdict(modules.reused, 0.02)],
    ["one trivial program more (bash, log, watchdog), done", milliseconds(commands.done), "", ""],
    ["… taken over", milliseconds(commands.reused), "< 20 ms", verdict(commands.reused, 0.02)],
    ["`sluice run` on the example, nothing changed", spread(first.run), "< 0.5 s", verdict(quiet, 0.5)],
    [
      `${BRANDS * MARKETS} cells of the example, first run`,
      `${seconds(cells.cold.wall)}, CPU ${seconds(cells.cold.cpu)}`,
      "",
      "",
    ],
    [
      "… nothing changed",
      `${seconds(cells.again.wall)}, CPU ${seconds(cells.again.cpu)}; ${milliseconds(cells.again.wall / (BRANDS * MARKETS))} a cell`,
      "",
      "",
    ],
  ],
)}

## By the number of runs kept

The example, nothing changed; every run holds all artefacts.

${table(
  ["runs", "run", "plan", "history", "verify", "gc --dry-run"],
  rows.map(({ many, ...one }) => [
    many,
    ...["run", "plan", "history", "verify", "gc"].map((name) => spread(one[name])),
  ]),
)}

## Beside its peers

Nine trivial programs in a row, nothing changed. Sluice also notes a new run with manifest, environment and event log, which the peers do not.

${table(
  ["tool", "command", "time", "times Sluice's CPU"],
  side.map(([name, command, list]) => [name, `\`${command}\``, spread(list), (cpu(list) / own).toFixed(1)]),
)}
`;
for (const folder of folders) rmSync(folder, { recursive: true, force: true });
process.stdout.write(text);
if (values.write) writeFileSync(new URL("results.md", import.meta.url), text);
