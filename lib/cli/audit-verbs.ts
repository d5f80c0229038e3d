import { Option, type Command } from "commander";
import type { AuditOptions } from "./audit-options.ts";
import { collect, portNumber, wholeNumber } from "./arguments.ts";
import { EXPORT_FORMATS, QUERY_FORMATS, SHOW_FORMATS } from "./formats.ts";
import type { AttestOptions } from "./attest.ts";
import type { ExportOptions } from "./export.ts";
import type { GcOptions } from "./gc.ts";
import type { HistoryOptions } from "./history.ts";
import type { QueryOptions } from "./query.ts";
import type { ShowOptions } from "./show.ts";
import type { UiVerbOptions } from "./ui.ts";
import { addCells } from "./run-options.ts";
import { addVerb, DEFAULT_FILE, type Act } from "./verb.ts";
import type { VerifyOptions } from "./verify.ts";
import type { WaiveOptions } from "./waive.ts";

const RUN = "a run's id, the beginning of one, `latest`, or the path of its folder";

/** Options by which a verb finds the runs that it looks at. */
function addPlace(command: Command): Command {
  return addCells(command)
    .option("--pipeline <file>", "the pipeline file whose runs are meant", DEFAULT_FILE)
    .option("--artefacts <folder>", "where the runs are, instead of the folder in the file");
}

