import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openStore } from "../../lib/artefacts/store.ts";
import { headlineOf, runHistory } from "../../lib/audit/history.ts";
import { parse } from "../../lib/schema/parse.ts";
import { optimisationSummary } from "../../stages/artefacts.ts";
import { demoProject, example, put } from "./demo.ts";

const storeOf = (folder: string) => openStore(join(folder, "artefacts"), "demo");

describe("the history of a pipeline", () => {
  it("tells of each run who, when, how it ended and what it said, newest first", async () => {
    const { folder, make } = await demoProject();
    const first = await make({ divergenceShare: 0.5 }, { ticket: "MMM-1" });
    const second = await make({ divergenceShare: 0.0005 }, {}, 2);
    await put(optimisationSummary, second.path, example("optimisation_summary"));
    const rows = await runHistory(storeOf(folder), 20);
    expect(rows).toMatchObject([
      {
        run_id: second.runId,
        latest: true,
        status: "done",
        labels: {},
        adequacy: "warn",
        headline: headlineOf(example("optimisation_summary")),
        root_sha256: second.manifest.root_sha256,
      },
      {
        run_id: first.runId,
        latest: false,
        status: "blocked",
        started_at: first.manifest.started_at,
        labels: { ticket: "MMM-1" },
        adequacy: "fail",
        policy: "publish",
        headline: null,
      },
    ]);
    expect(rows[0]?.by).toMatch(/^.+@test$/);
    expect(rows[1]?.gates).toContain("g4 fail");
    expect(rows[0]?.gates).toContain("g4 warn");
    expect(parse("run_history", rows, "history")).toEqual(rows);
  });

  it("stops at the limit", async () => {
    const { folder, make } = await demoProject();
    await make();
    const { runId } = await make();
    expect((await runHistory(storeOf(folder), 1)).map(({ run_id }) => run_id)).toEqual([runId]);
  });

  it("tells of a run without a whole manifest only that it is unfinished", async () => {
    const { folder, make } = await demoProject();
    const { path, runId } = await make();
    await rm(join(path, "manifest.json"));
    expect(await runHistory(storeOf(folder), 20)).toMatchObject([
      { run_id: runId, status: "unfinished", started_at: null, by: null, gates: [], headline: null },
    ]);
  });

  it("is empty before the first run", async () => {
    const { folder } = await demoProject();
    expect(await runHistory(storeOf(folder), 20)).toEqual([]);
  });

  it("shows a run whose recommendation cannot be read without one", async () => {
    const { folder, make } = await demoProject();
    const { path } = await make();
    await mkdir(join(path, "70_optimisation"), { recursive: true });
    await put(optimisationSummary, path, { ...example("optimisation_summary"), gain: 1 });
    expect((await runHistory(storeOf(folder), 1))[0]?.headline).toMatchObject({ gain: 1 });
    await rm(join(path, optimisationSummary.path));
    expect((await runHistory(storeOf(folder), 1))[0]?.headline).toBeNull();
  });
});

describe("the headline", () => {
  it("states the gain as a share of what there is now", () => {
    const summary = { ...example("optimisation_summary"), gain: 10, current_contribution: 40 };
    expect(headlineOf(summary)?.gain_fraction).toBe(0.25);
  });

  it("states no share of nothing", () => {
    const summary = { ...example("optimisation_summary"), gain: 10, current_contribution: 0 };
    expect(headlineOf(summary)?.gain_fraction).toBeNull();
  });
});
