import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { takeLock } from "../../lib/artefacts/lock.ts";
import { openStore } from "../../lib/artefacts/store.ts";
import { collectGarbage, heldBy, planGc } from "../../lib/audit/gc.ts";
import { verifyRun } from "../../lib/audit/verify.ts";
import { gcCommand } from "../../lib/cli/gc.ts";
import { parse } from "../../lib/schema/parse.ts";
import { call } from "../cli/in-process.ts";
import { cellsOf } from "../../lib/config/matrix.ts";
import { pipelineIn, run, smallStages } from "../pipeline/small.ts";
import { snapshot, temporaryFolder } from "../temporary.ts";
import { demoProject } from "./demo.ts";

async function demo() {
  const { folder, make } = await demoProject();
  const store = openStore(join(folder, "artefacts"), "demo");
  /** A run that took nothing over from another. */
  let seed = 10;
  const fresh = (labels = {}) => make({}, labels, (seed += 1));
  return { folder, make, store, fresh };
}

describe("what gc would remove", () => {
  it("is every run beyond the newest, but what is labelled or `latest`", async () => {
    const { store, fresh } = await demo();
    const labelled = await fresh({ ticket: "MMM-1" });
    const old = await fresh();
    const recent = await fresh();
    const newest = await fresh();
    const report = await planGc(store, 2);
    expect(report).toMatchObject({
      dry_run: true,
      kept: [
        { run_id: newest.runId, because: ["latest", "one of the newest 2"] },
        { run_id: recent.runId, because: ["one of the newest 2"] },
        { run_id: labelled.runId, because: ["labelled ticket=MMM-1"] },
      ],
      removed: [old.runId],
    });
    expect(parse("gc_report", report, "gc")).toEqual(report);
  });

  it("is no run whose work a run that stays took over, at first or at second hand", async () => {
    const { make, store, fresh } = await demo();
    const source = await make();
    const other = await fresh();
    const second = await make();
    const newest = await make();
    const { kept, removed } = await planGc(store, 1);
    expect(kept.map(({ run_id }) => run_id)).toEqual([newest.runId, source.runId]);
    expect(kept[1]?.because).toEqual([`${newest.runId} took over its work`]);
    expect(removed).toEqual([second.runId, other.runId]);
  });

  it("is no run whose manifest is damaged, but one that did not end", async () => {
    const { store, fresh } = await demo();
    const damaged = await fresh();
    const unfinished = await fresh();
    await fresh();
    await writeFile(join(damaged.path, "manifest.json"), "{");
    await rm(join(unfinished.path, "manifest.json"));
    const { kept, removed } = await planGc(store, 1);
    expect(kept.at(-1)).toEqual({
      run_id: damaged.runId,
      because: ["its manifest is damaged: sluice verify says how"],
    });
    expect(removed).toEqual([unfinished.runId]);
  });

  it("keeps a run whose work a run of another cell took over", async () => {
    const folder = await temporaryFolder();
    const runOf = (brand: string, seed: number, reuse = true) => {
      const [cell = null] = cellsOf({ brand: [brand] }, () => "");
      return run(smallStages(), { ...pipelineIn(folder, { seed }), cell }, { reuse });
    };
    const lender = await runOf("a", 1);
    await runOf("b", 1);
    await runOf("a", 2, false);
    const [a, b] = ["brand=a", "brand=b"].map((name) => openStore(folder, "demo", name));
    expect((await planGc(a!, 1)).removed).toEqual([lender.runId]);
    const held = await heldBy([{ name: "brand=b", store: b! }]);
    const { kept, removed } = await planGc(a!, 1, held);
    expect(removed).toEqual([]);
    expect(kept.at(-1)).toEqual({
      run_id: lender.runId,
      because: ["a run of brand=b took over its work"],
    });
  });

  it("frees what no run that stays shares", async () => {
    const { store, fresh } = await demo();
    const old = await fresh();
    const newest = await fresh();
    const hashes = new Set(
      newest.manifest.stages.flatMap(({ writes }) => writes).map(({ sha256 }) => sha256),
    );
    const own = new Map(
      old.manifest.stages
        .flatMap(({ writes }) => writes)
        .filter(({ sha256 }) => !hashes.has(sha256))
        .map(({ sha256, bytes }) => [sha256, bytes]),
    );
    expect(own.size).toBeGreaterThan(0);
    expect((await planGc(store, 1)).freed_bytes).toBe([...own.values()].reduce((sum, one) => sum + one, 0));
  });
});

