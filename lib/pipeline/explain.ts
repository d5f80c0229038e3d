import { gates as gatesArtefact, checks as checksArtefact } from "../../stages/artefacts.ts";
import { blockedArtefact } from "../artefacts/blocked.ts";
import { sha256 } from "../artefacts/hash.ts";
import { jsonText } from "../artefacts/json.ts";
import { openStore } from "../artefacts/store.ts";
import { join } from "node:path";
import { blockedBy } from "../gates/judge.ts";
import type { Stage, StageId } from "../stage.ts";
import { changesSince, openHistory, type History, type PastStage } from "./history.ts";
import { stageKey } from "./keys.ts";
import { artefactOf, planOrder } from "./plan.ts";
import type { LoadedPipeline } from "./sources.ts";

/** What a run would do with one stage, and why. */
export interface Intention {
  readonly stage: StageId;
  readonly title: string;
  readonly action: "run" | "reuse" | "blocked";
  readonly reason: string;
}

/** What is known of the artefacts before the run. */
interface Foresight {
  readonly contents: Map<string, string>;
  /** Stages whose artefacts will be written anew, so that nothing is known of them. */
  readonly unknown: Set<StageId>;
  readonly sources: Map<string, PastStage>;
}

function foresee(past: PastStage, { contents, sources }: Foresight): void {
  for (const { path, sha256 } of past.record.writes) {
    contents.set(path, sha256);
    sources.set(path, past);
  }
}

/** Why the stage will be shut, and with it the content of what it will leave; null when it will not, or nothing is known. */
async function foreseeBlock(stage: Stage, { sources, contents }: Foresight): Promise<string | null> {
  const [gates, checks] = [sources.get(gatesArtefact.path), sources.get(checksArtefact.path)];
  if (stage.requires.length === 0 || gates === undefined || checks === undefined) return null;
  const verdict = await gatesArtefact.read(join(gates.run.path, gatesArtefact.path));
  const all = await checksArtefact.read(join(checks.run.path, checksArtefact.path));
  const blocked = blockedBy(stage.id, stage.requires, verdict, all);
  if (blocked === null) return null;
  const { path } = blockedArtefact(stage.id);
  contents.set(path, sha256(jsonText("blocked", blocked, path)));
  return blocked.message;
}

async function intend(
  stage: Stage,
  pipeline: LoadedPipeline,
  history: History,
  foresight: Foresight,
): Promise<Intention> {
  const { id, title } = stage;
  const reads = Object.values({ ...stage.reads, ...stage.readsIfPresent }).map(artefactOf);
  const renewed = stage.needs.find(
    (need) => foresight.unknown.has(need) && reads.some((read) => read?.path.startsWith(`${need}/`)),
  );
  if (renewed !== undefined) {
    foresight.unknown.add(id);
    return { stage: id, title, action: "run", reason: `reads what ${renewed} will write anew` };
  }
  const key = stageKey(stage, pipeline, (path) => foresight.contents.get(path));
  const blocked = await foreseeBlock(stage, foresight);
  if (blocked !== null) return { stage: id, title, action: "blocked", reason: blocked };
  const past = await history.find(id, key.key);
  if (past !== null && !(await past.run.holds(past.record.writes))) {
    foresight.unknown.add(id);
    return { stage: id, title, action: "run", reason: changesSince(key.reads, past.record) };
  }
  if (past !== null) {
    foresee(past, foresight);
    return {
      stage: id,
      title,
      action: "reuse",
      reason: `unchanged since ${past.record.reused_from ?? past.run.runId}`,
    };
  }
  const newest = await history.newest(id);
  const isOnlyClock =
    newest !== null &&
    Object.keys(key.reads).every(
      (name) => name === "environment" || key.reads[name] === newest.record.reads[name],
    );
  if (isOnlyClock) {
    foresee(newest, foresight);
    return { stage: id, title, action: "run", reason: "records when and where each run happens" };
  }
  foresight.unknown.add(id);
  return { stage: id, title, action: "run", reason: changesSince(key.reads, newest?.record ?? null) };
}

/** What a run would do, stage by stage, without doing it. */
export async function explainPlan(stages: readonly Stage[], pipeline: LoadedPipeline): Promise<Intention[]> {
  const history = await openHistory(openStore(pipeline.artefacts, pipeline.sources.config.pipeline));
  const foresight: Foresight = { contents: new Map(), unknown: new Set(), sources: new Map() };
  const intentions: Intention[] = [];
  for (const stage of planOrder(stages)) intentions.push(await intend(stage, pipeline, history, foresight));
  return intentions;
}
