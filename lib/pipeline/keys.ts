import { hashOf, sha256 } from "../artefacts/hash.ts";
import { codeSha256 } from "../package-info.ts";
import { isPlainObject } from "../schema/plain.ts";
import type { Readable, Sources, Stage } from "../stage.ts";
import { artefactOf } from "./plan.ts";
import type { LoadedPipeline } from "./sources.ts";

/** Stands for the content of an artefact that was not written. */
const ABSENT = sha256("absent");

/** Identity of a stage's work: the hash of everything it depends on, by name. */
export interface StageKey {
  readonly key: string;
  /** Hash of the code, the options, and of each source and artefact read. */
  readonly reads: Readonly<Record<string, string>>;
}

function readEntries(
  reads: Readonly<Record<string, Readable>>,
  fingerprints: LoadedPipeline["fingerprints"],
  contentOf: (path: string) => string | undefined,
): [string, string][] {
  return Object.values(reads).flatMap((read) => {
    const artefact = artefactOf(read);
    const content: [string, string][] =
      artefact === null ? [] : [[artefact.path, contentOf(artefact.path) ?? ABSENT]];
    if ("source" in read) return [[read.source, fingerprints[read.source]]];
    return "posterior" in read ? [...content, ["model", fingerprints.model]] : content;
  });
}

/** Options of a stage as the configuration has them, defaults filled in; undefined for a stage that it does not know. */
export function optionsOf(
  { id }: Pick<Stage, "id">,
  { stages, custom_stages: custom }: Sources["config"],
): unknown {
  const builtIn: unknown = Object.entries(stages).find(([name]) => name === id)?.[1];
  return builtIn ?? custom[id];
}

/** Options without the command among them: what of it counts is part of the stage's identity. */
function ownOptions(options: unknown): unknown {
  if (!isPlainObject(options)) return options;
  return Object.fromEntries(
    Object.entries(options).filter(([name]) => name !== "command" && name !== "title"),
  );
}

/**
 * The key of a stage.
 *
 * @param contentOf - Hash of an artefact's bytes in this run; undefined when it was not written.
 */
export function stageKey(
  stage: Stage,
  pipeline: LoadedPipeline,
  contentOf: (path: string) => string | undefined,
): StageKey {
  const reads = Object.fromEntries([
    ["code", codeSha256()],
    ["options", hashOf(ownOptions(optionsOf(stage, pipeline.sources.config)))],
    ...Object.entries(pipeline.identities[stage.id] ?? {}),
    ...readEntries({ ...stage.reads, ...stage.readsIfPresent }, pipeline.fingerprints, contentOf),
  ]);
  return { key: hashOf({ stage: stage.id, reads }), reads };
}
