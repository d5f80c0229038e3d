import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { thisHost } from "../../lib/cli/host.ts";
import { cellsOf, type Cell } from "../../lib/config/matrix.ts";
import { InputError } from "../../lib/errors.ts";
import { runCells, type CellEnding } from "../../lib/pipeline/cells.ts";
import type { RunEvent } from "../../lib/pipeline/events.ts";
import type { LoadedPipeline } from "../../lib/pipeline/sources.ts";
import type { Stage } from "../../lib/stage.ts";
import { temporaryFolder } from "../temporary.ts";
import { pipelineIn, smallStages } from "./small.ts";

const CELLS = cellsOf({ brand: ["a", "b", "c", "d"] }, () => "matrix");

interface Given {
  readonly artefacts: string;
  readonly jobs?: number;
  readonly signal?: AbortSignal;
  readonly load?: (cell: Cell) => Promise<LoadedPipeline>;
  readonly onEvent?: (event: RunEvent) => void;
}

async function runAll(stages: readonly Stage[], given: Given) {
  const { artefacts, jobs = 2, signal = new AbortController().signal, onEvent } = given;
  const events: RunEvent[] = [];
  const plain = (cell: Cell) => Promise.resolve({ ...pipelineIn(artefacts), cell });
  const endings = await runCells(stages, CELLS, {
    jobs,
    signal,
    load: given.load ?? plain,
    optionsOf: () => ({
      reuse: true,
      now: () => new Date(Date.UTC(2024, 0, 1)),
      host: thisHost(),
      onEvent: (event) => {
        events.push(event);
        onEvent?.(event);
      },
    }),
    onEnd: () => undefined,
  });
  return { endings, events };
}

const statuses = (endings: readonly CellEnding[]) =>
  endings.map(({ cell, status }) => `${cell.name} ${status}`);

describe("cells side by side", () => {
  it("have runs of their own, and compute what is the same once", async () => {
    const artefacts = await temporaryFolder();
    const calls = { letters: 0 };
    const letters = async () => {
      calls.letters += 1;
      await new Promise((resume) => setTimeout(resume, 20));
      return "letters";
    };
    const { endings, events } = await runAll(smallStages({ letters }), { artefacts, jobs: 4 });
    expect(statuses(endings)).toEqual(["brand=a done", "brand=b done", "brand=c done", "brand=d done"]);
    expect(calls.letters).toBe(1);
    expect(events.filter(({ kind }) => kind === "stage_reused")).toHaveLength(3 * 6);
    expect((await readdir(join(artefacts, "demo"))).sort()).toEqual(["cache", "cells"]);
    for (const { cell, result } of endings) {
      expect(result?.manifest.cell).toEqual(cell.axes);
      expect((await readdir(join(artefacts, "demo/cells", cell.name))).sort()).toEqual([
        "cache",
        "events",
        "latest",
        "runs",
      ]);
    }
    expect(events.every(({ cell }) => cell !== null)).toBe(true);
  });

  it("are not stopped by one whose stage fails, whose inputs are refused, or that meets a fault", async () => {
    const artefacts = await temporaryFolder();
    const load = (cell: Cell): Promise<LoadedPipeline> => {
      if (cell.axes["brand"] === "b")
        return Promise.reject(new InputError({ what: "is not there", where: "b.csv", fix: "make it" }));
      if (cell.axes["brand"] === "c") return Promise.reject(new RangeError("a fault"));
      return Promise.resolve({
        ...pipelineIn(artefacts, { seed: cell.axes["brand"] === "a" ? 1 : 2 }),
        cell,
      });
    };
    const words = (text: string) =>
      text === "letters 1" ? Promise.reject(new Error("no words")) : Promise.resolve("words");
    const { endings } = await runAll(smallStages({ words }), { artefacts, load });
    expect(statuses(endings)).toEqual([
      "brand=a failed",
      "brand=b invalid",
      "brand=c failed",
      "brand=d done",
    ]);
    expect(endings[0]?.problems[0]?.what).toBe("failed: no words");
    expect(endings[1]?.problems).toEqual([{ what: "is not there", where: "b.csv", fix: "make it" }]);
    expect(endings[2]?.problems[0]).toMatchObject({ what: "a fault", where: "brand=c" });
  });

  it("have no more stages under way than there are jobs", async () => {
    const artefacts = await temporaryFolder();
    const state = { now: 0, most: 0 };
    const letters = async () => {
      state.now += 1;
      state.most = Math.max(state.most, state.now);
      await new Promise((resume) => setTimeout(resume, 100));
      state.now -= 1;
      return "letters";
    };
    const load = (cell: Cell) =>
      Promise.resolve({ ...pipelineIn(artefacts, { seed: cell.name.charCodeAt(6) }), cell });
    await runAll(smallStages({ letters }), { artefacts, load, jobs: 3 });
    expect(state.most).toBe(3);
  });

  it("are all stopped at once, and those that were not begun say so", async () => {
    const artefacts = await temporaryFolder();
    const controller = new AbortController();
    const { endings } = await runAll(smallStages(), {
      artefacts,
      jobs: 2,
      signal: controller.signal,
      onEvent: ({ kind }) => {
        if (kind === "stage_done") controller.abort();
      },
    });
    expect(endings.map(({ status }) => status)).toEqual(Array(4).fill("interrupted"));
    expect(endings.map(({ seconds }) => seconds === null)).toEqual([false, false, true, true]);
  });
});
