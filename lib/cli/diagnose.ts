import { writeFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { TopLevelSpec } from "vega-lite";
import { assessAdequacy, type Adequacy } from "../adequacy/assess.ts";
import { measureTable, skipData } from "../adequacy/any-data.ts";
import { InputError } from "../errors.ts";
import { adequacyPictures, type AdequacyPictures } from "../adequacy/pictures.ts";
import { openFit } from "../adequacy/read-fit.ts";
import { gates as judgeGates, judge } from "../gates/judge.ts";
import { inCatalogueOrder, type Check } from "../gates/catalogue.ts";
import { remediesOf } from "../gates/remedies.ts";
import { loadPolicy } from "../gates/policy.ts";
import { readReports } from "../pipeline/sources.ts";
import { darkTheme } from "../charts/dark.ts";
import { renderSvg } from "../charts/render.ts";
import { diagnosticsPage } from "../report/diagnostics-page.ts";
import type { Figure } from "../report/html.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import type { CommonOptions, Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";
import { GATE_STYLE, type Terminal } from "./terminal.ts";

export interface DiagnoseOptions extends CommonOptions {
  readonly policy: string;
  readonly target?: string;
  readonly reports?: string;
  readonly worst: number;
  readonly html?: string;
}

type Gates = SchemaTypes["gates"];

const CHECK_STYLE = { ...GATE_STYLE, skipped: "dim" } as const;

const shown = (value: number | string | null) =>
  value === null ? "undefined" : typeof value === "number" ? String(Number(value.toPrecision(4))) : value;

/** The worst parameters as a table, like the field's summaries. */
function parameterTable({ worst_parameters }: SchemaTypes["convergence_report"]): string[] {
  const width = Math.max(9, ...worst_parameters.map(({ parameter }) => parameter.length));
  const row = (cells: readonly string[]) =>
    `  ${(cells[0] ?? "").padEnd(width)}${cells
      .slice(1)
      .map((cell) => cell.padStart(11))
      .join("")}`;
  return [
    row(["parameter", "r_hat", "ess_bulk", "ess_tail", "mcse_mean"]),
    ...worst_parameters.map(({ parameter, rhat, ess_bulk, ess_tail, mcse_mean }) =>
      row([
        parameter,
        rhat?.toFixed(4) ?? "undefined",
        ess_bulk?.toFixed(0) ?? "undefined",
        ess_tail?.toFixed(0) ?? "undefined",
        mcse_mean?.toPrecision(3) ?? "undefined",
      ]),
    ),
  ];
}

function narrate(
  { reports, checks }: { readonly reports: Adequacy["reports"]; readonly checks: readonly Check[] },
  verdict: Gates,
  terminal: Terminal,
): void {
  const { convergence, pareto } = reports;
  terminal.out(
    `${convergence.n_chains} chains × ${convergence.n_draws} draws, ${convergence.n_parameters} scalars; worst by R-hat:`,
  );
  for (const line of parameterTable(convergence)) terminal.out(line);
  if (pareto !== null) {
    terminal.out(
      `elpd_loo ${shown(pareto.elpd_loo)} (se ${shown(pareto.se)}), p_loo ${shown(pareto.p_loo)}; Pareto k: ${pareto.n_good} good, ${pareto.n_marginal} marginal, ${pareto.n_bad} bad`,
    );
  }
  for (const { gate, question, status } of verdict.gates) {
    terminal.out(`${terminal.styleOut(GATE_STYLE[status], `${gate} ${status.padEnd(4)}`)} ${question}`);
    for (const check of checks.filter((one) => one.gate === gate && one.status !== "pass")) {
      const value = check.status === "skipped" ? "" : ` ${shown(check.value)} (rule: ${check.threshold})`;
      terminal.out(
        `     ${terminal.styleOut(CHECK_STYLE[check.status], check.status)} ${check.metric}:${value} ${check.message}`,
      );
    }
  }
  const doubtful = checks.filter(({ status }) => status === "fail" || status === "warn");
  if (doubtful.length > 0) terminal.out(terminal.styleOut("cyan", "to do"));
  for (const { remedy, gates } of remediesOf(doubtful)) terminal.out(`  ${gates.join(", ")}: ${remedy}`);
  terminal.out(
    terminal.styleOut(
      GATE_STYLE[verdict.adequacy],
      `adequacy under policy ${verdict.policy}: ${verdict.adequacy}`,
    ),
  );
}

/** Every chart there is, for light and dark pages. */
async function figuresOf(pictures: AdequacyPictures): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const spec of Object.values(pictures) as (TopLevelSpec | null)[]) {
    if (spec !== null)
      figures.push({
        title: titleOf(spec),
        light: await renderSvg(spec),
        dark: await renderSvg(darkTheme(spec)),
      });
  }
  return figures;
}

function titleOf({ title }: TopLevelSpec): string {
  if (typeof title === "string") return title;
  const text = typeof title === "object" && "text" in title ? title.text : "";
  return Array.isArray(text) ? text.join(" ") : typeof text === "string" ? text : "chart";
}

async function writePage(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new InputError(
      {
        what: `cannot be written: ${(error as Error).message}`,
        where: path,
        fix: "name a file in a folder that exists with --html",
      },
      { cause: error },
    );
  }
}

/** `sluice diagnose`: the diagnostics and gates alone, on any InferenceData file. */
export async function diagnoseCommand(
  model: string,
  data: string | undefined,
  options: DiagnoseOptions,
  { cwd, terminal }: Context,
): Promise<number> {
  const file = resolve(cwd, model);
  const policy = await loadPolicy(options.policy, resolve(cwd, "pipeline.yaml"), "--policy");
  const claims = options.reports === undefined ? {} : await readReports(resolve(cwd, options.reports));
  const own = await openFit(file, options.target ?? null);
  try {
    const { decisions, because } = own.readDecisions();
    const fit = { ...own, decisions };
    const measured =
      data === undefined ? skipData("no data.csv was given") : await measureTable(resolve(cwd, data), fit);
    const adequacy = assessAdequacy(fit, policy, { worst: options.worst, claims });
    const { reports, checks } = adequacy;
    const all = inCatalogueOrder([...measured.map((one) => judge(one, policy)), ...checks]);
    const verdict = judgeGates(all, policy);
    if (options.json)
      terminal.out(
        JSON.stringify(
          { model: file, not_a_mix_model_because: because, ...verdict, checks: all, ...reports },
          null,
          2,
        ),
      );
    else narrate({ reports, checks: all }, verdict, terminal);
    if (because !== null)
      terminal.err(`not read as a marketing-mix model, so that no decision quantity is judged: ${because}`);
    if (options.html !== undefined) {
      const pictures = adequacyPictures(fit, adequacy, policy, {
        target: fit.target ?? "target",
        unit: null,
        period: null,
      });
      const page = {
        model: basename(file),
        verdict,
        checks: all,
        convergence: reports.convergence,
        pareto: reports.pareto,
        figures: await figuresOf(pictures),
      };
      await writePage(resolve(cwd, options.html), diagnosticsPage(page));
    }
    return verdict.adequacy === "fail" ? EXIT.blocked : EXIT.done;
  } finally {
    own.close();
  }
}
