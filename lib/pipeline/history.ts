import type { Manifest, RunFolder, Store } from "../artefacts/store.ts";

export type StageRecord = Manifest["stages"][number];

/** A stage that an earlier run completed. */
export interface PastStage {
  readonly run: RunFolder;
  readonly record: StageRecord;
}

/** Earlier runs, newest first, read as far back as asked for. */
export interface History {
  /** The newest completed stage with this key. */
  find(stage: string, key: string): Promise<PastStage | null>;
  /** The newest completed run of the stage, whatever its key. */
  newest(stage: string): Promise<PastStage | null>;
}

/** How many runs back a stage is looked for. */
const DEPTH = 50;

const isComplete = ({ status }: StageRecord) => status === "done" || status === "reused";

export async function openHistory(store: Store): Promise<History> {
  const runs = (await store.runIds()).slice(0, DEPTH).map((runId) => store.run(runId));
  const manifests = new Map<string, Promise<Manifest | null>>();
  const manifestOf = (run: RunFolder) => {
    const manifest = manifests.get(run.runId) ?? run.readManifest();
    manifests.set(run.runId, manifest);
    return manifest;
  };
  const search = async (
    stage: string,
    accept: (record: StageRecord) => boolean,
  ): Promise<PastStage | null> => {
    for (const run of runs) {
      const record = (await manifestOf(run))?.stages.find(
        (one) => one.stage === stage && isComplete(one) && accept(one),
      );
      if (record !== undefined) return { run, record };
    }
    return null;
  };
  return {
    find: (stage, key) => search(stage, (record) => record.key === key),
    newest: (stage) => search(stage, () => true),
  };
}

/** What differs between a stage's key and the newest earlier one, in words; null when there is no earlier one. */
export function changesSince(reads: Readonly<Record<string, string>>, past: StageRecord | null): string {
  if (past === null) return "no earlier run";
  const changed = Object.keys(reads).filter((name) => reads[name] !== past.reads[name]);
  return changed.length === 0 ? "its artefacts are no longer whole" : `changed: ${changed.join(", ")}`;
}
