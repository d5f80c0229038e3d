import { join } from "node:path";
import { reportError } from "../../lib/cli/report-error.ts";
import { runCommand, type RunCommandOptions } from "../../lib/cli/run.ts";
import { openTerminal } from "../../lib/cli/terminal.ts";
import type { Ended } from "./project.ts";

/** `sluice run --json` without the start of a process, for tables of many rows. */
export async function runHere(project: string): Promise<Ended> {
  const text = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof text) => ({
    write(chunk: string) {
      text[name] += chunk;
      return true;
    },
  });
  const terminal = openTerminal(stream("stdout"), stream("stderr"), {});
  const options: RunCommandOptions = {
    json: true,
    verbose: false,
    reuse: true,
    dryRun: false,
    jobs: 1,
    wait: true,
    logFormat: "text",
  };
  const { signal } = new AbortController();
  const context = { terminal, cwd: project, signal, now: () => new Date() };
  const code = await runCommand(join(project, "pipeline.yaml"), options, context).catch((error: unknown) =>
    reportError(error, options, terminal),
  );
  return { code, ...text };
}
