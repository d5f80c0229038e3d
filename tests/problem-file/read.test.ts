import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { InputError } from "../../lib/errors.ts";
import { objective } from "../../lib/optimise/problem.ts";
import { readProblem } from "../../lib/problem-file/read.ts";
import { expectClose } from "../optimise/assertions.ts";
import { temporaryFolder } from "../temporary.ts";

const VALID = `periods: 3
budget: { total: 30 }
channels:
  - name: tv
    curve: { type: michaelis-menten, L: 100, k: 10 }
    upper: [10, 20, 20]
  - name: search
    curve: { type: hill, beta: 100, K: 10, h: 2 }
    lower: 1
    upper: 20
    lastSpend: 5
    ramp: { absolute: 4 }
    adstock: { alpha: 0.5 }
`;

async function written(text: string): Promise<string> {
  const file = join(await temporaryFolder(), "problem.yaml");
  await writeFile(file, text);
  return file;
}

async function problemsOf(text: string): Promise<string[]> {
  const file = await written(text);
  try {
    await readProblem(file);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(
      ({ what, where, fix }) => `${where.replace(file, "problem.yaml")}: ${what}; ${fix}`,
    );
  }
  return [];
}

describe("a problem file", () => {
  it("states which spends a channel takes, where not all", async () => {
    const text = VALID.replace("upper: [10, 20, 20]", "upper: 20\n    leastIfAny: 4").replace(
      "lower: 1",
      "lot: 2",
    );
    const { choices } = await readProblem(await written(text));
    expect(choices).toEqual([
      { kind: "zero_or_at_least", least: 4 },
      { kind: "lots", unit: 2 },
    ]);
    expect((await readProblem(await written(VALID))).choices).toEqual([null, null]);
  });

  it("refuses lots together with a least spend, and amounts that are none", async () => {
    expect(await problemsOf(VALID.replace("lower: 1", "lot: 2\n    leastIfAny: 4"))).toEqual([
      expect.stringMatching(/^problem\.yaml:9:\d+ \(channels\[1\]\.lot\): is given together with leastIfAny/),
    ]);
    expect(await problemsOf(VALID.replace("lower: 1", "lot: 0"))).toHaveLength(1);
  });

  it("states curves, bounds, ramps, carryover and budgets, with defaults for what is left out", async () => {
    const { id, problem } = await readProblem(await written(VALID));
    expect(id).toBe("problem");
    expect(problem).toMatchObject({ periods: 3, total: 30, perPeriod: null, isAtMost: false, groups: [] });
    expect(Array.from(problem.lower)).toEqual([0, 1, 0, 1, 0, 1]);
    expect(Array.from(problem.upper)).toEqual([10, 20, 20, 20, 20, 20]);
    const [tv, search] = problem.channels;
    expect(tv).toMatchObject({ name: "tv", lastSpend: null, ramp: null, adstock: null });
    expect(search).toMatchObject({
      lastSpend: 5,
      ramp: { absolute: 4, percentage: null },
      adstock: { alpha: 0.5, initialCarryover: 0 },
    });
    // By hand: tv earns 50 from 10 in the first period; search 100·x²/(100 + x²) from effective spends 10, 5 and 2.5.
    const contribution = objective(problem, Float64Array.of(10, 10, 0, 0, 0, 0));
    expectClose(contribution, 50 + 50 + 20 + 625 / 106.25, 1e-12);
  });

  it("means the same in JSON as in YAML", async () => {
    const json = {
      budget: { total: 5 },
      channels: [{ name: "a", curve: { type: "sigmoid", alpha: 2, lam: 1 }, upper: 9 }],
    };
    const folder = await temporaryFolder();
    await writeFile(join(folder, "p.json"), JSON.stringify(json));
    await writeFile(
      join(folder, "p.yaml"),
      "budget: { total: 5 }\nchannels: [{ name: a, curve: { type: sigmoid, alpha: 2, lam: 1 }, upper: 9 }]\n",
    );
    const [one, other] = await Promise.all(
      ["p.json", "p.yaml"].map(async (name) => (await readProblem(join(folder, name))).problem),
    );
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  });

  it("may state groups, budgets per period, and budgets that need not be spent", async () => {
    const budget =
      "budget: { total: 30, perPeriod: [5, 10, 15], perPeriodAtMost: false, atMost: true, groups: [{ name: online, channels: [search], total: 12, atMost: true }] }";
    const { problem } = await readProblem(await written(VALID.replace("budget: { total: 30 }", budget)));
    expect(problem).toMatchObject({
      isAtMost: true,
      isPerPeriodAtMost: false,
      groups: [{ name: "online", members: [1], total: 12, perPeriod: null, isAtMost: true }],
    });
  });

  it.each([
    ["total: 30", "total: -30", "2:18 (budget.total): got -30; allowed: a number of at least 0;"],
    [
      "type: hill",
      "type: hil",
      '8:20 (channels[1].curve.type): got "hil"; allowed: one of "michaelis-menten", "sigmoid", "hill"; did you mean "hill"?',
    ],
    ["    lower: 1", "    lowr: 1", '9:5 (channels[1].lowr): unknown key "lowr"; allowed: '],
    ["alpha: 0.5", "alpha: 1", "13:23 (channels[1].adstock.alpha): got 1; allowed: a number "],
    ["K: 10", "K: 0", "8:40 (channels[1].curve.K): got 0; allowed: a number greater than 0;"],
    ["[10, 20, 20]", "[10, 20]", "6:5 (channels[0].upper): is of 2 periods, expected 3 periods;"],
    ["name: search", "name: tv", "7:5 (channels[1]): is named twice, expected distinct names;"],
    [
      "{ total: 30 }",
      "{ total: 30, groups: [{ name: g, channels: [serch], total: 3 }] }",
      '2:53 (budget.groups[0].channels[0]): is "serch", expected the name of a channel; did you mean "search"?',
    ],
    [
      "{ total: 30 }",
      "{ total: 30, groups: [{ name: g, channels: [radio], total: 3 }] }",
      '2:53 (budget.groups[0].channels[0]): is "radio", expected the name of a channel; give one of "tv", "search"',
    ],
    [
      "{ total: 30 }",
      "{ total: 30, groups: [{ name: g, channels: [tv] }] }",
      "2:31 (budget.groups[0]): is without a budget",
    ],
    [
      "{ total: 30 }",
      "{ total: 30, perPeriod: [10, 20] }",
      "2:22 (budget.perPeriod): is of 2 periods, expected 3 periods",
    ],
    ["budget: { total: 30 }\n", "", '1:1: the key "budget" is missing;'],
  ])("refuses %s turned into %s, at its place", async (was, is, message) => {
    const problems = await problemsOf(VALID.replace(was, is));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`problem.yaml:${message}`);
  });

  it("names all that is wrong at once", async () => {
    const text = VALID.replace("total: 30", "total: -1").replace("h: 2", "h: -2");
    expect(await problemsOf(text)).toHaveLength(2);
  });
});
