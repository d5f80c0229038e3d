import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { queryCommand, type QueryOptions } from "../../lib/cli/query.ts";
import { snapshot } from "../temporary.ts";
import { call } from "../cli/in-process.ts";
import { demoProject } from "./demo.ts";

/** A run whose manifest names files of our own making. */
async function runWith(files: Readonly<Record<string, string>>) {
  const { folder, make } = await demoProject();
  const { path } = await make();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(path, name, ".."), { recursive: true });
    await writeFile(join(path, name), text);
  }
  const manifest = JSON.parse(await readFile(join(path, "manifest.json"), "utf8")) as {
    stages: { writes: object[] }[];
  };
  const sha256 = "0".repeat(64);
  manifest.stages[0]!.writes.push(
    ...Object.entries(files).map(([name, text]) => ({ path: name, bytes: text.length, sha256 })),
  );
  await writeFile(join(path, "manifest.json"), JSON.stringify(manifest));
  const query = (sql: string, options: Partial<QueryOptions> = {}) =>
    call(
      folder,
      (context) =>
        queryCommand(
          sql,
          {
            pipeline: "pipeline.yaml",
            json: false,
            verbose: false,
            run: "latest",
            format: "json",
            ...options,
          },
          context,
        ),
      { json: true },
    );
  return { folder, path, query };
}

const RESULTS = "channel,optimised_spend,adequacy\n2024,1.5,pass\n2025,,warn\n";
const FILES = { "70_optimisation/optimization_results.csv": RESULTS };

describe("a query", () => {
  it("finds each table of the run by its name, with the types of its schema", async () => {
    const { query } = await runWith(FILES);
    const { code, stdout } = await query(
      "SELECT *, typeof(optimised_spend) AS type FROM optimization_results",
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      { channel: "2024", optimised_spend: 1.5, adequacy: "pass", type: "DOUBLE" },
      { channel: "2025", optimised_spend: null, adequacy: "warn", type: "DOUBLE" },
    ]);
  });

  it("reads files without a schema as they look, and dates as dates", async () => {
    const { query } = await runWith({
      "20_model_fit/own.csv": "date,n\n2024-01-01,3\n",
      "30_model_assessment/predictions.csv": "date,observed\n2024-01-01,3\n",
    });
    const { stdout } = await query(
      "SELECT typeof(o.date) AS a, typeof(p.date) AS b, n, observed FROM own AS o, predictions AS p",
    );
    expect(JSON.parse(stdout)).toEqual([{ a: "DATE", b: "DATE", n: 3, observed: 3 }]);
  });

  it("tells tables of one name apart by their stage, and by their form", async () => {
    const { query } = await runWith({
      "10_pre_diagnostics/facts.csv": "of\nten\n",
      "50_diagnostics/facts.csv": "of\nfifty\n",
      "50_diagnostics/facts.json": '[{ "of": "fifty, as JSON" }]',
    });
    const { stdout } = await query(
      'SELECT a.of AS a, b.of AS b, c.of AS c FROM facts AS a, "10_pre_diagnostics".facts AS b, facts_json AS c',
    );
    expect(JSON.parse(stdout)).toEqual([{ a: "fifty", b: "ten", c: "fifty, as JSON" }]);
  });

  it("gives whole numbers as numbers where that is exact, else as text", async () => {
    const { query } = await runWith({});
    const { stdout } = await query(
      "SELECT count(*) AS n, 9007199254740993 AS large, 'nan'::DOUBLE AS nothing FROM gates",
    );
    expect(JSON.parse(stdout)).toEqual([{ n: 1, large: "9007199254740993", nothing: "NaN" }]);
  });

  it("skips what is no table", async () => {
    const { query } = await runWith({
      ...FILES,
      "20_model_fit/fit.log": "…",
      "20_model_fit/torn.json": '{"a":',
    });
    expect((await query("SELECT count(*) AS n FROM optimization_results")).stdout).toContain('"n": 2');
  });

  it("is written as a table, as CSV with quotes where needed, or to a file", async () => {
    const { folder, query } = await runWith({ "20_model_fit/own.csv": 'name,n\n"a, ""b""",1\n,22\n' });
    expect((await query("FROM own", { format: "table" })).stdout).toBe(
      'name     n\na, "b"   1\nnull    22\n',
    );
    expect((await query("FROM own", { format: "csv" })).stdout).toBe('name,n\n"a, ""b""",1\n,22\n');
    expect((await query("FROM own", { format: "csv", out: "own.csv" })).stdout).toBe("");
    expect(await readFile(join(folder, "own.csv"), "utf8")).toBe('name,n\n"a, ""b""",1\n,22\n');
  });

  it("is written to Parquet, and no temporary file stays", async () => {
    const { folder, query } = await runWith(FILES);
    const ended = await query("FROM optimization_results -- all of it", {
      format: "parquet",
      out: "all.parquet",
    });
    expect(ended).toMatchObject({ code: 0, stdout: "" });
    expect((await readFile(join(folder, "all.parquet"))).subarray(0, 4).toString()).toBe("PAR1");
    expect((await readdir(folder)).filter((name) => name.includes("tmp"))).toEqual([]);
  });

  it("says how many rows a table for people leaves out", async () => {
    const { query } = await runWith({});
    const { stdout } = await query("FROM range(250)", { format: "table" });
    expect(stdout.trimEnd().split("\n")).toHaveLength(202);
    expect(stdout).toContain("and 50 more rows: --format csv, json or parquet has all");
  });
});

