import { takeLock } from "../artefacts/lock.ts";
import { collectGarbage, heldBy, planGc, type GcReport, type Held } from "../audit/gc.ts";
import { sweepMatrixSummaries } from "../audit/matrix-summary.ts";
import { openCells } from "../audit/runs.ts";
import type { Store } from "../artefacts/store.ts";
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
  const { cells, root } = await openCells(placeOf(options, cwd));
  const collect = async (store: Store, held: Held) => {
    // A folder that was never written to needs no lock, which would make it.
    if ((await store.runIds()).length === 0)
      return { ...(await planGc(store, options.keep, held)), dry_run: false };
    const host = thisHost();
    const owner = { host: host.name, pid: host.pid, now, isAlive: (pid: number) => host.signal(pid, 0) };
    const lock = await takeLock(store.lockFolder, owner, {
      signal,
      isPatient: false,
      onWait: () => undefined,
    });
    try {
      return await collectGarbage(store, options.keep, held);
    } finally {
      await lock.release();
    }
  };
  const place = placeOf(options, cwd);
  // Also cells that are not chosen hold what they took over.
  const every = cells[0]?.cell === null ? [] : (await openCells({ ...place, cells: [] })).cells;
  const all = every.map((one) => ({ name: one.cell?.name ?? "", store: one.store }));
  const reports: { readonly cell: string | null; readonly report: GcReport }[] = [];
  for (const { cell, store } of cells) {
    const others = all.filter(({ name }) => name !== cell?.name);
    const held = await heldBy(others);
    const report = options.dryRun ? await planGc(store, options.keep, held) : await collect(store, held);
    reports.push({ cell: cell?.name ?? null, report: parse("gc_report", report, "gc") });
  }
  const isMatrix = reports.some(({ cell }) => cell !== null);
  if (isMatrix && !options.dryRun) await sweepMatrixSummaries(root, options.keep);
  if (options.json) {
    const document = isMatrix ? reports.map(({ cell, report }) => ({ cell, ...report })) : reports[0]?.report;
    terminal.out(JSON.stringify(document, null, 2));
  } else
    for (const { cell, report } of reports) {
      if (cell !== null) terminal.out(terminal.styleOut("bold", cell));
      narrate(report, terminal);
    }
  return EXIT.done;
}
