import { join } from "node:path";
import type { Manifest, RunFolder } from "../artefacts/store.ts";
import { InputError } from "../errors.ts";
import { loadCustomStages, type CustomStages } from "../pipeline/custom.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import type { Stage } from "../stage.ts";
import { listed } from "../words.ts";
import { resolvedConfig } from "../../stages/artefacts.ts";

type Config = SchemaTypes["pipeline"];
type Declared = Config["custom_stages"][string];

/** Stages of the team's own whose files can be held against the schemas that the run held them against. */
export interface OwnStages {
  readonly stages: readonly Stage[];
  /** Which cannot, and why. */
  readonly notes: readonly string[];
}

/** Files that hold the schemas of a stage: those that its declaration names, or the module and all that it imports. */
function schemaFiles(declared: Declared, identity: Readonly<Record<string, string>>): string[] {
  if (!("command" in declared)) return Object.keys(identity).filter((name) => name.startsWith("file "));
  return Object.values(declared.writes).flatMap(({ schema }) => (schema === null ? [] : [`file ${schema}`]));
}

/** What of a stage's schemas is no longer as the run recorded it. */
function changedFiles(
  id: string,
  config: Config,
  { identities }: CustomStages,
  { stages }: Manifest,
): string[] {
  const declared = config.custom_stages[id];
  const identity = identities[id] ?? {};
  const reads = stages.find(({ stage }) => stage === id)?.reads ?? {};
  if (declared === undefined) return [];
  return schemaFiles(declared, identity).filter((name) => reads[name] !== identity[name]);
}

/**
 * The stages of the team's own as a run declared them.
 *
 * The declarations are those of the run; the schemas lie in the project, and one that has changed since is not held against what was
 * written under another.
 *
 * @param file - The pipeline file of the run: paths are relative to its folder.
 */
export async function ownStagesOf(run: RunFolder, file: string): Promise<OwnStages> {
  const manifest = await run.readManifest();
  const config = await resolvedConfig.read(join(run.path, resolvedConfig.path)).catch(() => null);
  if (manifest === null || config === null) return { stages: [], notes: [] };
  try {
    const loaded = await loadCustomStages(file, config.custom_stages, Object.keys(config.stages), (...path) =>
      path.join("."),
    );
    const changes = loaded.stages.map((stage) => ({
      stage,
      files: changedFiles(stage.id, config, loaded, manifest),
    }));
    return {
      stages: changes.filter(({ files }) => files.length === 0).map(({ stage }) => stage),
      notes: changes
        .filter(({ files }) => files.length > 0)
        .map(
          ({ stage, files }) =>
            `${stage.id}: its files are not held against its schemas, which have changed since the run: ${listed(files)}`,
        ),
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { stages: [], notes: [`stages of your own are not held against their schemas: ${error.message}`] };
  }
}
