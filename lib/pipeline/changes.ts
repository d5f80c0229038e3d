import { join } from "node:path";
import { resolvedConfig } from "../../stages/artefacts.ts";
import type { Manifest, RunFolder } from "../artefacts/store.ts";
import { isPlainObject } from "../schema/plain.ts";
import { formatPath } from "../schema/violations.ts";
import { show } from "../schema/words.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import type { StageId } from "../stage.ts";
import type { PastStage } from "./history.ts";
import type { LoadedPipeline } from "./sources.ts";

type Config = SchemaTypes["pipeline"];

/** One thing that a stage depends on and that is no longer what it was, before and now as people know it. */
export interface Change {
  /** Source, artefact, `options` or `code`. */
  readonly name: string;
  /** The input file or the option within it; null where nothing more is known. */
  readonly detail: string | null;
  readonly before: string;
  readonly after: string;
}

/** Digits of a hash that are enough to tell it by. */
const SHORT = 8;
const brief = (hash: string | undefined) => (hash === undefined ? "nothing" : hash.slice(0, SHORT));

/** Most options of one stage that are named one by one. */
const LISTED = 6;

/** Values within plain data that differ, by path; lists are compared as a whole. */
function differences(
  before: unknown,
  after: unknown,
  path: readonly string[] = [],
): { readonly path: readonly string[]; readonly before: unknown; readonly after: unknown }[] {
  if (isPlainObject(before) && isPlainObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => differences(before[name], after[name], [...path, name]));
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
}

const worded = (value: unknown) =>
  value === undefined ? "nothing" : Array.isArray(value) ? JSON.stringify(value).slice(0, 60) : show(value);

function changedValues(name: string, before: unknown, after: unknown): Change[] {
  const all = differences(before, after).map((one) => ({
    name,
    detail: one.path.length === 0 ? null : formatPath(one.path),
    before: worded(one.before),
    after: worded(one.after),
  }));
  const rest = all.length - LISTED;
  if (rest <= 0) return all;
  return [...all.slice(0, LISTED), { name, detail: `${rest} more`, before: "…", after: "…" }];
}

/** Input files of one part that differ in content. */
function changedInputs(name: string, part: string, then: Manifest, now: LoadedPipeline): Change[] {
  const before = new Map(then.inputs.filter((one) => one.name === part).map((one) => [one.path, one.sha256]));
  const after = new Map(
    now.sources.inputs.filter((one) => one.name === part).map((one) => [one.path, one.sha256]),
  );
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => ({ name, detail: path, before: brief(before.get(path)), after: brief(after.get(path)) }));
}

/** What of the configuration a source is made of. */
const PART: Readonly<Record<string, (config: Config) => unknown>> = {
  dataset: ({ columns }) => columns,
  model: ({ posterior }) => posterior,
  policy: ({ policy }) => policy,
  seed: ({ seed }) => seed,
  question: ({ stages }) => stages["70_optimisation"],
  labels: ({ pipeline, units }) => ({ pipeline, units }),
  title: ({ title }) => ({ title }),
  config: (config) => config,
};

/** Input files that a source is read from, by the part they play. */
const FILES: Readonly<Record<string, string>> = {
  dataset: "data",
  model: "model",
  reports: "reports",
  policy: "policy",
};

function explain(
  name: string,
  stage: StageId,
  past: PastStage,
  config: Config | null,
  now: LoadedPipeline,
): Change[] {
  const stagesNow: Readonly<Record<string, unknown>> = now.sources.config.stages;
  const stagesThen: Readonly<Record<string, unknown>> = config?.stages ?? {};
  if (name === "options" && config !== null) return changedValues(name, stagesThen[stage], stagesNow[stage]);
  const part = PART[name];
  const file = FILES[name];
  return [
    ...(file === undefined ? [] : changedInputs(name, file, past.manifest, now)),
    ...(part === undefined || config === null
      ? []
      : changedValues(name, part(config), part(now.sources.config))),
  ];
}

/** The configuration of an earlier run; null where it is gone, or of another version. */
async function configOf(run: RunFolder): Promise<Config | null> {
  return resolvedConfig.read(join(run.path, resolvedConfig.path)).catch(() => null);
}

/**
 * What a stage depends on and is no longer what it was in an earlier run, as exactly as that run's records tell.
 *
 * @param reads - Hash of each thing that the stage depends on now.
 */
export async function changesSince(
  stage: StageId,
  reads: Readonly<Record<string, string>>,
  past: PastStage,
  now: LoadedPipeline,
): Promise<Change[]> {
  const before = past.record.reads;
  const names = [...new Set([...Object.keys(reads), ...Object.keys(before)])].filter(
    (name) => reads[name] !== before[name],
  );
  if (names.length === 0) return [];
  const config = await configOf(past.run);
  return names.flatMap((name) => {
    const found = explain(name, stage, past, config, now);
    if (found.length > 0) return found;
    return [{ name, detail: null, before: brief(before[name]), after: brief(reads[name]) }];
  });
}

/** Changes in one line: `changed: dataset data.csv 1f2e3d4c → 5b6a7988; options total_budget null → 5`. */
export function inWords(changes: readonly Change[]): string {
  const each = changes.map(
    ({ name, detail, before, after }) =>
      `${detail === null ? name : `${name} ${detail}`} ${before} → ${after}`,
  );
  return `changed: ${each.join("; ")}`;
}
