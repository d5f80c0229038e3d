import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cellsOf } from "../../lib/config/matrix.ts";
import { loadPolicy } from "../../lib/gates/policy.ts";
import { loadWaivers } from "../../lib/gates/waivers-file.ts";
import { temporaryFolder } from "../temporary.ts";

const policy = await loadPolicy("publish", "pipeline.yaml", "test");
const TODAY = new Date("2026-11-24T23:59:59.000Z");

async function load(text: string, now = TODAY) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, ".sluice-root"), "");
  await writeFile(join(folder, "waivers.yaml"), text);
  return loadWaivers(join(folder, "pipeline.yaml"), policy, now);
}

const entry = (lines: readonly string[]) =>
  ["version: 1", "waivers:", ...lines.map((line, i) => `  ${i === 0 ? "-" : " "} ${line}`), ""].join("\n");

const REST = ["reason: Refit is planned.", "approver: Jane Doe", "expires: 2026-11-24", "pipelines: [demo]"];
const GOOD = entry(["check: rhat_max", "worst: 1.1", ...REST]);

describe("waivers beside a pipeline file", () => {
  it("are none where there is no file", async () => {
    const folder = await temporaryFolder();
    expect(await loadWaivers(join(folder, "pipeline.yaml"), policy, TODAY)).toEqual([]);
  });

  it("name a check with its worst value, or a gate with those of its checks", async () => {
    expect(await load(GOOD)).toEqual([
      {
        gate: "g2",
        worst: { rhat_max: 1.1 },
        reason: "Refit is planned.",
        approver: "Jane Doe",
        expires: "2026-11-24",
        isExpired: false,
        pipelines: ["demo"],
        outOfCell: null,
      },
    ]);
    const lines = ["gate: g3", "worst: { ess_bulk_min: 100, ess_tail_min: undefined }", ...REST];
    expect(await load(entry(lines))).toMatchObject([
      { gate: "g3", worst: { ess_bulk_min: 100, ess_tail_min: "undefined" } },
    ]);
  });

  it("are for the cells of a matrix that they name, and for all where they name none", async () => {
    const folder = await temporaryFolder();
    const lines = ["check: rhat_max", "worst: 1.1", ...REST, "cells: [brand=a]"];
    await writeFile(join(folder, "waivers.yaml"), entry(lines));
    const refusalFor = async (brand: string | null) => {
      const [cell = null] = brand === null ? [] : cellsOf({ brand: [brand] }, () => "");
      return (await loadWaivers(join(folder, "pipeline.yaml"), policy, TODAY, cell))[0]?.outOfCell;
    };
    expect(await refusalFor("a")).toBeNull();
    expect(await refusalFor("b")).toBe("is for brand=a, not for brand=b");
    expect(await refusalFor(null)).toBe("is for brand=a, not for a pipeline without a matrix");
  });

  it("hold through their last day, and not the day after", async () => {
    expect((await load(GOOD, new Date("2026-11-24T23:59:59.999Z")))[0]?.isExpired).toBe(false);
    expect((await load(GOOD, new Date("2026-11-25T00:00:00.000Z")))[0]?.isExpired).toBe(true);
  });

  it.each([
    [
      "no approver",
      ["check: rhat_max", "worst: 1.1", ...REST.filter((line) => !line.startsWith("approver"))],
      "approver",
    ],
    [
      "an empty reason",
      ["check: rhat_max", "worst: 1.1", "reason: ''", ...REST.slice(1)],
      "waivers[0].reason",
    ],
    [
      "no day",
      ["check: rhat_max", "worst: 1.1", "expires: soon", ...REST.slice(0, 2), REST[3]!],
      "waivers[0].expires",
    ],
    [
      "a day that is none",
      ["check: rhat_max", "worst: 1.1", "expires: 2026-02-30", ...REST.slice(0, 2), REST[3]!],
      "waivers[0].expires",
    ],
    [
      "no pipeline",
      ["check: rhat_max", "worst: 1.1", "pipelines: []", ...REST.slice(0, 3)],
      "waivers[0].pipelines",
    ],
    ["no worst value", ["check: rhat_max", ...REST], "worst"],
    ["an unknown key", ["check: rhat_max", "worst: 1.1", "until: 2026-12-31", ...REST], "until"],
    ["a check that is none", ["check: rhat_mx", "worst: 1.1", ...REST], "did you mean rhat_max?"],
    ["neither gate nor check", ["worst: 1.1", ...REST], "names neither a gate nor a check"],
    [
      "a gate and a check",
      ["gate: g2", "check: rhat_max", "worst: 1.1", ...REST],
      "names a gate and a check",
    ],
    [
      "a gate without its checks",
      ["gate: g2", "worst: 1.1", ...REST],
      "a gate has several checks, and worst names none",
    ],
    ["a gate that accepts nothing", ["gate: g2", "worst: {}", ...REST], "accepts nothing"],
    [
      "a check with a map",
      ["check: rhat_max", "worst: { rhat_max: 1.1 }", ...REST],
      "one check has one worst value",
    ],
    [
      "a check of another gate",
      ["gate: g3", "worst: { rhat_max: 1.1 }", ...REST],
      "rhat_max is a check of g2, not of g3",
    ],
    ["a word for a number", ["check: rhat_max", "worst: bad", ...REST], 'rhat_max is a number, got "bad"'],
    [
      "a level that is none",
      ["check: calibration_label", "worst: overconfident", ...REST],
      'calibration_label is never "overconfident"',
    ],
    [
      "a number for a level",
      ["check: calibration_label", "worst: 1", ...REST],
      "calibration_label is never 1",
    ],
    ["a prototype", ["gate: g2", "worst: { __proto__: 1 }", ...REST], "__proto__"],
  ])("with %s are refused at their place", async (_, lines, said) => {
    const error = await load(entry(lines)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "InputError" });
    expect(String(error)).toContain(said);
    expect(String(error)).toMatch(/waivers\.yaml:\d+:\d+/);
  });

  it("tell every fault of every entry at once", async () => {
    const text = `${entry(["check: rhat_mx", "worst: 1.1", ...REST])}${entry(["gate: g2", "worst: 1", ...REST]).split("waivers:\n")[1]!}`;
    await expect(load(text)).rejects.toMatchObject({ problems: [{}, {}] });
  });

  it("are not read through a link that leaves the project", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "project"));
    await writeFile(join(folder, "project/.sluice-root"), "");
    await writeFile(join(folder, "waivers.yaml"), GOOD);
    await symlink(join(folder, "waivers.yaml"), join(folder, "project/waivers.yaml"));
    await expect(loadWaivers(join(folder, "project/pipeline.yaml"), policy, TODAY)).rejects.toThrow(
      "leaves the project folder",
    );
  });
});
