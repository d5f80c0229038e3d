import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunFolder, Store } from "../artefacts/store.ts";
import { diffRuns } from "../audit/diff.ts";
import { historyRow, type HistoryRow } from "../audit/history.ts";
import { latestRunId, type PipelineRuns } from "../audit/runs.ts";
import { codeOf } from "../errors.ts";
import { diffPage } from "./diff-page.ts";
import { PAGE_POLICY, uiDocument, type UiPage } from "./document.ts";
import { runPage } from "./run-page.ts";
import { runsPage } from "./runs-page.ts";

/** What the server answers with. */
export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly policy: string;
  readonly body: string | Uint8Array;
}

const HTML = "text/html; charset=utf-8";

const page = (document: UiPage, status = 200): Reply => ({
  status,
  type: HTML,
  policy: PAGE_POLICY,
  body: uiDocument(document),
});

const NOT_FOUND = page(
  { title: "Not here", body: '<p>There is no such page. <a href="/">All runs</a></p>' },
  404,
);

const TYPES: Readonly<Record<string, string>> = {
  html: HTML,
  png: "image/png",
  json: "text/plain; charset=utf-8",
  jsonl: "text/plain; charset=utf-8",
  csv: "text/plain; charset=utf-8",
  md: "text/plain; charset=utf-8",
  yaml: "text/plain; charset=utf-8",
  log: "text/plain; charset=utf-8",
};

/** A page of a run's own runs apart from this site: it may compute and be downloaded from, and sees no cookie. */
const APART = "sandbox allow-scripts allow-downloads; frame-ancestors 'none'";

/** The pages of one pipeline's runs. */
export class Site {
  readonly #runs: PipelineRuns;
  /** Rows of runs that ended, which do not change: a long history is read once. */
  readonly #rows = new Map<string, HistoryRow>();

  constructor(runs: PipelineRuns) {
    this.#runs = runs;
  }

  /** The answer to an address. */
  async answer({ pathname, searchParams }: URL): Promise<Reply> {
    const [place = "", ...rest] = pathname.split("/").slice(1).map(decoded);
    if (place === "" && rest.length === 0) return page(runsPage(this.#runs.pipeline, await this.rows()));
    if (place === "diff") return this.#diff(searchParams.get("a") ?? "", searchParams.get("b") ?? "");
    const [runId = "", ...path] = rest;
    const found = await this.#find(runId, searchParams.get("cell"));
    if (found === null) return NOT_FOUND;
    if (place === "run" && path.length === 0) return page(await runPage(found.store, found.run, found.cell));
    return place === "file" ? file(found.run, path.join("/")) : NOT_FOUND;
  }

  /** Every run, the newest first. */
  async rows(): Promise<HistoryRow[]> {
    const all: HistoryRow[] = [];
    for (const { cell, store } of this.#runs.cells) {
      const latest = await latestRunId(store);
      for (const runId of await store.runIds()) {
        const run = store.run(runId);
        const known = this.#rows.get(run.path);
        const row = known ?? (await historyRow(run, false, cell?.name ?? null));
        if (row.root_sha256 !== null) this.#rows.set(run.path, row);
        all.push({ ...row, latest: runId === latest });
      }
    }
    return all.sort((a, b) => (a.run_id < b.run_id ? 1 : -1));
  }

  /** A run by its whole name, which is looked up and never made a path of. */
  async #find(
    runId: string,
    cell: string | null,
  ): Promise<{ readonly store: Store; readonly run: RunFolder; readonly cell: string | null } | null> {
    const own = this.#runs.cells.find((one) => (one.cell?.name ?? null) === cell);
    if (own === undefined || !(await own.store.runIds()).includes(runId)) return null;
    return { store: own.store, run: own.store.run(runId), cell };
  }

  async #diff(a: string, b: string): Promise<Reply> {
    const [from, to] = [await this.#named(a), await this.#named(b)];
    if (from === null || to === null) return NOT_FOUND;
    if ((await from.readManifest()) === null || (await to.readManifest()) === null)
      return page({
        title: "Not yet",
        body: "<p>One of the two runs has no manifest: it is under way, or was cut off.</p>",
      });
    return page(diffPage(await diffRuns(from, to)));
  }

  /** A run as the form of the first page names it: cell, colon, run. */
  async #named(name: string): Promise<RunFolder | null> {
    const colon = name.lastIndexOf(":");
    const cell = name.slice(0, Math.max(0, colon));
    return (await this.#find(name.slice(colon + 1), cell === "" ? null : cell))?.run ?? null;
  }
}

/** A part of an address; what is no text is no name of anything. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "\0";
  }
}

/** Report, slides and planner, whose own policy is as strict as the site's, and whose links lead to each other. */
const OWN = "connect-src 'none'; form-action 'none'; frame-ancestors 'none'";
const OWN_PAGES = [
  "80_interpretation/report.html",
  "80_interpretation/slides.html",
  "80_interpretation/planner.html",
];

/** A file that the run's manifest lists, and no other: no path leads out of it. */
async function file(run: RunFolder, path: string): Promise<Reply> {
  const manifest = await run.readManifest();
  const written = manifest?.stages.flatMap(({ writes }) => writes) ?? [];
  const listed = written.map((one) => one.path);
  if (manifest === null || ![...listed, "manifest.json"].includes(path)) return NOT_FOUND;
  const type = TYPES[/\.([a-z0-9]+)$/.exec(path)?.[1] ?? ""] ?? "application/octet-stream";
  try {
    const body = await readFile(join(run.path, path));
    const hash = createHash("sha256").update(body).digest("hex");
    // A page that was changed since the run is no page of Sluice.
    const isOwn = OWN_PAGES.includes(path) && written.some((one) => one.path === path && one.sha256 === hash);
    return { status: 200, type, policy: isOwn ? OWN : APART, body };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return NOT_FOUND;
    throw error;
  }
}
