import { blockedArtefact } from "../artefacts/blocked.ts";
import { sha256 } from "../artefacts/hash.ts";
import { jsonText } from "../artefacts/json.ts";
import type { StageResult } from "../artefacts/results.ts";
import { openStore, type FileRecord, type Store } from "../artefacts/store.ts";
import { join } from "node:path";
import { blockedBy } from "../gates/judge.ts";
import type { Stage, StageId } from "../stage.ts";
import { changesSince, inWords, type Change } from "./changes.ts";
import { openHistory, type History } from "./history.ts";
import { stageKey } from "./keys.ts";
import { artefactOf, planOrder } from "./plan.ts";
import { ALL_STAGES, notTakenOver, type Selection } from "./selection.ts";
import type { LoadedPipeline } from "./sources.ts";
import { verdictFor } from "./verdict.ts";

/** What a run would do with one stage, and why. */
export interface Intention {
  readonly stage: StageId;
  readonly title: string;
  readonly action: "run" | "reuse" | "blocked" | "skip";
  readonly reason: string;
  /** What of the stage's inputs, options and code has changed since the newest earlier run. */
  readonly changes: readonly Change[];
}

/** What is known of the artefacts before the run. */
interface Foresight {
  readonly contents: Map<string, string>;
  /** Stages whose artefacts will be written anew, so that nothing is known of them. */
  readonly unknown: Set<StageId>;
  /** Which earlier run holds an artefact as it will be. */
  readonly runs: Map<string, string>;
}

/** Everything that foreseeing one stage takes. */
interface Outlook {
  readonly pipeline: LoadedPipeline;
  readonly store: Store;
  readonly history: History;
  readonly foresight: Foresight;
}

type Foreseen = Pick<Intention, "action" | "reason"> & Partial<Pick<Intention, "changes">>;

function foresee(runId: string, writes: readonly FileRecord[], { contents, runs }: Foresight): void {
  for (const { path, sha256 } of writes) {
    contents.set(path, sha256);
    runs.set(path, runId);
  }
}

/** Why the stage will be shut, and with it the content of what it will leave; null when it will not, or nothing is known. */
async function foreseeBlock(stage: Stage, { store, foresight }: Outlook): Promise<string | null> {
  const { runs, contents } = foresight;
  const { gates: gatesArtefact, checks: checksArtefact } = verdictFor(stage);
  const [gates, checks] = [runs.get(gatesArtefact.path), runs.get(checksArtefact.path)];
  if (stage.requires.length === 0 || gates === undefined || checks === undefined) return null;
  const verdict = await gatesArtefact.read(join(store.run(gates).path, gatesArtefact.path));
  const all = await checksArtefact.read(join(store.run(checks).path, checksArtefact.path));
  const blocked = blockedBy(stage.id, stage.requires, verdict, all);
  if (blocked === null) return null;
  const { path } = blockedArtefact(stage.id);
  contents.set(path, sha256(jsonText("blocked", blocked, path)));
  return blocked.message;
}

/** The stage whose new artefacts this one will read. */
function renewedNeed(stage: Stage, { unknown }: Foresight): StageId | undefined {
  const reads = Object.values({ ...stage.reads, ...stage.readsIfPresent }).map(artefactOf);
  return stage.needs.find(
    (need) => unknown.has(need) && reads.some((read) => read?.path.startsWith(`${need}/`)),
  );
}

/** The run whose folder holds a result: the one that made it, or the newest that took it over. */
async function holderOf({ stage, key, run_id, writes }: StageResult, outlook: Outlook): Promise<string> {
  const { store, history } = outlook;
  if (await store.run(run_id).holds(writes)) return run_id;
  const newest = await history.newest(stage);
  return newest?.record.key === key ? newest.run.runId : run_id;
}

/** What comes of a stage that must run; `foresight` learns that nothing is known of what it will write. */
async function foreseeRun(
  stage: Stage,
  reads: Readonly<Record<string, string>>,
  isGone: boolean,
  { pipeline, history, foresight }: Outlook,
): Promise<Foreseen> {
  const newest = await history.newest(stage.id);
  const changes = newest === null ? [] : await changesSince(stage.id, reads, newest, pipeline);
  const isOnlyClock = changes.length > 0 && changes.every(({ name }) => name === "environment");
  if (newest !== null && isOnlyClock) {
    foresee(newest.run.runId, newest.record.writes, foresight);
    return { action: "run", reason: "records when and where each run happens" };
  }
  foresight.unknown.add(stage.id);
  if (isGone) return { action: "run", reason: "its artefacts are no longer whole" };
  if (newest === null) return { action: "run", reason: "no earlier run" };
  if (changes.length === 0) return { action: "run", reason: "what it made is no longer there" };
  return { action: "run", reason: inWords(changes), changes };
}

async function foreseeStage(stage: Stage, isForced: boolean, outlook: Outlook): Promise<Foreseen> {
  const { pipeline, store, foresight } = outlook;
  const renewed = renewedNeed(stage, foresight);
  if (renewed !== undefined) {
    foresight.unknown.add(stage.id);
    return { action: "run", reason: `reads what ${renewed} will write anew` };
  }
  const { key, reads } = stageKey(stage, pipeline, (path) => foresight.contents.get(path));
  const blocked = await foreseeBlock(stage, outlook);
  if (blocked !== null) return { action: "blocked", reason: blocked };
  if (isForced) {
    foresight.unknown.add(stage.id);
    return { action: "run", reason: "asked for with --force" };
  }
  const past = await store.results.find(key);
  if (past === null || !(await store.holds(past.writes)))
    return foreseeRun(stage, reads, past !== null, outlook);
  foresee(await holderOf(past, outlook), past.writes, foresight);
  return { action: "reuse", reason: `unchanged since ${past.run_id}` };
}

async function intend(stage: Stage, selection: Selection, outlook: Outlook): Promise<Intention> {
  const { id, title } = stage;
  const role = selection.roleOf(id);
  if (role === "left out") {
    outlook.foresight.unknown.add(id);
    return { stage: id, title, action: "skip", reason: "not selected", changes: [] };
  }
  const foreseen = await foreseeStage(stage, selection.isForced(id), outlook);
  if (role === "needed" && foreseen.action === "run" && !readsTheClock(stage))
    throw notTakenOver(id, foreseen.reason);
  return { stage: id, title, changes: [], ...foreseen };
}

/** A stage that notes when and where a run happens is another in every run, and runs also where it is only needed. */
export function readsTheClock({ reads, readsIfPresent }: Stage): boolean {
  return Object.values({ ...reads, ...readsIfPresent }).some(
    (read) => "source" in read && read.source === "environment",
  );
}

/**
 * What a run would do, stage by stage, without doing it.
 *
 * @throws PlanError when a stage that is needed and not selected would have to run.
 */
export async function explainPlan(
  stages: readonly Stage[],
  pipeline: LoadedPipeline,
  selection: Selection = ALL_STAGES,
): Promise<Intention[]> {
  const store = openStore(pipeline.artefacts, pipeline.sources.config.pipeline, pipeline.cell?.name ?? null);
  const foresight: Foresight = { contents: new Map(), unknown: new Set(), runs: new Map() };
  const outlook = { pipeline, store, history: await openHistory(store), foresight };
  const intentions: Intention[] = [];
  for (const stage of planOrder([...stages, ...pipeline.customStages]))
    intentions.push(await intend(stage, selection, outlook));
  return intentions;
}
