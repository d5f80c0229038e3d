import { readConfig, type Config } from "../config/parse-config.ts";
import { InputError, type Problem } from "../errors.ts";
import type { Choice } from "../optimise/branch_and_bound/choice.ts";
import { checkAllocation, type RequestProblem } from "../optimise/check-problem.ts";
import { allocationProblem, type AllocationProblem, type AllocationSpec } from "../optimise/problem.ts";
import { parseRamps, type ParsedRamps } from "../optimise/ramps.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { nearest } from "../schema/nearest.ts";
import { curveOf } from "./curve.ts";

/** A problem as a file states it. */
export type StatedProblem = SchemaTypes["allocation_problem"];

/** A problem read from a file. */
export interface ProblemFile {
  readonly id: string;
  readonly problem: AllocationProblem;
  /** Which spends each channel can take; null for all between its bounds. */
  readonly choices: readonly (Choice | null)[];
  /** What was read otherwise than as written, or will surprise. */
  readonly warnings: readonly string[];
}

/**
 * The allocation problem of a YAML or JSON file under the schema `allocation_problem`.
 *
 * A request that contradicts itself (a budget out of the bounds' reach) is read: the optimiser says why it cannot be met.
 *
 * @throws InputError with every problem at its place: what the schema refuses, lists that do not have one value per period, names that are given
 *   twice or not at all, lots together with a least spend.
 */
export async function readProblem(file: string): Promise<ProblemFile> {
  const config = await readConfig("allocation_problem", file);
  const spec = specOf(config.value);
  const problems = [
    ...checkAllocation(spec).map((one) => placed(one, config)),
    ...config.value.channels.flatMap((channel, i) =>
      doubleChoice(channel, config.where("channels", i, "lot")),
    ),
  ];
  if (problems.length > 0) throw new InputError(problems);
  return {
    id: config.value.id,
    problem: allocationProblem(spec),
    choices: config.value.channels.map(choiceOf),
    warnings: config.value.channels.flatMap((channel) => rampOf(channel).warnings),
  };
}

/** The request to the optimiser that a file states. */
export function specOf({ channels, periods, periodWeights, budget }: StatedProblem): AllocationSpec {
  const { total, perPeriod, atMost, perPeriodAtMost, groups } = budget;
  return {
    channels: channels.map((channel) => ({
      ...channel,
      curve: curveOf(channel.curve),
      ramp: rampOf(channel).ramps[0] ?? null,
    })),
    periods,
    ...(periodWeights === null ? {} : { periodWeights }),
    budget: { total, perPeriod, atMost, groups, ...(perPeriodAtMost === null ? {} : { perPeriodAtMost }) },
  };
}

type StatedChannel = StatedProblem["channels"][number];

/** The ramp of a channel, with what is odd about how it is stated: 25 is 25 %. */
function rampOf({ name, ramp, lastSpend }: StatedChannel): ParsedRamps {
  const limitOf = (limit: number | null | undefined) => (limit == null ? null : { [name]: limit });
  const stated = { absolute: limitOf(ramp?.absolute), percentage: limitOf(ramp?.percentage) };
  return parseRamps(stated, [name], [lastSpend]);
}

function choiceOf({ leastIfAny, lot }: StatedChannel): Choice | null {
  if (leastIfAny !== null) return { kind: "zero_or_at_least", least: leastIfAny };
  return lot === null ? null : { kind: "lots", unit: lot };
}

function doubleChoice({ leastIfAny, lot }: StatedChannel, where: string): Problem[] {
  if (leastIfAny === null || lot === null) return [];
  const what = "is given together with leastIfAny, expected one of them";
  return [{ what, where, fix: "leave one out: with lots, lower can state the least" }];
}

/** A problem of the request, as `channels.tv.lower[3]`, at its place in the file. */
function placed(
  { what, where, fix, unknownChannel }: RequestProblem,
  { value, where: placeOf }: Config<StatedProblem>,
): Problem {
  const place = placeOf(...pathOf(where, value));
  if (unknownChannel === undefined) return { what, where: place, fix };
  const names = value.channels.map(({ name }) => name);
  const near = nearest(unknownChannel, names);
  const listed = `give one of ${names.map((name) => JSON.stringify(name)).join(", ")}`;
  return { what, where: place, fix: near === null ? listed : `did you mean ${JSON.stringify(near)}?` };
}

/** The keys in the file that a path of the request stands for: there, channels and groups go by name. */
function pathOf(where: string, { channels, budget }: StatedProblem): (string | number)[] {
  const lists = [
    { prefix: "channels.", keys: ["channels"], names: channels.map(({ name }) => name) },
    { prefix: "budget.groups.", keys: ["budget", "groups"], names: budget.groups.map(({ name }) => name) },
  ];
  for (const { prefix, keys, names } of lists) {
    const rest = where.startsWith(prefix) ? where.slice(prefix.length) : null;
    const isIn = (name: string) => rest === name || rest?.startsWith(`${name}.`);
    // Of two names where one begins with the other the longer is meant; of two that are the same, the second is the one too many.
    const name = names.filter(isIn).toSorted((a, b) => b.length - a.length)[0];
    if (rest === null || name === undefined) continue;
    const at = rest === name ? names.lastIndexOf(name) : names.indexOf(name);
    return [...keys, at, ...stepsOf(rest.slice(name.length))];
  }
  return stepsOf(where);
}

/** `.lower[3]` as `lower` and 3. */
function stepsOf(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key = ""]) =>
    index === undefined ? key : Number(index),
  );
}
