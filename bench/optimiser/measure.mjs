// One measurement in its own process, so that peak memory is its own; prints one JSON line.
//   node measure.mjs kernel|draws|neighbour|METHOD FILE REPEAT SEED
import console from "node:console";
import { readFileSync } from "node:fs";
import process from "node:process";
import { michaelisMenten } from "../../dist/lib/curves/michaelis-menten.js";
import { sigmoid } from "../../dist/lib/curves/sigmoid.js";
import { loadNlopt } from "../../dist/lib/nlopt/load.js";
import { solveByInteriorPoint } from "../../dist/lib/optimise/interior_point/solver.js";
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

/** Budgets of neighbouring problems, as shares of that of the instance; the seconds are those of the first. */
const NEIGHBOURS = [1.01, 0.95, 0.99, 0.998, 1.002, 1.05];

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

/** CPU seconds of a pass, collection of garbage and compilation included: what a busy machine does not lengthen. */
function cpuSeconds(pass) {
  const { user, system } = process.cpuUsage();
  pass();
  const now = process.cpuUsage();
  return (now.user - user + now.system - system) / 1e6;
}

/** CPU seconds before measurements begin, in which the compiler comes to rest; at least one pass. */
const WARM_UP = 3;
/** CPU seconds that one reading takes at least, since the clock is coarser than a short pass. */
const READING = 0.1;

/** CPU seconds of one pass in a warm process, read several times, and of the very first pass. */
function times(pass, count) {
  const first = cpuSeconds(pass);
  let spent = first;
  let passes = 1;
  for (; spent < WARM_UP; passes++) spent += cpuSeconds(pass);
  const batch = Math.max(1, Math.ceil((READING * passes) / spent));
  const seconds = Array.from(
    { length: count },
    () =>
      cpuSeconds(() => {
        for (let k = 0; k < batch; k++) pass();
      }) / batch,
  );
  return { first, seconds };
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
  const { seconds } = times(pass, Number(repeat));
  summary(
    seconds.map((total) => total / SOLVES),
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
  summary(times(pass, Number(repeat)).seconds, {
    draws: draws.length,
    budgetViolation: worst / budget.total,
  });
} else if (kind === "neighbour") {
  const problem = allocationProblem(specOf(stated));
  const { warmStart } = solveByInteriorPoint(problem);
  const [next, ...others] = NEIGHBOURS.map((share) => ({ ...problem, total: share * problem.total }));
  let warm;
  const { seconds } = times(() => {
    warm = solveByInteriorPoint(next, warmStart);
  }, Number(repeat));
  const { status, iterations, certificate } = warm;
  const neighbours = [warm, ...others.map((other) => solveByInteriorPoint(other, warmStart))].map(
    (own, k) => ({
      share: NEIGHBOURS[k],
      status: own.status,
      iterations: own.iterations,
      cold: solveByInteriorPoint([next, ...others][k]).iterations,
    }),
  );
  summary(seconds, {
    status,
    iterations,
    cold: neighbours[0].cold,
    gap: certificate.relativeGap,
    neighbours,
  });
} else {
  const problem = allocationProblem(specOf(stated));
  const nlopt = kind === "slsqp" ? await loadNlopt() : null;
  let solution;
  const pass = () => {
    // Peak memory is that of one solve: the solution before is let go first.
    solution = null;
    solution = nlopt ? solveBySlsqp(problem, nlopt) : solveBy(kind, problem);
  };
  const { first, seconds } = times(pass, Number(repeat));
  const { status, certificate, iterations } = solution;
  const expected = stated.expected?.objective ?? NaN;
  summary(seconds, {
    first,
    status,
    reason: solution.reason ?? null,
    iterations,
    bound: certificate?.boundKind ?? null,
    gap: certificate?.relativeGap ?? null,
    shortfall: certificate ? (expected - certificate.objective) / Math.abs(expected) : null,
    violation: certificate ? certificate.violation.largest / problem.total : null,
  });
}
