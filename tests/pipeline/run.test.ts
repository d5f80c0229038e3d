import { readFile, readdir, readlink, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hashOf } from "../../lib/artefacts/hash.ts";
import { openStore } from "../../lib/artefacts/store.ts";
import { verifyRun } from "../../lib/audit/verify.ts";
import { InputError, PlanError, StageError } from "../../lib/errors.ts";
import { MODEL_GATES } from "../../lib/gates/catalogue.ts";
import { thisHost } from "../../lib/cli/host.ts";
import { stampOf } from "../../lib/pipeline/input-stamps.ts";
import { diskProblem } from "../../lib/pipeline/disk.ts";
import { checkOptions, runPipeline } from "../../lib/pipeline/run.ts";
import { NOTHING_ASKED } from "../../lib/pipeline/selection.ts";
import { defineStage, source, type Reads, type Stage } from "../../lib/stage.ts";
import { overwrite, snapshot, temporaryFolder } from "../temporary.ts";
import { HASH, letters, pipelineIn, run, smallStages, statuses } from "./small.ts";

const STAGES = [
  "00_run_metadata",
  "10_pre_diagnostics",
  "20_model_fit",
  "50_diagnostics",
  "70_optimisation",
  "80_interpretation",
];

const all = (status: string) => Object.fromEntries(STAGES.map((stage) => [stage, status]));
const latestOf = (artefacts: string) => readlink(join(artefacts, "demo", "latest")).catch(() => null);
/** What people read: the runs and latest, without what runs share. */
const readable = async (artefacts: string) =>
  Object.fromEntries(
    Object.entries(await snapshot(artefacts)).filter(([name]) => !/^demo\/(cache|events)/.test(name)),
  );
const hidden = async (folder: string) =>
  (await readdir(folder, { recursive: true })).filter((name) => /(^|\/)\.|\.tmp$/.test(name));

