import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { thisHost } from "../../lib/cli/host.ts";
import { verifyRun } from "../../lib/audit/verify.ts";
import { InputError } from "../../lib/errors.ts";
import { parse } from "../../lib/schema/parse.ts";
import { defineStage } from "../../lib/stage.ts";
import { temporaryFolder } from "../temporary.ts";
import { customProject, shellStage } from "./custom-project.ts";
import { letters, pipelineIn, run, smallStages } from "./small.ts";

const linesOf = async (artefacts: string, runId: string) =>
  (await readFile(join(artefacts, "demo/events", `${runId}.jsonl`), "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => parse("run_event", JSON.parse(line) as unknown, "events"));

const kinds = (lines: readonly { readonly kind: string }[]) => [...new Set(lines.map(({ kind }) => kind))];

describe("the event log of a run", () => {
  it("tells beside the run, line by line under its schema, all that listeners are told", async () => {
    const artefacts = await temporaryFolder();
    const result = await run(smallStages(), pipelineIn(artefacts), { host: thisHost() });
    const lines = await linesOf(artefacts, result.runId);
    expect(lines).toEqual(result.events);
    expect(lines[0]).toMatchObject({
      kind: "run_started",
      run_id: result.runId,
      pid: process.pid,
      pipeline: "demo",
      cell: null,
    });
    expect(lines.filter(({ kind }) => kind === "stage_planned")).toHaveLength(6);
    expect(lines).toContainEqual(
      expect.objectContaining({ kind: "gate_judged", gate: "g4", status: "pass", because: [] }),
    );
    expect(lines.at(-1)).toMatchObject({
      kind: "run_finished",
      status: "done",
      adequacy: result.manifest.adequacy,
      root_sha256: result.manifest.root_sha256,
    });
    const times = lines.map(({ time }) => time);
    expect(times).toEqual(times.toSorted());
  });

  it("is no part of the run: what is sealed has no time in it, and verify finds nothing extra", async () => {
    const artefacts = await temporaryFolder();
    const { path } = await run(smallStages(), pipelineIn(artefacts));
    expect((await readdir(path)).filter((name) => name.includes("event"))).toEqual([]);
    expect(await verifyRun(path, smallStages())).toMatchObject({ status: "verified", findings: [] });
  });

  it("tells of stages that are taken over, blocked, failed and skipped", async () => {
    const artefacts = await temporaryFolder();
    await run(smallStages(), pipelineIn(artefacts));
    const again = await run(smallStages({ divergenceShare: 0.5 }), pipelineIn(artefacts), {
      selection: { only: [], from: [], until: [], force: ["50_diagnostics"] },
    });
    const lines = await linesOf(artefacts, again.runId);
    expect(lines).toContainEqual(
      expect.objectContaining({ kind: "stage_reused", stage: "10_pre_diagnostics" }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ kind: "stage_blocked", stage: "70_optimisation", gates: ["g4"] }),
    );
    const failing = smallStages({ words: () => Promise.reject(new Error("no words")) });
    const failed = await run(failing, pipelineIn(artefacts), { reuse: false });
    expect(kinds(await linesOf(artefacts, failed.runId))).toEqual(
      expect.arrayContaining(["stage_failed", "stage_skipped", "run_finished"]),
    );
  });

  it("can be followed while the run is under way", async () => {
    const artefacts = await temporaryFolder();
    let seen: string[] = [];
    const words = async () => {
      const [name = ""] = await readdir(join(artefacts, "demo/events"));
      seen = kinds(await linesOf(artefacts, name.replace(".jsonl", "")));
      return "words";
    };
    await run(smallStages({ words }), pipelineIn(artefacts));
    expect(seen).toEqual(["run_started", "stage_planned", "stage_started", "stage_done"]);
  });

  it("leaves what a program prints to the program's own log", async () => {
    const project = await customProject(shellStage("echo hello; echo made > {{out}}/out.txt"));
    const { runId, events } = await project.run();
    expect(kinds(events)).toContain("output");
    expect(kinds(await linesOf(project.artefacts, runId))).not.toContain("output");
  });

  it("goes with a run that is refused", async () => {
    const artefacts = await temporaryFolder();
    const refusing = smallStages({
      letters: () => Promise.reject(new InputError({ what: "no", where: "", fix: "" })),
    });
    await expect(run(refusing, pipelineIn(artefacts))).rejects.toThrow(InputError);
    expect(await readdir(join(artefacts, "demo/events"))).toEqual([]);
  });

  it("that cannot be written does not stop the run", async () => {
    const artefacts = await temporaryFolder();
    await mkdir(join(artefacts, "demo"));
    await writeFile(join(artefacts, "demo/events"), "");
    expect((await run(smallStages(), pipelineIn(artefacts))).status).toBe("done");
  });

  it("has how far a stage has come, and how long the rest will take", async () => {
    const artefacts = await temporaryFolder();
    const counting = defineStage({
      id: "10_pre_diagnostics",
      title: "count",
      needs: [],
      reads: {},
      writes: { letters },
      options: "pre_diagnostics.options",
      run(_inputs, _options, context) {
        context.progress("counting", { done: 3, total: 3 });
        return { letters: "abc" };
      },
    });
    const { runId } = await run([counting], pipelineIn(artefacts));
    expect(await linesOf(artefacts, runId)).toContainEqual(
      expect.objectContaining({ kind: "progress", message: "counting", done: 3, total: 3 }),
    );
  });
});
