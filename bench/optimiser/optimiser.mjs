// The optimiser beside SciPy, Ipopt and Clarabel on the very same instances, in one run: see README.md.
//   npm run build && node bench/optimiser/optimiser.mjs [--python PYTHON] [--limit 120] [--seed 1]
import { execFileSync } from "node:child_process";
import console from "node:console";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { basename, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: {
    python: { type: "string", default: process.env.SLUICE_BENCH_PYTHON ?? "python3" },
    limit: { type: "string", default: "120" },
    seed: { type: "string", default: "1" },
    out: { type: "string", default: fileURLToPath(new URL(".", import.meta.url)) },
  },
});
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const started = loadavg()[0];

function fileOf(instance) {
  const own = here(`instances/${instance}.json`);
  return existsSync(own) ? own : here(`../../tests/reference/optimisation/${instance}.json`);
}

function sluice(kind, instance, repeat) {
  const settings = [kind, fileOf(instance), repeat, options.seed].map(String);
  return JSON.parse(execFileSync(process.execPath, [here("measure.mjs"), ...settings], { encoding: "utf8" }));
}

/** One thread each: for matrices this small, more only wait for one another. */
const ONE_THREAD = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };

/** A peer's own line, or why there is none: a peer that is not installed costs its rows only. */
function peer(script, instance, ...settings) {
  try {
    const env = { ...process.env, ...ONE_THREAD };
    const calling = { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 900_000, env };
    const text = execFileSync(options.python, [here(script), fileOf(instance), ...settings], calling);
    const {
      seconds: median,
      relativeGap: shortfall,
      violationRel: violation,
      peakMiB: peakMb,
      ...rest
    } = JSON.parse(text.trim().split("\n").at(-1));
    return { ...rest, median, shortfall, violation, peakMb };
  } catch (error) {
    const reason = String(error.stderr ?? error.message)
      .trim()
      .split("\n")
      .at(-1);
    return { status: `not run: ${basename(script)}: ${reason.slice(0, 100)}` };
  }
}

const limit = options.limit;
const scipy = (solver) => (instance) => peer("bench_scipy.py", instance, solver, limit);
const PEERS = {
  "SciPy SLSQP, tuned": scipy("slsqp"),
  "SciPy SLSQP, default": scipy("slsqp-numeric-default"),
  "SciPy SLSQP as PyMC-Marketing calls it": scipy("slsqp-raw"),
  "SciPy trust-constr": scipy("trust-constr"),
  "SciPy, period by period": scipy("greedy"),
  Ipopt: (instance) => peer("bench_ipopt.py", instance),
  Clarabel: (instance) => peer("bench_clarabel.py", instance),
};
const ours = (method, repeat) => [`Sluice ${method}`, (instance) => sluice(method, instance, repeat)];
const theirs = (...names) => names.map((name) => [name, PEERS[name]]);
const SLSQPS = ["SciPy SLSQP, tuned", "SciPy SLSQP, default", "SciPy SLSQP as PyMC-Marketing calls it"];
const EXACT = ["Ipopt", "Clarabel"];

/** What runs on each instance, smallest first. */
const PLAN = [
  [
    "sp-mix-n020",
    [
      ours("kernel", 21),
      ours("waterfilling", 201),
      ours("slsqp", 5),
      ...theirs(...SLSQPS, "SciPy trust-constr", ...EXACT),
    ],
  ],
  ["sp-mix-n020", [ours("draws", 11)]],
  ["stall-n003", [ours("slsqp", 5), ...theirs(...SLSQPS)]],
  ["ss-n050", [ours("branch_and_bound", 5)]],
  [
    "mp-052x020-ramp-mm",
    [
      ours("interior_point", 5),
      ours("neighbour", 5),
      ours("sequential", 5),
      ...theirs("SciPy SLSQP, tuned", "SciPy trust-constr", "SciPy, period by period", ...EXACT),
    ],
  ],
  [
    "mp-052x020-adramp-mix",
    [
      ours("interior_point", 5),
      ours("neighbour", 5),
      ours("sequential", 5),
      ...theirs("SciPy, period by period", "Ipopt"),
    ],
  ],
  ["mp-013x010-adramp-mix", [ours("neighbour", 3)]],
  ["mp-052x005-ramp-mm", [ours("neighbour", 3)]],
  ["mp-052x005-adramp-mix", [ours("neighbour", 3)]],
  ["mp-052x020-ramp-tight-mix", [ours("neighbour", 3)]],
  ["mp-104x050-ramp-mm", [ours("interior_point", 3), ours("neighbour", 3), ...theirs(...EXACT)]],
  ["mp-104x050-adramp-mix", [ours("interior_point", 3), ours("neighbour", 3), ...theirs("Ipopt")]],
  ["mp-520x200-ramp-mm", [ours("interior_point", 3), ...theirs(...EXACT)]],
  ["mp-520x200-adramp-mix", [ours("interior_point", 3), ...theirs("Ipopt")]],
];

