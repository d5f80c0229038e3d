import type { Context } from "../../lib/cli/context.ts";
import { reportError } from "../../lib/cli/report-error.ts";
import { openTerminal } from "../../lib/cli/terminal.ts";

/** How a verb ended, called without a process of its own. */
export interface Called {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The time that verbs are told. */
export const NOW = new Date("2026-11-24T12:00:00.000Z");

/** Calls a verb as the command line would, in a folder and away from any terminal. */
export async function call(
  cwd: string,
  verb: (context: Context) => Promise<number>,
  { json = false, now = NOW }: { readonly json?: boolean; readonly now?: Date } = {},
): Promise<Called> {
  const text = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof text) => ({
    write(chunk: string) {
      text[name] += chunk;
      return true;
    },
  });
  const terminal = openTerminal(stream("stdout"), stream("stderr"), {});
  const context = { terminal, cwd, signal: new AbortController().signal, now: () => now };
  const code = await verb(context).catch((error: unknown) =>
    reportError(error, { json, verbose: false }, terminal),
  );
  return { code, ...text };
}
