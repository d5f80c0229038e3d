import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../lib/artefacts/hash.ts";
import { rootHash } from "../../lib/artefacts/manifest.ts";
import { openStore, type Manifest } from "../../lib/artefacts/store.ts";
import { ownStagesOf } from "../../lib/audit/own-stages.ts";
import { verifyRun } from "../../lib/audit/verify.ts";
import { resolvedConfig } from "../../stages/artefacts.ts";
import { customProject, shellStage } from "../pipeline/custom-project.ts";
import { smallStages } from "../pipeline/small.ts";
import { overwrite } from "../temporary.ts";
import { put } from "./demo.ts";

const SCHEMA = {
  type: "array",
  items: { type: "object", properties: { lift: { type: "number", minimum: 0 } } },
};

const MODULE = `export default {
  reads: { seed: "source:seed" },
  writes: { found: { file: "found.json", schema: { type: "object", properties: { n: { type: "integer" } } } } },
  run: ({ seed }) => ({ found: { n: seed } }),
};
`;

const CUSTOM = {
  ...shellStage("printf 'lift\\n1.5\\n' > {{out}}/lift.csv; sh own.sh", {
    writes: { "lift.csv": { schema: "lift.schema.json" } },
  }),
  "46_own": { uses: "./own.mjs" },
};

/** A run with two stages of the team's own, and what verifying it finds. */
async function ownRun() {
  const files = { "lift.schema.json": JSON.stringify(SCHEMA), "own.sh": "true\n", "own.mjs": MODULE };
  const project = await customProject(CUSTOM, files);
  const { sources, file } = await project.load();
  const result = await project.run();
  expect(result.error).toBeNull();
  await put(resolvedConfig, result.path, sources.config);
  const run = openStore(project.artefacts, "demo").run(result.runId);
  const verify = async () => {
    const own = await ownStagesOf(run, file);
    const found = await verifyRun(result.path, smallStages(), own);
    // The configuration was put there afterwards.
    return { ...found, findings: found.findings.filter(({ kind }) => kind !== "extra") };
  };
  return { project, path: result.path, verify };
}

/** Changes a file, and the manifest with it, so that every hash is right again. */
async function forge(path: string, name: string, text: string): Promise<void> {
  await overwrite(join(path, name), text);
  const file = join(path, "manifest.json");
  const document = JSON.parse(await readFile(file, "utf8")) as Manifest;
  const stages = document.stages.map((stage) => ({
    ...stage,
    writes: stage.writes.map((one) =>
      one.path === name ? { ...one, bytes: text.length, sha256: sha256(text) } : one,
    ),
  }));
  const changed = { ...document, stages };
  await writeFile(file, JSON.stringify({ ...changed, root_sha256: rootHash(changed) }));
}

describe("files of stages of the team's own", () => {
  it("are held against the schemas that the stages declare", async () => {
    const { verify } = await ownRun();
    // Seven of the small stages, lift.csv and found.json; command.log has no schema.
    expect(await verify()).toMatchObject({ findings: [], notes: [], files: 10, schemas_checked: 9 });
  });

  it.each([
    ["45_own/lift.csv", "lift\n-1\n", "[0].lift): the stage's own schema refuses it: got -1"],
    ["46_own/found.json", '{"n": 1.5}', "(n): the stage's own schema refuses it: got 1.5"],
    ["46_own/found.json", "{", "is not JSON"],
  ])(
    "that no longer meet them are named, also where the hashes were made to fit: %s %j",
    async (name, text, what) => {
      const { path, verify } = await ownRun();
      await forge(path, name, text);
      const { findings } = await verify();
      expect(findings).toHaveLength(1);
      expect(findings[0]).toMatchObject({
        kind: "schema",
        path: name,
        what: expect.stringContaining(what) as string,
      });
    },
  );

  it("are not held against a schema that has changed since, which is said; a script that has is no matter", async () => {
    const { project, verify } = await ownRun();
    await writeFile(join(project.folder, "own.sh"), "true; true\n");
    expect(await verify()).toMatchObject({ notes: [], schemas_checked: 9 });
    await writeFile(join(project.folder, "lift.schema.json"), JSON.stringify({ ...SCHEMA, minItems: 9 }));
    expect(await verify()).toMatchObject({
      findings: [],
      schemas_checked: 8,
      notes: [
        "45_own: its files are not held against its schemas, which have changed since the run: file lift.schema.json",
      ],
    });
  });

  it("are not held against a schema that is not there any more, which is said", async () => {
    const { project, verify } = await ownRun();
    await rm(join(project.folder, "lift.schema.json"));
    const { findings, notes, schemas_checked } = await verify();
    expect([findings, schemas_checked]).toEqual([[], 7]);
    expect(notes[0]).toMatch(
      /^stages of your own are not held against their schemas: .*lift\.schema\.json: no such file/,
    );
  });
});