describe("a run", () => {
  it("does every stage, points latest at itself, and tells what it does as it goes", async () => {
    const artefacts = await temporaryFolder();
    const result = await run(smallStages(), pipelineIn(artefacts));
    expect(result.status).toBe("done");
    expect(statuses(result)).toEqual(all("done"));
    expect(await readFile(join(result.path, "80_interpretation/book.txt"), "utf8")).toBe(
      "a sentence of words of letters 1",
    );
    expect(await latestOf(artefacts)).toBe(join("runs", result.runId));
    expect((await readdir(result.path)).sort()).toEqual([...STAGES, "manifest.json"]);
    expect(result.events.map(({ kind }) => kind)).toEqual([
      "run_started",
      ...STAGES.map(() => "stage_planned"),
      ...STAGES.flatMap((stage) => [
        "stage_started",
        "stage_done",
        ...(stage === "50_diagnostics" ? MODEL_GATES.map(() => "gate_judged") : []),
      ]),
      "run_finished",
    ]);
  });

  it("leaves a manifest that names every file with its hash, and whose root hash anyone can compute", async () => {
    const result = await run(smallStages(), pipelineIn(await temporaryFolder()));
    const text = await readFile(join(result.path, "manifest.json"), "utf8");
    const manifest = JSON.parse(text) as Record<string, unknown> & typeof result.manifest;
    expect(manifest).toEqual(result.manifest);
    const { root_sha256, ...content } = manifest;
    expect(content).toMatchObject({ format: 2, run_id: result.runId });
    expect(content.started_at < content.finished_at).toBe(true);
    expect(root_sha256).toBe(hashOf(content));
    const onDisk = await snapshot(result.path);
    const recorded = manifest.stages.flatMap(({ writes }) =>
      writes.map(({ path, sha256 }) => [path, sha256]),
    );
    const files = Object.entries(onDisk).filter(
      ([name, kind]) => kind !== "folder" && name !== "manifest.json",
    );
    expect(Object.fromEntries(recorded)).toEqual(Object.fromEntries(files));
  });

  it("gives two runs of one second two folders", async () => {
    const artefacts = await temporaryFolder();
    const now = () => new Date(Date.UTC(2030, 0, 1));
    const first = await run(smallStages(), pipelineIn(artefacts), { now });
    const second = await run(smallStages(), pipelineIn(artefacts), { now });
    expect([first.runId, second.runId].map((id) => id.split("-")[0])).toEqual([
      "20300101T000000Z",
      "20300101T000001Z",
    ]);
    expect([second.status, second.manifest.started_at]).toEqual(["done", "2030-01-01T00:00:00.000Z"]);
  });

  it("comes after all before it by its name, also where the clock went back, and says so", async () => {
    const artefacts = await temporaryFolder();
    const hours = [5, 3, 4, 1, 6];
    const ids: string[] = [];
    for (const [i, hour] of hours.entries()) {
      const now = () => new Date(Date.UTC(2030, 0, 1, hour));
      // Another configuration each time: the hash in a name must not decide the order.
      const { runId, manifest } = await run(
        smallStages(),
        pipelineIn(artefacts, {
          config: { ...pipelineIn(artefacts).sources.config, seed: i },
        }),
        { now },
      );
      ids.push(runId);
      expect(await latestOf(artefacts)).toBe(join("runs", runId));
      expect(manifest.started_at).toBe(now().toISOString());
      const isBehind = hour < Math.max(...hours.slice(0, i), 0);
      expect(manifest.warnings).toEqual(
        isBehind
          ? [
              expect.stringMatching(
                /^the clock says 2030-01-01T0\d.*, before the newest run was made/,
              ) as string,
            ]
          : [],
      );
    }
    expect(ids).toEqual([...ids].sort());
    expect(await openStore(artefacts, "demo").runIds()).toEqual(ids.toReversed());
  });

  it("that a clock which goes back finds in the midst of a run ends as any other", async () => {
    const artefacts = await temporaryFolder();
    let seconds = 1000;
    const now = () => new Date(Date.UTC(2030, 0, 1) + 1000 * seconds--);
    const first = await run(smallStages(), pipelineIn(artefacts), { now });
    const second = await run(smallStages(), pipelineIn(artefacts), { now });
    expect(statuses(second)).toMatchObject({ "80_interpretation": "reused" });
    expect(second.runId > first.runId).toBe(true);
    for (const { manifest } of [first, second])
      for (const stage of manifest.stages) expect(stage.seconds).toBeGreaterThanOrEqual(0);
    expect((await verifyRun(second.path, smallStages())).findings).toEqual([]);
  });

  it("refuses a pipeline that cannot be ordered before it makes a folder", async () => {
    const artefacts = await temporaryFolder();
    const [, second] = smallStages();
    await expect(run(second === undefined ? [] : [second], pipelineIn(artefacts))).rejects.toThrow(PlanError);
    expect(await readdir(artefacts)).toEqual([]);
  });

  it("refuses options that its stages object to, at their place, before it makes a folder", async () => {
    const artefacts = await temporaryFolder();
    const objecting = smallStages().map((stage): Stage => {
      const problem = { path: ["scenarios", 2], what: "cannot be", fix: "change it" };
      return stage.id === "70_optimisation" ? { ...stage, check: () => [problem] } : stage;
    });
    const expected = { where: "stages.70_optimisation.scenarios.2", what: "cannot be", fix: "change it" };
    expect(checkOptions(objecting, pipelineIn(artefacts))).toEqual([expected]);
    await expect(run(objecting, pipelineIn(artefacts))).rejects.toThrow(new InputError(expected));
    expect(await readdir(artefacts)).toEqual([]);
  });

  it("keeps what stages warn of, in the manifest and as it happens", async () => {
    const warning = defineStage({
      id: "00_run_metadata",
      title: "warn",
      needs: [],
      reads: {},
      writes: {},
      options: "run_metadata.options",
      run(_inputs, _options, context) {
        context.warn("read 25 as 25 %");
        return {};
      },
    });
    const result = await run([warning], pipelineIn(await temporaryFolder()));
    expect(result.manifest.warnings).toEqual(["read 25 as 25 %"]);
    expect(result.events).toContainEqual(
      expect.objectContaining({ kind: "warning", stage: "00_run_metadata", message: "read 25 as 25 %" }),
    );
  });

  it("closes what a stage hands over after its outputs are written, also when it fails", async () => {
    const order: string[] = [];
    const stage = (fails: boolean) =>
      defineStage({
        id: "10_pre_diagnostics",
        title: "open something",
        needs: [],
        reads: {},
        writes: { letters: { ...letters, write: () => Promise.resolve(void order.push("write")) } },
        options: "pre_diagnostics.options",
        run(_inputs, _options, context) {
          context.closeLater({ close: () => void order.push("close") });
          if (fails) throw new Error("no");
          return { letters: "" };
        },
      });
    await run([stage(false)], pipelineIn(await temporaryFolder()));
    expect(order).toEqual(["write", "close"]);
    await run([stage(true)], pipelineIn(await temporaryFolder()));
    expect(order).toEqual(["write", "close", "close"]);
  });

  it("lets a stage write nothing where it has nothing to say, and its readers see null", async () => {
    const mayWrite = { letters };
    const silent = defineStage({
      id: "10_pre_diagnostics",
      title: "say nothing",
      needs: [],
      reads: {},
      writes: {},
      mayWrite,
      options: "pre_diagnostics.options",
      run: () => ({ letters: null }),
    });
    const seen: unknown[] = [];
    const reader = defineStage({
      id: "20_model_fit",
      title: "read",
      needs: ["10_pre_diagnostics"],
      reads: {},
      readsIfPresent: { letters },
      writes: {},
      options: "model_fit.options",
      run(inputs) {
        seen.push(inputs.letters);
        return {};
      },
    });
    const result = await run([silent, reader], pipelineIn(await temporaryFolder()));
    expect(seen).toEqual([null]);
    expect(await readdir(join(result.path, "10_pre_diagnostics"))).toEqual([]);
  });
});

