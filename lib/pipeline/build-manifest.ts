import { rootHash } from "../artefacts/manifest.ts";
import type { Manifest } from "../artefacts/store.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import type { StageId } from "../stage.ts";
import { curveGates, gates as gatesArtefact } from "../../stages/artefacts.ts";
import type { Run } from "./run-state.ts";
import { NOTHING_ASKED } from "./selection.ts";

async function gateVerdicts(run: Run): Promise<SchemaTypes["gates"] | null> {
  if (run.contents.has(curveGates.path)) return run.inputs.artefact(curveGates);
  return run.contents.has(gatesArtefact.path) ? run.inputs.artefact(gatesArtefact) : null;
}

/** What the command line asked for beyond the pipeline file. */
function requestOf({ options, pipeline }: Run): Manifest["request"] {
  const { only, from, until, force } = options.selection ?? NOTHING_ASKED;
  return {
    only: [...only],
    from: [...from],
    until: [...until],
    force: [...force],
    set: [...pipeline.settings],
  };
}

/**
 * The manifest of a run: what went in, what was done, what came out.
 *
 * @param order - Stages in the order of the plan, so that two runs side by side are listed alike.
 */
export async function buildManifest(
  run: Run,
  order: readonly StageId[],
  status: Manifest["status"],
  startedAt: Date,
): Promise<Manifest> {
  const { sources, fingerprints, cell } = run.pipeline;
  const verdict = await gateVerdicts(run);
  const content = {
    format: 2,
    run_id: run.folder.runId,
    started_at: startedAt.toISOString(),
    finished_at: run.options.now().toISOString(),
    labels: { ...run.options.labels },
    request: requestOf(run),
    ...(await run.provenance),
    pipeline: sources.config.pipeline,
    cell: cell === null ? null : { ...cell.axes },
    status,
    sluice: sources.environment.sluice,
    code_sha256: sources.environment.code_sha256,
    config_sha256: fingerprints.config,
    policy: sources.policy.name,
    adequacy: verdict?.adequacy ?? null,
    inputs: sources.inputs.map(({ name, path, bytes, sha256 }) => ({ name, path, bytes, sha256 })),
    gates: verdict?.gates.map(({ gate, status: of }) => ({ gate, status: of })) ?? [],
    waivers: verdict?.waivers ?? [],
    stages: order.flatMap((id) => run.records.get(id) ?? []),
    warnings: run.warnings,
  } as const;
  return { ...content, root_sha256: rootHash(content) };
}
