import { blockedArtefact } from "../artefacts/blocked.ts";
import type { Manifest, RunFolder } from "../artefacts/store.ts";
import type { Check } from "../gates/catalogue.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import {
  checks as checksArtefact,
  curveChecks,
  curveGates,
  gates as gatesArtefact,
  optimisationSummary,
  optimizationResults,
} from "../../stages/artefacts.ts";
import { manifestOf, readIfThere } from "./read.ts";

/** What a run says of itself: its record, its verdicts and its recommendation. */
export interface RunView {
  readonly manifest: Manifest;
  /** Null when the gates were not reached. */
  readonly verdict: SchemaTypes["gates"] | null;
  readonly checks: readonly Check[];
  /** Why stages were shut. */
  readonly blocked: readonly SchemaTypes["blocked"][];
  readonly summary: SchemaTypes["optimisation_summary"] | null;
  /** The recommendation by channel; null where there is none. */
  readonly allocation: SchemaTypes["optimization_results"] | null;
}

/**
 * Reads what there is to say of a run.
 *
 * @throws InputError for a run without a whole manifest.
 */
export async function viewRun(run: RunFolder): Promise<RunView> {
  const manifest = await manifestOf(run);
  const shut = manifest.stages.filter(({ status }) => status === "blocked");
  const blocked = await Promise.all(shut.map(({ stage }) => readIfThere(blockedArtefact(stage), run.path)));
  return {
    manifest,
    verdict: (await readIfThere(curveGates, run.path)) ?? (await readIfThere(gatesArtefact, run.path)),
    checks: (await readIfThere(curveChecks, run.path)) ?? (await readIfThere(checksArtefact, run.path)) ?? [],
    blocked: blocked.filter((one) => one !== null),
    summary: await readIfThere(optimisationSummary, run.path),
    allocation: await readIfThere(optimizationResults, run.path),
  };
}

/** The checks that decide a gate which is not passed. */
export function decidingChecks({ verdict, checks }: RunView): readonly Check[] {
  const because = new Set(verdict?.gates.flatMap((gate) => gate.because) ?? []);
  return checks.filter(({ check_id }) => because.has(check_id));
}
