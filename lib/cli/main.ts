import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { VERSION } from "../package-info.ts";
import type { CommonOptions, Context } from "./context.ts";
import type { DiagnoseOptions } from "./diagnose.ts";
import { EXIT } from "./exit-codes.ts";
import type { InitOptions } from "./init.ts";
import { METHOD_NAMES } from "./method-names.ts";
import type { OptimiseOptions } from "./optimise.ts";
import type { PipelineOptions } from "./pipeline-options.ts";
import { reportError } from "./report-error.ts";
import type { RunCommandOptions } from "./run.ts";
import { openTerminal } from "./terminal.ts";

const DEFAULT_FILE = "pipeline.yaml";

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

Exit codes:
  0 done · 2 invalid configuration or input · 3 blocked by a gate · 4 a stage failed · 5 infeasible · 130 interrupted`;

const VERB_EXAMPLES = {
  run: [
    "run",
    "run examples/robyn_weekly_unconverged/pipeline.yaml",
    "run --policy strict --artefacts /data/runs",
    "run --json",
  ],
  validate: ["validate", "validate other/pipeline.yaml --policy ./our_policy.yaml"],
  plan: ["plan", "plan --json"],
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

/** Runs one verb and stores its exit code. */
type Act = (verb: (context: Context) => Promise<number>, options: CommonOptions) => Promise<void>;

function addPipelineOptions(command: Command): Command {
  return command
    .argument("[pipeline.yaml]", "the pipeline file", DEFAULT_FILE)
    .option("--policy <name|file>", "gating policy instead of the one in the file")
    .option("--artefacts <folder>", "where runs are written, instead of the folder in the file");
}

function addCommonOptions(command: Command): Command {
  return command
    .addOption(new Option("--json", "print one JSON document for machines").default(false))
    .addOption(new Option("--verbose", "print the trace of an error").default(false));
}

function verb(program: Command, name: keyof typeof VERB_EXAMPLES, description: string): Command {
  const examples = VERB_EXAMPLES[name].map((line) => `  $ sluice ${line}`).join("\n");
  return addCommonOptions(program.command(name).description(description)).addHelpText(
    "after",
    `\nExamples:\n${examples}`,
  );
}

function buildProgram(act: Act): Command {
  // Verbs take over what is set before they are added: an error of theirs must not end the process with commander's own code.
  const program = new Command("sluice")
    .exitOverride()
    .description("Turns the posterior of a marketing-mix model into a budget decision that can be defended.")
    .version(VERSION)
    .addHelpText("after", EXAMPLES)
    .showHelpAfterError("(sluice --help shows the verbs and options)");
  addPipelineOptions(verb(program, "run", "run every stage of a pipeline, behind its gates"))
    .option("--no-reuse", "run every stage anew, even if nothing has changed")
    .action((file: string, options: RunCommandOptions) =>
      act(async (context) => (await import("./run.ts")).runCommand(file, options, context), options),
    );
  addPipelineOptions(
    verb(program, "validate", "check a pipeline file, its data and its model without running"),
  ).action((file: string, options: CommonOptions & PipelineOptions) =>
    act(async (context) => (await import("./validate.ts")).validateCommand(file, options, context), options),
  );
  addPipelineOptions(verb(program, "plan", "say what a run would do with each stage, and why")).action(
    (file: string, options: CommonOptions & PipelineOptions) =>
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
    .action((file: string, options: OptimiseOptions) =>
      act(
        async (context) => (await import("./optimise.ts")).optimiseCommand(file, options, context),
        options,
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
  return program;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError(`${JSON.stringify(text)} is not a whole number of at least 1.`);
}

/** A reader that closes the pipe (`| head`) has seen enough. */
function leaveQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(EXIT.done);
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
    controller.abort();
  };
  let code: number = EXIT.done;
  const act: Act = async (run, options) => {
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
