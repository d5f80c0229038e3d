import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { lineageEvents, uuidOf } from "../../lib/audit/openlineage.ts";
import { roCrate } from "../../lib/audit/ro-crate.ts";
import { verifyRun } from "../../lib/audit/verify.ts";
import { exportCommand, type ExportOptions } from "../../lib/cli/export.ts";
import { call } from "../cli/in-process.ts";
import { smallStages } from "../pipeline/small.ts";
import { demoProject, example } from "./demo.ts";

interface Entity {
  readonly "@id": string;
  readonly "@type": string | readonly string[];
  readonly [key: string]: unknown;
}

const graphOf = (crate: Readonly<Record<string, unknown>>) => crate["@graph"] as readonly Entity[];

/** Every `{"@id"}` that an entity refers to. */
function referencesOf(entity: Entity): string[] {
  const ids: string[] = [];
  JSON.stringify(entity, (key, value: unknown) => {
    if (key === "@id" && typeof value === "string" && value !== entity["@id"]) ids.push(value);
    return value;
  });
  return ids;
}

describe("a run as RO-Crate", () => {
  const manifest = example("manifest");
  const graph = graphOf(roCrate(manifest));
  const byId = new Map(graph.map((entity) => [entity["@id"], entity]));

  it("has the descriptor, and the root that it is about", () => {
    expect(byId.get("ro-crate-metadata.json")).toMatchObject({
      "@type": "CreativeWork",
      about: { "@id": "./" },
      conformsTo: [{ "@id": "https://w3id.org/ro/crate/1.1" }, {}],
    });
    expect(byId.get("./")).toMatchObject({ "@type": "Dataset", identifier: manifest.root_sha256 });
    for (const key of ["name", "description", "datePublished", "license", "conformsTo"])
      expect(byId.get("./")).toHaveProperty(key);
  });

  it("names each entity once, and refers to none that it does not describe but the web's", () => {
    expect(byId.size).toBe(graph.length);
    const dangling = graph.flatMap(referencesOf).filter((id) => !byId.has(id) && !/^https?:/.test(id));
    // The example's manifest is cut short: its workflow is in a stage that was left out.
    expect(new Set(dangling)).toEqual(new Set(["00_run_metadata/config.resolved.yaml"]));
  });

  it("describes each file with size and hash, and the action with who, when, from what and to what", () => {
    const files = manifest.stages.flatMap(({ writes }) => writes);
    for (const { path, bytes, sha256 } of files)
      expect(byId.get(path)).toMatchObject({ "@type": "File", contentSize: String(bytes), sha256 });
    const action = byId.get(`#run-${manifest.run_id}`);
    expect(action).toMatchObject({
      "@type": "CreateAction",
      startTime: manifest.started_at,
      endTime: manifest.finished_at,
      actionStatus: { "@id": "http://schema.org/CompletedActionStatus" },
    });
    expect(action?.["object"]).toHaveLength(manifest.inputs.length);
    expect(action?.["result"]).toHaveLength(files.length);
    expect(byId.get("#agent")).toMatchObject({ name: "analyst@build-01" });
  });

  it("says that a run failed", () => {
    const failed = graphOf(roCrate({ ...manifest, status: "failed" }));
    expect(failed.find((one) => one["@type"] === "CreateAction")?.["actionStatus"]).toEqual({
      "@id": "http://schema.org/FailedActionStatus",
    });
  });
});

