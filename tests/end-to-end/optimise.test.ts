import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary.ts";
import { ROOT, sluice } from "./project.ts";

const FOLDER = join(ROOT, "tests/reference/optimisation");
const optimise = (...args: string[]) => sluice(["optimise", ...args], { cwd: FOLDER });

describe.concurrent("sluice optimise", () => {
  it("prints the plan, the certificate and what binds, and exits 0", async () => {
    const { code, stdout, stderr } = await optimise("sp-mm-n005.json");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      /^solved by waterfilling, because all curves are concave and nothing but a budget links the cells; \d+ iterations, /,
    );
    expect(stdout).toContain("  channel_001   41514.15\n");
    expect(stdout).toContain("  total        245486.17\n");
    expect(stdout).toContain("  upper bound       311732.25 (no plan within the limits can bring more)\n");
    expect(stdout).toContain("  total budget = 245486.17: 0.63601767 per unit of money\n");
    expect(stdout).not.toContain("\u001b[");
  });

  it("gives all of it as one document with --json", async () => {
    const { code, stdout } = await optimise("mp-004x005-adramp-period-mix.json", "--json");
    const document = JSON.parse(stdout) as Record<string, unknown>;
    expect(code).toBe(0);
    expect(Object.keys(document)).toEqual([
      "status",
      "method",
      "methodReason",
      "objective",
      "upperBound",
      "boundKind",
      "gapRelative",
      "violation",
      "channels",
      "allocation",
      "shadowPrices",
      "iterations",
      "seconds",
      "infeasible",
    ]);
    expect(document).toMatchObject({ status: "solved", method: "interior_point", infeasible: null });
    expect(Math.abs(Number(document["objective"]) / 1035373.252143454 - 1)).toBeLessThan(1e-9);
    const allocation = document["allocation"] as number[][];
    expect(allocation.map((period) => period.length)).toEqual([5, 5, 5, 5]);
    expect(Math.abs(allocation.flat().reduce((sum, one) => sum + one, 0) / 910806.802 - 1)).toBeLessThan(
      1e-12,
    );
    const prices = document["shadowPrices"] as { kind: string; shadowPrice: number }[];
    expect(prices.filter(({ kind }) => kind === "budget_period")).toHaveLength(4);
    expect(Math.abs(prices[0]!.shadowPrice / 0.5625494461 - 1)).toBeLessThan(1e-5);
  });

  it("exits 5 where no plan can meet the request, and says what contradicts what", async () => {
    const { code, stdout, stderr } = await optimise("inf-ramp-forward.json");
    expect([code, stderr]).toEqual([5, ""]);
    expect(stdout).toContain(
      "infeasible RAMP_BOUNDS_CONFLICT: channel a, period 4: ramps from last spend 100 allow at most 300 but the lower bound is 400\n",
    );
    expect(stdout).toContain("  lower bound a, period 4 = 400\n");
    const json = await optimise("inf-period-sum.json", "--json");
    expect(json.code).toBe(5);
    expect(JSON.parse(json.stdout)).toMatchObject({
      status: "infeasible",
      allocation: null,
      infeasible: {
        reasonCode: "PERIOD_BUDGETS_DO_NOT_SUM",
        constraints: [{ kind: "budget_total", limit: 1000 }, {}, {}, {}],
        nearestBudget: { total: 900, perPeriod: [300, 300, 300] },
      },
    });
  });

  it.each([
    ["waterfilling", "waterfilling"],
    ["interior_point", "interior_point"],
    ["trust-constr", "interior_point"],
    ["sequential", "sequential"],
    ["branch_and_bound", "branch_and_bound"],
    ["slsqp", "slsqp"],
  ])("solves by %s where asked to", async (asked, method) => {
    const { code, stdout, stderr } = await optimise("sp-mm-n005.json", "--method", asked, "--json");
    expect([code, stderr]).toEqual([0, ""]);
    const document = JSON.parse(stdout) as { method: string; status: string; objective: number };
    expect([document.method, document.status]).toEqual([method, "solved"]);
    expect(Math.abs(document.objective / 311732.253529512 - 1)).toBeLessThan(1e-9);
  });

  it("chooses branch and bound for S-shaped curves", async () => {
    const { stdout } = await optimise("ss-n005-a.json", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ status: "solved", method: "branch_and_bound" });
  });

  it("exits 2 for a method that does not take the problem, and names one that does", async () => {
    const { code, stdout, stderr } = await optimise("ss-n005-a.json", "--method", "waterfilling");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(
      "error --method waterfilling: water-filling needs concave curves without carryover\n  fix: leave --method out: for this problem it is branch_and_bound\n",
    );
  });

  it("exits 2 for a method that there is not and a file that is not there", async () => {
    const method = await optimise("sp-mm-n005.json", "--method", "simplex");
    expect([method.code, method.stdout]).toEqual([2, ""]);
    expect(method.stderr).toContain("Allowed choices are waterfilling, interior_point, ");
    const file = await optimise("nowhere.json");
    expect([file.code, file.stdout]).toEqual([2, ""]);
    expect(file.stderr).toContain("nowhere.json: no such file");
  });

  it("shortens a plan of many channels and periods to totals", async () => {
    const { code, stdout } = await optimise("mp-052x020-ramp-mm.json");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}channel +total of 52 periods +least +greatest$/m);
    expect(stdout).toMatch(/^ {2}and \d+ more; --json lists all$/m);
    expect(stdout.split("\n").length).toBeLessThan(60);
  });
});

describe("a problem file with an unknown key", () => {
  it("exits 2 and says at which line, and what was meant", async () => {
    const folder = await temporaryFolder();
    const text = "budget: { total: 3 }\nchanels: []\n";
    await writeFile(join(folder, "p.yaml"), text);
    const key = await sluice(["optimise", "p.yaml", "--json"], { cwd: folder });
    expect(key.code).toBe(2);
    expect(JSON.parse(key.stdout)).toEqual({
      status: "invalid",
      problems: [
        expect.objectContaining({
          where: expect.stringContaining("p.yaml:2:1 (chanels)") as string,
          fix: 'did you mean "channels"?',
        }),
      ],
    });
  });
});
