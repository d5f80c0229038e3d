import type { Manifest } from "../artefacts/store.ts";
import { byWhom } from "./history.ts";
import { RO_CRATE_FILE } from "./sidecars.ts";
import { recordedFiles } from "./verify.ts";

/** Where the resolved configuration lies: the workflow that ran. */
const WORKFLOW = "00_run_metadata/config.resolved.yaml";

const FORMATS: Readonly<Record<string, string>> = {
  csv: "text/csv",
  json: "application/json",
  md: "text/markdown",
  parquet: "application/vnd.apache.parquet",
  png: "image/png",
  yaml: "application/yaml",
};

type Entity = Readonly<Record<string, unknown>> & { readonly "@id": string };

const reference = (id: string) => ({ "@id": id });
/** Each character of a path that a URI reference cannot hold, escaped. */
const uri = (path: string) => path.split("/").map(encodeURIComponent).join("/");
const inputId = (path: string) => `#input-${encodeURIComponent(path)}`;

const PROFILES = [
  "https://w3id.org/ro/wfrun/process/0.5",
  "https://w3id.org/ro/wfrun/workflow/0.5",
  "https://w3id.org/workflowhub/workflow-ro-crate/1.0",
];

function fileEntities(manifest: Manifest): Entity[] {
  return recordedFiles(manifest).map(({ path, bytes, sha256 }) => ({
    "@id": uri(path),
    "@type": path === WORKFLOW ? ["File", "SoftwareSourceCode", "ComputationalWorkflow"] : "File",
    name: path,
    contentSize: String(bytes),
    sha256,
    encodingFormat: FORMATS[path.slice(path.lastIndexOf(".") + 1)] ?? "application/octet-stream",
    ...(path === WORKFLOW ? { programmingLanguage: reference("#sluice") } : {}),
  }));
}

/** What went in is named by its hash; it lies outside the crate. */
function inputEntities({ inputs }: Manifest): Entity[] {
  return inputs.map(({ name, path, bytes, sha256 }) => ({
    "@id": inputId(path),
    "@type": "CreativeWork",
    name: path,
    description: `Input: ${name}`,
    size: `${bytes} bytes`,
    sha256,
  }));
}

function actionEntity(manifest: Manifest): Entity {
  const { run_id, status, started_at, finished_at, inputs } = manifest;
  const isComplete = status === "done" || status === "blocked";
  return {
    "@id": `#run-${run_id}`,
    "@type": "CreateAction",
    name: `Run ${run_id} of ${manifest.pipeline}: ${status}`,
    instrument: reference(WORKFLOW),
    startTime: started_at,
    endTime: finished_at,
    actionStatus: reference(`http://schema.org/${isComplete ? "Completed" : "Failed"}ActionStatus`),
    agent: reference("#agent"),
    object: inputs.map(({ path }) => reference(inputId(path))),
    result: recordedFiles(manifest).map(({ path }) => reference(uri(path))),
  };
}

function contextEntities(manifest: Manifest): Entity[] {
  return [
    {
      "@id": "#sluice",
      "@type": ["ComputerLanguage", "SoftwareApplication"],
      name: "Sluice",
      version: manifest.sluice,
      softwareVersion: manifest.code_sha256,
    },
    { "@id": "#agent", "@type": "Person", name: byWhom(manifest.by) ?? "unknown" },
    ...PROFILES.map((id) => ({
      "@id": id,
      "@type": "CreativeWork",
      name: id.split("/").slice(-2).join(" "),
      version: id.split("/").at(-1),
    })),
  ];
}

/**
 * A run as an RO-Crate: JSON-LD that describes its folder, so that tools which know the standard can read it.
 *
 * @see RO-Crate 1.1; Workflow Run RO-Crate 0.5
 */
export function roCrate(manifest: Manifest): Readonly<Record<string, unknown>> {
  const { pipeline, run_id, finished_at, policy, adequacy, root_sha256 } = manifest;
  const files = fileEntities(manifest);
  const root: Entity = {
    "@id": "./",
    "@type": "Dataset",
    name: `${pipeline}, run ${run_id}`,
    description: `A budget recommendation with its evidence; adequacy ${adequacy ?? "not judged"} under policy ${policy}.`,
    identifier: root_sha256,
    datePublished: finished_at,
    license: "All rights reserved by whoever owns the inputs.",
    conformsTo: PROFILES.map(reference),
    hasPart: files.map((file) => reference(file["@id"])),
    ...(files.some((file) => file["@id"] === WORKFLOW) ? { mainEntity: reference(WORKFLOW) } : {}),
    mentions: reference(`#run-${run_id}`),
  };
  const descriptor: Entity = {
    "@id": RO_CRATE_FILE,
    "@type": "CreativeWork",
    conformsTo: [
      reference("https://w3id.org/ro/crate/1.1"),
      reference("https://w3id.org/workflowhub/workflow-ro-crate/1.0"),
    ],
    about: reference("./"),
  };
  return {
    "@context": ["https://w3id.org/ro/crate/1.1/context", "https://w3id.org/ro/terms/workflow-run/context"],
    "@graph": [
      descriptor,
      root,
      ...files,
      ...inputEntities(manifest),
      actionEntity(manifest),
      ...contextEntities(manifest),
    ],
  };
}