describe("reuse", () => {
  it("takes over every stage but the one that reads the clock, and says from where", async () => {
    const artefacts = await temporaryFolder();
    const first = await run(smallStages(), pipelineIn(artefacts));
    const environment = {
      ...pipelineIn(artefacts).sources.environment,
      started_at: "2024-02-02T00:00:00.000Z",
    };
    const second = await run(smallStages(), pipelineIn(artefacts, { environment }));
    expect(statuses(second)).toEqual({ ...all("reused"), "00_run_metadata": "done" });
    expect(second.manifest.stages[2]).toMatchObject({ reused_from: first.runId, seconds: 0 });
    const [a, b] = await Promise.all([snapshot(first.path), snapshot(second.path)]);
    for (const hashes of [a, b]) {
      delete hashes["manifest.json"];
      delete hashes["00_run_metadata/clock.txt"];
    }
    expect(b).toEqual(a);
    const third = await run(smallStages(), pipelineIn(artefacts, { environment }));
    expect(third.manifest.stages[2]?.reused_from).toBe(first.runId);
    expect(third.manifest.stages[0]).toMatchObject({ status: "reused", reused_from: second.runId });
  });

  it("runs what reads a changed source, and takes over what comes of it when that is unchanged", async () => {
    const artefacts = await temporaryFolder();
    const constant = { letters: () => "the same" };
    await run(smallStages(constant), pipelineIn(artefacts));
    const second = await run(smallStages(constant), pipelineIn(artefacts, { seed: 2 }));
    expect(statuses(second)).toEqual({ ...all("reused"), "10_pre_diagnostics": "done" });
    const third = await run(smallStages(), pipelineIn(artefacts, { seed: 3 }));
    expect(statuses(third)).toMatchObject({ "10_pre_diagnostics": "done", "20_model_fit": "done" });
  });

  it("runs a stage whose options have changed, and no other", async () => {
    const artefacts = await temporaryFolder();
    await run(smallStages(), pipelineIn(artefacts));
    const { config } = pipelineIn(artefacts).sources;
    const optimisation = { ...config.stages["70_optimisation"], total_budget: 5 };
    const changed = { ...config, stages: { ...config.stages, "70_optimisation": optimisation } };
    const second = await run(smallStages(), pipelineIn(artefacts, { config: changed }));
    expect(statuses(second)).toEqual({ ...all("reused"), "70_optimisation": "done" });
  });

  it("is not asked for with reuse: false", async () => {
    const artefacts = await temporaryFolder();
    await run(smallStages(), pipelineIn(artefacts));
    const second = await run(smallStages(), pipelineIn(artefacts), { reuse: false });
    expect(statuses(second)).toEqual(all("done"));
  });

  it("runs a stage anew when a byte of the earlier one has changed", async () => {
    const artefacts = await temporaryFolder();
    const first = await run(smallStages(), pipelineIn(artefacts));
    await overwrite(join(first.path, "20_model_fit/words.txt"), "tampered");
    const second = await run(smallStages(), pipelineIn(artefacts));
    expect(statuses(second)).toEqual({ ...all("reused"), "20_model_fit": "done" });
    expect(await readFile(join(second.path, "20_model_fit/words.txt"), "utf8")).toBe("words of letters 1");
  });

  it("goes by what a stage read and wrote, whatever became of the earlier run's manifest", async () => {
    const artefacts = await temporaryFolder();
    const first = await run(smallStages(), pipelineIn(artefacts));
    await overwrite(join(first.path, "manifest.json"), "{}");
    expect(statuses(await run(smallStages(), pipelineIn(artefacts)))).toEqual(all("reused"));
    await rm(first.path, { recursive: true });
    expect(statuses(await run(smallStages(), pipelineIn(artefacts)))).toEqual(all("reused"));
  });

  it.each(["", "{", '{"format": 2}', "[]"])("runs a stage whose result is noted as %j", async (text) => {
    const artefacts = await temporaryFolder();
    const first = await run(smallStages(), pipelineIn(artefacts));
    const { key } = first.manifest.stages[2] ?? {};
    await writeFile(join(artefacts, "demo/cache/results", `${key ?? ""}.json`), text);
    const second = await run(smallStages(), pipelineIn(artefacts));
    expect(statuses(second)).toEqual({ ...all("reused"), "20_model_fit": "done" });
  });

  it("repeats the warnings of the stage that it takes over", async () => {
    const artefacts = await temporaryFolder();
    const warned = smallStages().map((stage): Stage => {
      const warning: Stage["run"] = (inputs, options, context) => {
        context.warn("read 25 as 25 %");
        return stage.run(inputs, options, context);
      };
      return stage.id === "20_model_fit" ? { ...stage, run: warning } : stage;
    });
    await run(warned, pipelineIn(artefacts));
    const second = await run(warned, pipelineIn(artefacts));
    expect(second.manifest.stages[2]?.status).toBe("reused");
    expect(second.manifest.warnings).toEqual(["read 25 as 25 %"]);
  });

  it("is refused to a stage that is forced; those behind it are taken over where it wrote the same", async () => {
    const artefacts = await temporaryFolder();
    await run(smallStages(), pipelineIn(artefacts));
    const selection = { ...NOTHING_ASKED, force: ["10"] };
    const second = await run(smallStages(), pipelineIn(artefacts), { selection });
    expect(statuses(second)).toEqual({ ...all("reused"), "10_pre_diagnostics": "done" });
    expect(second.manifest.request.force).toEqual(["10"]);
  });
});

