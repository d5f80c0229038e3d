import { readFile, writeFile } from "node:fs/promises";
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
      "start",
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

describe("ramps in a problem file", () => {
  const curve = "curve: { type: michaelis-menten, L: 900, k: 400 }";
  const solve = async (lastSpend: number, percentage: number) => {
    const folder = await temporaryFolder();
    const text = `periods: 3
budget: { total: 600 }
channels:
  - { name: tv, ${curve}, upper: 900, lastSpend: ${lastSpend}, ramp: { percentage: ${percentage} } }
  - { name: b, ${curve}, upper: 900 }
`;
    await writeFile(join(folder, "p.yaml"), text);
    const { code, stdout, stderr } = await sluice(["optimise", "p.yaml", "--json"], { cwd: folder });
    expect(code).toBe(0);
    return {
      stderr,
      tv: (JSON.parse(stdout) as { allocation: number[][] }).allocation.map(([spend]) => spend!),
    };
  };

  it("read 25 as 25 %, and say so", async () => {
    const { stderr, tv } = await solve(10, 25);
    expect(stderr).toBe("warning percentage ramp of tv: 25 is read as 25 %; write 0.25 to say so\n");
    expect(tv[0]).toBeCloseTo(12.5, 9);
  });

  it("say that a percentage of nothing keeps a channel at nothing", async () => {
    const { stderr, tv } = await solve(0, 0.25);
    expect(stderr).toContain("warning channel tv: its last spend is 0, and a percentage of 0 is 0");
    expect(tv).toEqual([0, 0, 0]);
  });
});

describe("a long solve", () => {
  it("ends at once when it is interrupted, without half a result", async () => {
    const folder = await temporaryFolder();
    const stated = JSON.parse(await readFile(join(FOLDER, "mp-520x200-ramp-mm.json"), "utf8")) as {
      channels: { ramp: object }[];
    };
    // Read as 25 %, with a warning: the sign that solving begins.
    stated.channels[0]!.ramp = { percentage: 25 };
    await writeFile(join(folder, "long.json"), JSON.stringify(stated));
    const stop = { signal: "SIGINT", at: "is read as 25 %" } as const;
    const ended = await sluice(["optimise", "long.json", "--json"], { cwd: folder, stop });
    // A process that a signal ended has no code of its own; a shell says 130.
    expect(ended).toMatchObject({ code: null, stdout: "" });
  });
});

describe("lots and least spends in a problem file", () => {
  /** Runs on a YAML file of this text. */
  async function answer(text: string, ...args: string[]) {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "p.yaml"), text);
    const { code, stdout, stderr } = await sluice(["optimise", "p.yaml", ...args], { cwd: folder });
    return { code, stdout, stderr, document: () => JSON.parse(stdout) as Record<string, unknown> };
  }

  const curve = "curve: { type: michaelis-menten, L: 100, k: 50 }";

  it("spends whole lots, by hand: of equal channels one takes the odd lot", async () => {
    const { code, document } = await answer(
      `budget: { total: 90 }
channels:
  - { name: a, ${curve}, upper: 90, lot: 30 }
  - { name: b, ${curve}, upper: 90, lot: 30 }
`,
      "--json",
    );
    expect(code).toBe(0);
    expect(document()).toMatchObject({
      status: "solved",
      method: "branch_and_bound",
      methodReason: "channel a does not take every spend",
    });
    expect((document()["allocation"] as number[][]).flat().sort()).toEqual([30, 60]);
    expect(document()["objective"]).toBeCloseTo(100 * (30 / 80 + 60 / 110), 9);
  });

  it("spends nothing or at least an amount, by hand: half of the budget would not be enough for either", async () => {
    const { code, document } = await answer(
      `budget: { total: 90 }
channels:
  - { name: a, ${curve}, upper: 90, leastIfAny: 50 }
  - { name: b, ${curve}, upper: 90, leastIfAny: 50 }
`,
      "--json",
    );
    expect(code).toBe(0);
    expect(document()).toMatchObject({ status: "solved", method: "branch_and_bound" });
    expect((document()["allocation"] as number[][]).flat().sort()).toEqual([0, 90]);
  });

  it("keeps both over periods with ramps and carryover, with a certified gap", async () => {
    const { code, document } = await answer(
      `periods: 3
budget: { total: 240 }
channels:
  - { name: a, ${curve}, upper: 90, lot: 10, lastSpend: 40, ramp: { absolute: 20 } }
  - { name: b, ${curve}, upper: 90, leastIfAny: 35, adstock: { alpha: 0.4, initialCarryover: 10 } }
`,
      "--json",
    );
    expect(code).toBe(0);
    expect(document()).toMatchObject({ status: "solved", method: "branch_and_bound" });
    expect(document()["gapRelative"]).toBeLessThanOrEqual(1e-8);
    const plan = document()["allocation"] as number[][];
    const before = [40, ...plan.map(([a]) => a!)];
    plan.forEach(([a, b], t) => {
      expect(Math.abs(a! / 10 - Math.round(a! / 10))).toBeLessThan(1e-9);
      expect(Math.abs(a! - before[t]!)).toBeLessThanOrEqual(20 + 1e-9);
      expect(b === 0 || b! >= 35 - 1e-9).toBe(true);
    });
    expect(Math.abs(plan.flat().reduce((sum, spend) => sum + spend, 0) - 240)).toBeLessThan(1e-6);
  });

  it("exits 5 where lots miss the budget, with the nearest that they meet", async () => {
    const { code, stdout } = await answer(
      `budget: { total: 95 }
channels:
  - { name: a, ${curve}, upper: 90, lot: 30 }
  - { name: b, ${curve}, upper: 90, lot: 30 }
`,
    );
    expect(code).toBe(5);
    expect(stdout).toContain("infeasible CHOICES_MISS_BUDGET: ");
    expect(stdout).toContain("nearest total budget that can be met: 90\n");
  });

  it("exits 2 where a channel has both, or a method is asked for that keeps neither", async () => {
    const both = await answer(
      `budget: { total: 90 }
channels:
  - { name: a, ${curve}, upper: 90, lot: 30, leastIfAny: 20 }
`,
    );
    expect(both.code).toBe(2);
    expect(both.stderr).toContain("is given together with leastIfAny, expected one of them");
    const method = await answer(
      `budget: { total: 90 }
channels:
  - { name: a, ${curve}, upper: 90, lot: 30 }
`,
      "--method",
      "slsqp",
    );
    expect(method.code).toBe(2);
    expect(method.stderr).toContain(
      "only branch and bound keeps lots, and nothing or a least spend\n  fix: leave --method out",
    );
  });
});

