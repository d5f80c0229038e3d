import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../docs/pages.ts";

type Verdicts = Readonly<Record<string, { readonly warn: number; readonly fail: number }>>;
interface Case {
  readonly id: string;
  readonly gate: string;
  readonly wants: "warn" | "fail";
  readonly verdicts: Readonly<Record<string, Verdicts>>;
}
interface Results {
  readonly replicates: number;
  readonly good: readonly Case[];
  readonly bad: readonly Case[];
}

/** So few replicates leave room for chance, which the seeds settle; the committed results have 500. */
const REPLICATES = 12;

let results: Results;

function verdict(one: Case, policy: string, gate: string): { readonly warn: number; readonly fail: number } {
  return one.verdicts[policy]?.[gate] ?? { warn: 0, fail: 0 };
}

beforeAll(() => {
  const tool = join(ROOT, "bench", "gate_quality", "gate_quality.mjs");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [tool, "--quick", "--json", "--replicates", String(REPLICATES)],
    { encoding: "utf8", maxBuffer: 2 ** 26 },
  );
  expect(stderr).toBe("");
  results = JSON.parse(stdout) as Results;
});

describe("the measurement of the gates", () => {
  it("covers every gate with a gross fault", () => {
    expect(results.replicates).toBe(REPLICATES);
    expect([...new Set(results.bad.map(({ gate }) => gate))].sort()).toEqual(
      Array.from({ length: 9 }, (_, i) => `g${i}`),
    );
  });

  it("finds nearly every gross fault at publish, by the gate concerned", () => {
    for (const one of results.bad) {
      const { warn, fail } = verdict(one, "publish", one.gate);
      expect(one.wants === "fail" ? fail : warn + fail, one.id).toBeGreaterThanOrEqual(0.8);
    }
  });

  it("finds nearly no fault in good fits at publish", () => {
    expect(results.good.length).toBeGreaterThan(0);
    for (const one of results.good) {
      for (const [gate, { fail }] of Object.entries(one.verdicts["publish"] ?? {})) {
        expect(fail, `${one.id} ${gate}`).toBeLessThanOrEqual(0.2);
      }
    }
  });

  it("finds a policy to be no more lenient than the one before it", () => {
    for (const one of [...results.good, ...results.bad]) {
      const [explore, publish, strict] = ["explore", "publish", "strict"].map(
        (policy) => verdict(one, policy, "whole").fail,
      );
      expect(explore, one.id).toBeLessThanOrEqual(publish ?? NaN);
      expect(publish, one.id).toBeLessThanOrEqual(strict ?? NaN);
    }
  });
});
