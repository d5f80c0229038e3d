import { readFile, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addWaiver } from "../../lib/audit/add-waiver.ts";
import { waiveCommand, type WaiveOptions } from "../../lib/cli/waive.ts";
import { loadPolicy } from "../../lib/gates/policy.ts";
import { loadWaivers } from "../../lib/gates/waivers-file.ts";
import { demoProject } from "../audit/demo.ts";
import { call, NOW } from "./in-process.ts";

const policy = await loadPolicy("publish", "pipeline.yaml", "test");

async function demo() {
  const { folder, make } = await demoProject();
  const file = join(folder, "waivers.yaml");
  const waive = (options: Partial<WaiveOptions>) =>
    call(
      folder,
      (context) =>
        waiveCommand(
          {
            pipeline: "pipeline.yaml",
            json: true,
            verbose: false,
            run: "latest",
            reason: "Refit is planned.",
            approver: "Jane Doe",
            expires: "2026-12-31",
            ...options,
          },
          context,
        ),
      { json: true },
    );
  const problems = async (options: Partial<WaiveOptions>) => {
    const { code, stdout } = await waive(options);
    expect(code).toBe(2);
    return (JSON.parse(stdout) as { problems: { what: string; where: string; fix: string }[] }).problems;
  };
  return {
    folder,
    file,
    make,
    waive,
    problems,
    load: () => loadWaivers(join(folder, "pipeline.yaml"), policy, NOW),
  };
}

