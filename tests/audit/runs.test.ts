import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openStore, type Store } from "../../lib/artefacts/store.ts";
import { findRun, locateRun } from "../../lib/audit/runs.ts";
import { temporaryFolder } from "../temporary.ts";

const IDS = ["20260101T000000Z-aaaaaa", "20260102T000000Z-aaaaaa", "20260102T000000Z-bbbbbb"];

async function storeWith(ids: readonly string[]): Promise<Store> {
  const store = openStore(await temporaryFolder(), "demo");
  for (const id of ids) await store.create(id);
  return store;
}

describe("a run that a person names", () => {
  it("is found by its whole id", async () => {
    const store = await storeWith(IDS);
    expect((await findRun(IDS[1]!, store)).runId).toBe(IDS[1]);
  });

  it("is found by a beginning that no other run has", async () => {
    const store = await storeWith(IDS);
    expect((await findRun("20260101", store)).runId).toBe(IDS[0]);
    expect((await findRun("20260102T000000Z-b", store)).runId).toBe(IDS[2]);
  });

  it("is found by its whole id also where another id begins with it", async () => {
    const store = await storeWith([...IDS, `${IDS[0]!}-2`]);
    expect((await findRun(IDS[0]!, store)).runId).toBe(IDS[0]);
  });

  it("is the one that `latest` leads to", async () => {
    const store = await storeWith(IDS);
    await store.setLatest(IDS[0]!);
    expect((await findRun("latest", store)).runId).toBe(IDS[0]);
  });

  it.each([
    ["20260102", `2 runs begin with "20260102"`, `write more of it: ${IDS[2]!}, ${IDS[1]!}`],
    ["20260101T000000Z-aaaaab", `there is no run "20260101T000000Z-aaaaab"`, `did you mean ${IDS[0]!}?`],
    ["1999", `there is no run "1999"`, `sluice history lists the runs; the newest is ${IDS[2]!}`],
    ["", `there is no run ""`, `sluice history lists the runs; the newest is ${IDS[2]!}`],
    ["latest", "there is no complete run yet", "make one: sluice run"],
  ])("%j that is not one run is told, with what to write instead", async (name, what, fix) => {
    const store = await storeWith(IDS);
    const where = store.path;
    await expect(findRun(name, store)).rejects.toMatchObject({ problems: [{ what, where, fix }] });
  });

  it("in a folder without any run is told to make one", async () => {
    const store = await storeWith([]);
    await expect(findRun("x", store)).rejects.toMatchObject({
      problems: [{ fix: "no run was made here yet: sluice run" }],
    });
  });
});

describe("a run named by the path of its folder", () => {
  it("needs no pipeline file, and `latest` gives its own name", async () => {
    const store = await storeWith(IDS);
    await store.setLatest(IDS[1]!);
    const place = { file: "/nowhere/pipeline.yaml", cwd: join(store.path, "..") };
    const found = await locateRun("demo/latest", place);
    expect(found.run.runId).toBe(IDS[1]);
    expect(await found.store.runIds()).toEqual([...IDS].reverse());
  });

  it("that is no folder is told", async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, "file"), "");
    for (const name of ["./file", "./nothing"])
      await expect(locateRun(name, { file: "pipeline.yaml", cwd })).rejects.toMatchObject({
        problems: [{ what: "is no folder", where: join(cwd, name) }],
      });
  });
});

describe("the pipeline file", () => {
  it("says under which name and where its runs lie", async () => {
    const cwd = await temporaryFolder();
    const text = [
      "version: 1",
      "pipeline: demo",
      "artefacts: kept",
      "inputs: { data: data.csv, model: model.nc }",
      "columns: { target: sales, channels: [tv] }",
    ];
    await writeFile(join(cwd, ".sluice-root"), "");
    await writeFile(join(cwd, "pipeline.yaml"), text.join("\n"));
    await mkdir(join(cwd, "kept/demo/runs", IDS[0]!), { recursive: true });
    const { run } = await locateRun(IDS[0]!, { file: join(cwd, "pipeline.yaml"), cwd });
    expect(run.path).toBe(join(cwd, "kept/demo/runs", IDS[0]!));
  });

  it("that is not there is told", async () => {
    const cwd = await temporaryFolder();
    await expect(locateRun("latest", { file: join(cwd, "pipeline.yaml"), cwd })).rejects.toThrow(
      "pipeline.yaml",
    );
  });
});
