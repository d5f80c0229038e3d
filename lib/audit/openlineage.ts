import { sha256 } from "../artefacts/hash.ts";
import type { Manifest } from "../artefacts/store.ts";

type StageRecord = Manifest["stages"][number];

/** One event, as OpenLineage has it. */
export type LineageEvent = Readonly<Record<string, unknown>>;

const PRODUCER = "urn:sluice";
const SPEC = "https://openlineage.io/spec";
const SCHEMA = `${SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent`;
const NAMESPACE = "sluice";

/** A UUID (version 8) that is the same for the same name: what OpenLineage tells runs apart by. */
export function uuidOf(name: string): string {
  const hex = sha256(name);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0b0011) | 0b1000).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

interface Versioned {
  readonly name: string;
  readonly sha256: string;
}

function dataset(namespace: string, { name, sha256: datasetVersion }: Versioned) {
  const _schemaURL = `${SPEC}/facets/1-0-0/DatasetVersionDatasetFacet.json#/$defs/DatasetVersionDatasetFacet`;
  return { namespace, name, facets: { version: { _producer: PRODUCER, _schemaURL, datasetVersion } } };
}

/** Files of a run: named by pipeline and path, told apart by their version. */
const artefacts = ({ pipeline }: Manifest, files: readonly { path: string; sha256: string }[]) =>
  files.map((file) => dataset(NAMESPACE, { name: `${pipeline}/${file.path}`, sha256: file.sha256 }));

const inputs = (manifest: Manifest) =>
  manifest.inputs.map(({ path, sha256: version }) => dataset("file", { name: path, sha256: version }));

const ENDS: Readonly<Record<Manifest["status"], string>> = {
  done: "COMPLETE",
  blocked: "COMPLETE",
  failed: "FAIL",
  interrupted: "ABORT",
};

/** What a stage that did something in this run ended with; null for one that was taken over or not reached. */
function endOf({ status }: StageRecord): string | null {
  if (status === "done") return "COMPLETE";
  if (status === "blocked") return "ABORT";
  return status === "failed" ? "FAIL" : null;
}

function stageEvent(manifest: Manifest, record: StageRecord): LineageEvent[] {
  const eventType = endOf(record);
  if (eventType === null) return [];
  const { pipeline, run_id, stages } = manifest;
  const written = new Map(stages.flatMap(({ writes }) => writes).map((file) => [file.path, file]));
  const read = Object.keys(record.reads).flatMap((name) => written.get(name) ?? []);
  const fromOutside = Object.keys(record.reads).some((name) => !written.has(name));
  const parent = {
    _producer: PRODUCER,
    _schemaURL: `${SPEC}/facets/1-0-1/ParentRunFacet.json#/$defs/ParentRunFacet`,
    run: { runId: uuidOf(`${pipeline}/${run_id}`) },
    job: { namespace: NAMESPACE, name: pipeline },
  };
  return [
    {
      eventType,
      eventTime: manifest.finished_at,
      producer: PRODUCER,
      schemaURL: SCHEMA,
      run: { runId: uuidOf(`${pipeline}/${run_id}/${record.stage}`), facets: { parent } },
      job: { namespace: NAMESPACE, name: `${pipeline}.${record.stage}` },
      inputs: [...artefacts(manifest, read), ...(fromOutside ? inputs(manifest) : [])],
      outputs: artefacts(manifest, record.writes),
    },
  ];
}

/**
 * A run as OpenLineage events: its start, the end of each stage that did something, its end.
 *
 * @see OpenLineage 2-0-2
 */
export function lineageEvents(manifest: Manifest): LineageEvent[] {
  const { pipeline, run_id, started_at, finished_at, status, stages } = manifest;
  const event = (eventType: string, eventTime: string, outputs: readonly unknown[]) => ({
    eventType,
    eventTime,
    producer: PRODUCER,
    schemaURL: SCHEMA,
    run: { runId: uuidOf(`${pipeline}/${run_id}`) },
    job: { namespace: NAMESPACE, name: pipeline },
    inputs: inputs(manifest),
    outputs,
  });
  const written = artefacts(
    manifest,
    stages.flatMap(({ writes }) => writes),
  );
  return [
    event("START", started_at, []),
    ...stages.flatMap((record) => stageEvent(manifest, record)),
    event(ENDS[status], finished_at, written),
  ];
}