/** Rounds in which the solvers of an instance take turns, so that all meet the same machine; one for a solve longer than this. */
const ROUNDS = 3;
const SLOW = 5;

/** The measurements of one solver: the middle one, with the seconds of every round. */
function middle(measured) {
  const rounds = measured.map(({ median }) => median);
  const sorted = measured.toSorted((a, b) => a.median - b.median);
  return { ...sorted[(sorted.length - 1) >> 1], rounds };
}

const rows = PLAN.flatMap(([instance, solvers]) => {
  const measured = solvers.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    solvers.forEach(([solver, measure], k) => {
      const last = measured[k].at(-1);
      if (last && !(last.median < SLOW)) return;
      const row = measure(instance);
      console.log(`${instance}: ${solver}: ${row.median === undefined ? row.status : `${row.median} s`}`);
      measured[k].push(row);
    });
  }
  return solvers.map(([solver], k) => ({ ...middle(measured[k]), instance, solver }));
});

/** How many times as long one solver takes as another, round by round: the middle ratio. */
function ratioOf(slow, fast) {
  const rounds = fast.rounds ?? [];
  const ratios = rounds.map((seconds, k) => (slow.rounds?.[k] ?? slow.rounds?.[0]) / seconds);
  return ratios.toSorted((a, b) => a - b)[(ratios.length - 1) >> 1] ?? NaN;
}

/** Least-squares slope of log seconds over log cells. */
function growth(suffix) {
  const points = rows
    .filter(({ instance, solver }) => solver === "Sluice interior_point" && instance.endsWith(suffix))
    .map(({ instance, median }) => {
      const { periods, channels } = JSON.parse(readFileSync(fileOf(instance), "utf8"));
      return { x: Math.log(periods * channels.length), y: Math.log(median) };
    });
  const mean = (values) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const [x, y] = [mean(points.map((one) => one.x)), mean(points.map((one) => one.y))];
  const covariance = mean(points.map((one) => (one.x - x) * (one.y - y)));
  return covariance / mean(points.map((one) => (one.x - x) ** 2));
}

const find = (instance, solver) =>
  rows.find((row) => row.instance === instance && row.solver === solver) ?? {};
const kernel = find("sp-mix-n020", "Sluice kernel").median;
const tuned = ratioOf(find("sp-mix-n020", "SciPy SLSQP, tuned"), find("sp-mix-n020", "Sluice kernel"));
const slsqp = ratioOf(
  find("mp-052x020-ramp-mm", "SciPy SLSQP, tuned"),
  find("mp-052x020-ramp-mm", "Sluice interior_point"),
);
const atMost = (value, most) => (value <= most ? "met" : "**missed**");
const ms = (seconds) => `${(seconds * 1e3).toPrecision(3)} ms`;
const hill = find("ss-n050", "Sluice branch_and_bound");
const draws = find("sp-mix-n020", "Sluice draws").median;
const slopes = { ramps: growth("ramp-mm"), adstock: growth("adramp-mix") };
const big = ["mp-520x200-ramp-mm", "mp-520x200-adramp-mix"].map((name) =>
  find(name, "Sluice interior_point"),
);

