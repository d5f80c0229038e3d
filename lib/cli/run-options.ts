import { Option, type Command } from "commander";
import type { SelectionRequest } from "../pipeline/selection.ts";
import { wholeNumber } from "./arguments.ts";
import type { PipelineOptions } from "./pipeline-options.ts";

/** Which stages, and with which values. */
export interface SelectionOptions {
  readonly only?: readonly string[];
  readonly from?: readonly string[];
  readonly until?: readonly string[];
  readonly force?: readonly string[];
}

/** How the plan is drawn. */
export const GRAPH_FORMATS = ["text", "mermaid", "svg"] as const;

export type GraphFormat = (typeof GRAPH_FORMATS)[number];

/** Options of `plan`, which `run --dry-run` shares. */
export interface PlanOptions extends PipelineOptions, SelectionOptions {
  /** True where `--graph` is given without a format. */
  readonly graph?: GraphFormat | true;
}

/** How a run goes about it. */
export interface ExecutionOptions {
  readonly dryRun: boolean;
  readonly jobs: number;
  /** False: refuse at once where another run has the artefacts. */
  readonly wait: boolean;
  /** How standard error tells what happens: to people, or as JSON lines. */
  readonly logFormat: LogFormat;
  /** Webhook that is told what came of it. */
  readonly notify?: string;
}

/** How standard error tells what happens. */
export const LOG_FORMATS = ["text", "json"] as const;

export type LogFormat = (typeof LOG_FORMATS)[number];

const collect = (value: string, before: readonly string[] = []) => [...before, value];

/** Adds `--set`, which changes values of the pipeline file. */
export function addSet(command: Command): Command {
  return command.option(
    "--set <key=value>",
    "a value in place of the file's, e.g. stages.70_optimisation.total_budget=250000; repeatable",
    collect,
  );
}

/** Adds `--cell`, which chooses cells of a matrix. */
export function addCells(command: Command): Command {
  return command.option(
    "--cell <axis=value>",
    "only these cells of the matrix, e.g. brand=alpha or brand=alpha,market=de; repeatable",
    collect,
  );
}

/** Adds the options that choose stages; each may be given several times. */
export function addSelection(command: Command): Command {
  return command
    .option("--only <stage>", "this stage; what it needs is taken over", collect)
    .option("--from <stage>", "this stage and all that need it", collect)
    .option("--until <stage>", "this stage and all that it needs", collect)
    .option("--force <stage>", "run this stage although nothing has changed", collect);
}

/** Adds how a run goes about it. */
export function addExecution(command: Command): Command {
  return command
    .option("--dry-run", "say what would run, and why, as sluice plan does", false)
    .option(
      "--jobs <n>",
      "how many stages that do not need each other, and cells of a matrix, may run at once",
      wholeNumber,
      1,
    )
    .option("--no-wait", "refuse where another run has these artefacts, instead of waiting for it")
    .addOption(
      new Option("--log-format <name>", "what happens, for people, or as JSON lines on standard error")
        .choices(LOG_FORMATS)
        .default("text"),
    )
    .addOption(
      new Option("--notify <url>", "post the summary to this webhook when all has ended").env(
        "SLUICE_NOTIFY",
      ),
    );
}

/** Adds how the plan is drawn. */
export function addGraph(command: Command): Command {
  return command.addOption(
    new Option("--graph [format]", "draw the stages and their needs").choices(GRAPH_FORMATS),
  );
}

/** What the command line asks of the stages. */
export function selectionOf({ only, from, until, force }: SelectionOptions): SelectionRequest {
  return { only: only ?? [], from: from ?? [], until: until ?? [], force: force ?? [] };
}
