import { readdirSync, readFileSync } from "node:fs";
import { allocationProblem, type AllocationProblem } from "../../lib/optimise/problem.ts";
import { specOf, type StatedProblem } from "../../lib/problem-file/read.ts";
import { parse } from "../../lib/schema/parse.ts";

const FOLDER = new URL("../reference/optimisation/", import.meta.url);

interface Expected {
  readonly objective: number;
  readonly upperBound: number;
  readonly budgetPrice: number[];
  readonly reasonCode: string;
  readonly reason: string;
  readonly allocation: number[][];
}

/** A reference instance with its problem. */
export interface Instance {
  readonly id: string;
  readonly json: StatedProblem;
  readonly expected: Expected;
  readonly problem: AllocationProblem;
}

/** The problem that an instance states. */
export function problemOf(stated: StatedProblem): AllocationProblem {
  return allocationProblem(specOf(stated));
}

/** All reference instances whose name matches, in order of name. */
export function instances(pattern: RegExp): Instance[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".json") && pattern.test(name))
    .sort()
    .map((name) => {
      const json = parse("allocation_problem", JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")), name);
      return {
        id: json.id,
        json,
        expected: json.expected as unknown as Expected,
        problem: problemOf(json),
      };
    });
}
