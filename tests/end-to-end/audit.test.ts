import { appendFile, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fingerprintFile } from "../../lib/artefacts/hash.ts";
import { rootHash } from "../../lib/artefacts/manifest.ts";
import type { SchemaTypes } from "../../lib/schema/generated.ts";
import { edit, newProject, sluice } from "./project.ts";

let project: string;
let runId: string;
const ask = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await sluice([...args, "--json"], { cwd: project });
  expect(stderr).toBe("");
  return { code, answer: JSON.parse(stdout) as unknown };
};

beforeAll(async () => {
  project = await newProject("robyn_weekly");
  const { code, answer } = await ask("run");
  expect(code).toBe(0);
  runId = (answer as { run_id: string }).run_id;
});
afterAll(() => rm(project, { recursive: true, force: true }));

const inRun = (path: string) => join(project, "artefacts/robyn_weekly/runs", runId, path);

/** Changes a file of the project, looks, and puts it back. */
async function whileChanged<T>(
  file: string,
  change: () => Promise<unknown>,
  look: () => Promise<T>,
): Promise<T> {
  const kept = await readFile(file);
  try {
    await change();
    return await look();
  } finally {
    await writeFile(file, kept);
  }
}

describe("verify", () => {
  const verify = async (...args: readonly string[]) => {
    const { code, answer } = await ask("verify", ...args);
    return { code, found: answer as SchemaTypes["verification"] };
  };

  it("finds the example's run whole, with every artefact held against its schema", async () => {
    const { code, found } = await verify();
    expect(code).toBe(0);
    expect(found).toMatchObject({ run_id: runId, status: "verified", recomputed: null, findings: [] });
    expect(found.schemas_checked).toBe(found.files);
    expect(found.files).toBeGreaterThan(40);
  });

  it("computes it anew to the same bytes, also where the pipeline file has changed since", async () => {
    const file = join(project, "pipeline.yaml");
    const { code, found } = await whileChanged(
      file,
      () => edit(file, "curves: model", "curves: fit"),
      () => verify(runId, "--recompute"),
    );
    expect({ code, findings: found.findings }).toEqual({ code: 0, findings: [] });
    expect(found.recomputed).toBe(found.files);
  });

  it("says that an input has changed since, and computes nothing from it", async () => {
    const file = join(project, "data.csv");
    const { code, found } = await whileChanged(
      file,
      () => edit(file, /(2015-12-07,[\d.]+),[\d.]+/, "$1,1"),
      () => verify("--recompute"),
    );
    expect(code).toBe(6);
    expect(found).toMatchObject({ recomputed: 0, findings: [{ kind: "recompute", path: "data.csv" }] });
    expect(found.findings[0]?.what).toMatch(
      /^input is not what the run read \(SHA-256 \w{12}…, now \w{12}…\)/,
    );
  });

  it("names a changed file for people, and the run by the beginning of its id", async () => {
    const results = inRun("70_optimisation/optimization_results.csv");
    const { code, stdout } = await whileChanged(
      results,
      () => appendFile(results, "\n"),
      () => sluice(["verify", runId.slice(0, 10)], { cwd: project }),
    );
    expect(code).toBe(6);
    expect(stdout).toMatch(/^changed {3}70_optimisation\/optimization_results\.csv: has SHA-256/m);
    expect(stdout).toMatch(/^not as recorded: run /m);
  });

  it("finds by computing anew what was forged together with its record and the root hash", async () => {
    const [report, manifest] = [inRun("80_interpretation/report.md"), inRun("manifest.json")];
    const forge = async () => {
      const before = await fingerprintFile(report);
      await edit(report, "Usable with care", "Wholly sure");
      const { sha256, bytes } = await fingerprintFile(report);
      const record = new RegExp(`"bytes": ${before.bytes},(\\s+)"sha256": "${before.sha256}"`);
      await edit(manifest, record, `"bytes": ${bytes},$1"sha256": "${sha256}"`);
      const document = JSON.parse(await readFile(manifest, "utf8")) as Record<string, unknown>;
      await writeFile(manifest, JSON.stringify({ ...document, root_sha256: rootHash(document) }));
    };
    const [plain, anew] = await whileChanged(
      manifest,
      () => Promise.resolve(),
      () => whileChanged(report, forge, async () => [await verify(), await verify("--recompute")] as const),
    );
    expect(plain.found.findings).toEqual([]);
    expect(anew.code).toBe(6);
    expect(anew.found.findings).toMatchObject([{ kind: "recompute", path: "80_interpretation/report.md" }]);
  });

  it("names the nearest run where there is none of that name", async () => {
    const { code, answer } = await ask("verify", `${runId.slice(0, -1)}x`);
    expect(code).toBe(2);
    expect(answer).toMatchObject({ status: "invalid", problems: [{ fix: `did you mean ${runId}?` }] });
  });

  it("needs no pipeline file where the run's folder is named", async () => {
    const path = join(project, "artefacts/robyn_weekly/latest");
    const { code } = await sluice(["verify", path], { cwd: join(project, "..") });
    expect(code).toBe(0);
  });
});
