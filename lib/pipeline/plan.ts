import { stageOf } from "../artefacts/artefact.ts";
import { blockedArtefact } from "../artefacts/blocked.ts";
import { PlanError, type Problem } from "../errors.ts";
import type { Readable, Stage, StageId } from "../stage.ts";

/** What of a stage the plan needs to know. */
export type PlannedStage = Pick<
  Stage,
  "id" | "needs" | "reads" | "readsIfPresent" | "writes" | "mayWrite" | "requires"
>;

/** The artefact that a read resolves to, or null for a source. */
export function artefactOf(read: Readable): { readonly path: string } | null {
  if ("source" in read) return null;
  if ("file" in read) return read.file;
  return "posterior" in read ? read.posterior : read;
}

function undeclaredReads(stage: PlannedStage, writers: ReadonlyMap<string, StageId>): Problem[] {
  return Object.values({ ...stage.reads, ...stage.readsIfPresent }).flatMap((read) => {
    const artefact = artefactOf(read);
    if (artefact === null) return [];
    const writer = writers.get(artefact.path);
    if (writer === undefined) {
      return [
        {
          what: `reads ${artefact.path}, which no stage writes`,
          where: stage.id,
          fix: "add the stage that writes it",
        },
      ];
    }
    if (stage.needs.includes(writer)) return [];
    return [
      {
        what: `reads ${artefact.path} but does not need ${writer}`,
        where: stage.id,
        fix: `add ${writer} to its needs`,
      },
    ];
  });
}

function misplacedWrites(stage: PlannedStage): Problem[] {
  return Object.values({ ...stage.writes, ...stage.mayWrite })
    .filter((artefact) => stageOf(artefact) !== stage.id)
    .map(({ path }) => ({
      what: `writes ${path}, outside its folder`,
      where: stage.id,
      fix: `write it to ${stage.id}/`,
    }));
}

/** Every path a stage may leave: its artefacts, or why it was shut. */
function pathsOf({ id, writes, mayWrite, requires }: PlannedStage): string[] {
  const artefacts = Object.values({ ...writes, ...mayWrite }).map(({ path }) => path);
  return requires.length === 0 ? artefacts : [...artefacts, blockedArtefact(id).path];
}

function writersOf(stages: readonly PlannedStage[]): ReadonlyMap<string, StageId> {
  return new Map(stages.flatMap((stage) => pathsOf(stage).map((path) => [path, stage.id] as const)));
}

/** Depth-first order in which every stage comes after all that it needs; ties keep the given order. */
function order<S extends PlannedStage>(stages: readonly S[]): S[] {
  const byId = new Map<string, S>(stages.map((stage) => [stage.id, stage]));
  const done = new Set<string>();
  const sorted: S[] = [];
  const visit = (stage: S, path: readonly string[]): void => {
    if (done.has(stage.id)) return;
    if (path.includes(stage.id)) {
      const cycle = [...path.slice(path.indexOf(stage.id)), stage.id].join(" → ");
      throw new PlanError({
        what: `stages need each other in a circle: ${cycle}`,
        where: stage.id,
        fix: "remove one of these needs",
      });
    }
    for (const id of stage.needs) {
      const needed = byId.get(id);
      if (needed === undefined) {
        throw new PlanError({
          what: `needs ${id}, which is not a stage of this pipeline`,
          where: stage.id,
          fix: `add ${id} or remove it from needs`,
        });
      }
      visit(needed, [...path, stage.id]);
    }
    done.add(stage.id);
    sorted.push(stage);
  };
  for (const stage of stages) visit(stage, []);
  return sorted;
}

/**
 * Stages in the order they run: each after all that it needs.
 *
 * @throws PlanError naming every read that no needed stage writes, every write outside a stage's folder, or a circle.
 */
export function planOrder<S extends PlannedStage>(stages: readonly S[]): S[] {
  const sorted = order(stages);
  const writers = writersOf(stages);
  const problems = stages.flatMap((stage) => [...undeclaredReads(stage, writers), ...misplacedWrites(stage)]);
  if (problems.length > 0) throw new PlanError(problems);
  return sorted;
}
