import { writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { stringify } from "yaml";
import { InputError, codeOf } from "../errors.ts";
import { columnOf, readCsvFile } from "../posterior/csv-file.ts";
import type { CsvText } from "../posterior/csv.ts";
import { isoDate } from "../posterior/dates.ts";
import { openPosterior } from "../posterior/open.ts";
import type { Posterior } from "../posterior/posterior.ts";
import { PACKAGE_ROOT } from "../package-info.ts";
import type { CommonOptions, Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";

export interface InitOptions extends CommonOptions {
  readonly model: string;
  readonly data: string;
  readonly out: string;
  readonly force: boolean;
}

/** What the columns of the data were found to mean; null where nothing fits. */
interface Guess {
  readonly date: string | null;
  readonly target: string | null;
  readonly channels: readonly string[];
  readonly missingChannels: readonly string[];
  readonly controls: readonly string[];
}

/** Columns agree with the model's own observed target to single precision. */
const SAME_TARGET = 1e-6;

function guess(data: CsvText, posterior: Posterior): Guess {
  const observed = posterior.observed();
  const isDate = (name: string) =>
    columnOf(data, name).every((cell, row) => isoDate(cell) === posterior.dates[row]);
  const isTarget = (name: string) =>
    observed !== null &&
    columnOf(data, name).every((cell, row) => {
      const value = observed[row] ?? NaN;
      return cell !== "" && Math.abs(Number(cell) - value) <= SAME_TARGET * Math.abs(value);
    });
  const date = data.header.find(isDate) ?? null;
  const target = data.header.find(isTarget) ?? null;
  const baseline = posterior.baselineComponents().map(({ name }) => name);
  return {
    date,
    target,
    channels: posterior.channels,
    missingChannels: posterior.channels.filter((name) => !data.header.includes(name)),
    controls: data.header.filter((name) => baseline.includes(name)),
  };
}

const scalar = (text: string) => stringify(text).trim();
const list = (names: readonly string[]) => `[${names.map(scalar).join(", ")}]`;

function render(
  found: Guess,
  data: CsvText,
  paths: { readonly data: string; readonly model: string; readonly name: string; readonly schema: string },
): string {
  const todo = (value: string | null) =>
    value === null ? `TODO # columns of the data: ${data.header.map(scalar).join(", ")}` : scalar(value);
  const spend = found.missingChannels
    .map((name) => `\n    ${scalar(name)}: TODO # the column of its spend`)
    .join("");
  return `# yaml-language-server: $schema=${paths.schema}
version: 1
# Names the folder that runs are written to: artefacts/<pipeline>/runs/…
pipeline: ${paths.name}
title: null

inputs:
  data: ${scalar(paths.data)}
  model: ${scalar(paths.model)}
  # Folder of upstream reports (convergence_report.json, calibration_report.json, pareto_k_summary.json); gate g8 checks their claims.
  reports: null

columns:
  date: ${todo(found.date)}
  target: ${todo(found.target)}
  # By the names that the model uses.
  channels: ${list(found.channels)}
  # Spend column of a channel, where it differs from its name.
  spend: ${spend === "" ? "{}" : spend}
  controls: ${list(found.controls)}

# For labels only.
units:
  money: money
  target: target

# explore (look around) · publish (default) · strict (audit-grade) · or the path of your own policy file.
policy: publish

stages:
  70_optimisation:
    # Current spend is the mean of the last N periods; null: of all periods.
    reference_periods: null
    # Budget per period; null: the sum of current spend.
    total_budget: null
    bounds:
      # Every channel may move between half and one and a half of its current spend, unless named below.
      default: { kind: fraction_of_current, lower: 0.5, upper: 1.5 }
      channels: {}
      # channels:
      #   ${scalar(found.channels[0] ?? "tv")}: { kind: absolute, lower: 1000, upper: 20000 }
    # Other total budgets to compare, as multiples.
    scenarios: [0.8, 0.9, 1, 1.1, 1.2]
    multi_period:
      periods: 13
      # Largest change from one period to the next: a fraction, for all channels or by channel; null: none.
      ramp_percentage: 0.1
      ramp_absolute: null
      # What the first period ramps from: current · last_period · free.
      start: current
`;
}

function pipelineName(model: string): string {
  const folder = dirname(model).split(sep).at(-1) ?? "";
  const name = folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, "_")
    .replace(/^[_-]+/, "");
  return name === "" ? "my_pipeline" : name.slice(0, 64);
}

/** `sluice init`: a commented pipeline file for a model and its data, as far as the two tell. */
export async function initCommand(
  { model, data, out, force, json }: InitOptions,
  { cwd, terminal }: Context,
): Promise<number> {
  const [modelPath, dataPath, outPath] = [model, data, out].map((path) => resolve(cwd, path)) as [
    string,
    string,
    string,
  ];
  const posterior = await openPosterior(modelPath);
  try {
    const table = await readCsvFile(dataPath);
    const found = guess(table, posterior);
    const at = (path: string) => relative(dirname(outPath), path).split(sep).join("/");
    const paths = {
      data: at(dataPath),
      model: at(modelPath),
      name: pipelineName(modelPath),
      schema: at(join(PACKAGE_ROOT, "schemas", "pipeline.schema.json")),
    };
    const text = render(found, table, paths);
    await write(outPath, text, force);
    const open = [
      ...(found.date === null ? ["columns.date"] : []),
      ...(found.target === null ? ["columns.target"] : []),
      ...found.missingChannels.map((name) => `columns.spend.${name}`),
    ];
    if (json) terminal.out(JSON.stringify({ status: "written", path: outPath, todo: open }, null, 2));
    else {
      terminal.out(`wrote ${out}`);
      terminal.out(
        open.length === 0 ? `next: sluice validate ${out}` : `to fill in by hand: ${open.join(", ")}`,
      );
    }
    return EXIT.done;
  } finally {
    posterior.close();
  }
}

async function write(path: string, text: string, force: boolean): Promise<void> {
  try {
    await writeFile(path, text, { flag: force ? "w" : "wx" });
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    throw new InputError(
      {
        what: "exists already",
        where: path,
        fix: "name another file with --out, or overwrite it with --force",
      },
      { cause: error },
    );
  }
}
