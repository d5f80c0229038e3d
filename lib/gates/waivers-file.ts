import { lstat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isSelected, type Cell } from "../config/matrix.ts";
import { readConfig, type Config } from "../config/parse-config.ts";
import { insideProject } from "../config/paths.ts";
import { InputError, type Problem } from "../errors.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { meantOr } from "../schema/nearest.ts";
import { CHECK_IDS, CHECKS, type CheckId, type GateId } from "./catalogue.ts";
import { MISSING, UNDEFINED, type Accepted, type Waiver } from "./waivers.ts";
import type { Policy } from "./policy.ts";

export type WaiverEntry = SchemaTypes["waivers"]["waivers"][number];

/** The file of waivers, beside the pipeline file. */
export const WAIVERS_FILE = "waivers.yaml";

type Where = (...path: readonly (string | number)[]) => string;

const isCheckId = (name: string): name is CheckId => CHECK_IDS.some((known) => known === name);

/** What is accepted of each check: the shorthand for one check written out. */
function acceptedByCheck({ check, worst }: WaiverEntry): Record<string, Accepted> {
  if (typeof worst === "object") return worst;
  return check === null ? {} : { [check]: worst };
}

function checkProblems(id: string, gate: GateId | null, where: string): Problem[] {
  if (!isCheckId(id)) {
    const what = `there is no check ${JSON.stringify(id)}`;
    return [{ what, where, fix: meantOr(id, CHECK_IDS, `checks are ${CHECK_IDS.join(", ")}`) }];
  }
  const own = CHECKS[id].gate;
  if (gate === null || own === gate) return [];
  return [
    { what: `${id} is a check of ${own}, not of ${gate}`, where, fix: `write another waiver, for ${own}` },
  ];
}

/** A value that the check's rule could never be held against. */
function valueProblems(id: string, accepted: Accepted, policy: Policy, where: string): Problem[] {
  if (!isCheckId(id) || accepted === MISSING || accepted === UNDEFINED) return [];
  const rule = policy.checks[id];
  if (rule.kind === "level") {
    const levels = Object.keys(rule.levels);
    if (typeof accepted === "string" && levels.includes(accepted)) return [];
    const what = `${id} is never ${JSON.stringify(accepted)}`;
    return [{ what, where, fix: `its levels are ${levels.join(", ")}; or ${UNDEFINED}, ${MISSING}` }];
  }
  if (typeof accepted === "number") return [];
  const what = `${id} is a number, got ${JSON.stringify(accepted)}`;
  return [{ what, where, fix: `write a number, ${UNDEFINED} or ${MISSING}` }];
}

/** What is wrong with one entry, beyond its shape. */
export function entryProblems(entry: WaiverEntry, policy: Policy, where: Where): Problem[] {
  const { gate, check, worst } = entry;
  if ((gate === null) === (check === null)) {
    const what = gate === null ? "names neither a gate nor a check" : "names a gate and a check";
    return [{ what, where: where(), fix: "name one of them" }];
  }
  if (check === null && typeof worst !== "object") {
    const what = "a gate has several checks, and worst names none";
    const fix = "write worst as a mapping from each check to the worst value accepted";
    return [{ what, where: where("worst"), fix }];
  }
  if (check !== null && typeof worst === "object")
    return [{ what: "one check has one worst value", where: where("worst"), fix: "write the value itself" }];
  const accepted = Object.entries(acceptedByCheck(entry));
  if (accepted.length === 0)
    return [{ what: "accepts nothing", where: where("worst"), fix: "name at least one check of the gate" }];
  return accepted.flatMap(([id, value]) => {
    const place = check === null ? where("worst", id) : where("check");
    return [
      ...checkProblems(id, gate, place),
      ...valueProblems(id, value, policy, check === null ? place : where("worst")),
    ];
  });
}

/** Why a waiver is not for a cell; null when it is. */
function outOfCell(cells: readonly string[], cell: Cell | null): string | null {
  if (cells.length === 0 || (cell !== null && isSelected(cell, cells))) return null;
  return `is for ${cells.join(" or ")}, not for ${cell?.name ?? "a pipeline without a matrix"}`;
}

function toWaiver(entry: WaiverEntry, today: string, cell: Cell | null): Waiver {
  const { gate, reason, approver, expires, pipelines, cells } = entry;
  const worst = acceptedByCheck(entry);
  const [first = ""] = Object.keys(worst);
  return {
    // The entry was checked: it names a gate, or a check that has one.
    gate: gate ?? CHECKS[first as CheckId].gate,
    worst,
    reason,
    approver,
    expires,
    isExpired: expires < today,
    pipelines,
    outOfCell: outOfCell(cells, cell),
  };
}

/** The waivers file of a pipeline file, absolute and inside the project; null where there is none. */
export async function waiversFileOf(pipelineFile: string): Promise<string | null> {
  const file = join(dirname(pipelineFile), WAIVERS_FILE);
  // A link that leads nowhere is there, and is told; only what is not there is no file.
  if ((await lstat(file).catch(() => null)) === null) return null;
  return insideProject(pipelineFile, WAIVERS_FILE, file);
}

/**
 * Reads a file of waivers.
 *
 * @throws InputError with every problem at its place.
 */
export async function readWaivers(file: string, policy: Policy): Promise<Config<SchemaTypes["waivers"]>> {
  const config = await readConfig("waivers", file);
  const problems = config.value.waivers.flatMap((entry, i) =>
    entryProblems(entry, policy, (...path) => config.where("waivers", i, ...path)),
  );
  if (problems.length > 0) throw new InputError(problems);
  return config;
}

/**
 * The waivers of a pipeline file; none where there is no `waivers.yaml` beside it.
 *
 * @param now - A waiver is in force through its last day, UTC.
 * @param cell - Cell of the matrix that they are read for; null where there is none.
 * @throws InputError for a file that is malformed: then nothing runs, and no gate is opened by what was meant otherwise.
 */
export async function loadWaivers(
  pipelineFile: string,
  policy: Policy,
  now: Date,
  cell: Cell | null = null,
): Promise<readonly Waiver[]> {
  const file = await waiversFileOf(pipelineFile);
  if (file === null) return [];
  const { value } = await readWaivers(file, policy);
  const today = now.toISOString().slice(0, 10);
  return value.waivers.map((entry) => toWaiver(entry, today, cell));
}
