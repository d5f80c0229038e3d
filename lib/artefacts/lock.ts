import { randomUUID } from "node:crypto";
import { link, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { InputError, codeOf } from "../errors.ts";
import { parse } from "../schema/parse.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { makeFolder } from "./durable.ts";

type LockFile = SchemaTypes["lock"];

/** The process that wants the lock, and how it tells whether another one lives. */
export interface LockOwner {
  readonly host: string;
  readonly pid: number;
  readonly now: () => Date;
  /** Whether a process of this machine is there. */
  isAlive(pid: number): boolean;
}

/** Who has the lock. */
export type Holder = Pick<LockFile, "host" | "pid" | "since" | "run_id">;

/** A lock that is held. */
export interface Lock {
  /** Runs that dead processes left unfinished: to be removed, then `forgotten`. */
  readonly abandoned: readonly string[];
  /** Says which run is made under the lock, and that the abandoned ones are gone. */
  note(runId: string): Promise<void>;
  release(): Promise<void>;
}

/** How to wait for it. */
export interface Waiting {
  readonly signal: AbortSignal;
  /** Called when another process has it, once for each. */
  onWait(holder: Holder): void;
  /** False: throw at once where another process has it. */
  readonly isPatient: boolean;
}

const EVERY_MS = 200;
const NAME = /^(\d{12})\.json$/;

const nameOf = (turn: number) => `${String(turn).padStart(12, "0")}.json`;

/** When a process began, in ticks since the machine did; null where there is no /proc to say so. */
async function startOf(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  // The second field, the name in parentheses, may hold anything; the twenty-second is the start.
  return text?.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}

async function turns(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names.flatMap((name) => Number(NAME.exec(name)?.[1] ?? [])).sort((a, b) => b - a);
}

/** Null when it is gone, or torn: a lock is put in place whole, so only a crash of the machine tears one, and ends its process. */
async function readLock(file: string): Promise<LockFile | null> {
  try {
    return parse("lock", JSON.parse(await readFile(file, "utf8")) as unknown, file);
  } catch (error) {
    const isTorn = error instanceof SyntaxError || error instanceof InputError;
    if (isTorn || codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

/** Whether the process that took the lock can still use it. One of another machine is believed to live. */
async function isHeld(lock: LockFile, owner: LockOwner): Promise<boolean> {
  if (lock.released) return false;
  if (lock.host !== owner.host) return true;
  if (!owner.isAlive(lock.pid)) return false;
  const started = await startOf(lock.pid);
  return lock.started === null || started === null || lock.started === started;
}

/** Another process has the lock, in a user's words. */
export function heldBy({ host, pid, since, run_id }: Holder, folder: string, owner: LockOwner): InputError {
  const run = run_id === null ? "" : `, run ${run_id}`;
  const fix =
    host === owner.host
      ? "wait for it to end, or stop it"
      : `wait for it to end; if it does not run on ${host} any more, remove ${folder}`;
  return new InputError({
    what: `another run has these artefacts: process ${pid} on ${host}, since ${since}${run}`,
    where: folder,
    fix,
  });
}

/**
 * Takes the lock of a pipeline's artefacts; waits while another process has it.
 *
 * Each turn at the lock is a file, numbered, made by a hard link so that it appears whole and only one process gets the
 * number. The highest number has the lock until it says `released` or its process is dead, and neither can be undone; so a
 * takeover needs no second lock. A turn that was outrun while its file was made gives way.
 *
 * @throws InputError that says who has it, when not patient; an AbortError when it is stopped while it waits.
 */
export async function takeLock(folder: string, owner: LockOwner, waiting: Waiting): Promise<Lock> {
  await makeFolder(folder);
  const started = await startOf(owner.pid);
  let announced: number | null = null;
  for (;;) {
    const [newest = 0] = await turns(folder);
    const before = newest === 0 ? null : await readLock(join(folder, nameOf(newest)));
    if (before !== null && (await isHeld(before, owner))) {
      if (!waiting.isPatient) throw heldBy(before, folder, owner);
      if (announced !== newest) waiting.onWait(before);
      announced = newest;
      await sleep(EVERY_MS, undefined, { signal: waiting.signal });
      continue;
    }
    const left = before === null || before.released || before.run_id === null ? [] : [before.run_id];
    const own: LockFile = {
      host: owner.host,
      pid: owner.pid,
      started,
      since: owner.now().toISOString(),
      released: false,
      run_id: null,
      abandoned: [...(before?.abandoned ?? []), ...left],
    };
    const lock = await takeTurn(folder, newest + 1, own);
    if (lock !== null) return lock;
  }
}

/** The lock, or null when another process was first. */
async function takeTurn(folder: string, turn: number, own: LockFile): Promise<Lock | null> {
  const file = join(folder, nameOf(turn));
  const draft = join(folder, `.${randomUUID()}.tmp`);
  await writeFile(draft, JSON.stringify(own));
  try {
    await link(draft, file);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    return null;
  } finally {
    await rm(draft, { force: true });
  }
  const [newest, ...older] = await turns(folder);
  if (newest !== turn) {
    await rm(file, { force: true });
    return null;
  }
  for (const one of older) await rm(join(folder, nameOf(one)), { force: true });
  let state = own;
  const write = async (change: Partial<LockFile>) => {
    state = { ...state, ...change };
    await writeFile(draft, JSON.stringify(state));
    await rename(draft, file);
  };
  return {
    abandoned: own.abandoned,
    note: (runId) => write({ run_id: runId, abandoned: [] }),
    release: () => write({ released: true, run_id: null }),
  };
}
