import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { thisHost } from "../../lib/cli/host.ts";
import { loadCustomStages } from "../../lib/pipeline/custom.ts";
import type { RunOptions } from "../../lib/pipeline/run-state.ts";
import type { LoadedPipeline } from "../../lib/pipeline/sources.ts";
import { parse } from "../../lib/schema/parse.ts";
import { sha256 } from "../../lib/artefacts/hash.ts";
import type { Stage } from "../../lib/stage.ts";
import { temporaryFolder } from "../temporary.ts";
import { pipelineIn, run, smallStages } from "./small.ts";

/** A project with stages of its own beside the small ones. */
export interface CustomProject {
  readonly folder: string;
  readonly artefacts: string;
  /** Reads the declarations anew, as each start of the command does. */
  load(changed?: Readonly<Record<string, unknown>>): Promise<LoadedPipeline>;
  run(options?: Partial<RunOptions>, changed?: Readonly<Record<string, unknown>>): ReturnType<typeof run>;
}

const DATA = "date,tv,sales\n2024-01-01,10,1\n2024-01-08,20,2\n";

/** Writes files, the scripts among them executable. */
export async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    if (name.endsWith(".sh")) await chmod(file, 0o755);
  }
}

export async function customProject(
  custom: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, string>> = {},
  stages: readonly Stage[] = smallStages(),
  at?: string,
): Promise<CustomProject> {
  const folder = at ?? (await temporaryFolder());
  const artefacts = join(folder, "artefacts");
  await write(folder, { ".sluice-root": "", "data.csv": DATA, ...files });
  const file = join(folder, "pipeline.yaml");
  const data = {
    name: "data",
    path: "data.csv",
    absolutePath: join(folder, "data.csv"),
    bytes: DATA.length,
    sha256: sha256(DATA),
  };
  const load: CustomProject["load"] = async (changed = {}) => {
    const plain = pipelineIn(artefacts);
    const { config } = plain.sources;
    const own = parse("pipeline", { ...config, custom_stages: { ...custom, ...changed } }, "pipeline.yaml");
    const { stages: customStages, identities } = await loadCustomStages(
      file,
      own.custom_stages,
      Object.keys(own.stages),
      plain.where,
    );
    const pipeline = pipelineIn(artefacts, { config: own, inputs: [...plain.sources.inputs, data] });
    return { ...pipeline, file, customStages, identities };
  };
  return {
    folder,
    artefacts,
    load,
    run: async (options = {}, changed = {}) =>
      run(stages, await load(changed), { host: thisHost(), ...options }),
  };
}

/** A stage that runs a line of shell and writes `out.txt`. */
export function shellStage(line: string, rest: Readonly<Record<string, unknown>> = {}) {
  const { command, ...others } = rest as { command?: object };
  return {
    "45_own": {
      uses: "command",
      command: { run: line, grace_seconds: 1, backoff_seconds: 0.01, ...command },
      writes: { "out.txt": {} },
      ...others,
    },
  };
}
