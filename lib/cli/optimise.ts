import { performance } from "node:perf_hooks";
import { resolve } from "node:path";
import type { BranchAndBoundSolution } from "../optimise/branch_and_bound/solver.ts";
import type { ActiveConstraint, Certificate } from "../optimise/certificate.ts";
import type { ConstraintName } from "../optimise/constraint.ts";
import type { WarmStart } from "../optimise/interior_point/warm-start.ts";
import { chooseMethod, NO_CHOICES, solveBy, type Method, type MethodChoice } from "../optimise/method.ts";
import type { AllocationProblem } from "../optimise/problem.ts";
import { solveBySlsqp } from "../optimise/slsqp/solver.ts";
import type { Allocated, Solution } from "../optimise/solution.ts";
import { InputError, StageError } from "../errors.ts";
import { loadNlopt } from "../nlopt/load.ts";
import { readProblem, type ProblemFile } from "../problem-file/read.ts";
import { statedResult } from "../problem-file/result.ts";
import { readStart } from "../problem-file/start.ts";
import type { CommonOptions, Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";
import type { MethodName } from "./method-names.ts";
import { planTable } from "./plan-table.ts";
import type { Terminal } from "./terminal.ts";

export interface OptimiseOptions extends CommonOptions {
  readonly method: MethodName;
  /** Result of an earlier run to start from. */
  readonly start?: string;
  readonly keepStart: boolean;
}

type Answer = Solution | BranchAndBoundSolution;

function choose(name: MethodName, { problem, choices }: ProblemFile): MethodChoice {
  if (name === "auto") return chooseMethod(problem, choices);
  if (name === "trust-constr") return { method: "interior_point", reason: "trust-constr stands for it" };
  return { method: name, reason: "it was asked for" };
}

async function solve(
  method: Method,
  { problem, choices }: ProblemFile,
  neighbour: WarmStart | null,
): Promise<Answer> {
  if (method === "slsqp" && !choices.some((choice) => choice !== null)) {
    return solveBySlsqp(problem, await loadNlopt());
  }
  return method === "slsqp" ? NO_CHOICES : solveBy(method, problem, { choices, neighbour });
}

/** The start that was asked for, which one method alone can use; null where none was. */
async function startFrom(
  { start, keepStart, json }: OptimiseOptions,
  method: Method,
  { problem }: ProblemFile,
  cwd: string,
): Promise<WarmStart | null> {
  const option = start === undefined ? (keepStart ? "--keep-start" : null) : "--start";
  if (option !== null && method !== "interior_point") {
    throw new InputError({
      what: `only the interior point method starts from an earlier result, here the method is ${method}`,
      where: option,
      fix: `leave ${option} out`,
    });
  }
  if (keepStart && !json) {
    throw new InputError({
      what: "needs --json, which holds the start",
      where: "--keep-start",
      fix: "add --json",
    });
  }
  return start === undefined ? null : readStart(resolve(cwd, start), problem);
}

type Refused = Extract<Answer, { readonly reason: string }>;

function refusal(
  { status, reason }: Refused,
  file: string,
  name: MethodName,
  { problem, choices }: ProblemFile,
): Error {
  if (status === "unsupported") {
    const { method } = chooseMethod(problem, choices);
    const fix = `leave --method out: for this problem it is ${method}`;
    return new InputError({ what: reason, where: `--method ${name}`, fix });
  }
  return new StageError({
    what: reason,
    where: file,
    fix: "try another --method, and report it with the file",
  });
}

/** `sluice optimise`: the optimiser alone, on a problem stated in a file. */
export async function optimiseCommand(
  file: string,
  options: OptimiseOptions,
  { cwd, terminal }: Context,
): Promise<number> {
  const stated = await readProblem(resolve(cwd, file));
  const { problem, warnings } = stated;
  for (const warning of warnings) terminal.err(`${terminal.style("yellow", "warning")} ${warning}`);
  const choice = choose(options.method, stated);
  const neighbour = await startFrom(options, choice.method, stated, cwd);
  const from = performance.now();
  const answer = await solve(choice.method, stated, neighbour);
  const seconds = (performance.now() - from) / 1000;
  if ("reason" in answer) throw refusal(answer, file, options.method, stated);
  if (options.json)
    terminal.out(JSON.stringify(statedResult(problem, choice, answer, seconds, options.keepStart), null, 2));
  else if ("infeasibility" in answer) narrateInfeasible(answer.infeasibility, terminal);
  else narrate(problem, choice, answer, seconds, terminal);
  return answer.status === "infeasible" ? EXIT.infeasible : EXIT.done;
}

type Infeasible = Extract<Answer, { readonly status: "infeasible" }>["infeasibility"];

function narrateInfeasible(
  { reasonCode, reason, conflict, nearestBudget }: Infeasible,
  terminal: Terminal,
): void {
  terminal.out(`${terminal.styleOut("red", "infeasible")} ${reasonCode}: ${reason}`);
  terminal.out("these cannot all hold:");
  for (const line of shortened(conflict.map(constraintWords))) terminal.out(`  ${line}`);
  if (nearestBudget) terminal.out(`nearest total budget that can be met: ${shown(nearestBudget.total)}`);
}

function narrate(
  problem: AllocationProblem,
  { method, reason }: MethodChoice,
  { status, allocation, certificate, iterations }: Allocated,
  seconds: number,
  terminal: Terminal,
): void {
  const isSolved = status === "solved";
  terminal.out(
    `${terminal.styleOut(isSolved ? "green" : "yellow", STATUS_WORDS[status])} by ${method}, because ${reason}; ${iterations} iterations, ${seconds.toPrecision(2)} s`,
  );
  for (const line of planTable(problem, allocation)) terminal.out(line);
  terminal.out("certificate");
  for (const line of certificateLines(certificate)) terminal.out(`  ${line}`);
  terminal.out("binding constraints, the dearest first");
  for (const line of shortened(bindingLines(certificate.active))) terminal.out(`  ${line}`);
}

const STATUS_WORDS: Readonly<Record<Allocated["status"], string>> = {
  solved: "solved",
  feasible: "feasible, not proved optimal,",
  iteration_limit: "stopped at the iteration limit",
  no_progress: "stopped without progress",
  interrupted: "stopped when asked to",
};

const BOUND_WORDS: Readonly<Record<Certificate["boundKind"], string>> = {
  lagrangian: "no plan within the limits can bring more",
  reachable_intervals: "ramps are relaxed, so the gap is an upper estimate",
  none: "no bound is known for such curves",
};

function certificateLines({
  objective,
  upperBound,
  boundKind,
  relativeGap,
  violation,
}: Certificate): string[] {
  return [
    `contribution      ${shown(objective)}`,
    `upper bound       ${shown(upperBound)} (${BOUND_WORDS[boundKind]})`,
    `relative gap      ${Number.isNaN(relativeGap) ? "unknown" : relativeGap.toExponential(1)}`,
    `largest violation ${violation.largest.toExponential(1)} (money)`,
  ];
}

function bindingLines(active: readonly ActiveConstraint[]): string[] {
  const dearest = active.toSorted(
    (a, b) =>
      (Number.isNaN(b.shadowPrice) ? -1 : b.shadowPrice) - (Number.isNaN(a.shadowPrice) ? -1 : a.shadowPrice),
  );
  return dearest.map((one) => {
    const price = Number.isNaN(one.shadowPrice)
      ? "not priced"
      : `${shown(one.shadowPrice)} per unit of money`;
    return `${constraintWords(one)}: ${price}`;
  });
}

const KIND_WORDS: Readonly<Record<ConstraintName["kind"], string>> = {
  budget_total: "total budget",
  budget_period: "budget",
  budget_group: "budget of group",
  last_spend: "last spend",
  lower: "lower bound",
  upper: "upper bound",
  ramp_absolute_up: "absolute ramp up",
  ramp_absolute_down: "absolute ramp down",
  ramp_percentage_up: "percentage ramp up",
  ramp_percentage_down: "percentage ramp down",
};

function constraintWords({ kind, channel, group, period, limit }: ConstraintName): string {
  const who = [group, channel].filter((name) => name != null).map((name) => ` ${name}`);
  const when = period === null || period === 0 ? "" : `, period ${period}`;
  return `${KIND_WORDS[kind]}${who.join("")}${when}: ${shown(limit)}`.replace(/: (?=[^:]*$)/, " = ");
}

/** Most constraints that are printed; `--json` has all. */
const MOST_LINES = 15;

function shortened(lines: readonly string[]): string[] {
  const rest = lines.length - MOST_LINES;
  return rest <= 0 ? [...lines] : [...lines.slice(0, MOST_LINES), `and ${rest} more; --json lists all`];
}

/** Eight digits, in which two methods can be told apart. */
function shown(value: number): string {
  return Number.isNaN(value) ? "unknown" : String(Number(value.toPrecision(8)));
}
