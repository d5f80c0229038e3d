import { InputError, PlanError } from "../errors.ts";
import { meantOr } from "../schema/nearest.ts";
import type { StageId } from "../stage.ts";

/** What the command line asks of a run's stages; each list holds names as they were typed. */
export interface SelectionRequest {
  readonly only: readonly string[];
  readonly from: readonly string[];
  readonly until: readonly string[];
  readonly force: readonly string[];
}

/** The part that a stage plays in one run. */
export type Role =
  /** Runs, or is taken over where nothing has changed. */
  | "selected"
  /** Not asked for, but a selected stage needs it: taken over as it is, never run. */
  | "needed"
  /** Plays no part. */
  | "left out";

/** Which stages a run is about. */
export interface Selection {
  readonly roleOf: (stage: StageId) => Role;
  readonly isForced: (stage: StageId) => boolean;
  /** Whether some stage is left out, so that the run is no whole answer. */
  readonly isPartial: boolean;
}

/** What a selection needs to know of a stage. */
interface Node {
  readonly id: StageId;
  readonly needs: readonly StageId[];
}

export const NOTHING_ASKED: SelectionRequest = { only: [], from: [], until: [], force: [] };

/** Every stage, none of them anew. */
export const ALL_STAGES: Selection = { roleOf: () => "selected", isForced: () => false, isPartial: false };

/** A stage by its name, its number, or its name without the number. */
function find(name: string, option: string, stages: readonly Node[]): StageId {
  const ids = stages.map(({ id }) => id);
  const matching = ids.filter((id) => id === name || id.split("_")[0] === name || id.endsWith(`_${name}`));
  const exact = ids.includes(name) ? [name] : matching;
  if (exact.length === 1 && exact[0] !== undefined) return exact[0];
  const what = exact.length === 0 ? "is no stage" : `is short for ${exact.join(" and for ")}`;
  throw new InputError({
    what: `${JSON.stringify(name)} ${what}`,
    where: option,
    fix: exact.length === 0 ? meantOr(name, ids, `stages are ${ids.join(", ")}`) : "write the whole name",
  });
}

/** The given stages with all that they need, directly or through others. */
function withNeeds(start: readonly StageId[], stages: readonly Node[]): Set<StageId> {
  const found = new Set(start);
  // In the order of the plan a stage comes after its needs, so one pass backwards sees every link.
  for (const { id, needs } of stages.toReversed())
    if (found.has(id)) for (const need of needs) found.add(need);
  return found;
}

/** The given stages with all that need them, directly or through others. */
function withDependants(start: readonly StageId[], stages: readonly Node[]): Set<StageId> {
  const found = new Set(start);
  for (const { id, needs } of stages) if (needs.some((need) => found.has(need))) found.add(id);
  return found;
}

function selectedStages(
  stages: readonly Node[],
  only: readonly StageId[],
  from: readonly StageId[],
  until: readonly StageId[],
): Set<StageId> {
  if (only.length > 0) return new Set(only);
  const all = stages.map(({ id }) => id);
  const after = from.length > 0 ? withDependants(from, stages) : new Set(all);
  const before = until.length > 0 ? withNeeds(until, stages) : new Set(all);
  return new Set(all.filter((id) => after.has(id) && before.has(id)));
}

/**
 * Which stages a run is about.
 *
 * @param stages - In the order of the plan.
 * @throws InputError for a name that is no stage; PlanError for options that contradict each other.
 */
export function select(stages: readonly Node[], request: SelectionRequest): Selection {
  const named = (option: keyof SelectionRequest) =>
    request[option].map((name) => find(name, `--${option}`, stages));
  const [only, from, until, force] = [named("only"), named("from"), named("until"), named("force")];
  if (only.length > 0 && from.length + until.length > 0) {
    throw new PlanError({
      what: "names the stages, and --from or --until name them again",
      where: "--only",
      fix: "give --only alone, or --from and --until",
    });
  }
  const selected = selectedStages(stages, only, from, until);
  if (selected.size === 0) {
    throw new PlanError({
      what: `no stage lies between ${from.join(", ")} and ${until.join(", ")}`,
      where: "--from",
      fix: "let --until name a stage that needs the one of --from",
    });
  }
  const stray = force.find((id) => !selected.has(id));
  if (stray !== undefined) {
    throw new PlanError({
      what: `${stray} is not among the selected stages`,
      where: "--force",
      fix: `select it too, or leave out --force ${stray}`,
    });
  }
  const needed = withNeeds([...selected], stages);
  return {
    roleOf: (id) => (selected.has(id) ? "selected" : needed.has(id) ? "needed" : "left out"),
    isForced: (id) => force.includes(id),
    isPartial: selected.size < stages.length,
  };
}

/** A stage that is only needed must be taken over: it would be wrong to run it unasked, and to go on without it. */
export function notTakenOver(stage: StageId, reason: string): PlanError {
  return new PlanError({
    what: `is needed but not selected, and no earlier run has it as it would be now (${reason})`,
    where: stage,
    fix: `start earlier: --from ${stage}, or run without a selection`,
  });
}
