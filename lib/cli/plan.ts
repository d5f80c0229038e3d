import { resolve } from "node:path";
import { stages } from "../../stages/index.ts";
import { InputError } from "../errors.ts";
import { explainPlan, type Intention } from "../pipeline/explain.ts";
import { graphMermaid, graphSvg, graphText, type GraphNode } from "../pipeline/graph.ts";
import { planOrder } from "../pipeline/plan.ts";
import { checkOptions } from "../pipeline/run.ts";
import { select } from "../pipeline/selection.ts";
import { loadPipeline } from "../pipeline/sources.ts";
import type { Stage } from "../stage.ts";
import type { CommonOptions, Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";
import { overridesOf } from "./pipeline-options.ts";
import { selectionOf, type GraphFormat, type PlanOptions } from "./run-options.ts";

const STYLE = { run: "yellow", reuse: "green", blocked: "red", skip: "dim" } as const satisfies Record<
  Intention["action"],
  string
>;

const STAGE_WIDTH = 22;

const DRAW: Readonly<Record<GraphFormat, (nodes: readonly GraphNode[]) => string>> = {
  text: graphText,
  mermaid: graphMermaid,
  svg: graphSvg,
};

function nodesOf(stages: readonly Stage[], intentions: readonly Intention[]): GraphNode[] {
  const actions = new Map(intentions.map(({ stage, action }) => [stage, action]));
  return stages.map(({ id, needs }) => ({ id, needs, action: actions.get(id) ?? "run" }));
}

/** `sluice plan`: what would run, what would be reused, what would be blocked, and why. */
export async function planCommand(
  file: string,
  options: CommonOptions & PlanOptions,
  { cwd, terminal, now }: Context,
): Promise<number> {
  const pipeline = await loadPipeline(resolve(cwd, file), overridesOf(options, cwd), now());
  const sorted = planOrder([...stages, ...pipeline.customStages]);
  const selection = select(sorted, selectionOf(options));
  const problems = checkOptions(sorted, pipeline);
  if (problems.length > 0) throw new InputError(problems);
  const intentions = await explainPlan(stages, pipeline, selection);
  if (options.json) terminal.out(JSON.stringify(intentions, null, 2));
  else if (options.graph !== undefined) {
    const format = options.graph === true ? "text" : options.graph;
    terminal.out(DRAW[format](nodesOf(sorted, intentions)));
  } else
    for (const { stage, action, reason } of intentions)
      terminal.out(
        `${terminal.styleOut(STYLE[action], action.padEnd(7))} ${stage.padEnd(STAGE_WIDTH)} ${reason}`,
      );
  return EXIT.done;
}
