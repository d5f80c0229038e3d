import type { SchemaTypes } from "../schema/generated.ts";
import type { Artefact } from "./artefact.ts";
import { jsonArtefact } from "./json.ts";

/** What a stage that its gates keep shut leaves instead of its artefacts. */
export function blockedArtefact(stage: string): Artefact<SchemaTypes["blocked"]> {
  return jsonArtefact(`${stage}/BLOCKED.json`, "blocked");
}
