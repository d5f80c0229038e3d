import { resolve } from "node:path";
import { stages } from "../../stages/index.ts";
import { oneCellWanted, selectCells, type Cell } from "../config/matrix.ts";
import { InputError, PlanError, type Problem } from "../errors.ts";
import { explainPlan, type Intention } from "../pipeline/explain.ts";
import { graphMermaid, graphSvg, graphText, type GraphNode } from "../pipeline/graph.ts";
import { planOrder } from "../pipeline/plan.ts";
import { checkOptions } from "../pipeline/run.ts";
import { select } from "../pipeline/selection.ts";
import { loadPipeline, readWithSettings, type LoadedPipeline } from "../pipeline/sources.ts";
import type { Stage } from "../stage.ts";
import type { CommonOptions, Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";
import { overridesOf } from "./pipeline-options.ts";
import type { Terminal } from "./terminal.ts";
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
  const path = resolve(cwd, file);
  const overrides = overridesOf(options, cwd);
  const read = await readWithSettings(path, overrides);
  const chosen = selectCells(read.cells, options.cell ?? []);
  if (read.cells.length === 0)
    return planOne(await loadPipeline(path, { ...overrides, read }, now()), options, terminal);
  if (options.graph !== undefined && chosen.length > 1) throw new InputError(oneCellWanted(chosen, file));
  return planCells(chosen, options, terminal, (cell) =>
    loadPipeline(path, { ...overrides, read, cell }, now()),
  );
}

/** The intentions of one cell, or of a pipeline without a matrix. */
async function intentionsOf(pipeline: LoadedPipeline, options: PlanOptions) {
  const sorted = planOrder([...stages, ...pipeline.customStages]);
  const selection = select(sorted, selectionOf(options));
  const problems = checkOptions(sorted, pipeline);
  if (problems.length > 0) throw new InputError(problems);
  return { sorted, intentions: await explainPlan(stages, pipeline, selection) };
}

/** Plans cells one by one; what is wrong with one is told, and the others are planned. */
async function planCells(
  cells: readonly Cell[],
  options: CommonOptions & PlanOptions,
  terminal: Terminal,
  load: (cell: Cell) => Promise<LoadedPipeline>,
): Promise<number> {
  const plans: { cell: string; stages: readonly Intention[]; problems: readonly Problem[] }[] = [];
  for (const cell of cells) {
    try {
      const pipeline = await load(cell);
      if (options.graph !== undefined) return await planOne(pipeline, options, terminal);
      const { intentions } = await intentionsOf(pipeline, options);
      plans.push({ cell: cell.name, stages: intentions, problems: [] });
    } catch (error) {
      if (!(error instanceof InputError) && !(error instanceof PlanError)) throw error;
      plans.push({ cell: cell.name, stages: [], problems: error.problems });
    }
  }
  if (options.json) terminal.out(JSON.stringify(plans, null, 2));
  else
    for (const { cell, stages: intentions, problems } of plans) {
      terminal.out(terminal.styleOut("bold", cell));
      writeIntentions(intentions, terminal);
      for (const { what, where, fix } of problems)
        terminal.out(`${terminal.styleOut("red", "invalid")} ${where}: ${what}; ${fix}`);
    }
  return plans.some(({ problems }) => problems.length > 0) ? EXIT.invalid : EXIT.done;
}

function writeIntentions(intentions: readonly Intention[], terminal: Terminal): void {
  for (const { stage, action, reason } of intentions)
    terminal.out(
      `${terminal.styleOut(STYLE[action], action.padEnd(7))} ${stage.padEnd(STAGE_WIDTH)} ${reason}`,
    );
}

async function planOne(
  pipeline: LoadedPipeline,
  options: CommonOptions & PlanOptions,
  terminal: Terminal,
): Promise<number> {
  const { sorted, intentions } = await intentionsOf(pipeline, options);
  if (options.json) terminal.out(JSON.stringify(intentions, null, 2));
  else if (options.graph !== undefined) {
    const format = options.graph === true ? "text" : options.graph;
    terminal.out(DRAW[format](nodesOf(sorted, intentions)));
  } else writeIntentions(intentions, terminal);
  return EXIT.done;
}
