import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GAP_TOLERANCE, VIOLATION_TOLERANCE } from "../../../lib/optimise/certificate.ts";
import { solveByInteriorPoint } from "../../../lib/optimise/interior_point/solver.ts";
import { allocationProblem } from "../../../lib/optimise/problem.ts";
import { solved } from "../assertions.ts";
import { multiPeriod } from "../problems.ts";

/** Draws, of budgets per period under tight ramps, in which an earlier elimination order stopped short twice. */
const HARD = { seed: -1_583_682_564, numRuns: 10_000 };

describe("the interior point method where ramps and budgets per period leave little room", () => {
  it("proves every plan, within all limits", () => {
    fc.assert(
      fc.property(multiPeriod(true), (spec) => {
        const problem = allocationProblem(spec);
        const solution = solveByInteriorPoint(problem);
        const { certificate } = solved(solution);
        expect(certificate.violation.largest).toBeLessThanOrEqual(VIOLATION_TOLERANCE * problem.total);
        expect(certificate.relativeGap).toBeLessThanOrEqual(GAP_TOLERANCE);
      }),
      HARD,
    );
  });
});
