import { cp, mkdir, readFile, readdir, readlink, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256 } from "../../lib/artefacts/hash.ts";
import { openStore } from "../../lib/artefacts/store.ts";
import { thisHost } from "../../lib/cli/host.ts";
import type { Host } from "../../lib/pipeline/host.ts";
import type { LoadedPipeline } from "../../lib/pipeline/sources.ts";
import { sharedFolder, snapshot, temporaryFolder } from "../temporary.ts";
import { customProject, shellStage } from "./custom-project.ts";
import { closeLeft, dieAt, installFaults, refuseFrom } from "./faults.ts";
import { run, smallStages, statuses } from "./small.ts";

installFaults();

/** A process that is gone by the time anyone asks. */
const DOOMED: Host = { ...thisHost(), pid: 2 ** 22 + 1 };
const LATER: Host = {
  ...thisHost(),
  signal: (pid, signal) => (Math.abs(pid) === DOOMED.pid ? false : thisHost().signal(pid, signal)),
};

/** How many parts the points are divided into, so that a failing one is soon found. */
const PARTS = 8;

/** Small stages and a program, over artefacts that hold one whole run of another seed. */
async function prepare(folder: string) {
  const stage = shellStage("echo working; sort data.csv > {{out}}/out.txt");
  const project = await customProject(stage, {}, smallStages(), folder);
  const pipeline = await project.load();
  await run(smallStages(), pipeline, { host: LATER });
  const { sources, fingerprints } = pipeline;
  const changed: LoadedPipeline = {
    ...pipeline,
    sources: { ...sources, seed: 2 },
    fingerprints: { ...fingerprints, seed: sha256("2") },
  };
  return { project, changed };
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

/** The files of a run's stages by their hash. */
async function stagesOf(path: string): Promise<Record<string, string>> {
  const files = Object.entries(await snapshot(path));
  return Object.fromEntries(files.filter(([name, kind]) => kind !== "folder" && name !== "manifest.json"));
}

/** A copy of the artefacts, so that each death starts from the same. */
async function copyOf({ project, changed }: Prepared, to: string): Promise<LoadedPipeline> {
  const artefacts = join(to, "artefacts");
  await mkdir(to, { recursive: true });
  await cp(project.artefacts, artefacts, { recursive: true, verbatimSymlinks: true });
  return { ...changed, artefacts };
}

/** Everything that a reader could take for complete must be so. */
async function expectWhole(artefacts: string, whole: Readonly<Record<string, string>>, label: string) {
  const store = openStore(artefacts, "demo");
  const latest = await readlink(join(store.path, "latest"));
  const led = JSON.parse(await readFile(join(store.path, latest, "manifest.json"), "utf8")) as {
    status: string;
  };
  expect(led.status, label).toBe("done");
  for (const runId of await store.runIds()) {
    const folder = store.run(runId);
    const manifest = await folder.readManifest();
    const found = await stagesOf(folder.path);
    if (manifest !== null) {
      const recorded = manifest.stages.flatMap(({ writes }) => writes.map((one) => [one.path, one.sha256]));
      expect(found, label).toEqual(Object.fromEntries(recorded));
      continue;
    }
    // No manifest: no run. Yet a stage's folder that is there is there whole.
    for (const stage of (await readdir(folder.path)).filter((name) => !name.startsWith("."))) {
      if (stage === "manifest.json.tmp") continue;
      const inStage = ([name]: readonly [string, string]) => name.startsWith(`${stage}/`);
      expect(Object.entries(found).filter(inStage), label).toEqual(Object.entries(whole).filter(inStage));
    }
  }
}

let prepared: Prepared;
let whole: Record<string, string>;
let points = 0;

beforeAll(async () => {
  prepared = await prepare(await sharedFolder());
  const pipeline = await copyOf(prepared, join(prepared.project.folder, "undisturbed"));
  const done = await dieAt(Infinity, async () => {
    const result = await run(smallStages(), pipeline, { host: DOOMED });
    whole = await stagesOf(result.path);
  });
  points = done.points;
});

afterAll(() => rm(prepared.project.folder, { recursive: true, force: true }));

/** The next run must end well, with the bytes of an undisturbed one and nothing left over. */
async function expectNext(pipeline: LoadedPipeline, label: string) {
  const next = await run(smallStages(), pipeline, { host: LATER, isPatient: false });
  expect(next.status, label).toBe("done");
  expect(await stagesOf(next.path), label).toEqual(whole);
  await expectWhole(pipeline.artefacts, whole, label);
  const names = await readdir(join(pipeline.artefacts, "demo/runs"), { recursive: true });
  expect(
    names.filter((name) => /(^|\/)\.|\.tmp$/.test(name)),
    label,
  ).toEqual([]);
}

describe("a run that is killed", () => {
  it("has many moments to die at", () => {
    expect(points).toBeGreaterThan(200);
    expect(Object.keys(whole).length).toBeGreaterThan(7);
  });

  it.each(Array.from({ length: PARTS }, (_, part) => part))(
    "before, in or after any write, rename or fsync leaves nothing torn, and the next run ends with the same bytes (part %i)",
    async (part) => {
      const folder = await temporaryFolder();
      for (let at = 1 + part; at <= points; at += PARTS) {
        const label = `killed at point ${at}`;
        const pipeline = await copyOf(prepared, join(folder, String(at)));
        const { isDead } = await dieAt(at, () => run(smallStages(), pipeline, { host: DOOMED }));
        expect(isDead, label).toBe(true);
        await closeLeft();
        await expectWhole(pipeline.artefacts, whole, label);
        await expectNext(pipeline, label);
      }
    },
    300_000,
  );

  it("is gone on with from its last whole stage: what was done is not done again", async () => {
    const folder = await temporaryFolder();
    const seen: number[] = [];
    for (const share of [0.3, 0.6, 0.95]) {
      const pipeline = await copyOf(prepared, join(folder, String(share)));
      const at = Math.floor(points * share);
      const started: string[] = [];
      await dieAt(at, () =>
        run(smallStages(), pipeline, {
          host: DOOMED,
          onEvent: (event) => {
            if (event.kind === "stage_done") started.push(event.stage);
          },
        }),
      );
      const next = await run(smallStages(), pipeline, { host: LATER });
      for (const stage of started) expect(statuses(next)[stage]).toBe("reused");
      seen.push(started.length);
    }
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen[2]).toBeGreaterThan(3);
  });
});

describe("a disk that refuses from some moment of a run on", () => {
  it.each([
    ["ENOSPC", "the disk is full"],
    ["EROFS", "the artefacts folder cannot be written to"],
  ] as const)(
    "with %s ends it in an InputError; nothing is torn, and the next run ends with the same bytes",
    async (code, what) => {
      const folder = await temporaryFolder();
      const host = DOOMED;
      let ended = false;
      for (let at = 1; !ended; at += 3) {
        const label = `${code} from operation ${at} on`;
        const pipeline = await copyOf(prepared, join(folder, String(at)));
        const { points: operations, thrown } = await refuseFrom(at, code, () =>
          run(smallStages(), pipeline, { host }),
        );
        ended = operations < at;
        expect(ended ? thrown : String(thrown), label).toEqual(
          ended ? null : expect.stringContaining(`${pipeline.artefacts}: ${what}`),
        );
        await expectWhole(pipeline.artefacts, whole, label);
        await expectNext(pipeline, label);
        if (ended) expect(at).toBeGreaterThan(100);
      }
    },
    300_000,
  );
});
