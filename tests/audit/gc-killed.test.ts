import { cp, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openStore } from "../../lib/artefacts/store.ts";
import { collectGarbage } from "../../lib/audit/gc.ts";
import { verifyRun } from "../../lib/audit/verify.ts";
import { closeLeft, dieAt, installFaults } from "../pipeline/faults.ts";
import { smallStages } from "../pipeline/small.ts";
import { demoProject } from "./demo.ts";

installFaults();

/** Every run that is there is whole, and latest leads to one. */
async function expectWhole(artefacts: string, label: string) {
  const store = openStore(artefacts, "demo");
  const runs = await store.runIds();
  expect(runs, label).toContain((await readlink(join(store.path, "latest"))).split("/").at(-1));
  for (const runId of runs) {
    const { findings } = await verifyRun(store.run(runId).path, smallStages());
    expect(findings, label).toEqual([]);
  }
  return runs;
}

describe("a collection of garbage that is killed", () => {
  it("at any moment leaves every run that is still there whole, and the next one finishes it", async () => {
    const { folder, make } = await demoProject();
    const prepared = join(folder, "artefacts");
    for (const seed of [1, 2, 3]) await make({}, {}, seed);
    const copy = async (name: string) => {
      await cp(prepared, join(folder, name), { recursive: true, verbatimSymlinks: true });
      return join(folder, name);
    };
    const collect = (artefacts: string) => collectGarbage(openStore(artefacts, "demo"), 1);
    const undisturbed = await copy("undisturbed");
    const { points } = await dieAt(Infinity, () => collect(undisturbed));
    expect(points).toBeGreaterThan(10);
    const left = await expectWhole(undisturbed, "undisturbed");
    expect(left).toHaveLength(1);
    for (let at = 1; at <= points; at++) {
      const label = `killed at point ${at}`;
      const artefacts = await copy(`killed-${at}`);
      expect((await dieAt(at, () => collect(artefacts))).isDead, label).toBe(true);
      await closeLeft();
      await expectWhole(artefacts, label);
      await collect(artefacts);
      expect(await expectWhole(artefacts, label), label).toEqual(left);
      expect(await readdir(join(artefacts, "demo/runs")), label).toEqual(left);
    }
  });
});
