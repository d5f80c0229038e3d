import { Command, CommanderError, Option } from "commander";
import { VERSION } from "../package-info.ts";
import type { CommonOptions, Context } from "./context.ts";
import { diagnoseCommand, type DiagnoseOptions } from "./diagnose.ts";
import { EXIT } from "./exit-codes.ts";
import { initCommand, type InitOptions } from "./init.ts";
import type { PipelineOptions } from "./pipeline-options.ts";
import { planCommand } from "./plan.ts";
import { reportError } from "./report-error.ts";
import { runCommand, type RunCommandOptions } from "./run.ts";
import { openTerminal } from "./terminal.ts";
import { validateCommand } from "./validate.ts";

const DEFAULT_FILE = "pipeline.yaml";

const EXAMPLES = `
Examples:
  $ sluice init --model model.nc --data data.csv   write a commented pipeline.yaml
  $ sluice validate                                check it, the data and the model
  $ sluice plan                                    say what would run, and why
  $ sluice run                                     run pipeline.yaml
  $ sluice diagnose model.nc                       judge any InferenceData file
  $ sluice run other/pipeline.yaml --policy strict
  $ sluice run --json | jq .status

Exit codes:
  0 done · 2 invalid configuration or input · 3 blocked by a gate · 4 a stage failed · 130 interrupted`;

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

function verb(program: Command, name: string, description: string): Command {
  return addCommonOptions(program.command(name).description(description));
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
      act((context) => runCommand(file, options, context), options),
    );
  addPipelineOptions(
    verb(program, "validate", "check a pipeline file, its data and its model without running"),
  ).action((file: string, options: CommonOptions & PipelineOptions) =>
    act((context) => validateCommand(file, options, context), options),
  );
  addPipelineOptions(verb(program, "plan", "say what a run would do with each stage, and why")).action(
    (file: string, options: CommonOptions & PipelineOptions) =>
      act((context) => planCommand(file, options, context), options),
  );
  verb(program, "diagnose", "recompute and judge the diagnostics of any InferenceData file")
    .argument("<model.nc>", "posterior as InferenceData NetCDF-4")
    .argument("[data.csv]", "the data it was fitted to, for the checks of the data")
    .option("--policy <name|file>", "gating policy", "publish")
    .option("--target <variable>", "likelihood variable, where the file has several")
    .option("--reports <folder>", "upstream reports whose claims to check")
    .option("--worst <n>", "how many of the worst parameters to list", Number, 10)
    .action((model: string, data: string | undefined, options: DiagnoseOptions) =>
      act((context) => diagnoseCommand(model, data, options, context), options),
    );
  verb(program, "init", "write a commented pipeline.yaml for a model and its data")
    .requiredOption("--model <model.nc>", "posterior as InferenceData NetCDF-4")
    .requiredOption("--data <data.csv>", "one row per period: date, target, spend by channel")
    .option("--out <file>", "where to write", DEFAULT_FILE)
    .option("--force", "overwrite an existing file", false)
    .action((options: InitOptions) => act((context) => initCommand(options, context), options));
  return program;
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