const aims = [
  ["one solve of n = 20, warm", `${(kernel * 1e6).toFixed(2)} µs`, "< 20 µs", atMost(kernel, 20e-6)],
  [
    "… against tuned SLSQP",
    tuned ? `${tuned.toFixed(0)} times` : "not run",
    "≥ 100 times",
    tuned ? atMost(-tuned, -100) : "",
  ],
  ["4,000 draws of n = 20", ms(draws), "< 100 ms", atMost(draws, 0.1)],
  [
    "Hill, n = 50, to a gap of 1e-6",
    `${ms(hill.median)}, gap ${Number(hill.gap).toExponential(1)}`,
    "< 1 s",
    hill.gap <= 1e-6 ? atMost(hill.median, 1) : "**missed**",
  ],
  ...[
    ["mp-052x020-ramp-mm", "Ipopt", 5],
    ["mp-052x020-ramp-mm", "Clarabel", 2],
    ["mp-052x020-adramp-mix", "Ipopt", 5],
    ["mp-104x050-ramp-mm", "Ipopt", 10],
    ["mp-104x050-ramp-mm", "Clarabel", 3],
    ["mp-104x050-adramp-mix", "Ipopt", 10],
  ].map(([instance, peer, times]) => {
    const ratio = ratioOf(find(instance, peer), find(instance, "Sluice interior_point"));
    return [
      `${instance} against ${peer}`,
      Number.isNaN(ratio) ? "not run" : `${ratio.toFixed(1)} times`,
      `≥ ${times} times`,
      Number.isNaN(ratio) ? "" : atMost(-ratio, -times),
    ];
  }),
  [
    "mp-052x020-ramp-mm against tuned SLSQP",
    ...(Number.isNaN(slsqp)
      ? ["not run", "≥ 2000 times", ""]
      : [`more than ${slsqp.toFixed(0)} times (stopped)`, "≥ 2000 times", atMost(-slsqp, -2000)]),
  ],
  ...["mp-052x020-ramp-mm", "mp-052x020-adramp-mix"].map((instance) => {
    const { iterations, cold } = find(instance, "Sluice neighbour");
    return [
      `${instance}: iterations from the solution of a budget 1 % smaller`,
      `${iterations} of ${cold}`,
      "≤ half",
      atMost(iterations, cold / 2),
    ];
  }),
  ...big.map(({ instance, median, peakMb }) => [
    instance,
    `${median.toFixed(2)} s, ${peakMb.toFixed(0)} MB`,
    "< 1.5 s, < 300 MB",
    median < 1.5 && peakMb < 300 ? "met" : "**missed**",
  ]),
  ...[
    ["ramps", slopes.ramps],
    ["ramps and adstock", slopes.adstock],
  ].map(([what, slope]) => [
    `growth with cells, ${what}`,
    slope.toFixed(2),
    "1.0 ± 0.15",
    atMost(Math.abs(slope - 1), 0.15),
  ]),
];

const table = (head, body) =>
  [head, head.map(() => "---"), ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
const small = (value) => (typeof value === "number" && Number.isFinite(value) ? value.toExponential(1) : "");
const cells = (row) => [
  row.instance,
  row.solver,
  row.median === undefined ? "" : row.median.toPrecision(3),
  small(row.shortfall),
  small(row.gap),
  small(row.violation),
  row.iterations ?? "",
  row.peakMb === undefined ? "" : row.peakMb.toFixed(0),
  String(row.status ?? ""),
];

const warm = rows.filter(({ neighbours }) => neighbours);
const shares = [...new Set(warm.flatMap(({ neighbours }) => neighbours.map(({ share }) => share)))].sort();
const change = (share) => `${share < 1 ? "−" : "+"}${(100 * Math.abs(share - 1)).toPrecision(1)} %`;
const warmCells = ({ instance, neighbours }) => [
  instance,
  ...shares.map((share) => {
    const { iterations, cold } = neighbours.find((one) => one.share === share);
    return `${iterations} of ${cold}`;
  }),
];

const conditions = {
  seed: options.seed,
  limit: Number(limit),
  node: process.version,
  cores: cpus().length,
  load: [started, loadavg()[0]],
};
const page = `# Results of \`bench/optimiser\`

One run on ${conditions.cores} shared cores, Node ${conditions.node}, load ${conditions.load.map((one) => one.toFixed(1)).join(" to ")}, seed ${conditions.seed}; SciPy stops after ${conditions.limit} s; peers have one thread. Seconds are CPU time of a solve in a process that is warm (after 3 s of solves; for peers after one, where it takes less than 3 s), medians of readings (means for peers) and then of three rounds in which the solvers take turns; ratios are medians over the rounds. Short of the optimum: share of the certified optimum that is missing (below 0 only by rounding). Gap: what the own certificate leaves open. Violation: share of the budget.

${table(["aim", "measured", "asked", ""], aims)}

${table(["instance", "solver", "s", "short of optimum", "gap", "violation", "iterations", "peak MB", "status"], rows.map(cells))}

Iterations of the interior point method from the solution of the same problem, against those from its own start, by change of the budget:

${table(["instance", ...shares.map(change)], warm.map(warmCells))}
`;
writeFileSync(
  join(options.out, "results.json"),
  `${JSON.stringify({ conditions, growth: slopes, rows }, null, 2)}\n`,
);
writeFileSync(join(options.out, "results.md"), page);
console.log(`\n${page}`);