describe("a run of some stages", () => {
  it("takes over what they need, leaves out the rest, and is not what latest leads to", async () => {
    const artefacts = await temporaryFolder();
    const whole = await run(smallStages(), pipelineIn(artefacts));
    const selection = { ...NOTHING_ASKED, only: ["20"] };
    const part = await run(smallStages(), pipelineIn(artefacts), { selection, reuse: false });
    expect(part.status).toBe("done");
    expect(statuses(part)).toEqual({
      ...all("skipped"),
      "00_run_metadata": "reused",
      "10_pre_diagnostics": "reused",
      "20_model_fit": "done",
    });
    expect(part.manifest.stages.at(-1)?.reason).toBe("not selected");
    expect(await latestOf(artefacts)).toBe(join("runs", whole.runId));
  });

  it("is refused where a stage that they need has changed: it names the stage and what changed, and leaves no folder", async () => {
    const artefacts = await temporaryFolder();
    await run(smallStages(), pipelineIn(artefacts));
    const before = await readdir(join(artefacts, "demo", "runs"));
    const selection = { ...NOTHING_ASKED, from: ["50"] };
    await expect(run(smallStages(), pipelineIn(artefacts, { seed: 2 }), { selection })).rejects.toThrow(
      /^10_pre_diagnostics: is needed but not selected, and no earlier run has it as it would be now \(changed: seed \S+ → \S+\)\n {2}fix: start earlier: --from 10_pre_diagnostics/,
    );
    expect(await readdir(join(artefacts, "demo", "runs"))).toEqual(before);
  });

  it("notes the time of its own also where the stage that does so is only needed", async () => {
    const artefacts = await temporaryFolder();
    await run(smallStages(), pipelineIn(artefacts));
    const { environment } = pipelineIn(artefacts).sources;
    const later = pipelineIn(artefacts, {
      environment: { ...environment, started_at: "2024-02-02T00:00:00.000Z" },
    });
    const part = await run(smallStages(), later, { selection: { ...NOTHING_ASKED, only: ["20"] } });
    expect(statuses(part)).toMatchObject({ "00_run_metadata": "done", "10_pre_diagnostics": "reused" });
  });
});