/** Adds the verbs that look at runs after they were made. */
export function addAuditVerbs(program: Command, act: Act): void {
  addPlace(
    addVerb(program, "verify", "hold a run against its manifest, byte for byte", [
      "verify",
      "verify 20261124T13",
      "verify latest --recompute",
      "verify artefacts/robyn_weekly/latest --json",
    ]),
  )
    .argument("[run]", RUN, "latest")
    .option("--key <public.pem>", "also require a signature that this Ed25519 key holds good")
    .option("--recompute", "also run the stages anew and compare their bytes", false)
    .action((run: string, options: VerifyOptions) =>
      act(async (context) => (await import("./verify.ts")).verifyCommand(run, options, context), options),
    );
  addPlace(
    addVerb(program, "history", "list the runs of a pipeline: when, by whom, verdict, headline numbers", [
      "history",
      "history --pipeline brands/acme/pipeline.yaml --limit 50",
      "history --json | jq '.[].headline.gain'",
    ]),
  )
    .option("--limit <n>", "how many of the newest runs", wholeNumber, 20)
    .action((options: HistoryOptions) =>
      act(async (context) => (await import("./history.ts")).historyCommand(options, context), options),
    );
  addPlace(
    addVerb(program, "ui", "show the runs in a browser: verdicts over time, progress, lineage, differences", [
      "ui",
      "ui --port 8080",
      "ui --pipeline brands/acme/pipeline.yaml",
    ]),
  )
    .option(
      "--host <address>",
      "where to listen; beyond this machine a token in SLUICE_UI_TOKEN is needed",
      "127.0.0.1",
    )
    .option("--port <n>", "port; 0 for any that is free", portNumber, 0)
    .action((options: UiVerbOptions) =>
      act(async (context) => (await import("./ui.ts")).uiCommand(options, context), options),
    );
  addPlace(
    addVerb(program, "show", "show one run: lineage, verdicts, recommendation", [
      "show",
      "show 20261124T13",
      "show latest --format junit > checks.xml",
      'show latest --format markdown >> "$GITHUB_STEP_SUMMARY"',
    ]),
  )
    .argument("[run]", RUN, "latest")
    .addOption(
      new Option("--format <name>", "text; JUnit XML of the checks; a Markdown summary for a CI job")
        .choices(SHOW_FORMATS)
        .default("text"),
    )
    .action((run: string, options: ShowOptions) =>
      act(async (context) => (await import("./show.ts")).showCommand(run, options, context), options),
    );
  addPlace(
    addVerb(program, "diff", "say what moved between two runs, and whether it is more than noise", [
      "diff 20261117 latest",
      "diff 20261117T09 20261124T13 --json",
    ]),
  )
    .argument("<A>", RUN)
    .argument("[B]", RUN, "latest")
    .action((a: string, b: string, options: AuditOptions) =>
      act(async (context) => (await import("./diff.ts")).diffCommand(a, b, options, context), options),
    );
  addPlace(
    addVerb(program, "query", "ask the tables of a run with SQL (DuckDB), read only", [
      'query "SELECT channel, optimised_spend FROM optimization_results"',
      "query \"SELECT check_id, value FROM checks WHERE status <> 'pass'\" --run 20261117 --format csv",
      'query "FROM contributions LIMIT 1000" --format parquet --out sample.parquet',
    ]),
  )
    .argument("<sql>", "one SELECT; every CSV, Parquet and JSON file of the run is a table of its name")
    .option("--run <run>", RUN, "latest")
    .addOption(
      new Option("--format <name>", "how the answer is written").choices(QUERY_FORMATS).default("table"),
    )
    .option("--out <file>", "where to, instead of standard output; Parquet needs one")
    .action((sql: string, options: QueryOptions) =>
      act(async (context) => (await import("./query.ts")).queryCommand(sql, options, context), options),
    );
  addPlace(
    addVerb(program, "gc", "remove old runs that no label, waiver, `latest` or later run holds", [
      "gc --keep 52 --dry-run",
      "gc --keep 52",
    ]),
  )
    .requiredOption("--keep <n>", "how many of the newest runs stay in any case", wholeNumber)
    .option("--dry-run", "only say what would go", false)
    .action((options: GcOptions) =>
      act(async (context) => (await import("./gc.ts")).gcCommand(options, context), options),
    );
  addPlace(
    addVerb(program, "waive", "write a signed exception that opens a gate, until a day and up to a value", [
      'waive --check pareto_k_bad --worst 0.03 --reason "two weeks of the strike" --approver "Jane Doe" --expires 2027-01-31',
      'waive --gate g6 --reason "two weeks of the strike" --approver "Jane Doe" --expires 2027-01-31',
    ]),
  )
    .option("--gate <gate>", "the gate to open, for each of its checks that fails")
    .option("--check <check>", "the one check to excuse")
    .option(
      "--worst <value>",
      "worst value accepted; of a gate check=value, several times; else what the run found",
      collect,
    )
    .requiredOption("--reason <text>", "why, for whoever reads the report")
    .requiredOption("--approver <name>", "who answers for it")
    .requiredOption("--expires <date>", "last day on which it holds, YYYY-MM-DD")
    .option("--run <run>", "the run whose values are accepted without --worst", "latest")
    .action((options: WaiveOptions) =>
      act(async (context) => (await import("./waive.ts")).waiveCommand(options, context), options),
    );
  addPlace(
    addVerb(program, "attest", "sign a run: an in-toto attestation with SLSA provenance", [
      "attest latest --key key.pem",
      "attest 20261124T13 --key key.pem",
    ]),
  )
    .argument("[run]", RUN, "latest")
    .requiredOption("--key <private.pem>", "Ed25519 private key, PEM, without a passphrase")
    .action((run: string, options: AttestOptions) =>
      act(async (context) => (await import("./attest.ts")).attestCommand(run, options, context), options),
    );
  addPlace(
    addVerb(program, "export", "write a run as Workflow Run RO-Crate or OpenLineage events", [
      "export latest --format ro-crate",
      "export latest --format openlineage --to events.jsonl",
      "export latest --format openlineage --to https://lineage.example.org/api/v1/lineage",
    ]),
  )
    .argument("[run]", RUN, "latest")
    .addOption(
      new Option("--format <name>", "the standard that is written")
        .choices(EXPORT_FORMATS)
        .makeOptionMandatory(),
    )
    .option("--to <file|url>", "where to; a crate lies in the run's folder by default")
    .action((run: string, options: ExportOptions) =>
      act(async (context) => (await import("./export.ts")).exportCommand(run, options, context), options),
    );
}
