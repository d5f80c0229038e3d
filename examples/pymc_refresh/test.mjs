// Proves the refresh on a machine with Python 3.11: makes the environment, fits the model for real, and runs every stage to the
// recommendation; then runs it again, which must fit nothing. `node examples/pymc_refresh/test.mjs`, after `npm run build`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const SLUICE = join(HERE, "..", "..", "bin", "sluice.js");
const artefacts = mkdtempSync(join(tmpdir(), "sluice-refresh-"));

function expect(holds, what) {
  if (!holds) throw new Error(what);
}

function refresh() {
  const args = [SLUICE, "run", join(HERE, "pipeline.yaml"), "--artefacts", artefacts];
  const { status, stderr } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    stdio: ["ignore", "inherit", "pipe"],
    maxBuffer: 1 << 28,
  });
  console.log(stderr);
  return { status, stderr };
}

try {
  if (!existsSync(join(HERE, ".venv"))) {
    console.log("making the Python environment");
    const made = spawnSync("sh", [join(HERE, "create-environment.sh")], { stdio: "inherit" });
    expect(made.status === 0, "the environment could not be made");
  }
  const first = refresh();
  expect(first.status === 0, `the refresh ended with exit code ${first.status}`);
  const latest = join(artefacts, "pymc_refresh", "latest");
  const read = (...path) => readFileSync(join(latest, ...path), "utf8");
  expect(
    read("20_model_fit", "fit.log").includes("sampling 4 chains"),
    "fit.log does not say that it sampled",
  );
  const model = JSON.parse(read("20_model_fit", "model.json"));
  expect(
    model.chains === 4 && model.draws === 500,
    `model.json tells of ${model.chains} × ${model.draws} draws`,
  );
  const plan = read("70_optimisation", "optimization_results.csv").trim().split("\n");
  expect(plan.length === 6, "the recommendation does not hold five channels");
  expect(existsSync(join(latest, "80_interpretation", "report.md")), "there is no report");
  const second = refresh();
  expect(second.status === 0, `the second run ended with exit code ${second.status}`);
  expect(/^= 20_model_fit /m.test(second.stderr), "the second run fitted the model again");
  console.log("the refresh holds");
} finally {
  rmSync(artefacts, { recursive: true, force: true });
}
