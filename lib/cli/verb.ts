import { Option, type Command } from "commander";
import type { CommonOptions, Context } from "./context.ts";

/** Runs one verb and stores its exit code. */
export type Act = (
  verb: (context: Context) => Promise<number>,
  options: CommonOptions,
  /** `at once`: of a verb that writes no file and computes at a stretch, which a signal just ends. */
  stops?: "in good order" | "at once",
) => Promise<void>;

/** The pipeline file that a verb reads when none is named. */
export const DEFAULT_FILE = "pipeline.yaml";

/** Adds a verb with the options that every verb takes; examples are command lines after `sluice`. */
export function addVerb(
  program: Command,
  name: string,
  description: string,
  examples: readonly string[],
): Command {
  return program
    .command(name)
    .description(description)
    .addOption(new Option("--json", "print one JSON document for machines").default(false))
    .addOption(new Option("--verbose", "print the trace of an error").default(false))
    .addHelpText("after", `\nExamples:\n${examples.map((line) => `  $ sluice ${line}`).join("\n")}`);
}
