import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openStore } from "../../lib/artefacts/store.ts";
import { diffRuns } from "../../lib/audit/diff.ts";
import { differingKeys, flatten } from "../../lib/audit/flatten.ts";
import { parse } from "../../lib/schema/parse.ts";
import { optimisationSummary, optimizationResults, resolvedConfig } from "../../stages/artefacts.ts";
import { demoProject, example, put } from "./demo.ts";

async function twoRuns(
  hooks: readonly Parameters<Awaited<ReturnType<typeof demoProject>>["make"]>[0][],
  seeds = [1, 2],
) {
  const { folder, make } = await demoProject();
  const [a, b] = [await make(hooks[0], {}, seeds[0]), await make(hooks[1], {}, seeds[1])];
  const store = openStore(join(folder, "artefacts"), "demo");
  return { a, b, diff: () => diffRuns(store.run(a.runId), store.run(b.runId)) };
}

describe("the diff of two runs", () => {
  it("of the same work says that nothing moved, and what it could not compare", async () => {
    const { a, b, diff } = await twoRuns([{}, {}], [1, 1]);
    expect(await diff()).toMatchObject({
      a: a.runId,
      b: b.runId,
      identical: true,
      inputs: [],
      options: [],
      versions: [],
      gates: [],
      checks: [],
      gain: null,
      move: null,
    });
    expect((await diff()).unread).toContain(`A (${a.runId}): 70_optimisation/optimization_results.csv`);
  });

  it("names the gates and checks that turned, with both values", async () => {
    const { diff } = await twoRuns([{}, { divergenceShare: 0.5 }]);
    expect(await diff()).toMatchObject({
      identical: false,
      gates: [{ gate: "g4", a: "pass", b: "fail" }],
      checks: [
        {
          check_id: "divergence_share",
          gate: "g4",
          status_a: "pass",
          status_b: "fail",
          value_a: 0,
          value_b: 0.5,
        },
      ],
    });
  });

  it("names options that changed by their path, and says how gain and allocation moved", async () => {
    const { a, b, diff } = await twoRuns([{}, {}]);
    const [config, summary, rows] = [
      example("pipeline"),
      example("optimisation_summary"),
      example("optimization_results"),
    ];
    for (const { path } of [a, b]) {
      await put(
        optimizationResults,
        path,
        path === b.path ? rows.map((row) => ({ ...row, optimised_spend: row.optimised_spend + 5 })) : rows,
      );
      await put(
        optimisationSummary,
        path,
        path === b.path ? { ...summary, gain: summary.gain + 1 } : summary,
      );
      await put(resolvedConfig, path, path === b.path ? { ...config, seed: config.seed + 1 } : config);
    }
    const found = await diff();
    expect(found.options).toEqual([{ key: "seed", a: String(config.seed), b: String(config.seed + 1) }]);
    expect(found.gain).toMatchObject({ a: summary.gain, b: summary.gain + 1, beyond: false });
    expect(found.gain?.change).toBeCloseTo(1, 9);
    expect(found.allocation.map(({ change }) => Number(change?.toFixed(9)))).toEqual(rows.map(() => 5));
    expect(parse("run_diff", found, "diff")).toEqual(found);
  });
});

describe("keys that differ", () => {
  it("are leaves by their path; a list is a leaf, as is a mapping without keys", () => {
    const before = flatten({ a: { b: 1, c: [1, { d: 2 }] }, e: {}, f: null });
    expect(Object.fromEntries(before)).toEqual({ "a.b": "1", "a.c": '[1,{"d":2}]', e: "{}", f: "null" });
    expect(differingKeys(before, flatten({ a: { b: 2, c: [1, { d: 2 }] }, e: {}, g: "x" }))).toEqual([
      { key: "a.b", a: "1", b: "2" },
      { key: "f", a: "null", b: null },
      { key: "g", a: null, b: '"x"' },
    ]);
  });
});