describe("a query that would do more than read the run", () => {
  it.each([
    ["a statement that writes", "COPY (SELECT 1) TO '/tmp/never.csv'", "file system operations are disabled"],
    ["a statement that drops a table", "DROP VIEW gates", "is a statement of kind DROP; runs are read only"],
    ["a statement that makes one", "CREATE TABLE t AS SELECT 1", "is a statement of kind CREATE"],
    ["another database", "ATTACH '/tmp/never.db'", "is a statement of kind ATTACH"],
    ["a setting", "SET enable_external_access = true", "is a statement of kind SET"],
    ["an extension", "INSTALL httpfs", "is a statement of kind LOAD"],
    ["two statements", "SELECT 1; SELECT 2", "holds 2 statements"],
    ["a plan that runs", "EXPLAIN ANALYZE SELECT 1", "is a statement of kind EXPLAIN"],
    ["a file elsewhere", "SELECT * FROM read_csv('/etc/passwd')", "file system operations are disabled"],
    ["a folder elsewhere", "SELECT * FROM glob('/etc/*')", "file system operations are disabled"],
    ["what is no SQL", "selec 1", "Parser Error"],
    ["a column that is not there", "SELECT statu FROM gates", "Binder Error"],
    ["nothing", "  ", "holds no statement"],
    ["a comment", "-- nothing", "holds no statement"],
  ])("%s is refused", async (_, sql, what) => {
    const { query, path } = await runWith(FILES);
    const before = await snapshot(path);
    const { code, stdout } = await query(sql);
    expect(code).toBe(2);
    const { problems } = JSON.parse(stdout) as { problems: { what: string; where: string; fix: string }[] };
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ where: "query" });
    expect(problems[0]!.what).toContain(what);
    expect(problems[0]!.fix).toMatch(/^ask with one SELECT; tables are /);
    expect(await snapshot(path)).toEqual(before);
  });

  it("cannot break out of what is written to Parquet", async () => {
    const { folder, query } = await runWith(FILES);
    const sql = "SELECT 1) TO 'other.parquet'; SELECT (1";
    expect((await query(sql, { format: "parquet", out: "all.parquet" })).code).toBe(2);
    expect((await readdir(folder)).filter((name) => name.endsWith(".parquet"))).toEqual([]);
  });

  it.each([
    [{ format: "parquet" } as const, "Parquet is no text"],
    [
      { format: "csv", out: "artefacts/demo/runs/new.csv" } as const,
      "lies among the runs, which are read only",
    ],
  ])("is refused with %j", async (options, what) => {
    const { query } = await runWith(FILES);
    const { code, stdout } = await query("SELECT 1", options);
    expect(code).toBe(2);
    expect(stdout).toContain(what);
  });
});