describe("sluice optimise --start", () => {
  interface Instance {
    readonly budget: { total: number };
    readonly channels: { name: string; ramp: unknown }[];
  }

  /** A folder with a problem, the result of a run of it that kept a start, and changed problems. */
  async function started(changes: Record<string, (instance: Instance) => void>) {
    const folder = await temporaryFolder();
    const text = await readFile(join(FOLDER, "mp-013x010-adramp-mix.json"), "utf8");
    await writeFile(join(folder, "first.json"), text);
    for (const [name, change] of Object.entries(changes)) {
      const instance = JSON.parse(text) as Instance;
      change(instance);
      await writeFile(join(folder, name), JSON.stringify(instance));
    }
    const { code, stdout } = await sluice(["optimise", "first.json", "--json", "--keep-start"], {
      cwd: folder,
    });
    expect(code).toBe(0);
    await writeFile(join(folder, "result.json"), stdout);
    return (...args: string[]) => sluice(["optimise", ...args], { cwd: folder });
  }

  it("solves a budget 1 % larger from an earlier result in at most half of the iterations, to the same optimum", async () => {
    const run = await started({ "next.json": ({ budget }) => (budget.total *= 1.01) });
    const cold = JSON.parse((await run("next.json", "--json")).stdout) as Record<string, number>;
    const { code, stdout, stderr } = await run("next.json", "--json", "--start", "result.json");
    expect([code, stderr]).toEqual([0, ""]);
    const warm = JSON.parse(stdout) as Record<string, number>;
    expect(warm).toMatchObject({ status: "solved", method: "interior_point", start: null });
    expect(Math.abs(warm["objective"]! / cold["objective"]! - 1)).toBeLessThan(1e-9);
    expect(warm["iterations"]).toBeLessThanOrEqual(cold["iterations"]! / 2);
  });

  it("exits 2 for a start of another shape, and says what differs", async () => {
    const run = await started({
      "fewer.json": ({ channels }) => channels.pop(),
      "renamed.json": ({ channels }) => (channels[2]!.name = "radio"),
      "unramped.json": ({ channels }) => (channels[0]!.ramp = null),
    });
    const of = async (file: string) => {
      const { code, stderr } = await run(file, "--start", "result.json");
      expect(code).toBe(2);
      return stderr;
    };
    expect(await of("fewer.json")).toContain(
      "result.json: is of 10 channels and 13 periods, the problem of 9 channels and 13 periods\n  fix: give a result of the same channels, periods, ramps and budgets, or leave --start out\n",
    );
    expect(await of("renamed.json")).toContain(
      "result.json: has channel_003 where the problem has radio as channel 3\n",
    );
    expect(await of("unramped.json")).toContain("result.json: differs from the problem in its ramps\n");
  });

  it("exits 2 where there is nothing to start from, or no use for it", async () => {
    const run = await started({});
    const errorOf = async (...args: string[]) => {
      const { code, stderr } = await run(...args);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await errorOf("first.json", "--start", "nowhere.json")).toContain("nowhere.json: no such file\n");
    expect(await errorOf("first.json", "--start", "first.json")).toContain("first.json (");
    expect(await errorOf("first.json", "--keep-start")).toContain("--keep-start: needs --json");
    const method = await errorOf("first.json", "--method", "sequential", "--start", "result.json");
    expect(method).toBe(
      "error --start: only the interior point method starts from an earlier result, here the method is sequential\n  fix: leave --start out\n",
    );
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
