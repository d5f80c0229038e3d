import { resolve } from "node:path";
import { stages } from "../../stages/index.ts";
import { InputError } from "../errors.ts";
import { explainPlan, type Intention } from "../pipeline/explain.ts";
import { checkOptions } from "../pipeline/run.ts";
import { loadPipeline } from "../pipeline/sources.ts";
import type { CommonOptions, Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";
import { overridesOf, type PipelineOptions } from "./pipeline-options.ts";

const STYLE = { run: "yellow", reuse: "green", blocked: "red" } as const satisfies Record<
  Intention["action"],
  string
>;

/** `sluice plan`: what would run, what would be reused, what would be blocked, and why. */
export async function planCommand(
  file: string,
  options: CommonOptions & PipelineOptions,
  { cwd, terminal, now }: Context,
): Promise<number> {
  const pipeline = await loadPipeline(resolve(cwd, file), overridesOf(options, cwd), now());
  const problems = checkOptions(stages, pipeline);
  if (problems.length > 0) throw new InputError(problems);
  const intentions = await explainPlan(stages, pipeline);
  if (options.json) terminal.out(JSON.stringify(intentions, null, 2));
  else
    for (const { stage, action, reason } of intentions)
      terminal.out(`${terminal.styleOut(STYLE[action], action.padEnd(7))} ${stage.padEnd(22)} ${reason}`);
  return EXIT.done;
}
