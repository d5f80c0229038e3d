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
  points: number;
  readonly at: number;
  readonly onDeath: () => void;
  isDead: boolean;
}

/** Files that a run that died has open: its process would have closed them. */
const opened = new Set<FileHandle>();

/** Closes what runs that died had open. */
export async function closeLeft(): Promise<void> {
  for (const handle of opened) if (handle.fd !== -1) await handle.close();
  opened.clear();
}

const doomed = new AsyncLocalStorage<Doomed>();

/** One moment before or after an operation. A run that died does nothing more: none of its promises is ever kept. */
async function point(): Promise<void> {
  const run = doomed.getStore();
  if (run === undefined) return;
  run.points += 1;
  if (run.points === run.at) {
    run.isDead = true;
    run.onDeath();
  }
  if (run.isDead) await new Promise(() => undefined);
}

const around =
  (operation: Asynchronous): Asynchronous =>
  async (...args) => {
    await point();
    const result = await operation(...args);
    await point();
    return result;
  };

/** Puts a moment at which a run can die before and after each operation on the disk, fsync included. */
export function installFaults(): void {
  const module = createRequire(import.meta.url)("node:fs/promises") as Record<string, Asynchronous>;
  for (const name of OPERATIONS) module[name] = around(module[name]!);
  const open = module["open"]!;
  module["open"] = async (...args) => {
    const handle = (await open(...args)) as FileHandle;
    if (doomed.getStore() !== undefined) opened.add(handle);
    const sync = handle.sync.bind(handle);
    handle.sync = around(sync) as () => Promise<void>;
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
      points: 0,
      at,
      isDead: false,
      onDeath: () => {
        resolve({ points: at, isDead: true });
      },
    };
    doomed.run(state, work).then(() => {
      resolve({ points: state.points, isDead: false });
    }, reject);
  });
}
