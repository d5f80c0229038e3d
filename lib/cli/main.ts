import { Command, CommanderError, Option } from "commander";
import { VERSION } from "../package-info.ts";
import { wholeNumber } from "./arguments.ts";
import { addAuditVerbs } from "./audit-verbs.ts";
import type { CommonOptions, Context } from "./context.ts";
import type { DiagnoseOptions } from "./diagnose.ts";
import { EXIT } from "./exit-codes.ts";
import { killPrograms, runsPrograms } from "./host.ts";
import type { InitOptions } from "./init.ts";
import { collectLabel } from "./labels.ts";
import { METHOD_NAMES } from "./method-names.ts";
import type { OptimiseOptions } from "./optimise.ts";
import type { PipelineOptions } from "./pipeline-options.ts";
import { addCells, addExecution, addGraph, addSelection, addSet, type PlanOptions } from "./run-options.ts";
import { reportError } from "./report-error.ts";
import type { RunCommandOptions } from "./run.ts";
import { openTerminal, type Terminal } from "./terminal.ts";
import { addVerb, DEFAULT_FILE, type Act } from "./verb.ts";

const EXAMPLES = `
Examples:
  $ sluice init --model model.nc --data data.csv   write a commented pipeline.yaml
  $ sluice validate                                check it, the data and the model
  $ sluice plan                                    say what would run, and why
  $ sluice run                                     run pipeline.yaml
  $ sluice diagnose model.nc                       judge any InferenceData file
  $ sluice optimise problem.json                   divide a budget, without a pipeline
  $ sluice run other/pipeline.yaml --policy strict
  $ sluice run --json | jq .status
  $ sluice verify                                  hold the newest run against its manifest

Exit codes:
  0 done · 2 invalid configuration or input · 3 blocked by a gate · 4 a stage failed · 5 infeasible ·
  6 verification failed · 130 interrupted`;

const VERB_EXAMPLES = {
  run: [
    "run",
    "run examples/robyn_weekly_unconverged/pipeline.yaml",
    "run --policy strict --artefacts /data/runs",
    "run --from 60_response_curves --set stages.70_optimisation.total_budget=250000",
    "run --cell brand=alpha --jobs 4",
    "run --json",
  ],
  validate: ["validate", "validate other/pipeline.yaml --policy ./our_policy.yaml"],
  plan: ["plan", "plan --graph mermaid", "plan --only 70 --json"],
  diagnose: [
    "diagnose model.nc",
    "diagnose model.nc data.csv --reports reports --policy ammm",
    "diagnose model.nc --json",
  ],
  optimise: ["optimise problem.json", "optimise problem.yaml --method interior_point --json"],
  init: [
    "init --model model.nc --data data.csv",
    "init --model model.nc --data data.csv --out brand/pipeline.yaml",
  ],
} as const;

function addPipelineOptions(command: Command): Command {
  return addSet(
    addCells(command)
      .argument("[pipeline.yaml]", "the pipeline file", DEFAULT_FILE)
      .option("--policy <name|file>", "gating policy instead of the one in the file")
      .option("--artefacts <folder>", "where runs are written, instead of the folder in the file"),
  );
}

function verb(program: Command, name: keyof typeof VERB_EXAMPLES, description: string): Command {
  return addVerb(program, name, description, VERB_EXAMPLES[name]);
}

