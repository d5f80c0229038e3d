// Projects for the measurements: the embedded example as it is, as a matrix, and pipelines of trivial stages.
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = new URL("../../", import.meta.url).pathname;
export const EXAMPLE = "robyn_weekly";

function emptyProject() {
  const folder = mkdtempSync(join(tmpdir(), "sluice-bench-"));
  writeFileSync(join(folder, ".sluice-root"), "");
  return folder;
}

/** The embedded example in a folder of its own. */
export function exampleProject() {
  const folder = emptyProject();
  const from = join(ROOT, "examples", EXAMPLE);
  for (const name of ["data.csv", "model.nc"]) copyFileSync(join(from, name), join(folder, name));
  cpSync(join(from, "reports"), join(folder, "reports"), { recursive: true });
  const text = readFileSync(join(ROOT, "pipeline.yaml"), "utf8").replaceAll(/examples\/\w+\//g, "");
  writeFileSync(join(folder, "pipeline.yaml"), text);
  return folder;
}

/** The example as so many brands times markets: the title alone tells the cells apart, so that they share all but the report. */
export function matrixProject(brands, markets) {
  const folder = exampleProject();
  const file = join(folder, "pipeline.yaml");
  const axis = (letter, n) => `[${Array.from({ length: n }, (_, i) => `${letter}${i + 1}`).join(", ")}]`;
  const matrix = `matrix:\n  brand: ${axis("b", brands)}\n  market: ${axis("m", markets)}\n\ninputs:`;
  const text = readFileSync(file, "utf8").replace(/^inputs:/m, matrix);
  writeFileSync(file, text.replace(/^title: .*$/m, 'title: "{{brand}} in {{market}}"'));
  return folder;
}

const MODULE = `export default {
  reads: {},
  writes: { line: { file: "line.json" } },
  run: () => ({ line: { done: true } }),
};
`;

const stageName = (i) => `45_s${String(i).padStart(4, "0")}`;

/** A pipeline of trivial stages in a row, modules or programs, each with one small file. */
export function trivialProject(stages, uses) {
  const folder = emptyProject();
  const rows = Array.from({ length: 8 }, (_, i) => `2024-01-0${i + 1},${i + 1},${i}`);
  writeFileSync(join(folder, "data.csv"), ["date,sales,tv", ...rows, ""].join("\n"));
  writeFileSync(join(folder, "model.nc"), "not opened");
  mkdirSync(join(folder, "own"));
  const lines = [
    "version: 1",
    "pipeline: trivial",
    "inputs: { data: data.csv, model: model.nc }",
    "columns: { target: sales, channels: [tv] }",
    "custom_stages:",
  ];
  for (let i = 0; i < stages; i++) {
    writeFileSync(join(folder, "own", `${stageName(i)}.mjs`), `// ${i}\n${MODULE}`);
    const needs = i === 0 ? "" : `\n    needs: [${stageName(i - 1)}]`;
    lines.push(
      uses === "module"
        ? `  ${stageName(i)}:\n    uses: ./own/${stageName(i)}.mjs${needs}`
        : `  ${stageName(i)}:\n    uses: command\n    command: { run: "echo ${i} > {{out}}/line.txt" }\n    writes: { line.txt: {} }${needs}`,
    );
  }
  writeFileSync(join(folder, "pipeline.yaml"), `${lines.join("\n")}\n`);
  return folder;
}

/** The same as Snakemake and DVC have it: nine stages in a row that each write a line. */
export function peerProject(stages) {
  const folder = emptyProject();
  const input = (i) => (i === 0 ? "data.csv" : `out/${i - 1}.txt`);
  writeFileSync(join(folder, "data.csv"), "x\n");
  mkdirSync(join(folder, "out"));
  const rules = Array.from(
    { length: stages },
    (_, i) =>
      `rule s${i}:\n    input: "${input(i)}"\n    output: "out/${i}.txt"\n    shell: "echo ${i} > {output}"\n`,
  );
  writeFileSync(
    join(folder, "Snakefile"),
    [`rule all:\n    input: "out/${stages - 1}.txt"\n`, ...rules].join("\n"),
  );
  const dvc = Array.from(
    { length: stages },
    (_, i) =>
      `  s${i}:\n    cmd: echo ${i} > out/${i}.txt\n    deps: [${input(i)}]\n    outs: [out/${i}.txt]`,
  );
  writeFileSync(join(folder, "dvc.yaml"), `stages:\n${dvc.join("\n")}\n`);
  return folder;
}
