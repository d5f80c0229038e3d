import { describe, expect, it } from "vitest";
import { defineStage, source } from "../lib/stage.ts";
import { textArtefact } from "./pipeline/small.ts";

const base = {
  id: "10_pre_diagnostics",
  title: "count",
  needs: ["00_run_metadata"],
  reads: { seed: source("seed") },
  writes: { count: textArtefact("10_pre_diagnostics/count.txt") },
  options: "pre_diagnostics.options",
  run: ({ seed }: { seed: number }) => ({ count: String(seed) }),
} as const;

describe("defining a stage", () => {
  it("fills in the declarations that were left out, and changes nothing else", () => {
    expect(defineStage(base)).toEqual({
      ...base,
      readsIfPresent: {},
      mayWrite: {},
      requires: [],
      isBrief: false,
    });
  });

  it("keeps the declarations that were made", () => {
    const note = textArtefact("10_pre_diagnostics/note.txt");
    const stage = defineStage({
      ...base,
      mayWrite: { note },
      requires: ["evidence"],
      run: () => ({ count: "", note: null }),
    });
    expect(stage.mayWrite).toEqual({ note });
    expect(stage.requires).toEqual(["evidence"]);
  });

  it("names a source to read by its key", () => {
    expect(source("dataset")).toEqual({ source: "dataset" });
  });
});