describe("waive", () => {
  it("writes a file that the next run reads as it was meant", async () => {
    const { waive, load, file, folder } = await demo();
    const { code, stdout } = await waive({ check: "divergence_share", worst: ["0.02"] });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      status: "written",
      file,
      waiver: { worst: 0.02, pipelines: ["demo"] },
    });
    expect(await load()).toEqual([
      {
        gate: "g4",
        worst: { divergence_share: 0.02 },
        reason: "Refit is planned.",
        approver: "Jane Doe",
        expires: "2026-12-31",
        isExpired: false,
        pipelines: ["demo"],
        outOfCell: null,
      },
    ]);
    expect(await readdir(folder)).not.toContain("waivers.yaml.tmp");
  });

  it("takes the worst value from the run, where none is given", async () => {
    const { waive, load, make } = await demo();
    await make({ divergenceShare: 0.0125 });
    await waive({ gate: "g4" });
    await waive({ check: "divergence_share", run: "2024" });
    expect(await load()).toMatchObject([
      { gate: "g4", worst: { divergence_share: 0.0125 } },
      { gate: "g4", worst: { divergence_share: 0.0125 } },
    ]);
  });

  it("adds to a file without touching what stands there, comments included", async () => {
    const { waive, load, file } = await demo();
    const before = [
      "# Ours.",
      "version: 1",
      "waivers:",
      "  # Agreed in the meeting of May.",
      "  - check: rhat_max",
      "    worst: 1.1",
      "    reason: x",
      "    approver: Jane Doe",
      "    expires: 2026-12-31",
      "    pipelines: [ demo ]",
      "",
    ].join("\n");
    await writeFile(file, before);
    expect(
      (await waive({ gate: "g5", worst: ["calibration_label=biased", "coverage_max=missing"] })).code,
    ).toBe(2);
    expect(await readFile(file, "utf8")).toBe(before);
    expect((await waive({ gate: "g5", worst: ["calibration_label=biased"] })).code).toBe(0);
    expect((await readFile(file, "utf8")).startsWith(before)).toBe(true);
    expect(await load()).toMatchObject([
      { gate: "g2", worst: { rhat_max: 1.1 } },
      { gate: "g5", worst: { calibration_label: "biased" } },
    ]);
  });

  it("adds to a list that was written on one line", async () => {
    const { waive, load, file } = await demo();
    await writeFile(file, "version: 1\nwaivers: []\n");
    await waive({ check: "rhat_max", worst: ["undefined"] });
    expect(await load()).toMatchObject([{ gate: "g2", worst: { rhat_max: "undefined" } }]);
  });

  it("writes over no waiver that is in force, and beside one that is not", async () => {
    const { waive, problems, file, load } = await demo();
    await waive({ check: "rhat_max", worst: ["1.1"] });
    const before = await readFile(file, "utf8");
    expect(await problems({ check: "rhat_max", worst: ["1.2"] })).toMatchObject([
      { what: "a waiver of rhat_max by Jane Doe is in force until 2026-12-31", where: file },
    ]);
    expect(await readFile(file, "utf8")).toBe(before);
    await writeFile(file, before.replace("2026-12-31", "2026-11-23"));
    await waive({ check: "rhat_max", worst: ["1.2"] });
    expect(await load()).toMatchObject([{ isExpired: true }, { isExpired: false, worst: { rhat_max: 1.2 } }]);
  });

  it.each([
    [{}, "names neither or both"],
    [{ gate: "g2", check: "rhat_max" }, "names neither or both"],
    [{ gate: "g11", worst: ["rhat_max=1"] }, 'there is no gate "g11"'],
    [{ check: "rhat_mx", worst: ["1.1"] }, 'there is no check "rhat_mx"'],
    [{ check: "rhat_max", worst: ["1.1", "1.2"] }, "is given twice for one check"],
    [{ check: "rhat_max", worst: ["large"] }, 'rhat_max is a number, got "large"'],
    [{ gate: "g2", worst: ["1.1"] }, '"1.1" names no check'],
    [{ gate: "g2", worst: ["divergence_share=1"] }, "divergence_share is a check of g4, not of g2"],
    [{ check: "rhat_max", worst: ["1.1"], expires: "2026-11-23" }, "2026-11-23 has passed"],
    [{ check: "rhat_max", worst: ["1.1"], expires: "soon" }, "soon"],
    [{ check: "rhat_max", worst: ["1.1"], approver: "" }, ""],
    [{ check: "rhat_max" }, "there is no complete run yet"],
  ])("refuses %j, and writes nothing", async (options, what) => {
    const { problems, folder } = await demo();
    const found = await problems(options);
    expect(found[0]!.what).toContain(what);
    expect(found[0]!.fix).not.toBe("");
    expect((await readdir(folder)).filter((name) => name.startsWith("waivers"))).toEqual([]);
  });

  it("refuses where the run's gate does not fail: there is no value to take", async () => {
    const { problems, make } = await demo();
    const { runId } = await make();
    expect(await problems({ gate: "g4" })).toMatchObject([
      { what: `run ${runId} has no failing check of g4 to take a value from`, where: "--gate" },
    ]);
  });

  it("does not write through a link", async () => {
    const { problems, folder, file } = await demo();
    await writeFile(join(folder, "elsewhere.yaml"), "version: 1\nwaivers: []\n");
    await symlink(join(folder, "elsewhere.yaml"), file);
    expect(await problems({ check: "rhat_max", worst: ["1.1"] })).toMatchObject([
      { what: "is a link", where: file },
    ]);
  });

  it("does not write while another does, and says whose file to look at", async () => {
    const { problems, file } = await demo();
    await writeFile(`${file}.tmp`, "");
    expect(await problems({ check: "rhat_max", worst: ["1.1"] })).toMatchObject([{ where: `${file}.tmp` }]);
  });

  it("does not add to a file that is malformed", async () => {
    const { problems, file } = await demo();
    await writeFile(file, "version: 1\nwaivers: [1]\n");
    expect((await problems({ check: "rhat_max", worst: ["1.1"] }))[0]!.where).toContain("waivers.yaml:2:");
    expect(await readFile(file, "utf8")).toBe("version: 1\nwaivers: [1]\n");
  });

  it("lets one writer in at a time, and loses no entry", async () => {
    const { folder, load } = await demo();
    const checks = ["rhat_max", "ess_bulk_min", "divergence_share", "bfmi_min"];
    const results = await Promise.allSettled(
      checks.map((check) =>
        addWaiver(
          join(folder, "pipeline.yaml"),
          {
            gate: null,
            check,
            worst: 1,
            reason: "x",
            approver: "Jane Doe",
            expires: "2026-12-31",
            pipelines: ["demo"],
            cells: [],
          },
          policy,
          "2026-11-24",
        ),
      ),
    );
    const written = results.filter(({ status }) => status === "fulfilled").length;
    expect(written).toBeGreaterThan(0);
    expect(await load()).toHaveLength(written);
  });
});
