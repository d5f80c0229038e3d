import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlanError } from "../../lib/errors.ts";
import { planOrder, type PlannedStage } from "../../lib/pipeline/plan.ts";
import { source, type StageId } from "../../lib/stage.ts";
import { stages } from "../../stages/index.ts";
import { textArtefact } from "./small.ts";

function stage(id: StageId, needs: readonly StageId[], rest: Partial<PlannedStage> = {}): PlannedStage {
  return { id, needs, reads: {}, readsIfPresent: {}, writes: {}, mayWrite: {}, requires: [], ...rest };
}

const idsOf = (planned: readonly PlannedStage[]) => planned.map(({ id }) => id);

function problemsOf(planned: readonly PlannedStage[]) {
  try {
    planOrder(planned);
  } catch (error) {
    if (error instanceof PlanError) return error.problems;
    throw error;
  }
  return [];
}

describe("the order of stages", () => {
  it("puts each stage after all that it needs, and keeps the given order otherwise", () => {
    const given = [
      stage("80_interpretation", ["20_model_fit"]),
      stage("20_model_fit", ["10_pre_diagnostics"]),
      stage("40_decomposition", []),
      stage("10_pre_diagnostics", []),
    ];
    expect(idsOf(planOrder(given))).toEqual([
      "10_pre_diagnostics",
      "20_model_fit",
      "80_interpretation",
      "40_decomposition",
    ]);
  });

  it("of the built-in stages agrees with the numbers in their names", () => {
    const derived = idsOf(planOrder(stages));
    expect(derived).toEqual([...derived].sort());
    expect(derived).toHaveLength(9);
  });

  it("of the built-in stages is an order of their needs however they are listed", () => {
    const shuffled = fc.shuffledSubarray([...stages], { minLength: stages.length });
    fc.assert(
      fc.property(shuffled, (given) => {
        const derived = idsOf(planOrder(given));
        expect([...derived].sort()).toEqual(idsOf(stages));
        for (const { id, needs } of given)
          for (const need of needs) expect(derived.indexOf(need)).toBeLessThan(derived.indexOf(id));
      }),
    );
  });

  it("of no stages is empty", () => {
    expect(planOrder([])).toEqual([]);
  });
});

describe("a plan that cannot be ordered", () => {
  it("says which stages need each other in a circle", () => {
    const given = [
      stage("00_run_metadata", []),
      stage("10_pre_diagnostics", ["00_run_metadata", "40_decomposition"]),
      stage("20_model_fit", ["10_pre_diagnostics"]),
      stage("40_decomposition", ["20_model_fit"]),
    ];
    expect(() => planOrder(given)).toThrow(
      new PlanError({
        what: "stages need each other in a circle: 10_pre_diagnostics → 40_decomposition → 20_model_fit → 10_pre_diagnostics",
        where: "10_pre_diagnostics",
        fix: "remove one of these needs",
      }),
    );
  });

  it("says when a stage needs itself", () => {
    expect(problemsOf([stage("20_model_fit", ["20_model_fit"])])).toEqual([
      {
        what: "stages need each other in a circle: 20_model_fit → 20_model_fit",
        where: "20_model_fit",
        fix: "remove one of these needs",
      },
    ]);
  });

  it("says which needed stage there is not", () => {
    expect(problemsOf([stage("20_model_fit", ["10_pre_diagnostics"])])).toEqual([
      {
        what: "needs 10_pre_diagnostics, which is not a stage of this pipeline",
        where: "20_model_fit",
        fix: "add 10_pre_diagnostics or remove it from needs",
      },
    ]);
  });
});

describe("reads and writes that do not fit", () => {
  const draws = textArtefact("20_model_fit/draws.txt");

  it("are all named at once: a read that no stage writes, one of a stage not needed, a write outside the folder", () => {
    const given = [
      stage("20_model_fit", [], { writes: { draws } }),
      stage("30_model_assessment", [], { reads: { draws } }),
      stage("40_decomposition", ["20_model_fit"], {
        reads: { draws },
        readsIfPresent: { other: textArtefact("20_model_fit/other.txt") },
        mayWrite: { stray: textArtefact("50_diagnostics/stray.txt") },
      }),
    ];
    expect(problemsOf(given)).toEqual([
      {
        what: "reads 20_model_fit/draws.txt but does not need 20_model_fit",
        where: "30_model_assessment",
        fix: "add 20_model_fit to its needs",
      },
      {
        what: "reads 20_model_fit/other.txt, which no stage writes",
        where: "40_decomposition",
        fix: "add the stage that writes it",
      },
      {
        what: "writes 50_diagnostics/stray.txt, outside its folder",
        where: "40_decomposition",
        fix: "write it to 40_decomposition/",
      },
    ]);
  });

  it("are not a source, nor what a gated stage leaves when it is shut", () => {
    const shut = textArtefact("70_optimisation/BLOCKED.json");
    const reader = (requires: PlannedStage["requires"]) => [
      stage("70_optimisation", [], { reads: { seed: source("seed") }, requires }),
      stage("80_interpretation", ["70_optimisation"], { readsIfPresent: { shut } }),
    ];
    expect(problemsOf(reader(["convergence"]))).toEqual([]);
    expect(problemsOf(reader([]))).toHaveLength(1);
  });

  it("include the posterior, which is read through its reference", () => {
    const reference = { ...textArtefact("20_model_fit/model.json"), schema: "model_reference" } as const;
    const reads = { posterior: { posterior: reference } } as unknown as PlannedStage["reads"];
    expect(problemsOf([stage("40_decomposition", [], { reads })])[0]?.what).toBe(
      "reads 20_model_fit/model.json, which no stage writes",
    );
  });
});
