import type { Artefact } from "../artefacts/artefact.ts";
import type { Manifest, RunFolder } from "../artefacts/store.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import {
  channelLevels,
  checks,
  curves,
  mediaContributionPerSpend,
  optimisationSummary,
  optimizationResults,
  resolvedConfig,
} from "../../stages/artefacts.ts";
import { curveRows, moveBetween, returnRows } from "./diff-numbers.ts";
import { differingKeys, flatten } from "./flatten.ts";
import { manifestOf, readIfThere } from "./read.ts";
import { shiftOf } from "./shift.ts";

export type RunDiff = SchemaTypes["run_diff"];
type Summary = SchemaTypes["optimisation_summary"];

/** What a comparison reads of each run. */
const COMPARED = {
  config: resolvedConfig,
  checks,
  returns: mediaContributionPerSpend,
  curves,
  levels: channelLevels,
  summary: optimisationSummary,
  results: optimizationResults,
} as const;

type Read = {
  readonly [K in keyof typeof COMPARED]: (typeof COMPARED)[K] extends Artefact<infer T> ? T | null : never;
};

/** One side of a comparison. */
export interface Side extends Read {
  readonly manifest: Manifest;
}

async function readSide(run: RunFolder): Promise<Side> {
  const { path } = run;
  return {
    manifest: await manifestOf(run),
    config: await readIfThere(COMPARED.config, path),
    checks: await readIfThere(COMPARED.checks, path),
    returns: await readIfThere(COMPARED.returns, path),
    curves: await readIfThere(COMPARED.curves, path),
    levels: await readIfThere(COMPARED.levels, path),
    summary: await readIfThere(COMPARED.summary, path),
    results: await readIfThere(COMPARED.results, path),
  };
}

function inputRows(a: Manifest, b: Manifest): RunDiff["inputs"] {
  const keyed = ({ inputs }: Manifest) =>
    new Map(inputs.map(({ name, path, sha256 }) => [JSON.stringify([name, path]), { name, path, sha256 }]));
  const [before, after] = [keyed(a), keyed(b)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [from, to] = [before.get(key), after.get(key)];
    const either = from ?? to;
    if (either === undefined || from?.sha256 === to?.sha256) return [];
    return [{ name: either.name, path: either.path, a: from?.sha256 ?? null, b: to?.sha256 ?? null }];
  });
}

function versionsOf({ sluice, code_sha256, tools }: Manifest): Map<string, string> {
  return new Map([
    ["sluice", sluice],
    ["code", code_sha256],
    ...(tools === null
      ? []
      : ([
          ["node", tools.node],
          ["platform", `${tools.platform} ${tools.arch}`],
        ] as const)),
    ...Object.entries(tools?.packages ?? {}),
  ]);
}

function gateRows(a: Manifest, b: Manifest): RunDiff["gates"] {
  const verdicts = ({ gates }: Manifest) =>
    new Map(gates.map(({ gate, status }) => [gate as string, status as string]));
  return differingKeys(verdicts(a), verdicts(b)).map(({ key, ...pair }) => ({ gate: key, ...pair }));
}

function checkRows(a: Side["checks"], b: Side["checks"]): RunDiff["checks"] {
  const byId = (all: Side["checks"]) => new Map((all ?? []).map((check) => [check.check_id, check]));
  const [before, after] = [byId(a), byId(b)];
  const rows = [...new Set([...before.keys(), ...after.keys()])].map((check_id) => {
    const [from, to] = [before.get(check_id), after.get(check_id)];
    return {
      check_id,
      gate: from?.gate ?? to?.gate ?? "",
      status_a: from?.status ?? null,
      status_b: to?.status ?? null,
      value_a: from?.value ?? null,
      value_b: to?.value ?? null,
    };
  });
  const isTurned = (row: RunDiff["checks"][number]) => row.status_a !== row.status_b;
  // Verdicts that turned come first: they are what the reader looks for.
  return rows
    .filter((row) => isTurned(row) || row.value_a !== row.value_b)
    .sort((one, other) => Number(isTurned(other)) - Number(isTurned(one)));
}

function gainRow(a: Summary | null, b: Summary | null): RunDiff["gain"] {
  if (a === null || b === null) return null;
  const [before, after] = [a, b].map(({ gain, gain_q05, gain_q95 }) => ({
    value: gain,
    lower: gain_q05,
    upper: gain_q95,
  }));
  if (before === undefined || after === undefined) return null;
  return {
    a: before.value,
    b: after.value,
    lower_a: before.lower,
    upper_a: before.upper,
    lower_b: after.lower,
    upper_b: after.upper,
    ...shiftOf(before, after),
  };
}

function allocationRows(a: Side["results"], b: Side["results"]): RunDiff["allocation"] {
  if (a === null || b === null) return [];
  const spendOf = (rows: NonNullable<Side["results"]>) =>
    new Map(rows.map(({ channel, optimised_spend }) => [channel, optimised_spend]));
  const [before, after] = [spendOf(a), spendOf(b)];
  return [...new Set([...before.keys(), ...after.keys()])].map((channel) => {
    const [from = null, to = null] = [before.get(channel), after.get(channel)];
    return { channel, a: from, b: to, change: from === null || to === null ? null : to - from };
  });
}

function unread({ manifest, ...read }: Side, name: "A" | "B"): string[] {
  return Object.entries(COMPARED)
    .filter(([key]) => read[key as keyof Read] === null)
    .map(([, { path }]) => `${name} (${manifest.run_id}): ${path}`);
}

/** Content of every stage but the one that reads the clock. */
function contentOf({ stages }: Manifest): string {
  const files = stages.filter(({ stage }) => stage !== "00_run_metadata").flatMap(({ writes }) => writes);
  return JSON.stringify(files.map(({ path, sha256 }) => [path, sha256]).sort());
}

/**
 * What moved between two runs of a pipeline.
 *
 * @throws InputError for a run without a whole manifest.
 */
export async function diffRuns(runA: RunFolder, runB: RunFolder): Promise<RunDiff> {
  const [a, b] = [await readSide(runA), await readSide(runB)];
  const versions = differingKeys(versionsOf(a.manifest), versionsOf(b.manifest));
  return {
    a: runA.runId,
    b: runB.runId,
    identical: contentOf(a.manifest) === contentOf(b.manifest),
    inputs: inputRows(a.manifest, b.manifest),
    options:
      a.config === null || b.config === null ? [] : differingKeys(flatten(a.config), flatten(b.config)),
    versions: versions.map(({ key, ...pair }) => ({ name: key, ...pair })),
    gates: gateRows(a.manifest, b.manifest),
    checks: checkRows(a.checks, b.checks),
    returns: returnRows(a.returns, b.returns),
    curves: curveRows(a, b),
    gain: gainRow(a.summary, b.summary),
    allocation: allocationRows(a.results, b.results),
    move: moveBetween(a, b),
    unread: [...unread(a, "A"), ...unread(b, "B")],
  };
}
