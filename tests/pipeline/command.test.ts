import { chmod, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { thisHost } from "../../lib/cli/host.ts";
import { verifyRun } from "../../lib/audit/verify.ts";
import { InputError, StageError } from "../../lib/errors.ts";
import { explainPlan } from "../../lib/pipeline/explain.ts";
import { snapshot, temporaryFolder } from "../temporary.ts";
import { customProject, shellStage, write } from "./custom-project.ts";
import { smallStages, statuses } from "./small.ts";

const OWN = "45_own";

/** A script that notes beside itself that it was started. */
const COUNT = 'echo x >> "$(dirname "$0")/runs.txt"\n';

const isAlive = (pid: number) => thisHost().signal(pid, 0);

async function goneWithin(pid: number, milliseconds: number): Promise<boolean> {
  for (let waited = 0; waited <= milliseconds; waited += 20) {
    // A killed process whose parent has not asked after it yet is dead too.
    const state = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    if (!isAlive(pid) || state.includes(" Z ")) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

describe("a stage that runs a program", () => {
  it("writes what the program wrote, with a log of what it printed, and says each line as it comes", async () => {
    const project = await customProject(shellStage("echo one; echo two >&2; echo result > {{out}}/out.txt"));
    const result = await project.run();
    expect(result.error).toBeNull();
    expect(statuses(result)[OWN]).toBe("done");
    expect(await readFile(join(result.path, OWN, "out.txt"), "utf8")).toBe("result\n");
    expect((await readFile(join(result.path, OWN, "command.log"), "utf8")).split("\n").sort()).toEqual([
      "",
      "one",
      "two",
    ]);
    expect((await readdir(join(result.path, OWN))).sort()).toEqual(["command.log", "out.txt"]);
    const lines = result.events.flatMap((event) => (event.kind === "output" ? [event.line] : []));
    expect(lines.sort()).toEqual(["one", "two"]);
    expect((await readdir(result.path)).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("gets each argument as it stands, whatever letters it holds", async () => {
    const odd = ["a b", "$HOME", "`id`", "'", '"', "; rm x", "*", "", "ü\n2"];
    const script = `printf '%s\\0' "$@" > "$SLUICE_OUT/out.txt"\n`;
    const command = { run: ["bash", "print.sh", ...odd] };
    const project = await customProject(shellStage("", { command }), { "print.sh": script });
    const result = await project.run();
    expect(result.error).toBeNull();
    const written = await readFile(join(result.path, OWN, "out.txt"), "utf8");
    expect(written.split("\0").slice(0, -1)).toEqual(odd);
  });

  it("quotes what placeholders stand for in a line", async () => {
    const project = await customProject(shellStage("cat {{ data }} > {{out}}/out.txt; echo {{seed}}"));
    const folder = join(project.folder, "a folder; with 'odd' letters");
    const odd = await customProject(shellStage("cat {{data}} > {{out}}/out.txt"));
    const pipeline = await odd.load();
    await write(folder, { "data.csv": "x" });
    const inputs = pipeline.sources.inputs.map((one) => ({ ...one, absolutePath: join(folder, "data.csv") }));
    const result = await project.run();
    expect(await readFile(join(result.path, OWN, "command.log"), "utf8")).toBe("1\n");
    const { run } = await import("./small.ts");
    const other = await run(
      smallStages(),
      { ...pipeline, sources: { ...pipeline.sources, inputs } },
      { host: thisHost() },
    );
    expect(other.error).toBeNull();
    expect(await readFile(join(other.path, OWN, "out.txt"), "utf8")).toBe("x");
  });

  it("sees the environment that is declared, and what every program needs, and nothing else", async () => {
    const command = { environment: { OWN_VALUE: "7" }, secrets: ["TEST_TOKEN"] };
    const project = await customProject(
      shellStage("env | cut -d= -f1 | sort > {{out}}/out.txt", { command }),
    );
    const environment = {
      PATH: process.env["PATH"],
      HOME: "/nowhere",
      AMBIENT: "x",
      TEST_TOKEN: "s3cret-token",
    };
    const result = await project.run({ host: { ...thisHost(), environment } });
    expect(result.error).toBeNull();
    const names = (await readFile(join(result.path, OWN, "out.txt"), "utf8")).trim().split("\n");
    // Those that the shell sets itself aside.
    expect(names.filter((name) => !["PWD", "SHLVL", "_", "OLDPWD"].includes(name))).toEqual([
      "HOME",
      "OWN_VALUE",
      "PATH",
      "SLUICE_DATA",
      "SLUICE_IN",
      "SLUICE_OUT",
      "SLUICE_SEED",
      "TEST_TOKEN",
    ]);
  });

  it("finds the artefacts that it declares to read, and no others", async () => {
    const stage = shellStage(
      "cat {{in}}/20_model_fit/words.txt > {{out}}/out.txt; find {{in}} -type f | wc -l",
      {
        reads: ["20_model_fit/model_summary.csv"],
      },
    );
    await expect((await customProject(stage)).run()).rejects.toThrow(
      "45_own: reads 20_model_fit/model_summary.csv, which no stage writes",
    );
    const second = { ...stage["45_own"], reads: ["45_own/out.txt"] };
    const project = await customProject({
      ...shellStage("echo first > {{out}}/out.txt"),
      "46_next": {
        ...second,
        command: {
          run: "cat {{in}}/45_own/out.txt - < /dev/null > {{out}}/out.txt; find {{in}} -type f | wc -l",
        },
      },
    });
    const result = await project.run();
    expect(result.error).toBeNull();
    expect(await readFile(join(result.path, "46_next/out.txt"), "utf8")).toBe("first\n");
    expect((await readFile(join(result.path, "46_next/command.log"), "utf8")).trim()).toBe("1");
  });

  it("runs in the folder that it names", async () => {
    const command = { folder: "model" };
    const project = await customProject(shellStage("basename $PWD > {{out}}/out.txt", { command }), {
      "model/x": "",
    });
    const result = await project.run();
    expect(await readFile(join(result.path, OWN, "out.txt"), "utf8")).toBe("model\n");
  });
});

describe("what a program left", () => {
  const counting = "sh count.sh; sort script.sh > {{out}}/out.txt";

  async function counted() {
    const project = await customProject(shellStage(counting), { "script.sh": "b\na\n", "count.sh": COUNT });
    const runs = async () => (await readFile(join(project.folder, "runs.txt"), "utf8")).length / 2;
    await project.run();
    return { project, runs };
  }

  it("is taken over while nothing that it depends on changes", async () => {
    const { project, runs } = await counted();
    const again = await project.run();
    expect(statuses(again)[OWN]).toBe("reused");
    expect(await runs()).toBe(1);
    expect(await readFile(join(again.path, OWN, "out.txt"), "utf8")).toBe("a\nb\n");
  });

  it.each<[string, Record<string, unknown>]>([
    ["its line", { command: { run: `${counting} ` } }],
    ["its environment", { command: { run: counting, environment: { A: "1" } } }],
    ["the names of its secrets", { command: { run: counting, secrets: ["PATH"] } }],
    [
      "its folder",
      { command: { run: "sh ../count.sh; sort ../script.sh > {{out}}/out.txt", folder: "sub" } },
    ],
  ])("is made anew when %s changes", async (_, rest) => {
    const { project, runs } = await counted();
    await write(project.folder, { "sub/x": "" });
    await project.run({}, shellStage("", rest));
    expect(await runs()).toBe(2);
  });

  it("is made anew when a file that it names changes, and plan says which, and from what to what", async () => {
    const { project, runs } = await counted();
    await write(project.folder, { "script.sh": "c\n" });
    const intentions = await explainPlan(smallStages(), await project.load());
    expect(intentions.find(({ stage }) => stage === OWN)?.reason).toMatch(
      /^changed: file script\.sh [0-9a-f]{8} → [0-9a-f]{8}$/,
    );
    await project.run();
    expect(await runs()).toBe(2);
  });

  it("is made anew when a declared file changes", async () => {
    const command = { run: "sh count.sh; echo > {{out}}/out.txt", files: ["lib/helper.py"] };
    const project = await customProject(shellStage("", { command }), {
      "lib/helper.py": "1",
      "count.sh": COUNT,
    });
    await project.run();
    await write(project.folder, { "lib/helper.py": "2" });
    await project.run();
    expect(await readFile(join(project.folder, "runs.txt"), "utf8")).toBe("x\nx\n");
  });

  it.each<[string, Record<string, unknown>]>([
    ["how long it may take", { command: { run: counting, timeout_seconds: 50 } }],
    ["how often it is tried", { command: { run: counting, retries: 2 } }],
    ["its title", { command: { run: counting }, title: "other words" }],
  ])("is taken over when only %s changes", async (_, rest) => {
    const { project, runs } = await counted();
    const again = await project.run({}, shellStage("", rest));
    expect(statuses(again)[OWN]).toBe("reused");
    expect(await runs()).toBe(1);
  });

  it("is taken over also where the stage around it runs anew, as after a new version of Sluice", async () => {
    const { project, runs } = await counted();
    const results = join(project.artefacts, "demo/cache/results");
    for (const name of await readdir(results)) {
      const result = JSON.parse(await readFile(join(results, name), "utf8")) as { reads: object };
      // The results of stages name what they read; that of the program alone is kept.
      if (Object.keys(result.reads).length > 0) await rm(join(results, name));
    }
    const again = await project.run();
    expect(statuses(again)[OWN]).toBe("done");
    expect(again.events).toContainEqual(expect.objectContaining({ kind: "command_reused", stage: OWN }));
    expect(await runs()).toBe(1);
  });

  it("is made anew when it is forced", async () => {
    const { project, runs } = await counted();
    await project.run({ selection: { only: [], from: [], until: [], force: [OWN] } });
    expect(await runs()).toBe(2);
  });
});

describe("a program that fails", () => {
  it("ends the stage, which says how and repeats its last words; log and partial output are kept apart", async () => {
    const project = await customProject(
      shellStage("echo half > {{out}}/out.txt; echo no such model; exit 3"),
    );
    const result = await project.run();
    expect(result.status).toBe("failed");
    expect(result.error?.message).toContain(
      "45_own: the command ended with exit code 3; its last lines:\n    no such model",
    );
    expect(result.error?.problems[0]?.fix).toContain(join(result.path, "failed", OWN, "command.log"));
    expect(await readFile(join(result.path, "failed", OWN, "out/out.txt"), "utf8")).toBe("half\n");
    expect(await readdir(result.path)).not.toContain(OWN);
    const record = result.manifest.stages.find(({ stage }) => stage === OWN);
    expect(record).toMatchObject({ status: "failed", key: null });
    expect(record?.writes.map(({ path }) => path)).toEqual([
      "failed/45_own/command.log",
      "failed/45_own/out/out.txt",
    ]);
  });

  it("is tried again, with a wait, as often as it may be", async () => {
    const line = "echo x >> tries.txt; test $(wc -l < tries.txt) -ge 3; echo > {{out}}/out.txt";
    const once = await (await customProject(shellStage(line, { command: { retries: 1 } }))).run();
    expect(once.error?.message).toContain("ended with exit code 1 in the last of 2 attempts");
    const project = await customProject(shellStage(line, { command: { retries: 2 } }));
    const result = await project.run();
    expect(result.error).toBeNull();
    expect(await readFile(join(result.path, OWN, "command.log"), "utf8")).toBe(
      [
        "# attempt 1 of 3",
        "# ended with exit code 1; again in 0.01 s",
        "# attempt 2 of 3",
        "# ended with exit code 1; again in 0.02 s",
        "# attempt 3 of 3",
        "",
      ].join("\n"),
    );
  });

  it("starts each attempt with nothing of the last", async () => {
    const line = "ls {{out}}; touch {{out}}/out.txt; echo x >> tries.txt; test $(wc -l < tries.txt) -ge 2";
    const project = await customProject(shellStage(line, { command: { retries: 1 } }));
    const result = await project.run();
    expect(await readFile(join(result.path, OWN, "command.log"), "utf8")).not.toContain("out.txt");
  });

  it.each([
    ["a file that it declares is missing", "true", "45_own: the command did not write out.txt"],
    [
      "a file is there under another name",
      "echo > {{out}}/ouut.txt",
      "45_own: the command did not write out.txt\n  fix: did you mean ouut.txt?",
    ],
    [
      "a file is there that it does not declare",
      "echo > {{out}}/out.txt; mkdir {{out}}/a; echo > {{out}}/a/more.csv",
      "45_own: the command wrote a/more.csv, which is not declared",
    ],
    [
      "it left a link",
      "ln -s /etc/passwd {{out}}/out.txt",
      "45_own: the command left out.txt, which is no plain file",
    ],
  ])("is one also where %s", async (_, line, message) => {
    const result = await (await customProject(shellStage(line))).run();
    expect(result.status).toBe("failed");
    expect(result.error?.message).toContain(message);
    expect(await readdir(result.path)).not.toContain(OWN);
  });

  it("is one where the program is not there", async () => {
    const result = await (
      await customProject(shellStage("", { command: { run: ["no-such-program"] } }))
    ).run();
    expect(result.error?.message).toMatch(/ended with exit code 127; its last lines:\n {4}.*no-such-program/);
  });
});

describe("a program that writes outside its folder", () => {
  const line = (mischief: string) => `${mischief}; echo > {{out}}/out.txt`;
  const OTHER = "$SLUICE_OUT/../../45_own";
  const stages = (mischief: string) => ({
    ...shellStage("echo first > {{out}}/out.txt"),
    "46_next": {
      ...shellStage(`${mischief}; echo second > {{out}}/out.txt`)["45_own"],
      reads: ["45_own/out.txt"],
    },
  });

  it.each([
    [
      "over a file of another stage, which nobody may write to",
      `chmod u+w ${OTHER}/out.txt; echo more >> ${OTHER}/out.txt`,
      "the command changed 45_own/out.txt, which is not its own",
    ],
    [
      "over what it was given to read",
      "chmod -R u+w {{in}}; echo more >> {{in}}/45_own/out.txt",
      "the command changed 45_own/out.txt, which is not its own",
    ],
    [
      "by removing what another stage left",
      `rm -f ${OTHER}/out.txt`,
      "the command changed 45_own/out.txt, which is not its own",
    ],
    [
      "a file beside those of another stage",
      `echo > ${OTHER}/more.txt`,
      "the command wrote 45_own/more.txt into the run, outside its folder",
    ],
    [
      "a link beside them",
      `ln -s /etc ${OTHER}/etc`,
      "the command wrote 45_own/etc into the run, outside its folder",
    ],
    [
      "into the run's own folder",
      `echo > ${OTHER}/../manifest.json`,
      "the command wrote manifest.json into the run, outside its folder",
    ],
    ["one folder up", "echo > {{out}}/../up.txt", "the command wrote up.txt beside its folder"],
    [
      "one folder up through a link",
      "ln -s .. {{out}}/up; echo > {{out}}/up/up.txt; rm {{out}}/up",
      "the command wrote up.txt beside its folder",
    ],
  ])(
    "%s, fails its stage, which says what it did; the next run takes no harm",
    async (_, mischief, message) => {
      const project = await customProject(stages(mischief));
      const result = await project.run();
      expect(result.status).toBe("failed");
      expect(result.error?.message).toContain(`46_next: ${message}`);
      expect(statuses(result)["46_next"]).toBe("failed");
      const next = await project.run({}, stages("true"));
      expect(next.status).toBe("done");
      expect(await readFile(join(next.path, "45_own/out.txt"), "utf8")).toBe("first\n");
      expect((await verifyRun(next.path, smallStages())).findings).toEqual([]);
    },
  );

  it("leaving a link to a folder, has nothing behind it read, kept or made read-only", async () => {
    const outside = await temporaryFolder();
    await write(outside, { "deep/theirs.txt": "theirs" });
    await chmod(join(outside, "deep/theirs.txt"), 0o640);
    const project = await customProject(shellStage(line(`ln -s ${outside} {{out}}/link`)));
    const result = await project.run();
    expect(result.error?.message).toContain("45_own: the command left link, which is no plain file");
    const record = result.manifest.stages.find(({ stage }) => stage === OWN);
    expect(record?.writes.map(({ path }) => path)).toEqual([
      "failed/45_own/command.log",
      "failed/45_own/out/out.txt",
    ]);
    expect((await stat(join(outside, "deep/theirs.txt"))).mode & 0o777).toBe(0o640);
    expect((await verifyRun(result.path, smallStages())).findings).toEqual([]);
    expect(await readFile(join(outside, "deep/theirs.txt"), "utf8")).toBe("theirs");
  });

  it("beside other stages at work is not taken for their doing", async () => {
    const project = await customProject({
      ...stages("sleep 0.3"),
      "47_other": shellStage("sleep 0.1; echo second > {{out}}/out.txt")["45_own"],
    });
    const result = await project.run({ jobs: 4 });
    expect(result.error).toBeNull();
  });
});

describe("secrets of a program", () => {
  const SECRET = "tr0ub4dor&3";
  const host = { ...thisHost(), environment: { PATH: process.env["PATH"], API_TOKEN: SECRET } };
  const stage = (line: string) => shellStage(line, { command: { secrets: ["API_TOKEN"] } });

  it("are handed on, and no file that the run leaves holds them", async () => {
    const project = await customProject(
      stage(
        'echo "token $API_TOKEN."; printf "tr0ub"; sleep 0.2; echo "4dor&3"; echo ${#API_TOKEN} > {{out}}/out.txt',
      ),
    );
    const result = await project.run({ host });
    expect(result.error).toBeNull();
    expect(await readFile(join(result.path, OWN, "out.txt"), "utf8")).toBe(`${SECRET.length}\n`);
    expect(await readFile(join(result.path, OWN, "command.log"), "utf8")).toBe("token ***.\n***\n");
    for (const name of Object.keys(await snapshot(project.artefacts))) {
      const file = join(project.artefacts, name);
      if ((await stat(file)).isFile()) expect((await readFile(file)).includes(SECRET), name).toBe(false);
    }
    expect(JSON.stringify(result.events)).not.toContain(SECRET);
  });

  it("that it writes into a result end the stage, and the result is removed", async () => {
    const project = await customProject(
      stage('head -c 1048570 /dev/zero > {{out}}/out.txt; printf "%s" "$API_TOKEN" >> {{out}}/out.txt'),
    );
    const result = await project.run({ host });
    expect(result.error?.message).toContain("wrote the value of one of its secrets (API_TOKEN) into out.txt");
    expect(await readdir(join(result.path, "failed", OWN))).toEqual(["command.log"]);
  });

  it("that are not set are named before the program starts, and no run is left", async () => {
    const project = await customProject(stage("echo > started.txt"));
    const failing = project.run({ host: { ...host, environment: { PATH: process.env["PATH"] } } });
    await expect(failing).rejects.toThrow(InputError);
    await expect(failing).rejects.toThrow("45_own: the secret API_TOKEN is not in the environment");
    expect(await readdir(project.folder)).not.toContain("started.txt");
    expect(await readdir(join(project.artefacts, "demo/runs"))).toEqual([]);
  });
});

describe("a program that does not end by itself", () => {
  it("is stopped with all that it started when its time is up", async () => {
    const line = "trap '' TERM; sleep 60 & echo $! > child.txt; echo $$ > parent.txt; wait; sleep 60";
    const project = await customProject(
      shellStage(line, { command: { timeout_seconds: 0.5, grace_seconds: 0.2 } }),
    );
    const started = performance.now();
    const result = await project.run();
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(result.error?.message).toContain("the command did not end within 0.5 s and was stopped");
    for (const name of ["parent.txt", "child.txt"]) {
      const pid = Number(await readFile(join(project.folder, name), "utf8"));
      expect(await goneWithin(pid, 2000), name).toBe(true);
    }
  });

  it("is stopped when the run is, at once; what it had printed and written stays apart", async () => {
    const controller = new AbortController();
    const project = await customProject(
      shellStage("echo half > {{out}}/out.txt; echo $$ > parent.txt; echo working; sleep 60"),
    );
    const started = performance.now();
    const result = await project.run({
      signal: controller.signal,
      onEvent: (event) => {
        if (event.kind === "output") controller.abort();
      },
    });
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(result.status).toBe("interrupted");
    const pid = Number(await readFile(join(project.folder, "parent.txt"), "utf8"));
    expect(await goneWithin(pid, 2000)).toBe(true);
    expect(result.manifest.stages.find(({ stage }) => stage === OWN)).toMatchObject({
      status: "failed",
      reason: "stopped by the user",
    });
    expect(await readFile(join(result.path, "failed", OWN, "command.log"), "utf8")).toBe("working\n");
    expect(await readFile(join(result.path, "failed", OWN, "out/out.txt"), "utf8")).toBe("half\n");
  });

  it("does not keep the run waiting by what it leaves behind: that is killed with its group", async () => {
    const project = await customProject(shellStage("sleep 60 & echo $! > child.txt; echo > {{out}}/out.txt"));
    const started = performance.now();
    const result = await project.run();
    expect(result.error).toBeNull();
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(await goneWithin(Number(await readFile(join(project.folder, "child.txt"), "utf8")), 2000)).toBe(
      true,
    );
  });

  it("nor by a process that left the group and holds its pipes", async () => {
    const project = await customProject(shellStage("setsid sleep 8 & echo > {{out}}/out.txt"));
    const started = performance.now();
    const result = await project.run();
    expect(result.error).toBeNull();
    expect(performance.now() - started).toBeLessThan(7000);
  });
});

describe("a program that prints without end", () => {
  it("fills neither memory nor the disk: the log has its beginning and its end, and says what is left out", async () => {
    const bytes = 1_000_000_001;
    const project = await customProject(
      shellStage(
        `echo begin; { yes 0123456789 || true; } | head -c ${bytes}; echo end; echo > {{out}}/out.txt`,
      ),
    );
    const lines: string[] = [];
    const before = process.memoryUsage().rss;
    let most = before;
    const result = await project.run({
      onEvent: (event) => {
        if (event.kind === "output") lines.push(event.line);
        most = Math.max(most, process.memoryUsage().rss);
      },
    });
    expect(result.error).toBeNull();
    const log = await readFile(join(result.path, OWN, "command.log"), "utf8");
    expect(log.length).toBeLessThan(10_000_000);
    expect(log.startsWith("begin\n0123456789\n")).toBe(true);
    expect(log.endsWith("\nend\n")).toBe(true);
    const left = Number(/\n… (\d+) bytes left out …\n/.exec(log)?.[1]);
    expect(left + Buffer.byteLength(log)).toBeGreaterThanOrEqual(bytes);
    expect(lines.length).toBeLessThan(3000);
    expect(most - before).toBeLessThan(500_000_000);
  });

  it("on one line is cut, and goes on", async () => {
    const project = await customProject(
      shellStage("head -c 20000000 /dev/zero | tr '\\0' x; echo > {{out}}/out.txt"),
    );
    const result = await project.run();
    expect(result.error).toBeNull();
    const lines = result.events.flatMap((event) => (event.kind === "output" ? [event.line.length] : []));
    expect(Math.max(...lines)).toBeLessThan(3000);
  });
});

describe("a command that cannot be meant", () => {
  it.each<[string, Record<string, unknown>, string]>([
    [
      "a placeholder that stands for nothing",
      { command: { run: "fit {{outt}}" } },
      "custom_stages.45_own.command.run: {{outt}} stands for nothing\n  fix: did you mean out?",
    ],
    [
      "a declared file that is not there",
      { command: { files: ["nothing.py"] } },
      "custom_stages.45_own.command.files.0: nothing.py is no file",
    ],
    ["a folder outside the project", { command: { folder: "../.." } }, "which leaves the project folder"],
    [
      "a read that no stage writes",
      { reads: ["20_model_fit/wrds.txt"] },
      "no stage writes 20_model_fit/wrds.txt",
    ],
    ["a schema that is not there", { writes: { "out.csv": { schema: "none.json" } } }, "no such file"],
    [
      "a schema for a file of no known format",
      { writes: { "out.txt": { schema: "data.csv" } } },
      "out.txt cannot have a schema",
    ],
    [
      "the name of the log among its files",
      { writes: { "command.log": {} } },
      "command.log is for what the program prints",
    ],
    ["a file outside its folder", { writes: { "../x": {} } }, 'got the key "../x"'],
    ["a gate family that there is not", { requires: ["convergense"] }, 'did you mean "convergence"?'],
  ])("is refused with its place: %s", async (_, rest, message) => {
    const project = await customProject(shellStage("true", rest));
    await expect(project.load()).rejects.toThrow(InputError);
    await expect(project.load()).rejects.toThrow(message);
  });

  it("is refused under the name of a built-in stage, or one that is no name", async () => {
    const named = async (id: string) =>
      customProject({ [id]: shellStage("true")["45_own"] }).then((project) => project.load());
    await expect(named("50_diagnostics")).rejects.toThrow("50_diagnostics is a stage of Sluice's own");
    await expect(named("Lift")).rejects.toThrow('got the key "Lift"');
  });
});

describe("a file of a program that has a schema", () => {
  const schema = {
    type: "array",
    minItems: 1,
    items: {
      type: "object",
      required: ["channel", "lift"],
      additionalProperties: false,
      properties: { channel: { type: "string" }, lift: { type: ["number", "null"], minimum: 0 } },
    },
  };
  const stage = (csv: string) =>
    shellStage(`printf '${csv}' > {{out}}/lift.csv`, {
      writes: { "lift.csv": { schema: "lift.schema.json" } },
    });
  const files = { "lift.schema.json": JSON.stringify(schema) };

  it("is kept as it is when it fits", async () => {
    const result = await (await customProject(stage("channel,lift\\ntv,1.50\\nradio,\\n"), files)).run();
    expect(result.error).toBeNull();
    expect(await readFile(join(result.path, OWN, "lift.csv"), "utf8")).toBe(
      "channel,lift\ntv,1.50\nradio,\n",
    );
  });

  it("fails the stage when it does not, with the row and the column", async () => {
    const result = await (await customProject(stage("channel,lift\\ntv,many\\n"), files)).run();
    expect(result.error).toBeInstanceOf(StageError);
    expect(result.error?.message).toContain(
      '45_own/lift.csv ([0].lift): the stage\'s own schema refuses it: got "many"; allowed: a number',
    );
  });

  it("makes the stage run anew when the schema changes", async () => {
    const project = await customProject(stage("channel,lift\\ntv,1\\n"), files);
    await project.run();
    await writeFile(join(project.folder, "lift.schema.json"), JSON.stringify({ ...schema, minItems: 2 }));
    const result = await project.run();
    expect(result.error?.message).toContain("45_own/lift.csv: the stage's own schema refuses it");
  });

  it("is refused when the schema is none", async () => {
    const broken = { "lift.schema.json": JSON.stringify({ type: "arry" }) };
    await expect((await customProject(stage("x"), broken)).load()).rejects.toThrow(
      "is no JSON Schema that can be used",
    );
  });
});

describe("a gated stage of the team's own", () => {
  it("is shut with the gates, and says why", async () => {
    const stage = shellStage("echo > {{out}}/out.txt", { requires: ["convergence"] });
    const open = await (await customProject(stage)).run();
    expect(statuses(open)[OWN]).toBe("done");
    const project = await customProject(stage, {}, smallStages({ divergenceShare: 0.5 }));
    const shut = await project.run();
    expect(statuses(shut)[OWN]).toBe("blocked");
    expect(await readdir(join(shut.path, OWN))).toEqual(["BLOCKED.json"]);
  });
});
