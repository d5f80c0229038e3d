import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GAP_TOLERANCE, VIOLATION_TOLERANCE } from "../../../lib/optimise/certificate.ts";
import { solveByInteriorPoint } from "../../../lib/optimise/interior_point/solver.ts";
import { allocationProblem } from "../../../lib/optimise/problem.ts";
import { multiPeriod } from "../problems.ts";

/** Draws in which the method is known to stop short twice: a known limit of budgets per period under tight ramps. */
const KNOWN = { seed: -1_583_682_564, numRuns: 10_000 };
/** The widest gap seen among 60,000 such problems is 1.6e-6. */
const WIDEST_GAP = 1e-5;

describe("the interior point method where it stops short", () => {
  it("never calls a plan solved without proof, keeps every limit, and states a small gap", () => {
    const short: string[] = [];
    fc.assert(
      fc.property(multiPeriod(true), (spec) => {
        const problem = allocationProblem(spec);
        const solution = solveByInteriorPoint(problem);
        if (!("certificate" in solution)) throw new Error(solution.status);
        const { relativeGap, violation } = solution.certificate;
        expect(violation.largest).toBeLessThanOrEqual(VIOLATION_TOLERANCE * problem.total);
        expect(Math.abs(relativeGap)).toBeLessThanOrEqual(WIDEST_GAP);
        expect(solution.status === "solved").toBe(Math.abs(relativeGap) <= GAP_TOLERANCE);
        if (solution.status !== "solved") short.push(solution.status);
      }),
      KNOWN,
    );
    // When this number falls, the limit has been mended: say so in docs/explanation/allocation.md.
    expect(short).toEqual(["no_progress", "no_progress"]);
  });
});
