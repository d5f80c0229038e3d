import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../docs/pages.ts";

function fuzz(...args: string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(ROOT, "fuzz", "fuzz.mjs"), ...args], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"] },
  });
  return { stdout, stderr, status };
}

describe("generated pipeline files, policies, waivers, tables, settings and problems", () => {
  it("are taken, or refused with what, where and how to mend it; none hangs, none changes a prototype", () => {
    const { stdout, status } = fuzz("--count", "600", "--seed", "20261124");
    expect(stdout).toMatch(/^600 inputs of seed 20261124 in .*; 0 faults$/m);
    expect(status).toBe(0);
    // Inputs that are all refused at the door would try nothing behind it.
    for (const target of ["csv", "pipeline", "policy", "problem", "setting", "waivers"])
      expect(stdout, target).toMatch(new RegExp(`^${target} +[1-9]\\d* taken +[1-9]\\d* refused$`, "m"));
  });

  it("are the same for a seed and another for another", () => {
    const shown = (seed: string) => fuzz("--seed", seed, "--input", "17", "--print").stdout;
    expect(shown("1")).toBe(shown("1"));
    expect(shown("1")).not.toBe(shown("2"));
  });
});

describe("the fuzzer", () => {
  it("tells a crash, a changed prototype, a message that leads nowhere, a slow input and one that never ends", () => {
    const targets = new URL("planted.mjs", import.meta.url).href;
    const { stdout, status } = fuzz("--targets", targets, "--count", "10", "--limit", "200");
    const found = [...stdout.matchAll(/^input (\d+): (.*)$/gm)];
    const faults = Object.fromEntries(found.map(([, index = "", fault = ""]) => [index, fault] as const));
    expect(faults).toMatchObject({
      2: expect.stringMatching(/^threw TypeError: cannot read properties/) as string,
      3: "changed Object.prototype",
      4: expect.stringMatching(/^is not located: /) as string,
      5: expect.stringMatching(/^has an empty part: /) as string,
      6: expect.stringMatching(/^took 3\d\d ms$/) as string,
      7: "did not end within 200 ms",
    });
    expect(stdout).toContain("left a rejection behind: Error: nobody waits for it");
    expect(Object.keys(faults)).not.toContain("0");
    expect(Object.keys(faults)).not.toContain("1");
    expect(stdout).toMatch(/^10 inputs of seed \d+ in .*; 7 faults$/m);
    expect(status).toBe(1);
  });
});
