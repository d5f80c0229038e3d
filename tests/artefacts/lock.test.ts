import { spawn } from "node:child_process";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { takeLock, type Holder, type Lock, type LockOwner, type Waiting } from "../../lib/artefacts/lock.ts";
import { thisHost } from "../../lib/cli/host.ts";
import { temporaryFolder } from "../temporary.ts";

const host = thisHost();

/** This process, or another of this machine or elsewhere. */
function owner(rest: Partial<LockOwner> = {}): LockOwner {
  return {
    host: "here",
    pid: process.pid,
    now: () => new Date(Date.UTC(2024, 0, 1)),
    isAlive: (pid) => host.signal(pid, 0),
    ...rest,
  };
}

function waiting(rest: Partial<Waiting> = {}): Waiting {
  return { signal: new AbortController().signal, onWait: () => undefined, isPatient: true, ...rest };
}

const impatient = waiting({ isPatient: false });

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ["-e", "0"]);
  await new Promise((resolve) => child.once("exit", resolve));
  return child.pid ?? 0;
}

describe("the lock on a pipeline's artefacts", () => {
  it("is held by one process until it gives it back", async () => {
    const folder = join(await temporaryFolder(), "a/lock");
    const first = await takeLock(folder, owner(), waiting());
    await first.note("r1");
    await expect(takeLock(folder, owner(), impatient)).rejects.toThrow(
      new RegExp(
        `another run has these artefacts: process ${process.pid} on here, since 2024-01-01T00:00:00.000Z, run r1\\n  fix: wait for it to end, or stop it`,
      ),
    );
    await first.release();
    const second = await takeLock(folder, owner(), impatient);
    expect(second.abandoned).toEqual([]);
    await second.release();
  });

  it("is waited for, and who has it is said once", async () => {
    const folder = await temporaryFolder();
    const first = await takeLock(folder, owner(), waiting());
    const holders: Holder[] = [];
    const second = takeLock(folder, owner(), waiting({ onWait: (holder) => holders.push(holder) }));
    await sleep(700);
    expect(holders).toHaveLength(1);
    expect(holders[0]).toMatchObject({ host: "here", pid: process.pid });
    await first.release();
    await (await second).release();
  });

  it("is no longer waited for when the waiting is stopped", async () => {
    const folder = await temporaryFolder();
    await takeLock(folder, owner(), waiting());
    const controller = new AbortController();
    const second = takeLock(folder, owner(), waiting({ signal: controller.signal }));
    controller.abort();
    await expect(second).rejects.toMatchObject({ name: "AbortError" });
  });

  it("leaves one small file behind, however often it was taken", async () => {
    const folder = await temporaryFolder();
    for (let i = 0; i < 5; i++) await (await takeLock(folder, owner(), waiting())).release();
    expect(await readdir(folder)).toEqual(["000000000005.json"]);
  });
});

describe("the lock of a process that is dead", () => {
  it("is taken over, and the run that it left unfinished is named until it is gone", async () => {
    const folder = await temporaryFolder();
    const dead = await takeLock(folder, owner({ pid: await deadPid() }), waiting());
    await dead.note("r1");
    const second = await takeLock(folder, owner({ pid: await deadPid() }), impatient);
    expect(second.abandoned).toEqual(["r1"]);
    // The second dies before it has removed anything.
    const third = await takeLock(folder, owner(), impatient);
    expect(third.abandoned).toEqual(["r1"]);
    await third.note("r3");
    await third.release();
    expect((await takeLock(folder, owner(), impatient)).abandoned).toEqual([]);
  });

  it("is taken over although another process has its number by now", async ({ skip }) => {
    if (process.platform !== "linux") skip("only Linux tells when a process began in /proc");
    const folder = await temporaryFolder();
    await takeLock(folder, owner(), waiting());
    const [file = ""] = await readdir(folder);
    const lock = JSON.parse(await readFile(join(folder, file), "utf8")) as { started: string };
    await writeFile(join(folder, file), JSON.stringify({ ...lock, started: `${Number(lock.started) - 1}` }));
    await (await takeLock(folder, owner(), impatient)).release();
  });

  it("is left alone on another machine: it says how to free it", async () => {
    const folder = await temporaryFolder();
    await takeLock(folder, owner({ host: "elsewhere", pid: await deadPid() }), waiting());
    await expect(takeLock(folder, owner(), impatient)).rejects.toThrow(
      `if it does not run on elsewhere any more, remove ${folder}`,
    );
  });

  it.each(["", "{", "[]"])("is taken over where a crash of the machine tore its file: %j", async (text) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "000000000007.json"), text);
    await (await takeLock(folder, owner(), impatient)).release();
    expect(await readdir(folder)).toEqual(["000000000008.json"]);
  });

  it("goes to one of many that take it over at the same moment", async () => {
    const folder = await temporaryFolder();
    await takeLock(folder, owner({ pid: await deadPid() }), waiting());
    let [holding, most, turns] = [0, 0, 0];
    const use = async (lock: Lock) => {
      most = Math.max(most, ++holding);
      turns++;
      await sleep(5);
      holding--;
      await lock.release();
    };
    await Promise.all(
      Array.from({ length: 12 }, async () => use(await takeLock(folder, owner(), waiting()))),
    );
    expect([most, turns]).toEqual([1, 12]);
  });
});
