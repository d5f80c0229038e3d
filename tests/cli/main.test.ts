import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { sluice } from "../end-to-end/project.ts";

const call = (...args: string[]) => sluice(args, { cwd: tmpdir() });

const VERBS = [
  "run",
  "validate",
  "plan",
  "diagnose",
  "optimise",
  "init",
  "verify",
  "history",
  "show",
  "diff",
  "query",
  "gc",
  "waive",
  "attest",
  "export",
];

describe.concurrent("help", () => {
  it("lists the verbs, examples and exit codes", async () => {
    const { code, stdout, stderr } = await call("--help");
    expect([code, stderr]).toEqual([0, ""]);
    for (const verb of VERBS) expect(stdout).toMatch(new RegExp(`^ {2}${verb} `, "m"));
    expect(stdout).toContain("\nExamples:\n  $ sluice init --model model.nc --data data.csv ");
    expect(stdout).toContain(
      "0 done · 2 invalid configuration or input · 3 blocked by a gate · 4 a stage failed · 5 infeasible ·\n  6 verification failed · 130 interrupted",
    );
  });

  it.each([
    [
      "run",
      [
        "--policy <name|file>",
        "--artefacts <folder>",
        "--no-reuse",
        "--set <key=value>",
        "--force <stage>",
        "--dry-run",
        "--jobs <n>",
        "--no-wait",
      ],
    ],
    ["validate", ["--policy <name|file>", "--artefacts <folder>"]],
    ["plan", ["--policy <name|file>", "--set <key=value>", "--only <stage>", "--graph [format]"]],
    ["init", ["--model <model.nc>", "--data <data.csv>", "--out <file>", "--force"]],
    ["diagnose", ["--policy <name|file>", "--target <variable>"]],
    ["optimise", ["--method <name>", "--start <result.json>", "--keep-start"]],
    ["diff", ["--pipeline <file>", "--artefacts <folder>"]],
    [
      "query",
      ["--pipeline <file>", "--artefacts <folder>", "--run <run>", "--format <name>", "--out <file>"],
    ],
    [
      "waive",
      [
        "--gate <gate>",
        "--check <check>",
        "--worst <value>",
        "--reason <text>",
        "--approver <name>",
        "--expires <date>",
      ],
    ],
    ["attest", ["--pipeline <file>", "--artefacts <folder>", "--key <private.pem>"]],
    ["export", ["--pipeline <file>", "--artefacts <folder>", "--format <name>", "--to <file|url>"]],
    ["gc", ["--pipeline <file>", "--artefacts <folder>", "--keep <n>", "--dry-run"]],
    ["history", ["--pipeline <file>", "--artefacts <folder>", "--limit <n>"]],
    ["show", ["--pipeline <file>", "--artefacts <folder>", "--format <name>"]],
    ["verify", ["--pipeline <file>", "--artefacts <folder>", "--recompute", "--key <public.pem>"]],
  ])("of %s lists its options, and those of every verb", async (verb, options) => {
    const { code, stdout, stderr } = await call(verb, "--help");
    expect([code, stderr]).toEqual([0, ""]);
    for (const option of [...options, "--json", "--verbose", "-h, --help"])
      expect(stdout).toContain(`  ${option} `);
  });
});

describe.concurrent("a call that cannot be meant exits 2 and says so on stderr", () => {
  it.each([
    ["an unknown verb", ["optimize"], "unknown command 'optimize'"],
    ["an unknown option of a verb", ["run", "--polcy", "strict"], "unknown option '--polcy'"],
    ["an unknown option before a verb", ["--colour", "run"], "unknown option '--colour'"],
    ["an argument too many", ["plan", "a.yaml", "b.yaml"], "too many arguments for 'plan'"],
    ["an option without its value", ["run", "--policy"], "argument missing"],
    [
      "a required option left out",
      ["init", "--model", "model.nc"],
      "required option '--data <data.csv>' not specified",
    ],
    ["no verb at all", [], "Usage: sluice"],
  ])("%s", async (_, args, message) => {
    const { code, stdout, stderr } = await call(...args);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
  });
});

describe.concurrent("the version", () => {
  it("is that of the package", async () => {
    const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };
    expect(await call("--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });
});
