import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { explainPlan } from "../../lib/pipeline/explain.ts";
import type { LoadedPipeline } from "../../lib/pipeline/sources.ts";
import type { Sources } from "../../lib/stage.ts";
import { overwrite, snapshot, temporaryFolder } from "../temporary.ts";
import { pipelineIn, run, smallStages, statuses, type Hooks } from "./small.ts";

const LATER = { started_at: "2024-03-03T00:00:00.000Z" };

/** As a later run of the same pipeline sees it: the clock has moved. */
function later(artefacts: string, changed: Partial<Sources> = {}): LoadedPipeline {
  const { environment } = pipelineIn(artefacts).sources;
  return pipelineIn(artefacts, { environment: { ...environment, ...LATER }, ...changed });
}

async function explain(pipeline: LoadedPipeline, hooks: Hooks = {}) {
  const intentions = await explainPlan(smallStages(hooks), pipeline);
  return {
    actions: Object.fromEntries(intentions.map(({ stage, action }) => [stage, action])),
    reasons: Object.fromEntries(intentions.map(({ stage, reason }) => [stage, reason])),
  };
}

describe("what a run would do", () => {
  it("is everything where there is no earlier run", async () => {
    const artefacts = await temporaryFolder();
    const { actions, reasons } = await explain(pipelineIn(artefacts));
    expect(new Set(Object.values(actions))).toEqual(new Set(["run"]));
    expect(reasons).toMatchObject({
      "10_pre_diagnostics": "no earlier run",
      "20_model_fit": "reads what 10_pre_diagnostics will write anew",
      "80_interpretation": "reads what 10_pre_diagnostics will write anew",
    });
    expect(await snapshot(artefacts)).toEqual({});
  });

  it("is nothing but to note the time where nothing has changed", async () => {
    const artefacts = await temporaryFolder();
    const { runId } = await run(smallStages(), pipelineIn(artefacts));
    const { actions, reasons } = await explain(later(artefacts));
    expect(actions).toEqual({
      "00_run_metadata": "run",
      "10_pre_diagnostics": "reuse",
      "20_model_fit": "reuse",
      "50_diagnostics": "reuse",
      "70_optimisation": "reuse",
      "80_interpretation": "reuse",
    });
    expect(reasons["00_run_metadata"]).toBe("records when and where each run happens");
    expect(reasons["70_optimisation"]).toBe(`unchanged since ${runId}`);
  });

  it("names the input that changed, and what reads what will be new", async () => {
    const artefacts = await temporaryFolder();
    await run(smallStages(), pipelineIn(artefacts));
    const { actions, reasons } = await explain(later(artefacts, { seed: 2 }));
    expect(actions).toMatchObject({ "10_pre_diagnostics": "run", "20_model_fit": "run" });
    expect(reasons["10_pre_diagnostics"]).toMatch(/^changed: seed [0-9a-f]{8} → [0-9a-f]{8}$/);
    expect(reasons["20_model_fit"]).toBe("reads what 10_pre_diagnostics will write anew");
  });

  it("names the policy as what changed for the stage that reads it", async () => {
    const artefacts = await temporaryFolder();
    await run(smallStages(), pipelineIn(artefacts));
    const policy = { ...pipelineIn(artefacts).sources.policy, name: "house" };
    const { actions, reasons } = await explain(later(artefacts, { policy }));
    expect(actions).toMatchObject({ "20_model_fit": "reuse", "50_diagnostics": "run" });
    expect(reasons["50_diagnostics"]).toMatch(/^changed: policy [0-9a-f]{8} → [0-9a-f]{8}$/);
  });

  it("names changed options for the stage that they are of, and leaves the others alone", async () => {
    const artefacts = await temporaryFolder();
    await run(smallStages(), pipelineIn(artefacts));
    const { config } = pipelineIn(artefacts).sources;
    const optimisation = { ...config.stages["70_optimisation"], total_budget: 5 };
    const changed = { ...config, stages: { ...config.stages, "70_optimisation": optimisation } };
    const { actions, reasons } = await explain(later(artefacts, { config: changed }));
    expect(actions).toMatchObject({
      "50_diagnostics": "reuse",
      "70_optimisation": "run",
      "80_interpretation": "run",
    });
    expect(reasons["70_optimisation"]).toMatch(/^changed: options [0-9a-f]{8} → [0-9a-f]{8}$/);
    expect(reasons["80_interpretation"]).toBe("reads what 70_optimisation will write anew");
  });

  it("is to block where the gates of the earlier run still hold", async () => {
    const artefacts = await temporaryFolder();
    const hooks = { divergenceShare: 0.5 };
    await run(smallStages(hooks), pipelineIn(artefacts));
    const { actions, reasons } = await explain(later(artefacts), hooks);
    expect(actions["70_optimisation"]).toBe("blocked");
    expect(reasons["70_optimisation"]).toContain("g4 fails under policy publish");
    expect(actions["80_interpretation"]).toBe("reuse");
  });

  it("agrees with what the run then does, also after an artefact was changed by hand", async () => {
    const artefacts = await temporaryFolder();
    const first = await run(smallStages(), pipelineIn(artefacts));
    await overwrite(join(first.path, "20_model_fit/words.txt"), "tampered");
    const { actions, reasons } = await explain(later(artefacts));
    const result = await run(smallStages(), later(artefacts));
    expect(statuses(result)["20_model_fit"]).toBe("done");
    expect(actions["20_model_fit"]).toBe("run");
    expect(reasons["20_model_fit"]).toBe("its artefacts are no longer whole");
  });
});
