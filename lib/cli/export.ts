import { join, relative, resolve } from "node:path";
import { replaceFile } from "../artefacts/durable.ts";
import type { Manifest } from "../artefacts/store.ts";
import { lineageEvents, type LineageEvent } from "../audit/openlineage.ts";
import { manifestOf } from "../audit/read.ts";
import { roCrate } from "../audit/ro-crate.ts";
import { locateRun } from "../audit/runs.ts";
import { RO_CRATE_FILE } from "../audit/sidecars.ts";
import { InputError } from "../errors.ts";
import { placeOf, type AuditOptions } from "./audit-options.ts";
import type { Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";
import type { EXPORT_FORMATS } from "./formats.ts";

export interface ExportOptions extends AuditOptions {
  readonly format: (typeof EXPORT_FORMATS)[number];
  /** A file, or for OpenLineage a URL. */
  readonly to?: string;
}

const isUrl = (to: string) => /^https?:\/\//.test(to);

/** Longest that the receiver of one event may take. */
const POST_MS = 10_000;

async function post(events: readonly LineageEvent[], url: string): Promise<void> {
  for (const event of events) {
    const what = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(event),
      signal: AbortSignal.timeout(POST_MS),
    }).then(
      (response) => (response.ok ? null : `answers ${response.status}`),
      (error: unknown) => `cannot be reached: ${error instanceof Error ? error.message : String(error)}`,
    );
    if (what !== null)
      throw new InputError({ what, where: url, fix: "check the address, or export to a file" });
  }
}

function textOf(manifest: Manifest, format: ExportOptions["format"]): string {
  if (format === "ro-crate") return `${JSON.stringify(roCrate(manifest), null, 2)}\n`;
  return lineageEvents(manifest)
    .map((event) => `${JSON.stringify(event)}\n`)
    .join("");
}

/** `sluice export`: a run in a format that other tools read. */
export async function exportCommand(
  name: string,
  options: ExportOptions,
  { cwd, terminal }: Context,
): Promise<number> {
  const { format, to } = options;
  const { run } = await locateRun(name, placeOf(options, cwd));
  const manifest = await manifestOf(run);
  if (to !== undefined && isUrl(to)) {
    if (format !== "openlineage")
      throw new InputError({
        what: "is a URL, and a crate a file in the run's folder",
        where: "--to",
        fix: "name a file",
      });
    await post(lineageEvents(manifest), to);
    if (options.json) terminal.out(JSON.stringify({ status: "sent", to }, null, 2));
    else terminal.out(`sent ${lineageEvents(manifest).length} events to ${to}`);
    return EXIT.done;
  }
  const text = textOf(manifest, format);
  const file =
    to === undefined ? (format === "ro-crate" ? join(run.path, RO_CRATE_FILE) : null) : resolve(cwd, to);
  if (file === null) terminal.out(text.trimEnd());
  else {
    await replaceFile(file, text).catch((error: unknown) => {
      const what = `cannot be written: ${error instanceof Error ? error.message : String(error)}`;
      throw new InputError({ what, where: file, fix: "name another file with --to" }, { cause: error });
    });
    if (options.json) terminal.out(JSON.stringify({ status: "written", file }, null, 2));
    else terminal.out(`wrote ${relative(cwd, file) || file}`);
  }
  return EXIT.done;
}