describe("stages side by side", () => {
  const withoutWords = (reads: Reads): Reads =>
    Object.fromEntries(Object.entries(reads).filter(([name]) => name !== "words"));

  /** Two stages that do not need each other; `other` ends before the one that began first. */
  function sideBySide() {
    const order: string[] = [];
    const state = { under: 0, most: 0 };
    let otherEnded: () => void = () => undefined;
    const other = new Promise<void>((resolve) => (otherEnded = resolve));
    let fitBegan: () => void = () => undefined;
    const fit = new Promise<void>((resolve) => (fitBegan = resolve));
    const orHalfASecond = (promise: Promise<void>) =>
      Promise.race([promise, new Promise((resolve) => setTimeout(resolve, 500))]);
    const stages = smallStages().map((stage): Stage => ({
      ...stage,
      needs: stage.id === "50_diagnostics" ? ["10_pre_diagnostics"] : stage.needs,
      reads: stage.id === "50_diagnostics" ? withoutWords(stage.reads) : stage.reads,
      async run(inputs, options, context) {
        state.most = Math.max(state.most, ++state.under);
        if (stage.id === "20_model_fit") fitBegan();
        // On a busy machine the one could be over before the other has read what it needs.
        if (stage.id === "50_diagnostics") await orHalfASecond(fit);
        const outputs = await stage.run(inputs, options, context);
        if (stage.id === "20_model_fit") await orHalfASecond(other);
        state.under--;
        order.push(stage.id);
        if (stage.id === "50_diagnostics") otherEnded();
        return outputs;
      },
    }));
    return { stages, order, state };
  }

  it("are as many as there are jobs; the manifest lists them in the order of the plan, and the bytes are the same", async () => {
    const two = sideBySide();
    const both = await run(two.stages, pipelineIn(await temporaryFolder()), { jobs: 2 });
    expect(both.error).toBeNull();
    expect(two.state.most).toBe(2);
    expect(two.order.indexOf("50_diagnostics")).toBeLessThan(two.order.indexOf("20_model_fit"));
    expect(both.manifest.stages.map(({ stage }) => stage)).toEqual(STAGES);
    const one = sideBySide();
    const single = await run(one.stages, pipelineIn(await temporaryFolder()), { jobs: 1 });
    expect(one.state.most).toBe(1);
    const filesOf = ({ manifest }: typeof single) => manifest.stages.map(({ writes }) => writes);
    expect(filesOf(both)).toEqual(filesOf(single));
  });

  it("end before the run does when one of them makes it end", async () => {
    const { stages, order } = sideBySide();
    const failing = stages.map((stage): Stage => {
      const run = () => Promise.reject(new InputError({ what: "no", where: "data.csv", fix: "mend it" }));
      return stage.id === "50_diagnostics" ? { ...stage, run } : stage;
    });
    const artefacts = await temporaryFolder();
    await expect(run(failing, pipelineIn(artefacts), { jobs: 2 })).rejects.toThrow("data.csv: no");
    expect(order).toContain("20_model_fit");
    expect(await readdir(join(artefacts, "demo/runs"))).toEqual([]);
  });
});

