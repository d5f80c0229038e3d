// Fits of every draw beside SciPy's curve_fit, on the very same contributions, in one run: see README.md.
//   npm run build && node bench/curves/curves.mjs [--python PYTHON] [--draws 1000] [--periods 208] [--channels 5]
import { execFileSync } from "node:child_process";
import console from "node:console";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { simulate } from "./data.mjs";
import { measureConcave, measureFamily } from "./measure.mjs";

const { values: options } = parseArgs({
  options: {
    python: { type: "string", default: process.env.SLUICE_BENCH_PYTHON },
    draws: { type: "string", default: "1000" },
    periods: { type: "string", default: "208" },
    channels: { type: "string", default: "5" },
    repeat: { type: "string", default: "3" },
    seed: { type: "string", default: "1" },
    "scipy-draws": { type: "string", default: "100" },
  },
});
const [draws, periods, channels, repeat, seed] = ["draws", "periods", "channels", "repeat", "seed"].map(
  (name) => Number(options[name]),
);

/** Families that both sides have, and how many of a shape SciPy is asked to find. */
const FAMILIES = [
  "michaelis_menten",
  "sigmoid",
  "exponential",
  "root",
  "logarithmic",
  "concave_hill",
  "hill",
];

/** Milliseconds of SciPy per 1,000 draws, and its parameters; null where no Python was given. */
function scipy(file, family) {
  if (options.python === undefined) return null;
  const settings = [file, family, channels, draws, periods, options["scipy-draws"]].map(String);
  const script = fileURLToPath(new URL("bench_scipy.py", import.meta.url));
  const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  return JSON.parse(
    execFileSync(options.python, [script, ...settings], { encoding: "utf8", maxBuffer: 2 ** 28, env }),
  );
}

/**
 * How far two fits of the same contributions are apart inside the limits of our search, which SciPy has not: the largest excess of
 * our sum of squares over SciPy's and, where SciPy's is above ours by no more than a millionth, the largest relative difference of
 * a parameter.
 */
function agreement(ours, { fits }) {
  const inside = fits.filter(({ channel, draw }) => ours[channel].atBound[draw] === 0);
  const met = inside.filter(({ channel, draw, sse }) => sse <= ours[channel].sse[draw] * (1 + 1e-6));
  const differences = met.flatMap(({ channel, draw, theta }) =>
    theta.map((value, a) => {
      const own = ours[channel].theta[draw * theta.length + a];
      return Math.abs(value - own) / Math.abs(own);
    }),
  );
  return {
    inside: inside.length,
    excess: Math.max(...inside.map(({ channel, draw, sse }) => ours[channel].sse[draw] / sse - 1)),
    missed: inside.length - met.length,
    parameters: Math.max(...differences),
  };
}

const folder = mkdtempSync(join(tmpdir(), "sluice-bench-"));
try {
  const load = loadavg()[0].toFixed(2);
  const data = simulate({ channels, draws, periods, seed });
  const file = join(folder, "curves.json");
  writeFileSync(
    file,
    JSON.stringify({
      spend: data.map(({ spend }) => [...spend]),
      contributions: data.map((one) => [...one.contributions]),
    }),
  );
  const size = `${channels} channels x ${draws} draws x ${periods} periods, seed ${seed}`;
  console.log(`${size}, ${cpus()[0]?.model ?? "unknown"}, node ${process.version}, load ${load}\n`);
  console.log(
    "| family | all, CPU ms | per 1,000 draws | SciPy per 1,000 | ratio | with Jacobian | ratio | inside limits | SSE above SciPy | SciPy missed | parameters |",
  );
  console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
  for (const family of FAMILIES) {
    const { milliseconds, fits } = measureFamily(family, data, repeat);
    const each = milliseconds / channels / (draws / 1000);
    const theirs = scipy(file, family);
    const cells = [family, milliseconds.toFixed(0), each.toFixed(0)];
    if (theirs) {
      const { excess, parameters, missed, inside } = agreement(fits, theirs);
      cells.push(theirs.numeric.toFixed(0), (theirs.numeric / each).toFixed(0));
      cells.push(
        theirs.analytic.toFixed(0),
        (theirs.analytic / each).toFixed(0),
        `${inside} | ${excess.toExponential(1)} | ${missed} | ${parameters.toExponential(1)}`,
      );
    }
    console.log(`| ${cells.join(" | ")} |`);
  }
  const { milliseconds, kktResidual, gap } = measureConcave(data, repeat);
  const each = milliseconds / channels / (draws / 1000);
  console.log(`| monotone_concave | ${milliseconds.toFixed(0)} | ${each.toFixed(0)} |`);
  console.log(
    `\nmonotone_concave: KKT residual ${kktResidual.toExponential(1)}, gap ${gap.toExponential(1)} at most`,
  );
} finally {
  rmSync(folder, { recursive: true });
}
