import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SchemaTypes } from "../../lib/schema/generated.ts";
import {
  budgetScenarioResults,
  gates,
  multiperiodResults,
  optimisationCertificate,
  optimisationSummary,
  optimizationResults,
} from "../../stages/artefacts.ts";
import { edit, newProject, sluice } from "./project.ts";

/** What `run --json` says. */
interface Said {
  readonly run_id: string;
  readonly path: string;
  readonly status: string;
  readonly adequacy: string;
  readonly gates: readonly { readonly gate: string; readonly status: string }[];
  readonly blocked: SchemaTypes["blocked"] | null;
}

const SIGNED = [
  "--reason",
  "A look at the unconverged fit.",
  "--approver",
  "Jane Doe",
  "--expires",
  "2099-12-31",
];

describe("a model that does not meet its policy", () => {
  let project: string;
  let waived: Said;
  let failing: readonly string[];
  beforeAll(async () => {
    project = await newProject("robyn_weekly_unconverged");
  });
  afterAll(() => rm(project, { recursive: true, force: true }));

  const run = async () => {
    const { code, stdout } = await sluice(["run", "--json"], { cwd: project });
    return { code, said: JSON.parse(stdout) as Said };
  };

  it("is blocked, and stays so while one of its gates is not waived", async () => {
    const blocked = await run();
    expect(blocked.code).toBe(3);
    failing = blocked.said.gates.filter(({ status }) => status === "fail").map(({ gate }) => gate);
    expect(failing.length).toBeGreaterThan(2);
    for (const gate of failing.slice(1)) {
      const { code } = await sluice(["waive", "--gate", gate, ...SIGNED], { cwd: project });
      expect(code).toBe(0);
    }
    const { code, said } = await run();
    expect(code).toBe(3);
    expect(said.gates.filter(({ status }) => status === "fail").map(({ gate }) => gate)).toEqual([
      failing[0],
    ]);
    expect(said.adequacy).toBe("fail");
  });

  it("runs when each is waived, and every artefact of the recommendation says so", async () => {
    await sluice(["waive", "--gate", failing[0]!, ...SIGNED], { cwd: project });
    const { code, said } = await run();
    waived = said;
    expect([code, said.status, said.adequacy]).toEqual([0, "done", "waived"]);
    const read = <T>({ read: from, path }: { read: (file: string) => Promise<T>; path: string }) =>
      from(join(said.path, path));
    for (const table of [optimizationResults, budgetScenarioResults, multiperiodResults] as const) {
      const rows: readonly { readonly adequacy: string }[] =
        await read<readonly { readonly adequacy: string }[]>(table);
      expect(new Set(rows.map(({ adequacy }) => adequacy))).toEqual(new Set(["waived"]));
    }
    for (const artefact of [optimisationSummary, optimisationCertificate] as const) {
      const { adequacy, waivers } = await read<{
        readonly adequacy: string;
        readonly waivers: SchemaTypes["gates"]["waivers"];
      }>(artefact);
      expect(adequacy).toBe("waived");
      expect(waivers.map(({ gate, approver }) => [gate, approver]).sort()).toEqual(
        failing.map((gate) => [gate, "Jane Doe"]),
      );
    }
    expect((await read(gates)).waivers.every(({ outcome }) => outcome === "used")).toBe(true);
    const report = await readFile(join(said.path, "80_interpretation/report.md"), "utf8");
    expect(report).toContain("> **Opened by waiver.**");
    expect(report).toContain(
      `- ${failing[0]!}, by Jane Doe until 2099-12-31: A look at the unconverged fit.`,
    );
  });

  it("keeps the waivers among its inputs and in its manifest, where gc sees them", async () => {
    const manifest = JSON.parse(
      await readFile(join(waived.path, "manifest.json"), "utf8"),
    ) as SchemaTypes["manifest"];
    expect(manifest.inputs.map(({ name, path }) => `${name} ${path}`)).toContain("waivers waivers.yaml");
    expect(manifest.waivers).toHaveLength(failing.length);
    expect((await sluice(["verify", waived.run_id, "--recompute"], { cwd: project })).code).toBe(0);
  });

  it("is blocked again when a waiver has expired, which the run says", async () => {
    await edit(join(project, "waivers.yaml"), "2099-12-31", "2020-12-31");
    const { code, said } = await run();
    expect(code).toBe(3);
    expect(said.blocked?.waivers).toMatchObject([{ outcome: "refused", why: "expired after 2020-12-31" }]);
    const report = await readFile(join(said.path, "80_interpretation/report.md"), "utf8");
    expect(report).toContain("### Waivers that did not open it");
    expect(report).toContain("(expired after 2020-12-31)");
    const kept = await sluice(["gc", "--keep", "1", "--json"], { cwd: project });
    const { kept: stays } = JSON.parse(kept.stdout) as SchemaTypes["gc_report"];
    expect(stays.find(({ run_id }) => run_id === waived.run_id)?.because.join()).toContain(
      "waived by Jane Doe",
    );
  });

  it("does not run at all with a waiver that is malformed, and says where", async () => {
    await edit(join(project, "waivers.yaml"), "approver: Jane Doe", "approver: ''");
    const { code, stdout } = await sluice(["run", "--json"], { cwd: project });
    expect(code).toBe(2);
    expect(stdout).toMatch(/waivers\.yaml:\d+:\d+ \(waivers\[0\]\.approver\)/);
  });
});