describe("runs at once on the same artefacts", () => {
  it("go one after the other, each whole, and each takes over from those before", async () => {
    const artefacts = await temporaryFolder();
    const waits: string[] = [];
    const one = () =>
      run(smallStages(), pipelineIn(artefacts), {
        host: thisHost(),
        onEvent: ({ kind }) => {
          if (kind === "waiting") waits.push(kind);
        },
      });
    const results = await Promise.all(Array.from({ length: 10 }, one));
    expect(results.map(({ status }) => status)).toEqual(Array<string>(10).fill("done"));
    expect(new Set(results.map(({ runId }) => runId)).size).toBe(10);
    expect(waits.length).toBeGreaterThan(0);
    const done = results.filter(({ manifest }) => manifest.stages.some(({ status }) => status === "done"));
    expect(done).toHaveLength(1);
    const latest = (await latestOf(artefacts)) ?? "";
    expect(await readdir(join(artefacts, "demo", latest))).toContain("manifest.json");
  });

  it("are refused where one will not wait, with who is at it", async () => {
    const artefacts = await temporaryFolder();
    let tried: Promise<unknown> = Promise.resolve();
    const stages = smallStages({
      words: (letters) => {
        tried = run(smallStages(), pipelineIn(artefacts), { host: thisHost(), isPatient: false }).catch(
          (error: unknown) => error,
        );
        return tried.then(() => letters);
      },
    });
    const result = await run(stages, pipelineIn(artefacts), { host: thisHost() });
    expect(result.status).toBe("done");
    const error = await tried;
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toContain(`another run has these artefacts: process ${process.pid} on `);
    expect(String(error)).toContain(`run ${result.runId}`);
  });
});

describe("a gate that fails", () => {
  it("keeps the stage shut: BLOCKED.json in place of its artefacts, and the stages behind it still run", async () => {
    const artefacts = await temporaryFolder();
    const result = await run(smallStages({ divergenceShare: 0.5 }), pipelineIn(artefacts));
    expect(result.status).toBe("blocked");
    expect(statuses(result)).toEqual({ ...all("done"), "70_optimisation": "blocked" });
    expect(await readdir(join(result.path, "70_optimisation"))).toEqual(["BLOCKED.json"]);
    expect(result.blocked?.gates.map(({ gate }) => gate)).toEqual(["g4"]);
    expect(await readFile(join(result.path, "80_interpretation/book.txt"), "utf8")).toBe(
      result.blocked?.message,
    );
    expect(result.manifest.adequacy).toBe("fail");
    expect(await latestOf(artefacts)).toBe(join("runs", result.runId));
  });

  it("is judged anew each time, not taken over", async () => {
    const artefacts = await temporaryFolder();
    await run(smallStages({ divergenceShare: 0.5 }), pipelineIn(artefacts));
    const second = await run(smallStages({ divergenceShare: 0.5 }), pipelineIn(artefacts));
    expect(second.status).toBe("blocked");
    expect(statuses(second)).toEqual({ ...all("reused"), "70_optimisation": "blocked" });
  });

  it("that warns lets the stage run", async () => {
    const result = await run(smallStages({ divergenceShare: 0.0005 }), pipelineIn(await temporaryFolder()));
    expect(result.status).toBe("done");
    expect(result.manifest.adequacy).toBe("warn");
  });

  it("of a family that the stage does not require lets it run", async () => {
    const others = smallStages({ divergenceShare: 0.5 }).map((stage): Stage =>
      stage.requires.length === 0 ? stage : { ...stage, requires: ["evidence"] },
    );
    expect((await run(others, pipelineIn(await temporaryFolder()))).status).toBe("done");
  });
});

