import type { Manifest, RunFolder, Store } from "../artefacts/store.ts";

export type StageRecord = Manifest["stages"][number];

/** A stage that an earlier run completed. */
export interface PastStage {
  readonly run: RunFolder;
  readonly manifest: Manifest;
  readonly record: StageRecord;
}

/** Earlier runs, newest first, read as far back as asked for. */
export interface History {
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
  return {
    async newest(stage) {
      for (const run of runs) {
        const manifest = await manifestOf(run);
        const record = manifest?.stages.find((one) => one.stage === stage && isComplete(one));
        if (manifest !== null && record !== undefined) return { run, manifest, record };
      }
      return null;
    },
  };
}
