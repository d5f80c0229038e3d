import { AsyncLocalStorage } from "node:async_hooks";
import type { FileHandle } from "node:fs/promises";
import { createRequire, syncBuiltinESMExports } from "node:module";

type Asynchronous = (...args: readonly unknown[]) => Promise<unknown>;

/** What a run does to the disk, one call of one of these at a time. */
const OPERATIONS = [
  "writeFile",
  "rename",
  "link",
  "symlink",
  "mkdir",
  "rm",
  "unlink",
  "copyFile",
  "chmod",
] as const;

/** A run that is to die: at which point, and what to call when it does. */
interface Doomed {
  readonly kind: "dies";
  points: number;
  readonly at: number;
  readonly onDeath: () => void;
  isDead: boolean;
}

/** A run whose disk refuses: from which operation on, with which code. */
interface Refused {
  readonly kind: "is refused";
  points: number;
  readonly at: number;
  readonly code: "ENOSPC" | "EROFS";
}

/** Files that a run that died has open: its process would have closed them. */
const opened = new Set<FileHandle>();

/** Closes what runs that died had open. */
export async function closeLeft(): Promise<void> {
  for (const handle of opened) if (handle.fd !== -1) await handle.close();
  opened.clear();
}

const faulty = new AsyncLocalStorage<Doomed | Refused>();

/**
 * One moment before, in or after an operation. A run that died does nothing more: none of its promises is ever kept.
 *
 * @param half - What of the operation is done when it dies in the midst of it.
 */
async function point(half: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
  const run = faulty.getStore();
  if (run?.kind !== "dies") return;
  run.points += 1;
  if (run.points === run.at) {
    await half();
    run.isDead = true;
    run.onDeath();
  }
  if (run.isDead) await new Promise(() => undefined);
}

/** Refuses an operation from a point on: a full disk lets what is there be removed, a read-only one does not. */
function refuse(name: string): void {
  const run = faulty.getStore();
  if (run?.kind !== "is refused") return;
  run.points += 1;
  const frees = name === "rm" || name === "unlink";
  if (run.points < run.at || (frees && run.code === "ENOSPC")) return;
  throw Object.assign(new Error(`${run.code}: injected, ${name}`), { code: run.code });
}

/** The first half of what a write would write. */
function half(operation: Asynchronous, [file, data, ...rest]: readonly unknown[]): Promise<unknown> {
  const bytes = typeof data === "string" ? Buffer.from(data) : (data as Uint8Array);
  return operation(file, bytes.subarray(0, bytes.length >> 1), ...rest);
}

const around =
  (name: string, operation: Asynchronous): Asynchronous =>
  async (...args) => {
    refuse(name);
    await point();
    if (name === "writeFile") await point(() => half(operation, args));
    const result = await operation(...args);
    await point();
    return result;
  };

/** Puts a moment at which a run can die before and after each operation on the disk, fsync included, and in the midst of each write. */
export function installFaults(): void {
  const module = createRequire(import.meta.url)("node:fs/promises") as Record<string, Asynchronous>;
  for (const name of OPERATIONS) module[name] = around(name, module[name]!);
  const open = module["open"]!;
  module["open"] = async (...args) => {
    const handle = (await open(...args)) as FileHandle;
    if (faulty.getStore()?.kind === "dies") opened.add(handle);
    const sync = handle.sync.bind(handle);
    handle.sync = around("sync", sync) as () => Promise<void>;
    return handle;
  };
  syncBuiltinESMExports();
}

/** Runs something that dies at a point of its work on the disk, as by SIGKILL; how many points there were, and whether it died. */
export async function dieAt(
  at: number,
  work: () => Promise<unknown>,
): Promise<{ points: number; isDead: boolean }> {
  return new Promise((resolve, reject) => {
    const state: Doomed = {
      kind: "dies",
      points: 0,
      at,
      isDead: false,
      onDeath: () => {
        resolve({ points: at, isDead: true });
      },
    };
    faulty.run(state, work).then(() => {
      resolve({ points: state.points, isDead: false });
    }, reject);
  });
}

/** Does something while the disk refuses each operation from a point of it on; what it threw, and how many operations there were. */
export async function refuseFrom(
  at: number,
  code: Refused["code"],
  work: () => Promise<unknown>,
): Promise<{ points: number; thrown: unknown }> {
  const state: Refused = { kind: "is refused", points: 0, at, code };
  const thrown = await faulty.run(state, work).then(
    () => null,
    (error: unknown) => error,
  );
  return { points: state.points, thrown };
}