describe("gc", () => {
  it("removes what the plan lets go and its content, and leaves every other run whole", async () => {
    const { folder, store, fresh } = await demo();
    const old = await fresh();
    const newest = await fresh();
    const objects = async () =>
      Object.keys(await snapshot(join(folder, "artefacts/demo/cache/objects"))).filter(
        (name) => name.length > 10,
      );
    const before = await objects();
    expect(await collectGarbage(store, 1)).toMatchObject({ dry_run: false, removed: [old.runId] });
    expect(await readdir(join(folder, "artefacts/demo/runs"))).toEqual([newest.runId]);
    expect(await readdir(join(folder, "artefacts/demo/events"))).toEqual([`${newest.runId}.jsonl`]);
    expect((await objects()).length).toBeLessThan(before.length);
    expect(await verifyRun(newest.path, smallStages())).toMatchObject({ status: "verified" });
  });

  it("finishes what an earlier gc that was killed had begun", async () => {
    const { folder, store, fresh } = await demo();
    const { runId } = await fresh();
    await mkdir(join(folder, "artefacts/demo/runs/.gc-20200101T000000Z-abcdef/00_run_metadata"), {
      recursive: true,
    });
    await collectGarbage(store, 1);
    expect(await readdir(join(folder, "artefacts/demo/runs"))).toEqual([runId]);
  });

  const gc = (folder: string, options: { dryRun?: boolean; json?: boolean } = {}) => {
    const { dryRun = false, json = false } = options;
    const given = { pipeline: "pipeline.yaml", verbose: false, keep: 1, dryRun, json };
    return call(folder, (context) => gcCommand(given, context), { json });
  };

  it("on a dry run says what would go and why the others stay, and removes nothing", async () => {
    const { folder, fresh } = await demo();
    const [old, newest] = [await fresh(), await fresh()];
    const before = await snapshot(folder);
    const { code, stdout } = await gc(folder, { dryRun: true });
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.slice(0, 2)).toEqual([
      `keep          ${newest.runId}  latest; one of the newest 1`,
      `would remove  ${old.runId}`,
    ]);
    expect(lines[2]).toMatch(/^1 runs stay, 1 would go \(0\.0 MB\)$/);
    expect(await snapshot(folder)).toEqual(before);
  });

  it("removes nothing while a run is under way, and says whose", async () => {
    const { folder, store, fresh } = await demo();
    await fresh();
    await fresh();
    const owner = { host: hostname(), pid: process.pid, now: () => new Date(), isAlive: () => true };
    const waiting = { signal: new AbortController().signal, isPatient: false, onWait: () => undefined };
    const lock = await takeLock(store.lockFolder, owner, waiting);
    const { code, stdout } = await gc(folder, { json: true });
    expect(code).toBe(2);
    expect(stdout).toContain(`another run has these artefacts: process ${process.pid} on`);
    expect(await readdir(join(folder, "artefacts/demo/runs"))).toHaveLength(2);
    await lock.release();
    expect((await gc(folder, { json: true })).code).toBe(0);
    expect(await readdir(join(folder, "artefacts/demo/runs"))).toHaveLength(1);
  });

  it("has nothing to do, and makes no folder, where there is no run", async () => {
    const { folder } = await demo();
    const { code, stdout } = await gc(folder);
    expect([code, stdout]).toEqual([0, "0 runs stay, 0 are gone (0.0 MB)\n"]);
    expect(await readdir(folder)).not.toContain("artefacts");
  });
});
