import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "../../lib/schema/parse.ts";
import { newProject, sluice } from "./project.ts";

const MINUTE = 60_000;

/** A stage that computes and computes, saying how far it is; it never lets its thread do anything else. */
const BUSY = (ms: number) => `export default {
  reads: { seed: "source:seed" },
  writes: { done: { file: "done.json" } },
  run({ seed }, _options, context) {
    const end = Date.now() + ${ms};
    context.progress("adding", { done: 0, total: 2 });
    while (Date.now() < end);
    context.progress("adding", { done: 2, total: 2 });
    context.warn("warned in a thread");
    return { done: { seed } };
  },
};
`;

const FAILING = `export default {
  reads: {},
  writes: { done: { file: "done.json" } },
  run() {
    throw Object.assign(new TypeError("no numbers today"), { cause: new Error("the moon") });
  },
};
`;

describe("a stage in a thread", () => {
  let project: string;
  beforeEach(async () => {
    project = await newProject("robyn_weekly_unconverged");
    const text = await readFile(join(project, "pipeline.yaml"), "utf8");
    await writeFile(join(project, "pipeline.yaml"), `${text}custom_stages:\n  05_own: { uses: ./own.mjs }\n`);
  });
  afterEach(() => rm(project, { recursive: true, force: true }));

  const run = (...args: string[]) => sluice(["run", "--only", "05_own", ...args], { cwd: project });

  it("is stopped at once however busy it is, and leaves nothing", async () => {
    await writeFile(join(project, "own.mjs"), BUSY(5 * MINUTE));
    const began = Date.now();
    const { code, stderr } = await sluice(["run", "--only", "05_own", "--log-format", "json"], {
      cwd: project,
      stop: { signal: "SIGINT", at: '"kind":"progress"' },
    });
    expect(code).toBe(130);
    expect(Date.now() - began).toBeLessThan(MINUTE / 3);
    expect(stderr).toContain('"kind":"run_finished"');
    const runs = join(project, "artefacts/robyn_weekly_unconverged/runs");
    const [name = ""] = await readdir(runs);
    expect(await readdir(join(runs, name))).toEqual(["manifest.json"]);
  });

  it("tells how it comes on while it does, what it warns of, and gives the same as without", async () => {
    await writeFile(join(project, "own.mjs"), BUSY(1500));
    const { code, stderr } = await run("--log-format", "json");
    expect(code).toBe(0);
    const events = stderr
      .trimEnd()
      .split("\n")
      .map((line) => parse("run_event", JSON.parse(line) as unknown, "stderr"));
    const timeOf = (kind: string, done: number | null = null) =>
      Date.parse(
        events.find((one) => one.kind === kind && (one.kind !== "progress" || one.done === done))?.time ?? "",
      );
    // Told as it was said: the first report comes while the stage still computes.
    expect(timeOf("progress", 2) - timeOf("progress", 0)).toBeGreaterThan(1000);
    expect(events).toContainEqual(
      expect.objectContaining({ kind: "warning", message: "warned in a thread" }),
    );
  });

  it("that fails says what it threw and where, as if it had run here", async () => {
    await writeFile(join(project, "own.mjs"), FAILING);
    const { code, stderr } = await run("--verbose");
    expect(code).toBe(4);
    expect(stderr).toContain("05_own: failed: no numbers today");
    expect(stderr).toMatch(/^TypeError: no numbers today\n {4}at /m);
  });
});
