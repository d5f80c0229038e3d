// Runs the main job on both embedded examples, as the README does, and checks what it leaves.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stages } from "../dist/stages/index.js";

const artefacts = mkdtempSync(join(tmpdir(), "sluice-main-job-"));
const problems = [];
const expect = (holds, what) => {
  if (!holds) problems.push(what);
};

function sluice(...args) {
  const { status, stdout, stderr } = spawnSync(
    "npx",
    ["sluice", ...args, "--artefacts", artefacts, "--json"],
    { encoding: "utf8" },
  );
  return { status, stderr, result: stdout === "" ? null : JSON.parse(stdout) };
}

// What a command leaves has no schema; the examples bring their models with them and run none.
const pathsOf = ({ writes, mayWrite }) =>
  Object.values({ ...writes, ...mayWrite })
    .filter(({ schema }) => schema !== null)
    .map(({ path }) => path);

const converged = sluice("run");
expect(converged.status === 0, `sluice run exits ${converged.status}: ${converged.stderr}`);
const latest = join(artefacts, "robyn_weekly", "latest");
for (const path of stages.flatMap(pathsOf)) expect(existsSync(join(latest, path)), `${path} is missing`);
const manifest = JSON.parse(readFileSync(join(latest, "manifest.json"), "utf8"));
expect(manifest.status === "done", `the manifest says ${manifest.status}`);
const certificate = JSON.parse(
  readFileSync(join(latest, "70_optimisation", "optimisation_certificate.json"), "utf8"),
);
expect(certificate.certificates[0].status === "solved", "the optimum is not certified");

const unconverged = sluice("run", "examples/robyn_weekly_unconverged/pipeline.yaml");
expect(
  unconverged.status === 3,
  `the unconverged example exits ${unconverged.status}: ${unconverged.stderr}`,
);
const shut = join(artefacts, "robyn_weekly_unconverged", "latest", "70_optimisation");
expect(existsSync(join(shut, "BLOCKED.json")), "BLOCKED.json is missing");
for (const path of pathsOf(stages.find(({ id }) => id === "70_optimisation"))) {
  expect(!existsSync(join(shut, "..", path)), `a blocked run left ${path}`);
}

rmSync(artefacts, { recursive: true });
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
