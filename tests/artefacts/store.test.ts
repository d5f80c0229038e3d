import { lstat, mkdir, readFile, readdir, readlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../lib/artefacts/hash.ts";
import { openStore, type Manifest } from "../../lib/artefacts/store.ts";
import { temporaryFolder } from "../temporary.ts";

const HASH = sha256("");

function manifest(runId: string): Manifest {
  return {
    format: 1,
    run_id: runId,
    pipeline: "demo",
    status: "done",
    started_at: "2024-01-01T00:00:00.000Z",
    finished_at: "2024-01-01T00:00:01.000Z",
    sluice: "0.1.0",
    code_sha256: HASH,
    config_sha256: HASH,
    policy: "publish",
    adequacy: null,
    inputs: [],
    gates: [],
    stages: [],
    warnings: [],
    root_sha256: HASH,
  };
}

async function storeWithRun(runId: string) {
  const store = openStore(await temporaryFolder(), "demo");
  return { store, run: await store.create(runId) };
}

const fill = (files: Readonly<Record<string, string>>) => async (folder: string) => {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
};

describe("a stage in a run's folder", () => {
  it("appears whole, by name, with the size and hash of every file", async () => {
    const { run } = await storeWithRun("r1");
    const records = await run.writeStage("60_response_curves", async (folder) => {
      await fill({ "b.csv": "abc", "a.json": "" })(folder);
      expect(await readdir(run.path)).toEqual([".60_response_curves.tmp"]);
    });
    expect(records).toEqual([
      { path: "60_response_curves/a.json", bytes: 0, sha256: HASH },
      { path: "60_response_curves/b.csv", bytes: 3, sha256: sha256("abc") },
    ]);
    expect(await readdir(run.path)).toEqual(["60_response_curves"]);
  });

  it("does not appear at all when writing it fails, and no temporary folder stays", async () => {
    const { run } = await storeWithRun("r1");
    const failing = run.writeStage("60_response_curves", async (folder) => {
      await fill({ "a.json": "half" })(folder);
      throw new Error("no more");
    });
    await expect(failing).rejects.toThrow("no more");
    expect(await readdir(run.path)).toEqual([]);
  });

  it("is not written over: a second attempt fails and the first stays as it is", async () => {
    const { run } = await storeWithRun("r1");
    await run.writeStage("60_response_curves", fill({ "a.json": "first" }));
    await expect(run.writeStage("60_response_curves", fill({ "a.json": "second" }))).rejects.toThrow();
    expect(await readdir(run.path)).toEqual(["60_response_curves"]);
    expect(await readFile(join(run.path, "60_response_curves/a.json"), "utf8")).toBe("first");
  });

  it("starts from an empty folder even when a crash left a temporary one", async () => {
    const { run } = await storeWithRun("r1");
    await mkdir(join(run.path, ".60_response_curves.tmp"));
    await writeFile(join(run.path, ".60_response_curves.tmp", "stale.csv"), "");
    await run.writeStage("60_response_curves", fill({ "a.json": "" }));
    expect(await readdir(join(run.path, "60_response_curves"))).toEqual(["a.json"]);
  });
});

describe("taking over a stage of an earlier run", () => {
  async function twoRuns() {
    const { store, run: first } = await storeWithRun("r1");
    const records = await first.writeStage("40_decomposition", fill({ "a.csv": "x,y\n", "b.json": "{}" }));
    return { first, second: await store.create("r2"), records };
  }

  it("copies the files that the record names, byte for byte", async () => {
    const { first, second, records } = await twoRuns();
    await writeFile(join(first.path, "40_decomposition/.DS_Store"), "");
    expect(await second.adoptStage("40_decomposition", first, records)).toBe(true);
    expect(await readdir(join(second.path, "40_decomposition"))).toEqual(["a.csv", "b.json"]);
    expect(await readFile(join(second.path, "40_decomposition/a.csv"), "utf8")).toBe("x,y\n");
  });

  it("leaves the earlier run alone when the copy is changed later", async () => {
    const { first, second, records } = await twoRuns();
    await second.adoptStage("40_decomposition", first, records);
    await writeFile(join(second.path, "40_decomposition/a.csv"), "changed");
    expect(await readFile(join(first.path, "40_decomposition/a.csv"), "utf8")).toBe("x,y\n");
  });

  it.each([
    ["one byte is another", "x;y\n"],
    ["a byte is missing", "x,y"],
    ["a byte is added", "x,y\n\n"],
  ])("is refused when %s, and nothing is left", async (_, text) => {
    const { first, second, records } = await twoRuns();
    await writeFile(join(first.path, "40_decomposition/a.csv"), text);
    expect(await second.adoptStage("40_decomposition", first, records)).toBe(false);
    expect(await readdir(second.path)).toEqual([]);
  });

  it("is refused when a file is gone, and nothing is left", async () => {
    const { first, second, records } = await twoRuns();
    const gone = [...records, { path: "40_decomposition/c.csv", bytes: 0, sha256: HASH }];
    expect(await second.adoptStage("40_decomposition", first, gone)).toBe(false);
    expect(await readdir(second.path)).toEqual([]);
  });
});

describe("a manifest", () => {
  it("is read back as written, and no temporary file stays", async () => {
    const { run } = await storeWithRun("r1");
    await run.writeManifest(manifest("r1"));
    expect(await run.readManifest()).toEqual(manifest("r1"));
    expect(await readdir(run.path)).toEqual(["manifest.json"]);
  });

  it("that its schema does not allow is not written", async () => {
    const { run } = await storeWithRun("r1");
    await expect(run.writeManifest({ ...manifest("r1"), root_sha256: "short" })).rejects.toThrow(
      "root_sha256",
    );
    expect(await readdir(run.path)).toEqual([]);
  });

  it.each([
    ["missing", null],
    ["empty", ""],
    ["truncated", JSON.stringify(manifest("r1")).slice(0, -20)],
    ["of another format", JSON.stringify({ ...manifest("r1"), format: 2 })],
    ["edited into an unknown status", JSON.stringify({ ...manifest("r1"), status: "fine" })],
    ["without its root hash", JSON.stringify({ ...manifest("r1"), root_sha256: undefined })],
    ["no object", "[]"],
  ])("that is %s is null", async (_, text) => {
    const { run } = await storeWithRun("r1");
    if (text !== null) await writeFile(join(run.path, "manifest.json"), text);
    expect(await run.readManifest()).toBeNull();
  });
});

describe("a store", () => {
  it("never gives two runs one folder", async () => {
    const { store } = await storeWithRun("r1");
    await expect(store.create("r1")).rejects.toMatchObject({ code: "EEXIST" });
  });

  it("lists runs newest first, without hidden entries; none where nothing was written", async () => {
    const store = openStore(await temporaryFolder(), "demo");
    expect(await store.runIds()).toEqual([]);
    await store.create("20240102T000000Z-aaaaaa");
    await store.create("20240101T000000Z-ffffff");
    await mkdir(join(store.path, "runs", ".trash"));
    expect(await store.runIds()).toEqual(["20240102T000000Z-aaaaaa", "20240101T000000Z-ffffff"]);
  });

  it("points latest at a run by a relative link, replaced in one step", async () => {
    const { store } = await storeWithRun("r1");
    await store.create("r2");
    const latest = join(store.path, "latest");
    await store.setLatest("r1");
    expect(await readlink(latest)).toBe(join("runs", "r1"));
    const before = await lstat(latest);
    await writeFile(join(store.path, ".latest.tmp"), "left by a crash");
    await store.setLatest("r2");
    expect(await readlink(latest)).toBe(join("runs", "r2"));
    expect((await lstat(latest)).ino).not.toBe(before.ino);
    expect((await readdir(store.path)).sort()).toEqual(["latest", "runs"]);
  });

  it("removes a run with all that is in it", async () => {
    const { store, run } = await storeWithRun("r1");
    await run.writeStage("40_decomposition", fill({ "a.csv": "" }));
    await run.remove();
    expect(await store.runIds()).toEqual([]);
  });
});
