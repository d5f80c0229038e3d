import { join } from "node:path";
import { fileOf, type Artefact } from "../artefacts/artefact.ts";
import { InputError } from "../errors.ts";
import type { Sources, Stage, StageContext } from "../stage.ts";
import type { InputReader } from "./inputs.ts";
import { optionsOf } from "./keys.ts";

/** What a stage is lent of the run, and warns of. */
export type Lent = Pick<StageContext, "signal" | "progress" | "command">;

/** A value that its own schema refuses is the fault of the stage that made it, not of the user's input. */
async function writeOutput(artefact: Artefact<unknown>, file: string, value: unknown): Promise<void> {
  try {
    await artefact.write(file, value);
  } catch (error) {
    throw error instanceof InputError ? new RangeError(error.message, { cause: error }) : error;
  }
}

async function writeOutputs(
  folder: string,
  artefacts: Readonly<Record<string, Artefact<unknown>>>,
  outputs: Readonly<Record<string, unknown>>,
  inputs: InputReader,
): Promise<void> {
  for (const [name, artefact] of Object.entries(artefacts)) {
    const value = outputs[name];
    if (value === null) continue;
    await writeOutput(artefact, join(folder, fileOf(artefact)), value);
    if (artefact.mediaType !== "application/vnd.apache.parquet") inputs.keep(artefact.path, value);
  }
}

/**
 * Runs a stage on what it declares to read, and writes what it returns into a folder.
 *
 * @returns What it warned of.
 */
export async function doStage(
  stage: Stage,
  config: Sources["config"],
  inputs: InputReader,
  folder: string,
  lent: Lent,
): Promise<string[]> {
  const resources: { close(): void | Promise<void> }[] = [];
  const warnings: string[] = [];
  const values = {
    ...(await inputs.required(stage.reads)),
    ...(await inputs.ifPresent(stage.readsIfPresent)),
  };
  try {
    // The options were checked against the schema that the stage names when the pipeline file was read.
    const options = optionsOf(stage, config) as Parameters<Stage["run"]>[1];
    const outputs = await stage.run(values, options, {
      ...lent,
      warn: (message) => warnings.push(message),
      closeLater: (resource) => resources.push(resource),
    });
    await writeOutputs(folder, { ...stage.writes, ...stage.mayWrite }, outputs, inputs);
    return warnings;
  } finally {
    for (const resource of resources) await resource.close();
  }
}
