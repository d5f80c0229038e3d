import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openEventLog, removeEventLog, sweepEventLogs } from "../../lib/artefacts/event-log.ts";
import { snapshot, temporaryFolder } from "../temporary.ts";

describe("an event log", () => {
  it("has each line on the disk as soon as it is appended, and replaces an older one", async () => {
    const file = join(await temporaryFolder(), "events", "a.jsonl");
    openEventLog(file).append("old");
    const log = openEventLog(file);
    log.append("1");
    expect(await readFile(file, "utf8")).toBe("1\n");
    log.append("2");
    log.close();
    expect(await readFile(file, "utf8")).toBe("1\n2\n");
    expect(log.failure()).toBeNull();
  });

  it("that cannot be written says why and stops no one", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "events"), "a file where the folder should be");
    const log = openEventLog(join(folder, "events", "a.jsonl"));
    log.append("1");
    log.close();
    expect(log.failure()).toMatch(/EEXIST|ENOTDIR/);
  });

  it("is swept once its run is gone, and nothing else is", async () => {
    const folder = await temporaryFolder();
    for (const name of ["a.jsonl", "b.jsonl", "notes.txt"]) await writeFile(join(folder, name), "");
    sweepEventLogs(folder, ["b"]);
    expect(Object.keys(await snapshot(folder))).toEqual(["b.jsonl", "notes.txt"]);
    removeEventLog(join(folder, "b.jsonl"));
    removeEventLog(join(folder, "b.jsonl"));
    sweepEventLogs(join(folder, "none"), []);
    expect(Object.keys(await snapshot(folder))).toEqual(["notes.txt"]);
  });
});
