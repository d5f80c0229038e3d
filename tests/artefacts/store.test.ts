import { lstat, mkdir, readFile, readdir, readlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../lib/artefacts/hash.ts";
import { openStore, type Manifest, type RunFolder } from "../../lib/artefacts/store.ts";
import { overwrite, temporaryFolder } from "../temporary.ts";

const HASH = sha256("");

function manifest(runId: string): Manifest {
  return {
    format: 2,
    run_id: runId,
    pipeline: "demo",
    cell: null,
    status: "done",
    started_at: "2024-01-01T00:00:00.000Z",
    finished_at: "2024-01-01T00:00:01.000Z",
    by: null,
    labels: {},
    request: { only: [], from: [], until: [], force: [], set: [] },
    sluice: "0.1.0",
    tools: null,
    git: null,
    code_sha256: HASH,
    config_sha256: HASH,
    policy: "publish",
    adequacy: null,
    inputs: [],
    gates: [],
    waivers: [],
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
    return { store, first, second: await store.create("r2"), records };
  }
  const stageOf = (run: RunFolder, name: string) => join(run.path, "40_decomposition", name);

  it("gives the files that the record names, byte for byte and no others", async () => {
    const { first, second, records } = await twoRuns();
    await writeFile(stageOf(first, ".DS_Store"), "");
    expect(await second.adoptStage("40_decomposition", records)).toBe(true);
    expect(await readdir(join(second.path, "40_decomposition"))).toEqual(["a.csv", "b.json"]);
    expect(await readFile(stageOf(second, "a.csv"), "utf8")).toBe("x,y\n");
  });

  it("shares the bytes on the disk: one file under several names, which nobody may write to", async () => {
    const { first, second, records } = await twoRuns();
    await second.adoptStage("40_decomposition", records);
    const [before, after] = await Promise.all([
      lstat(stageOf(first, "a.csv")),
      lstat(stageOf(second, "a.csv")),
    ]);
    expect(after.ino).toBe(before.ino);
    expect(after.mode & 0o222).toBe(0);
  });

  it("does not need the earlier run's folder", async () => {
    const { first, second, records } = await twoRuns();
    await first.remove();
    expect(await second.adoptStage("40_decomposition", records)).toBe(true);
    expect(await readFile(stageOf(second, "b.json"), "utf8")).toBe("{}");
  });

  it.each([
    ["one byte is another", "x;y\n"],
    ["a byte is missing", "x,y"],
    ["a byte is added", "x,y\n\n"],
  ])("is refused when %s, and nothing is left", async (_, text) => {
    const { store, first, second, records } = await twoRuns();
    await overwrite(stageOf(first, "a.csv"), text);
    expect(await store.holds(records)).toBe(false);
    expect(await second.adoptStage("40_decomposition", records)).toBe(false);
    expect(await readdir(second.path)).toEqual([]);
  });

  it("works again once the stage was written anew, and does not mend the damaged run in secret", async () => {
    const { store, first, second, records } = await twoRuns();
    await overwrite(stageOf(first, "a.csv"), "damaged");
    const again = await second.writeStage("40_decomposition", fill({ "a.csv": "x,y\n", "b.json": "{}" }));
    expect(again).toEqual(records);
    expect(await readFile(stageOf(first, "a.csv"), "utf8")).toBe("damaged");
    expect(await (await store.create("r3")).adoptStage("40_decomposition", records)).toBe(true);
  });

  it("is refused when a file was never there, and nothing is left", async () => {
    const { second, records } = await twoRuns();
    const gone = [...records, { path: "40_decomposition/c.csv", bytes: 0, sha256: HASH }];
    expect(await second.adoptStage("40_decomposition", gone)).toBe(false);
    expect(await readdir(second.path)).toEqual([]);
  });

  it("is refused when the shared bytes were swept away with the last run that held them", async () => {
    const { store, first, second, records } = await twoRuns();
    expect(await store.objects.sweep(true)).toEqual({ objects: 0, bytes: 0 });
    await first.remove();
    expect(await store.objects.sweep(true)).toEqual({ objects: 2, bytes: 6 });
    expect(await store.holds(records)).toBe(true);
    expect(await store.objects.sweep(false)).toEqual({ objects: 2, bytes: 6 });
    expect(await second.adoptStage("40_decomposition", records)).toBe(false);
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
    ["of a format to come", JSON.stringify({ ...manifest("r1"), format: 3 })],
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
