import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { counting, storedDraft } from "../posterior/synthetic.ts";
import { newProject, ROOT, sluice } from "./project.ts";

interface Judged {
  readonly not_a_mix_model_because: string | null;
  readonly adequacy: string;
  readonly gates: readonly { gate: string; status: string }[];
  readonly checks: readonly { check_id: string; status: string; value: unknown; message: string }[];
  readonly convergence: { readonly n_parameters: number; readonly rhat_max: number };
}

const statusOf = ({ gates }: Judged, id: string) => gates.find(({ gate }) => gate === id)?.status;

describe("sluice diagnose", () => {
  let project: string;
  beforeAll(async () => {
    project = await newProject("robyn_weekly");
    await copyFile(join(ROOT, "examples", "robyn_weekly_unconverged", "model.nc"), join(project, "bad.nc"));
  });
  const diagnose = (...args: string[]) => sluice(["diagnose", ...args], { cwd: project });

  it("judges a fit with its data, and prints the worst parameters and every gate", async () => {
    const { code, stdout } = await diagnose("model.nc", "data.csv", "--reports", "reports");
    expect(code).toBe(0);
    expect(stdout).toContain("saturation_beta[facebook_S]");
    expect(stdout).toMatch(/g0 pass/);
    expect(stdout).toMatch(/g8 pass/);
    expect(stdout).toContain("adequacy under policy publish: warn");
  });

  it("judges every scalar of every variable, and exits 3 over a fit that fails", async () => {
    const { code, stdout } = await diagnose("bad.nc", "--json");
    const judged = JSON.parse(stdout) as Judged;
    expect(code).toBe(3);
    expect(judged.not_a_mix_model_because).toBeNull();
    expect(judged.convergence.n_parameters).toBeGreaterThan(1500);
    expect(judged.convergence.rhat_max).toBeCloseTo(5.2373, 3);
    expect(["g2", "g3", "g4", "g5", "g6", "g7"].map((gate) => statusOf(judged, gate))).toEqual(
      Array(6).fill("fail"),
    );
    expect(judged.checks.find(({ check_id }) => check_id === "vif_max")).toMatchObject({
      status: "skipped",
      message: "no data.csv was given",
    });
  });

  it("writes a page that stands alone, with every chart in light and dark", async () => {
    const { code } = await diagnose("bad.nc", "--html", "page.html");
    expect(code).toBe(3);
    const html = await readFile(join(project, "page.html"), "utf8");
    expect(html.match(/<figure/g)?.length).toBeGreaterThanOrEqual(9);
    expect(html).not.toMatch(/<script/);
    expect(html).toContain("Do not use this fit");
  });

  it.each([
    ["a missing file", ["none.nc"], "none.nc"],
    ["a file of another kind", ["data.csv"], "data.csv"],
    ["an unknown target", ["model.nc", "--target", "sales"], "--target"],
    ["an unknown policy", ["model.nc", "--policy", "publsh"], "did you mean publish?"],
    ["data without the observed target", ["model.nc", "other.csv"], "no column that is the target observed"],
    ["a page where none can be written", ["model.nc", "--html", "none/page.html"], "--html"],
    ["a count that is none", ["model.nc", "--worst", "0"], "whole number of at least 1"],
  ])("exits 2 on %s and says how to mend it", async (_, args, message) => {
    await writeFile(join(project, "other.csv"), "date,x\n2024-01-01,1\n2024-01-08,2\n");
    const { code, stderr } = await diagnose(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe("sluice diagnose of a model of another kind", () => {
  it("judges it all the same, and says why no decision quantity is judged", async () => {
    const project = await newProject("robyn_weekly");
    const model = await storedDraft(({ groups }) => {
      const theta = { dims: ["chain", "draw"], shape: [2, 3], data: counting(2, 3) };
      groups["posterior"] = { coords: {}, ...groups["posterior"], variables: { theta } };
    });
    const { stdout, stderr } = await sluice(["diagnose", model], { cwd: project });
    expect(stdout).toContain("theta");
    expect(stderr).toMatch(
      /not read as a marketing-mix model, so that no decision quantity is judged: .+theta/,
    );
    const json = JSON.parse((await sluice(["diagnose", model, "--json"], { cwd: project })).stdout) as Judged;
    expect(json.not_a_mix_model_because).toContain("theta");
    expect(json.checks.find(({ check_id }) => check_id === "rhat_max_decision")?.status).toBe("skipped");
  });
});