describe("a run as OpenLineage", () => {
  const manifest = example("manifest");
  const events = lineageEvents(manifest);

  it("starts, ends each stage that did something, and completes", () => {
    expect(events.map(({ eventType, job }) => [eventType, (job as { name: string }).name])).toEqual([
      ["START", "robyn_weekly"],
      ...manifest.stages.map(({ stage }) => ["COMPLETE", `robyn_weekly.${stage}`]),
      ["COMPLETE", "robyn_weekly"],
    ]);
  });

  it("has in every event what the standard requires, and a parent in those of stages", () => {
    for (const event of events)
      for (const key of [
        "eventType",
        "eventTime",
        "producer",
        "schemaURL",
        "run",
        "job",
        "inputs",
        "outputs",
      ])
        expect(event).toHaveProperty(key);
    const runId = uuidOf(`robyn_weekly/${manifest.run_id}`);
    expect(events[0]).toMatchObject({ run: { runId } });
    expect(events[1]).toMatchObject({ run: { facets: { parent: { run: { runId } } } } });
  });

  it.each([
    ["failed", "FAIL"],
    ["interrupted", "ABORT"],
    ["blocked", "COMPLETE"],
  ] as const)("ends a run that is %s with %s", (status, eventType) => {
    expect(lineageEvents({ ...manifest, status }).at(-1)).toMatchObject({ eventType });
  });

  it("tells of no work where a stage was taken over", () => {
    const stages = manifest.stages.map((record) => ({ ...record, status: "reused" as const }));
    expect(lineageEvents({ ...manifest, stages })).toHaveLength(2);
  });

  it("identifies runs by UUIDs that are the same for the same name only", () => {
    expect(uuidOf("a")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuidOf("a")).toBe(uuidOf("a"));
    expect(uuidOf("a")).not.toBe(uuidOf("b"));
  });
});

describe("export", () => {
  async function demo() {
    const { folder, make } = await demoProject();
    const { path } = await make();
    const exported = (options: Partial<ExportOptions>) =>
      call(
        folder,
        (context) =>
          exportCommand(
            "latest",
            { pipeline: "pipeline.yaml", json: true, verbose: false, format: "ro-crate", ...options },
            context,
          ),
        { json: true },
      );
    return { folder, path, exported };
  }

  it("puts a crate into the run's folder, which is still verified; one of another manifest is found", async () => {
    const { path, exported } = await demo();
    const file = join(path, "ro-crate-metadata.json");
    expect(await exported({})).toMatchObject({
      code: 0,
      stdout: `${JSON.stringify({ status: "written", file }, null, 2)}\n`,
    });
    expect(await verifyRun(path, smallStages())).toMatchObject({ status: "verified" });
    await writeFile(
      file,
      (await readFile(file, "utf8")).replaceAll(/"identifier": "\w+"/g, '"identifier": "0"'),
    );
    expect((await verifyRun(path, smallStages())).findings).toMatchObject([
      { kind: "changed", path: "ro-crate-metadata.json" },
    ]);
  });

  it("writes events as JSON lines, to standard output or a file", async () => {
    const { folder, exported } = await demo();
    const { stdout } = await exported({ format: "openlineage" });
    const lines = stdout.trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { eventType: string }).eventType).at(-1)).toBe(
      "COMPLETE",
    );
    await exported({ format: "openlineage", to: "events.jsonl" });
    expect(await readFile(join(folder, "events.jsonl"), "utf8")).toBe(stdout);
  });

  it("sends events to a URL, one after another, and says when it is not taken", async () => {
    const { exported } = await demo();
    const received: string[] = [];
    let status = 201;
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        received.push((JSON.parse(body) as { eventType: string }).eventType);
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    onTestFinished(() => void server.close());
    const to = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/lineage`;
    expect((await exported({ format: "openlineage", to })).code).toBe(0);
    expect([received[0], received.at(-1)]).toEqual(["START", "COMPLETE"]);
    status = 500;
    const refused = await exported({ format: "openlineage", to });
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.stdout)).toMatchObject({ problems: [{ what: "answers 500", where: to }] });
  });

  it.each([
    [{ to: "https://example.org/" }, "is a URL, and a crate a file"],
    [{ to: "nowhere/crate.json" }, "cannot be written"],
    [{ format: "openlineage", to: "http://127.0.0.1:1/" }, "cannot be reached"],
  ] as const)("with %j is told why not", async (options, what) => {
    const { exported } = await demo();
    const { code, stdout } = await exported(options);
    expect(code).toBe(2);
    expect(stdout).toContain(what);
  });
});
