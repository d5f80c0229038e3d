import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "../../lib/schema/parse.ts";
import { blocksOf, pages } from "../docs/pages.ts";
import { copyExample, newProject, sluice } from "./project.ts";

const CELLS = ["brand=alpha,market=de", "brand=alpha,market=fr", "brand=beta,market=de"];

/** The pipeline file of the how-to page. */
function example(): string {
  const page = pages().find(({ path }) => path.endsWith("a-matrix-of-brands.md"));
  const block = (page === undefined ? [] : blocksOf(page)).find(({ tag }) => tag === "pipeline");
  if (block === undefined) throw new Error("the page has no pipeline file");
  return block.text;
}

const rowsOf = (value: unknown) => parse("matrix_summary", value, "summary");

describe("the matrix of the how-to page", () => {
  let project: string;
  const call = (...args: string[]) => sluice(args, { cwd: project });
  const json = async (...args: string[]) => JSON.parse((await call(...args, "--json")).stdout) as unknown;

  beforeAll(async () => {
    project = await newProject(null);
    await copyExample("robyn_weekly", join(project, "alpha"));
    await copyExample("robyn_weekly_unconverged", join(project, "beta"));
    await writeFile(join(project, "pipeline.yaml"), example());
  });
  afterAll(() => rm(project, { recursive: true, force: true }));

  it("ends with one table, kept as JSON, CSV, Markdown and JUnit, and the exit code of the worst cell", async () => {
    const { code, stderr, stdout } = await call("run", "--jobs", "2");
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toMatch(/^cell +verdict +budget +expected gain +5 % to 95 % +blocked by +time$/m);
    expect(stderr).toMatch(/^brand=alpha,market=de +warn +34000 +\d+ \([\d.]+ %\) +\d+ to \d+ +[\d.]+ s$/m);
    expect(stderr).toMatch(/^brand=beta,market=de +blocked +g2 g3 g4 g5 g6 g7 g9 +[\d.]+ s$/m);
    expect(stderr).toMatch(/^2 done, 1 blocked; read artefacts\/brands\/matrix\/\w+\/summary\.md$/m);
    const folder = join(project, "artefacts/brands/matrix/latest");
    expect((await readdir(folder)).sort()).toEqual([
      "junit.xml",
      "matrix_summary.csv",
      "matrix_summary.json",
      "summary.md",
    ]);
    const rows = rowsOf(JSON.parse(await readFile(join(folder, "matrix_summary.json"), "utf8")));
    expect(rows.map(({ cell, status, total_budget }) => [cell, status, total_budget])).toEqual([
      [CELLS[0], "done", 34000],
      [CELLS[1], "done", 30000],
      [CELLS[2], "blocked", null],
    ]);
    const junit = await readFile(join(folder, "junit.xml"), "utf8");
    for (const cell of CELLS) expect(junit).toContain(`<testsuite name="${cell} stages"`);
    expect(junit).toContain('<failure type="g4"');
    const markdown = await readFile(join(folder, "summary.md"), "utf8");
    expect(markdown).toContain("2 of 3 cells have a recommendation.");
    expect(markdown).toMatch(/\| `brand=beta,market=de` +\| ⛔ blocked/);
  });

  it("reads and judges once what two cells share", async () => {
    const [de, fr] = await Promise.all(
      CELLS.slice(0, 2).map(async (cell) => {
        const text = await readFile(
          join(project, "artefacts/brands/cells", cell, "latest/manifest.json"),
          "utf8",
        );
        return parse("manifest", JSON.parse(text) as unknown, cell);
      }),
    );
    const ran = (manifest: typeof de) =>
      new Set(manifest?.stages.filter(({ status }) => status === "done").map(({ stage }) => stage));
    const both = [...ran(de)].filter((stage) => ran(fr).has(stage));
    // The curves are judged against the gain that a cell's own budget question will claim of them.
    expect(both).toEqual(["00_run_metadata", "60_response_curves", "70_optimisation", "80_interpretation"]);
    const title = await readFile(
      join(project, "artefacts/brands/cells", CELLS[1] ?? "", "latest/80_interpretation/report.md"),
      "utf8",
    );
    expect(title).toContain("alpha in fr");
  });

  it("is shown, listed, verified, planned and cleaned cell by cell", async () => {
    expect(rowsOf(await json("show")).map(({ cell, status }) => `${cell} ${status}`)).toEqual([
      "brand=alpha,market=de done",
      "brand=alpha,market=fr done",
      "brand=beta,market=de blocked",
    ]);
    expect((await call("show", "--format", "markdown")).stdout).toContain("# Sluice: brands");
    expect((await call("show", "--cell", "brand=beta")).stdout).toContain(
      "pipeline  brands brand=beta,market=de",
    );
    const history = parse("run_history", await json("history"), "history");
    expect(history.map(({ cell }) => cell).sort()).toEqual(CELLS);
    const verified = await call("verify");
    expect(verified.code).toBe(0);
    expect(verified.stdout.match(/^verified: brand=/gm)).toHaveLength(3);
    const plan = await call("plan", "--cell", "brand=alpha,market=de");
    expect(plan.stdout).toMatch(/^brand=alpha,market=de\nrun +00_run_metadata/);
    expect(plan.stdout.match(/^reuse /gm)).toHaveLength(8);
    const gc = await call("gc", "--keep", "1", "--dry-run");
    for (const cell of CELLS) expect(gc.stdout).toContain(`${cell}\n`);
    const diff = await call("diff", "latest", "latest");
    expect([diff.code, diff.stderr]).toEqual([
      2,
      expect.stringContaining("has 3 cells, and one is wanted") as string,
    ]);
    expect((await call("diff", "latest", "latest", "--cell", "brand=beta")).code).toBe(0);
    const path = `artefacts/brands/cells/${CELLS[2] ?? ""}/latest`;
    expect((await call("verify", path)).code).toBe(0);
  });

  it("tells a webhook, and goes on where that fails, without its secret", async () => {
    const bodies: unknown[] = [];
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString("utf8")));
      request.on("end", () => {
        bodies.push(JSON.parse(body));
        response.writeHead(bodies.length === 1 ? 200 : 404).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hush`;
      const told = await call("run", "--cell", "brand=beta", "--notify", url);
      expect(told.code).toBe(3);
      expect(parse("notification", bodies[0], "body")).toMatchObject({
        status: "blocked",
        exit_code: 3,
        pipeline: "brands",
        text: expect.stringContaining("brand=beta,market=de: blocked by g2 g3 g4 g5 g6 g7") as string,
        cells: [{ cell: "brand=beta,market=de", reused: 7 }],
      });
      const env = { SLUICE_NOTIFY: url };
      const failed = await sluice(["run", "--cell", "brand=beta"], { cwd: project, env });
      expect(failed.code).toBe(3);
      expect(failed.stderr).toMatch(/^! not notified: 127\.0\.0\.1:\d+ answers 404$/m);
      expect(failed.stderr).not.toContain("hush");
      const refused = await call("run", "--notify", "hush.example.org");
      expect([refused.code, refused.stderr.includes("hush")]).toEqual([2, false]);
    } finally {
      server.close();
    }
  });

  it("goes on where a brand's data are missing, and waives a gate for one brand alone", async () => {
    await call(
      "waive",
      "--cell",
      "brand=beta",
      ...["--gate", "g4", "--reason", "x", "--approver", "J", "--expires", "2999-01-01"],
    );
    expect(await readFile(join(project, "waivers.yaml"), "utf8")).toMatch(/cells:\s+- brand=beta/);
    const set = "matrix.brand=[alpha,beta,gone]";
    const ended = await call("run", "--json", "--set", set, "--cell", "market=de");
    expect(ended.code).toBe(2);
    const { status, cells } = JSON.parse(ended.stdout) as { status: string; cells: unknown };
    expect(status).toBe("invalid");
    const rows = rowsOf(cells);
    expect(rows.map((row) => `${row.cell} ${row.status}`)).toEqual([
      "brand=alpha,market=de done",
      "brand=beta,market=de blocked",
      "brand=gone,market=de invalid",
    ]);
    expect(rows[1]?.blocked_by).toBe("g2 g3 g5 g6 g7 g9");
    expect(rows[2]?.message).toContain("gone/data.csv does not exist");
  });
});
