import { mkdir, readFile, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../lib/artefacts/hash.ts";
import { rootHash } from "../../lib/artefacts/manifest.ts";
import { verifyRun } from "../../lib/audit/verify.ts";
import { pipelineIn, run, smallStages } from "../pipeline/small.ts";
import { overwrite, temporaryFolder } from "../temporary.ts";
import { demoProject } from "./demo.ts";

async function smallRun(divergenceShare = 0) {
  const stages = smallStages({ divergenceShare });
  const { path, manifest } = await (await demoProject()).make({ divergenceShare });
  return { path, manifest, verify: () => verifyRun(path, stages) };
}

async function editManifest(path: string, change: (document: Record<string, unknown>) => void) {
  const file = join(path, "manifest.json");
  const document = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
  change(document);
  await writeFile(file, JSON.stringify(document));
}

describe("a run as it was written", () => {
  it("is verified: every file read, every schema met, nothing found", async () => {
    const { verify, manifest } = await smallRun();
    const files = manifest.stages.flatMap(({ writes }) => writes);
    expect(await verify()).toEqual({
      run_id: manifest.run_id,
      cell: null,
      status: "verified",
      root_sha256: manifest.root_sha256,
      files: files.length,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      schemas_checked: files.length,
      recomputed: null,
      signature: null,
      findings: [],
      notes: [],
    });
    expect(files.length).toBe(7);
  });

  it("is verified when a gate kept a stage shut: BLOCKED.json is part of it", async () => {
    const { verify } = await smallRun(0.5);
    expect(await verify()).toMatchObject({ status: "verified", schemas_checked: 7, findings: [] });
  });

  it("has files of stages that are not known here only hashed: there is no schema to hold them against", async () => {
    const { path } = await smallRun();
    expect(await verifyRun(path, [])).toMatchObject({ status: "verified", files: 7, schemas_checked: 0 });
  });
});

describe("a run that did not end well", () => {
  it("is verified as far as it went", async () => {
    const { make } = await demoProject();
    const fail = () => {
      throw new Error("out of memory");
    };
    const { path, manifest } = await make({ words: fail });
    expect(manifest.status).toBe("failed");
    expect(await verifyRun(path, smallStages())).toMatchObject({ status: "verified", findings: [] });
  });
});

describe("a run that was changed", () => {
  it.each([
    [
      "one byte of a file",
      (path: string) => overwrite(join(path, "20_model_fit/words.txt"), "words of Letters 1"),
      [{ kind: "changed", path: "20_model_fit/words.txt" }],
    ],
    [
      "a file cut short",
      (path: string) => overwrite(join(path, "20_model_fit/words.txt"), "wor"),
      [{ kind: "changed", path: "20_model_fit/words.txt" }],
    ],
    [
      "a file removed",
      (path: string) => rm(join(path, "70_optimisation/sentence.txt")),
      [{ kind: "missing", path: "70_optimisation/sentence.txt" }],
    ],
    [
      "a file renamed",
      (path: string) => rename(join(path, "80_interpretation/book.txt"), join(path, "book.txt")),
      [
        { kind: "missing", path: "80_interpretation/book.txt" },
        { kind: "extra", path: "book.txt" },
      ],
    ],
    [
      "a file added, also a hidden one",
      (path: string) => writeFile(join(path, "80_interpretation/.note"), ""),
      [{ kind: "extra", path: "80_interpretation/.note" }],
    ],
    [
      "a file replaced by a link to the same bytes",
      async (path: string) => {
        await rename(join(path, "80_interpretation/book.txt"), join(path, "..", "book.txt"));
        await symlink(join(path, "..", "book.txt"), join(path, "80_interpretation/book.txt"));
      },
      [{ kind: "changed", path: "80_interpretation/book.txt", what: "is no longer a plain file" }],
    ],
    [
      "an artefact that is JSON no more",
      (path: string) => overwrite(join(path, "50_diagnostics/gates.json"), "{"),
      [
        { kind: "changed", path: "50_diagnostics/gates.json" },
        { kind: "schema", path: "50_diagnostics/gates.json" },
      ],
    ],
    [
      "the manifest removed",
      (path: string) => rm(join(path, "manifest.json")),
      [{ kind: "manifest", path: "manifest.json", what: "is missing" }],
    ],
    [
      "the manifest cut short",
      (path: string) => truncate(join(path, "manifest.json"), 100),
      [{ kind: "manifest", path: "manifest.json" }],
    ],
    [
      "the manifest emptied of its content",
      (path: string) => writeFile(join(path, "manifest.json"), "[]"),
      [{ kind: "manifest", path: "manifest.json", what: "holds no JSON object" }],
    ],
    [
      "the policy in the manifest",
      (path: string) =>
        editManifest(path, (document) => {
          document["policy"] = "explore";
        }),
      [{ kind: "manifest", path: "manifest.json" }],
    ],
    [
      "a file and its hash in the manifest, but not the root hash",
      async (path: string) => {
        await rm(join(path, "80_interpretation"), { recursive: true });
        await editManifest(path, (document) => {
          const stages = document["stages"] as { stage: string }[];
          document["stages"] = stages.filter(({ stage }) => stage !== "80_interpretation");
        });
      },
      [{ kind: "manifest", path: "manifest.json" }],
    ],
  ])("%s: named, and nothing else is", async (_, change, findings) => {
    const { path, verify } = await smallRun();
    await change(path);
    const found = await verify();
    expect(found.status).toBe("failed");
    expect(found.findings).toMatchObject(findings);
    expect(found.findings).toHaveLength(findings.length);
  });

  it("says of each changed file what it is and what it was", async () => {
    const { path, verify } = await smallRun();
    await overwrite(join(path, "10_pre_diagnostics/letters.txt"), "");
    expect((await verify()).findings[0]?.what).toMatch(
      /^has SHA-256 e3b0c44298fc…, 0 bytes; recorded: [0-9a-f]{12}…, 9 bytes$/,
    );
  });

  it("is told from another run whose folder it was moved to", async () => {
    const { path, verify, manifest } = await smallRun();
    await rename(path, `${path}-2`);
    await mkdir(path);
    await rename(`${path}-2`, path);
    expect((await verify()).status).toBe("verified");
    await editManifest(path, (document) => {
      document["run_id"] = "20200101T000000Z-abcdef";
      document["root_sha256"] = rootHash(document);
    });
    expect((await verify()).findings).toEqual([
      {
        kind: "manifest",
        path: "manifest.json",
        what: `is of run 20200101T000000Z-abcdef, in the folder of ${manifest.run_id}`,
      },
    ]);
  });
});

describe("a run of another version of Sluice", () => {
  it("is not blamed for schemas that have changed since; a note names its files", async () => {
    const stages = smallStages();
    const { path, manifest } = await run(stages, pipelineIn(await temporaryFolder()));
    const gates = manifest.stages
      .flatMap(({ writes }) => writes)
      .find((one) => one.path.endsWith("gates.json"));
    const text = JSON.stringify({ verdicts: "in another form" });
    await overwrite(join(path, gates!.path), text);
    await editManifest(path, (document) => {
      const content = JSON.stringify(document["stages"])
        .replace(gates!.sha256, sha256(text))
        .replace(
          `"bytes":${gates!.bytes},"sha256":"${sha256(text)}"`,
          `"bytes":${text.length},"sha256":"${sha256(text)}"`,
        );
      document["stages"] = JSON.parse(content);
      document["root_sha256"] = rootHash(document);
    });
    const found = await verifyRun(path, stages);
    expect(found).toMatchObject({ status: "verified", findings: [] });
    expect(found.notes).toEqual([
      "made by Sluice 0.1.0, code 000000000000…, whose schemas differ from those of this one: 50_diagnostics/gates.json",
    ]);
  });
});

describe("the root hash", () => {
  it("does not hang on the order of keys", async () => {
    const { path, verify } = await smallRun();
    await editManifest(path, (document) => {
      for (const name of Object.keys(document).reverse()) {
        const value = document[name];
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
        delete document[name];
        document[name] = value;
      }
    });
    expect((await verify()).status).toBe("verified");
  });
});
