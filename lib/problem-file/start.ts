import { readFile } from "node:fs/promises";
import { InputError } from "../errors.ts";
import type { Point } from "../optimise/interior_point/point.ts";
import { startDifference } from "../optimise/interior_point/start-difference.ts";
import type { WarmStart } from "../optimise/interior_point/warm-start.ts";
import type { AllocationProblem } from "../optimise/problem.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { parse } from "../schema/parse.ts";

type StatedStart = NonNullable<SchemaTypes["allocation_result"]["start"]>;
type StatedPoint = StatedStart["points"][number];

/** A warm start, as a result states it. */
export function statedStart({ points, isPinned }: WarmStart): StatedStart {
  return {
    known: [...isPinned.keys()].filter((at) => isPinned[at] === 1),
    points: points.map((point) => ({
      spend: [...point.spend],
      lowerPrices: [...point.lower.price],
      upperPrices: [...point.upper.price],
      rampRooms: [...point.ramps.slack],
      rampPrices: [...point.ramps.price],
      budgetPrices: [...point.nu],
      budgetRooms: [...point.short.slack],
      budgetRoomPrices: [...point.short.price],
    })),
  };
}

/**
 * The warm start that the result of an earlier run holds, for a problem.
 *
 * @param file - What `sluice optimise --json --keep-start` printed.
 * @throws InputError where the file is no such result, or is of a problem of another shape: other channels or periods, or other ramps, budgets or
 *   settled spends.
 */
export async function readStart(file: string, problem: AllocationProblem): Promise<WarmStart> {
  const { channels, allocation, start } = parse("allocation_result", await jsonOf(file), file);
  if (start === null) {
    throw new InputError({
      what: "holds no start",
      where: file,
      fix: "write it by the interior point method with --json --keep-start",
    });
  }
  const names = problem.channels.map(({ name }) => name);
  const periods = allocation?.length ?? 0;
  if (channels.length !== names.length || periods !== problem.periods) {
    const what = `is of ${sizeOf(channels.length, periods)}, the problem of ${sizeOf(names.length, problem.periods)}`;
    throw new InputError({ what, where: file, fix: OTHER_SHAPE });
  }
  const other = channels.findIndex((name, i) => name !== names[i]);
  if (other >= 0) {
    const what = `has ${channels[other] ?? ""} where the problem has ${names[other] ?? ""} as channel ${other + 1}`;
    throw new InputError({ what, where: file, fix: OTHER_SHAPE });
  }
  const warm = warmStartOf(start, names.length * periods);
  const differing = startDifference(problem, warm);
  if (differing !== null) {
    throw new InputError({ what: `differs from the problem in ${differing}`, where: file, fix: OTHER_SHAPE });
  }
  return warm;
}

const OTHER_SHAPE = "give a result of the same channels, periods, ramps and budgets, or leave --start out";

function sizeOf(channels: number, periods: number): string {
  return `${channels} channel${channels === 1 ? "" : "s"} and ${periods} period${periods === 1 ? "" : "s"}`;
}

async function jsonOf(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw new InputError({
      what: isMissing ? "no such file" : "is no JSON",
      where: file,
      fix: "give what an earlier run printed with --json --keep-start",
    });
  }
}

function warmStartOf({ known, points }: StatedStart, cells: number): WarmStart {
  const isPinned = new Uint8Array(cells);
  for (const at of known) isPinned[at] = 1;
  return { points: points.map((point) => pointOf(point)), isPinned };
}

/** Room at bounds is measured anew where a search begins; effective spend has no limits of its own, and no budget may be passed. */
function pointOf(stated: StatedPoint): Point {
  const array = (values: readonly number[]) => Float64Array.from(values);
  const none = (count: number) => ({ slack: new Float64Array(count), price: new Float64Array(count) });
  return {
    spend: array(stated.spend),
    nu: array(stated.budgetPrices),
    lower: { ...none(stated.spend.length), price: array(stated.lowerPrices) },
    upper: { ...none(stated.spend.length), price: array(stated.upperPrices) },
    ramps: { slack: array(stated.rampRooms), price: array(stated.rampPrices) },
    effects: none(0),
    short: { slack: array(stated.budgetRooms), price: array(stated.budgetRoomPrices) },
    over: none(stated.budgetPrices.length),
  };
}
