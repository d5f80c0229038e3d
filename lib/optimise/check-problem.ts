import type { Problem } from "../errors.ts";
import type { AllocationSpec, ChannelSpec } from "./problem.ts";

/** What is wrong with a request, at its path in it. */
export interface RequestProblem extends Problem {
  /** The name that is no channel's, where that is what is wrong. */
  readonly unknownChannel?: string;
}

/** Everything of a wrong shape or domain in a request, each with its path and its cure; empty when it can be stated as a problem. */
export function checkAllocation(spec: AllocationSpec): RequestProblem[] {
  const problems: RequestProblem[] = [];
  const periods = spec.periods ?? 1;
  if (!(Number.isInteger(periods) && periods >= 1)) {
    return [problem("periods", periods, "a whole number of at least 1")];
  }
  if (spec.channels.length === 0) problems.push(problem("channels", "empty", "at least one channel"));
  checkSeries(problems, "periodWeights", spec.periodWeights ?? 1, periods);
  checkNumber(problems, "budget.total", spec.budget.total);
  if (spec.budget.perPeriod) checkSeries(problems, "budget.perPeriod", spec.budget.perPeriod, periods);
  const seen = new Set<string>();
  for (const channel of spec.channels) {
    if (seen.has(channel.name))
      problems.push(problem(`channels.${channel.name}`, "named twice", "distinct names"));
    seen.add(channel.name);
    checkChannel(problems, channel, periods);
  }
  checkGroups(problems, spec, periods);
  return problems;
}

function checkGroups(
  problems: RequestProblem[],
  { budget, channels }: AllocationSpec,
  periods: number,
): void {
  const known = new Set(channels.map(({ name }) => name));
  const seen = new Set<string>();
  for (const { name, channels: members, total, perPeriod } of budget.groups ?? []) {
    const path = `budget.groups.${name}`;
    if (seen.has(name)) problems.push(problem(path, "named twice", "distinct names"));
    seen.add(name);
    if (members.length === 0) problems.push(problem(`${path}.channels`, "empty", "at least one channel"));
    for (const [k, member] of members.entries()) {
      const where = `${path}.channels[${k}]`;
      if (!known.has(member)) {
        const unknown = problem(where, JSON.stringify(member), "the name of a channel");
        problems.push({ ...unknown, unknownChannel: member });
      }
      if (members.indexOf(member) < k)
        problems.push(problem(where, `${JSON.stringify(member)} again`, "each channel once"));
    }
    if (total == null && perPeriod == null)
      problems.push(problem(path, "without a budget", "a total or a budget per period"));
    checkNumber(problems, `${path}.total`, total ?? 0);
    if (perPeriod) checkSeries(problems, `${path}.perPeriod`, perPeriod, periods);
  }
}

function checkChannel(problems: Problem[], channel: ChannelSpec, periods: number): void {
  const path = `channels.${channel.name}`;
  checkSeries(problems, `${path}.lower`, channel.lower, periods);
  checkSeries(problems, `${path}.upper`, channel.upper, periods);
  checkNumber(problems, `${path}.lastSpend`, channel.lastSpend ?? 0);
  checkNumber(problems, `${path}.ramp.absolute`, channel.ramp?.absolute ?? 0);
  checkNumber(problems, `${path}.ramp.percentage`, channel.ramp?.percentage ?? 0);
  checkNumber(problems, `${path}.adstock.initialCarryover`, channel.adstock?.initialCarryover ?? 0);
  const alpha = channel.adstock?.alpha ?? 0;
  if (!(alpha >= 0 && alpha < 1))
    problems.push(problem(`${path}.adstock.alpha`, alpha, "a number in [0, 1)"));
}

function checkSeries(
  problems: Problem[],
  where: string,
  series: number | readonly number[],
  periods: number,
): void {
  if (typeof series === "number") {
    checkNumber(problems, where, series);
    return;
  }
  if (series.length !== periods) {
    problems.push(problem(where, `of ${series.length} periods`, `${periods} periods`));
  }
  for (let t = 0; t < series.length; t++) checkNumber(problems, `${where}[${t}]`, series[t]!);
}

function checkNumber(problems: Problem[], where: string, value: number): void {
  if (!(value >= 0 && value < Infinity))
    problems.push(problem(where, value, "a finite number of at least 0"));
}

function problem(where: string, got: string | number, expected: string): Problem {
  return { where, what: `is ${got}, expected ${expected}`, fix: `give ${expected}` };
}
