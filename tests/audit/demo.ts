import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Artefact } from "../../lib/artefacts/artefact.ts";
import { codeSha256 } from "../../lib/package-info.ts";
import { schemaExamples, type SchemaTypes } from "../../lib/schema/generated.ts";
import type { RunView } from "../../lib/audit/view.ts";
import { pipelineIn, run, smallStages, type Hooks } from "../pipeline/small.ts";
import { temporaryFolder } from "../temporary.ts";

/** A folder with a pipeline file whose runs are those of the small stages. */
export interface Demo {
  readonly folder: string;
  /** Makes one run of the stages of `tests/pipeline/small.ts`; another seed makes every stage run anew. */
  readonly make: (
    hooks?: Hooks,
    labels?: Readonly<Record<string, string>>,
    seed?: number,
  ) => Promise<{ readonly runId: string; readonly path: string; readonly manifest: SchemaTypes["manifest"] }>;
}

const PIPELINE = [
  "version: 1",
  "pipeline: demo",
  "inputs: { data: data.csv, model: model.nc }",
  "columns: { target: sales, channels: [tv] }",
  "",
].join("\n");

/** Environment of the small pipeline, with the code that really runs. */
const environment: SchemaTypes["environment"] = {
  started_at: "2024-01-01T00:00:00.000Z",
  sluice: "0.1.0",
  code_sha256: codeSha256(),
  node: "v20.0.0",
  platform: "linux",
  arch: "x64",
  host: "test",
  packages: {},
};

export async function demoProject(): Promise<Demo> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, ".sluice-root"), "");
  await writeFile(join(folder, "pipeline.yaml"), PIPELINE);
  return {
    folder,
    make(hooks = {}, labels = {}, seed = 1) {
      const started_at = new Date(Date.UTC(2024, 0, 1, 0, 0, seed)).toISOString();
      const sources = { environment: { ...environment, started_at }, seed };
      return run(smallStages(hooks), pipelineIn(join(folder, "artefacts"), sources), { labels });
    },
  };
}

/** Writes an artefact into a run behind its manifest's back. */
export async function put<T>(artefact: Artefact<T>, runPath: string, value: T): Promise<void> {
  const file = join(runPath, artefact.path);
  await mkdir(dirname(file), { recursive: true });
  await artefact.write(file, value);
}

/** The first example of a schema: a value of a real run. */
export function example<N extends keyof typeof schemaExamples>(name: N): SchemaTypes[N] {
  const [first] = schemaExamples[name];
  if (first === undefined) throw new RangeError(`${name} has no example`);
  return first;
}

const check = (
  change: Partial<RunView["checks"][number]> & Pick<RunView["checks"][number], "check_id" | "gate">,
): RunView["checks"][number] => ({
  phase: "50_diagnostics",
  status: "pass",
  metric: `metric of ${change.check_id}`,
  value: 1,
  threshold: "warn > 1, fail > 2",
  source: "recomputed",
  message: "as it should be",
  remedy: `mend ${change.check_id}`,
  ...change,
});

/** A run with a gate of every verdict, a check of every status, and a recommendation. */
export function demoView(): RunView {
  const question = 'Is it <right> & "good"?';
  return {
    manifest: example("manifest"),
    verdict: {
      ...example("gates"),
      adequacy: "fail",
      gates: [
        { gate: "g0", family: "pre_diagnostic", question, status: "pass", because: [] },
        { gate: "g1", family: "pre_diagnostic", question, status: "warn", because: ["wide"] },
        { gate: "g2", family: "convergence", question, status: "fail", because: ["apart", "absent"] },
      ],
    },
    checks: [
      check({ check_id: "fine", gate: "g0" }),
      check({ check_id: "left_out", gate: "g0", status: "skipped", value: null, message: "no evidence" }),
      check({ check_id: "wide", gate: "g1", status: "warn", value: "wide" }),
      check({ check_id: "apart", gate: "g2", status: "fail", value: 5.23712, message: "worst at a|b <c>" }),
      check({ check_id: "absent", gate: "g2", status: "skipped", value: null, message: "no draws" }),
      check({ check_id: "near", gate: "g2", status: "warn", value: 1.5 }),
    ],
    blocked: [],
    summary: example("optimisation_summary"),
    allocation: example("optimization_results"),
  };
}