describe("a stage that fails", () => {
  const failing = () =>
    smallStages({
      words: () => {
        throw new RangeError("no words");
      },
    });

  it("ends in a failed run: dependants are skipped by name, and latest stays where it was", async () => {
    const artefacts = await temporaryFolder();
    const good = await run(smallStages(), pipelineIn(artefacts));
    const result = await run(failing(), pipelineIn(artefacts), { reuse: false });
    expect(result.status).toBe("failed");
    expect(statuses(result)).toEqual({
      "00_run_metadata": "done",
      "10_pre_diagnostics": "done",
      "20_model_fit": "failed",
      "50_diagnostics": "skipped",
      "70_optimisation": "skipped",
      "80_interpretation": "skipped",
    });
    expect(result.manifest.stages.slice(3).map(({ reason }) => reason)).toEqual([
      "20_model_fit failed",
      "20_model_fit failed",
      "70_optimisation was skipped",
    ]);
    expect(result.events).toContainEqual(
      expect.objectContaining({
        kind: "stage_skipped",
        stage: "50_diagnostics",
        because: "20_model_fit failed",
      }),
    );
    expect(await latestOf(artefacts)).toBe(join("runs", good.runId));
    expect((await readdir(result.path)).sort()).toEqual([
      "00_run_metadata",
      "10_pre_diagnostics",
      "manifest.json",
    ]);
    expect(result.manifest.adequacy).toBeNull();
  });

  it("is reported as that stage's failure, with its cause", async () => {
    const { error } = await run(failing(), pipelineIn(await temporaryFolder()));
    expect(error).toBeInstanceOf(StageError);
    expect(error?.message).toContain("20_model_fit: failed: no words");
    expect(error?.cause).toEqual(new RangeError("no words"));
  });

  it("is not taken over by the next run", async () => {
    const artefacts = await temporaryFolder();
    await run(failing(), pipelineIn(artefacts));
    const second = await run(smallStages(), pipelineIn(artefacts));
    expect(statuses(second)).toEqual({
      ...all("done"),
      "00_run_metadata": "reused",
      "10_pre_diagnostics": "reused",
    });
  });

  it("because its output is not what its schema allows leaves nothing of it", async () => {
    const bad = smallStages().map((stage): Stage => {
      const run = () => ({ checksArtefact: [], gatesArtefact: { adequacy: "splendid" } });
      return stage.id === "50_diagnostics" ? { ...stage, run } : stage;
    });
    const artefacts = await temporaryFolder();
    // A schema violation of a stage's own output is the stage's fault, not the user's.
    const result = await run(bad, pipelineIn(artefacts));
    expect(result.status).toBe("failed");
    expect((await readdir(result.path)).sort()).not.toContain("50_diagnostics");
    expect(await hidden(artefacts)).toEqual([]);
  });
});

describe("an input that turns out unusable while a stage runs", () => {
  it("is an InputError: no folder of that run stays, and earlier runs are untouched", async () => {
    const artefacts = await temporaryFolder();
    await run(smallStages(), pipelineIn(artefacts));
    const before = await readable(artefacts);
    const problem = { what: "dates differ", where: "model.nc", fix: "fit again" };
    const stages = smallStages({
      words: () => {
        throw new InputError(problem);
      },
    });
    await expect(run(stages, pipelineIn(artefacts), { reuse: false })).rejects.toThrow(
      new InputError(problem),
    );
    expect(await readable(artefacts)).toEqual(before);
  });
});

describe("an input that is written to while a stage runs", () => {
  it.each([
    ["a byte is added", (file: string) => writeFile(file, "x", { flag: "a" })],
    ["it is written again as it was", (file: string) => writeFile(file, "before")],
    ["it is gone", (file: string) => rm(file)],
  ])("ends the run, and nothing of it is taken over later: %s", async (_, change) => {
    const artefacts = await temporaryFolder();
    const file = join(artefacts, "model.nc");
    await writeFile(file, "before");
    const inputs = [{ name: "model", path: "model.nc", absolutePath: file, bytes: 6, sha256: HASH }];
    const pipeline = { ...pipelineIn(artefacts, { inputs }), stamps: new Map([[file, await stampOf(file)]]) };
    const stages = smallStages({
      words: async (text) => {
        await change(file);
        return text;
      },
    });
    await expect(run(stages, pipeline)).rejects.toThrow("model.nc: changed while the run read it");
    expect(await readdir(join(artefacts, "demo/runs"))).toEqual([]);
    const next = await run(smallStages(), pipelineIn(artefacts, { inputs }));
    expect(statuses(next)).toMatchObject({ "10_pre_diagnostics": "reused", "20_model_fit": "done" });
  });
});

