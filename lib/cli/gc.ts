import { takeLock } from "../artefacts/lock.ts";
import { collectGarbage, planGc, type GcReport } from "../audit/gc.ts";
import { openRuns } from "../audit/runs.ts";
import { parse } from "../schema/parse.ts";
import { placeOf, type AuditOptions } from "./audit-options.ts";
import type { Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";
import { thisHost } from "./host.ts";
import { alignTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

export interface GcOptions extends AuditOptions {
  readonly keep: number;
  readonly dryRun: boolean;
}

function narrate({ kept, removed, freed_bytes, dry_run }: GcReport, terminal: Terminal): void {
  const rows = [
    ...kept.map(({ run_id, because }) => ["keep", run_id, because.join("; ")]),
    ...removed.map((runId) => [dry_run ? "would remove" : "removed", runId, ""]),
  ];
  for (const line of alignTable(rows)) terminal.out(line);
  const size = `${(freed_bytes / 1e6).toFixed(1)} MB`;
  terminal.out(`${kept.length} runs stay, ${removed.length} ${dry_run ? "would go" : "are gone"} (${size})`);
}

/** `sluice gc`: removes old runs that nothing holds. */
export async function gcCommand(
  options: GcOptions,
  { cwd, terminal, signal, now }: Context,
): Promise<number> {
  const store = await openRuns(placeOf(options, cwd));
  const collect = async () => {
    // A folder that was never written to needs no lock, which would make it.
    if ((await store.runIds()).length === 0)
      return { ...(await planGc(store, options.keep)), dry_run: false };
    const host = thisHost();
    const owner = { host: host.name, pid: host.pid, now, isAlive: (pid: number) => host.signal(pid, 0) };
    const lock = await takeLock(store.lockFolder, owner, {
      signal,
      isPatient: false,
      onWait: () => undefined,
    });
    try {
      return await collectGarbage(store, options.keep);
    } finally {
      await lock.release();
    }
  };
  const report = options.dryRun ? await planGc(store, options.keep) : await collect();
  if (options.json) terminal.out(JSON.stringify(parse("gc_report", report, "gc"), null, 2));
  else narrate(report, terminal);
  return EXIT.done;
}
