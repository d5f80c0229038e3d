// One measurement in its own process, so that peak memory is its own; prints one JSON line.
//   node measure.mjs kernel|draws|METHOD FILE REPEAT SEED
import console from "node:console";
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { michaelisMenten } from "../../dist/lib/curves/michaelis-menten.js";
import { sigmoid } from "../../dist/lib/curves/sigmoid.js";
import { loadNlopt } from "../../dist/lib/nlopt/load.js";
import { solveBy } from "../../dist/lib/optimise/method.js";
import { allocationProblem } from "../../dist/lib/optimise/problem.js";
import { solveBySlsqp } from "../../dist/lib/optimise/slsqp/solver.js";
import { waterLevel } from "../../dist/lib/optimise/waterfilling/kernel.js";
import { specOf } from "../../dist/lib/problem-file/read.js";
import { mulberry32 } from "../../dist/lib/random/mulberry32.js";
import { parse } from "../../dist/lib/schema/parse.js";

const [kind, file, repeat, seed] = process.argv.slice(2);
const stated = parse("allocation_problem", JSON.parse(readFileSync(file, "utf8")), file);
const { channels, budget } = stated;

/** Spread of each parameter from draw to draw, as a standard deviation of its logarithm. */
const SPREAD = 0.3;

const cells = (curves) => ({
  curves,
  weights: new Float64Array(channels.length).fill(1),
  lower: Float64Array.from(channels, ({ lower }) => lower),
  upper: Float64Array.from(channels, ({ upper }) => upper),
  budget: budget.total,
});

/** The curves of an instance, each parameter times a factor. */
function curvesOf(factor) {
  return channels.map(({ curve: { type, L, k, alpha, lam } }) =>
    type === "sigmoid"
      ? sigmoid({ alpha: alpha * factor(), lam: lam * factor() })
      : michaelisMenten({ L: L * factor(), k: k * factor() }),
  );
}

/** A lognormal factor, by Box and Muller. */
function lognormal(random) {
  return () => Math.exp(SPREAD * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
}

/** Wall seconds of each pass. */
function times(pass, count) {
  return Array.from({ length: count }, () => {
    const start = performance.now();
    pass();
    return (performance.now() - start) / 1e3;
  });
}

const quantile = (values, share) => {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.round(share * (sorted.length - 1))];
};

function summary(seconds, about) {
  const spread = {
    median: quantile(seconds, 0.5),
    least: quantile(seconds, 0),
    upperQuartile: quantile(seconds, 0.75),
  };
  const peakMb = process.resourceUsage().maxRSS / 1024;
  console.log(
    JSON.stringify({
      tool: "sluice",
      kind,
      instance: stated.id,
      passes: seconds.length,
      ...spread,
      ...about,
      peakMb,
    }),
  );
}

/** Many solves a pass, for the clock is coarser than one. */
const SOLVES = 2000;

if (kind === "kernel") {
  const one = cells(curvesOf(() => 1));
  const pass = () => {
    for (let i = 0; i < SOLVES; i++) waterLevel(one);
  };
  times(pass, 3);
  summary(
    times(pass, Number(repeat)).map((total) => total / SOLVES),
    { solves: SOLVES },
  );
} else if (kind === "draws") {
  const factor = lognormal(mulberry32(Number(seed)));
  const draws = Array.from({ length: 4000 }, () => cells(curvesOf(factor)));
  let worst = 0;
  const pass = () => {
    for (const draw of draws) {
      const { spend } = waterLevel(draw);
      worst = Math.max(worst, Math.abs(spend.reduce((sum, x) => sum + x, 0) - draw.budget));
    }
  };
  times(pass, 1);
  summary(times(pass, Number(repeat)), { draws: draws.length, budgetViolation: worst / budget.total });
} else {
  const problem = allocationProblem(specOf(stated));
  const nlopt = kind === "slsqp" ? await loadNlopt() : null;
  let solution;
  const pass = () => {
    solution = nlopt ? solveBySlsqp(problem, nlopt) : solveBy(kind, problem);
  };
  const first = times(pass, 1);
  const more = Number(repeat) - 1;
  const seconds = more > 0 ? times(pass, more) : first;
  const { status, certificate, iterations } = solution;
  const expected = stated.expected?.objective ?? NaN;
  summary(seconds, {
    first: first[0],
    status,
    reason: solution.reason ?? null,
    iterations,
    bound: certificate?.boundKind ?? null,
    gap: certificate?.relativeGap ?? null,
    shortfall: certificate ? (expected - certificate.objective) / Math.abs(expected) : null,
    violation: certificate ? certificate.violation.largest / problem.total : null,
  });
}