describe("a run that is interrupted", () => {
  it("ends as interrupted: whole stages stay, nothing half-written, latest where it was", async () => {
    const artefacts = await temporaryFolder();
    const good = await run(smallStages(), pipelineIn(artefacts));
    const controller = new AbortController();
    const stages = smallStages({
      async words(text) {
        controller.abort();
        await new Promise((resolve) => setTimeout(resolve, 20));
        return text;
      },
    });
    const result = await run(stages, pipelineIn(artefacts), { reuse: false, signal: controller.signal });
    // Long enough for the stage under way to end.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(result.status).toBe("interrupted");
    expect(await hidden(artefacts)).toEqual([]);
    expect(await latestOf(artefacts)).toBe(join("runs", good.runId));
    const manifest = JSON.parse(
      await readFile(join(result.path, "manifest.json"), "utf8"),
    ) as typeof good.manifest;
    expect(manifest.status).toBe("interrupted");
    const recorded = manifest.stages.filter(({ status }) => status === "done").map(({ stage }) => stage);
    expect((await readdir(result.path)).sort()).toEqual([...recorded, "manifest.json"]);
  });

  it("before it began does no stage", async () => {
    const controller = new AbortController();
    controller.abort();
    const result = await run(smallStages(), pipelineIn(await temporaryFolder()), {
      signal: controller.signal,
    });
    expect(result.status).toBe("interrupted");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await readdir(result.path)).toEqual(["manifest.json"]);
    expect(result.manifest.stages).toEqual([]);
  });
});

describe("the disk under the artefacts", () => {
  const coded = (code: string) => Object.assign(new Error(`${code}: something, write`), { code });

  it.each([
    coded("ENOSPC"),
    coded("EDQUOT"),
    new Error("IO Error: Could not write file: No space left on device"),
    new Error("Disk quota exceeded"),
  ])("that is full is said to be full: %s", (error) => {
    expect(diskProblem(error, "/data/artefacts")).toEqual({
      what: "the disk is full",
      where: "/data/artefacts",
      fix: "free some space, or name another folder with --artefacts; earlier runs are untouched",
    });
  });

  it.each([coded("EROFS"), coded("EACCES"), coded("EPERM"), new Error("Read-only file system")])(
    "that may not be written to is said to be so: %s",
    (error) => {
      expect(diskProblem(error, "/data/artefacts")).toEqual({
        what: "the artefacts folder cannot be written to",
        where: "/data/artefacts",
        fix: "allow writing to it, or name another folder with --artefacts",
      });
    },
  );

  it.each([coded("ENOENT"), new RangeError("channel supermarket_S has no spend"), "ENOSPC", null, undefined])(
    "is not blamed for anything else: %s",
    (error) => {
      expect(diskProblem(error, "/data/artefacts")).toBeNull();
    },
  );

  it("that fills up while a stage writes ends in an InputError: no folder of that run stays", async () => {
    const artefacts = await temporaryFolder();
    await run(smallStages(), pipelineIn(artefacts));
    const before = await readable(artefacts);
    const stages = smallStages({
      words: () => {
        throw coded("ENOSPC");
      },
    });
    const failing = run(stages, pipelineIn(artefacts), { reuse: false });
    await expect(failing).rejects.toThrow(InputError);
    await expect(failing).rejects.toThrow("the disk is full");
    expect(await readable(artefacts)).toEqual(before);
  });

  it("that has a file where the artefacts folder belongs ends in an InputError", async () => {
    const artefacts = join(await temporaryFolder(), "artefacts");
    await writeFile(artefacts, "a file");
    const failing = runPipeline(smallStages(), pipelineIn(artefacts), {
      reuse: true,
      signal: new AbortController().signal,
      now: () => new Date(0),
      onEvent: () => undefined,
    });
    await expect(failing).rejects.toThrow(InputError);
    await expect(failing).rejects.toThrow(artefacts);
    expect(await readFile(artefacts, "utf8")).toBe("a file");
  });
});

describe("the posterior", () => {
  it("is not opened by a run whose stages do not read it", async () => {
    const stage = defineStage({
      id: "10_pre_diagnostics",
      title: "read the seed",
      needs: [],
      reads: { seed: source("seed") },
      writes: { letters },
      options: "pre_diagnostics.options",
      run: ({ seed }) => ({ letters: String(seed) }),
    });
    // The model file of this pipeline does not exist.
    expect((await run([stage], pipelineIn(await temporaryFolder()))).status).toBe("done");
  });
});