function buildProgram(act: Act): Command {
  // Verbs take over what is set before they are added: an error of theirs must not end the process with commander's own code.
  const program = new Command("sluice")
    .exitOverride()
    .description("Turns the posterior of a marketing-mix model into a budget decision that can be defended.")
    .version(VERSION)
    .addHelpText("after", EXAMPLES)
    .showHelpAfterError("(sluice --help shows the verbs and options)");
  const run = verb(program, "run", "run every stage of a pipeline, behind its gates");
  addExecution(addSelection(addPipelineOptions(run)))
    .option("--no-reuse", "run every stage anew, even if nothing has changed")
    .option("--label <key=value>", "a label for the manifest; may be given several times", collectLabel)
    .action((file: string, options: RunCommandOptions) =>
      act(async (context) => (await import("./run.ts")).runCommand(file, options, context), options),
    );
  addPipelineOptions(
    verb(program, "validate", "check a pipeline file, its data and its model without running"),
  ).action((file: string, options: CommonOptions & PipelineOptions) =>
    act(async (context) => (await import("./validate.ts")).validateCommand(file, options, context), options),
  );
  const plan = verb(program, "plan", "say what a run would do with each stage, and why");
  addGraph(addSelection(addPipelineOptions(plan))).action(
    (file: string, options: CommonOptions & PlanOptions) =>
      act(async (context) => (await import("./plan.ts")).planCommand(file, options, context), options),
  );
  verb(program, "diagnose", "recompute and judge the diagnostics of any InferenceData file")
    .argument("<model.nc>", "posterior as InferenceData NetCDF-4")
    .argument("[data.csv]", "the data it was fitted to, for the checks of the data")
    .option("--policy <name|file>", "gating policy", "publish")
    .option("--target <variable>", "likelihood variable, where the file has several")
    .option("--reports <folder>", "upstream reports whose claims to check")
    .option("--html <file>", "also write a page with every check and chart")
    .option("--worst <n>", "how many of the worst parameters to list", wholeNumber, 10)
    .action((model: string, data: string | undefined, options: DiagnoseOptions) =>
      act(
        async (context) => (await import("./diagnose.ts")).diagnoseCommand(model, data, options, context),
        options,
      ),
    );
  verb(program, "optimise", "divide a budget stated in a problem file, with proof, without a pipeline")
    .argument("<problem.json|yaml>", "channels, curves, bounds, ramps and budgets")
    .addOption(
      new Option("--method <name>", "how to solve it; auto chooses, and says why")
        .choices(METHOD_NAMES)
        .default("auto"),
    )
    .option("--start <result.json>", "result of an earlier run of the same shape to start from")
    .option("--keep-start", "with --json: also what --start needs in a later run", false)
    .action((file: string, options: OptimiseOptions) =>
      act(
        async (context) => (await import("./optimise.ts")).optimiseCommand(file, options, context),
        options,
        "at once",
      ),
    );
  verb(program, "init", "write a commented pipeline.yaml for a model and its data")
    .requiredOption("--model <model.nc>", "posterior as InferenceData NetCDF-4")
    .requiredOption("--data <data.csv>", "one row per period: date, target, spend by channel")
    .option("--out <file>", "where to write", DEFAULT_FILE)
    .option("--force", "overwrite an existing file", false)
    .action((options: InitOptions) =>
      act(async (context) => (await import("./init.ts")).initCommand(options, context), options),
    );
  addAuditVerbs(program, act);
  return program;
}

/** A reader that closes the pipe (`| head`) has seen enough. */
function leaveQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(EXIT.done);
}

/** Longest that a run may take to end once it is asked to, in milliseconds. */
const DEADLINE = 30_000;

/** Ends the process with whatever it runs; what is half-written is no part of any run. */
function leaveAtOnce(): void {
  killPrograms();
  process.exit(EXIT.interrupted);
}

/** Asked to stop once, a run ends in good order, within a limit; asked again, at once. */
function onSignal(controller: AbortController, terminal: Terminal): void {
  controller.abort();
  terminal.err(`stopping, within ${DEADLINE / 1000} s; once more to stop at once`);
  setTimeout(leaveAtOnce, DEADLINE).unref();
  // Without a program to end, the second signal is left to the system: it ends the process also in the middle of a long sum.
  if (runsPrograms()) process.once("SIGINT", leaveAtOnce).once("SIGTERM", leaveAtOnce);
}

/**
 * The command line.
 *
 * @param argv - Arguments after the program's name.
 * @returns The exit code.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const terminal = openTerminal(process.stdout, process.stderr, process.env);
  const controller = new AbortController();
  const stop = () => {
    onSignal(controller, terminal);
  };
  let code: number = EXIT.done;
  const act: Act = async (run, options, stops = "in good order") => {
    if (stops === "at once") process.off("SIGINT", stop).off("SIGTERM", stop);
    const context: Context = {
      terminal,
      cwd: process.cwd(),
      signal: controller.signal,
      now: () => new Date(),
    };
    try {
      code = await run(context);
    } catch (error) {
      code = reportError(error, options, terminal);
    }
  };
  process.stdout.on("error", leaveQuietly);
  process.once("SIGINT", stop).once("SIGTERM", stop);
  try {
    await buildProgram(act).parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.done : EXIT.invalid;
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
  return code;
}
