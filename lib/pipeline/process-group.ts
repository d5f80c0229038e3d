import type { Host } from "./host.ts";
import type { ShellTemplate } from "./template.ts";

/** How one start of a program ended. */
export interface Ending {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly signal: string | null;
  readonly isTimeout: boolean;
  readonly isStopped: boolean;
}

export interface ProgramOptions {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly host: Host;
  /** Asks it to stop. */
  readonly signal: AbortSignal;
  /** Milliseconds; null: no limit. */
  readonly timeout: number | null;
  /** Milliseconds between asking it to stop and stopping it. */
  readonly grace: number;
  onOutput(bytes: Buffer): void;
}

/** How long the pipes of a program that has ended may stay open, in milliseconds: a process that left the group may hold them. */
const PIPE_GRACE = 1000;

/** Keeps nothing: what a program prints goes where it is wanted as it comes, and may be more than memory holds. */
const keepNothing = () => Object.assign<string[], { push: () => number }>([], { push: () => 0 });

/**
 * Runs a program through zx in a process group of its own, and sees the whole group to its end.
 *
 * Asked to stop or out of time, the group gets SIGTERM, and SIGKILL after the grace. Processes that the program leaves behind in
 * its group are killed when it ends: what they would write later belongs to nobody.
 */
export async function runGroup({ pieces, values }: ShellTemplate, options: ProgramOptions): Promise<Ending> {
  const { cwd, environment, host, signal } = options;
  const { $ } = await import("zx/core");
  const store = { stdout: keepNothing(), stderr: keepNothing(), stdall: keepNothing() };
  const start = $({
    cwd,
    env: environment,
    detached: true,
    nothrow: true,
    quiet: true,
    stdio: ["ignore", "pipe", "pipe"],
    store,
  });
  const running = start(Object.assign([...pieces], { raw: pieces }), ...values);
  const { pid, child } = running;
  if (pid !== undefined) host.groups.add(pid);
  let isTimeout = false;
  const timers: NodeJS.Timeout[] = [];
  const later = (work: () => void, milliseconds: number) => {
    timers.push(setTimeout(work, milliseconds));
  };
  const signalGroup = (name: NodeJS.Signals) => {
    if (pid !== undefined) host.signal(-pid, name);
  };
  const stop = () => {
    signalGroup("SIGTERM");
    later(() => {
      signalGroup("SIGKILL");
    }, options.grace);
  };
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  if (options.timeout !== null)
    later(() => {
      isTimeout = true;
      stop();
    }, options.timeout);
  const onData = (bytes: Buffer) => {
    options.onOutput(bytes);
  };
  running.stdout.on("data", onData);
  running.stderr.on("data", onData);
  child?.once("exit", () => {
    signalGroup("SIGKILL");
    later(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, PIPE_GRACE);
  });
  try {
    const { exitCode, signal: by } = await running;
    return { code: exitCode, signal: by, isTimeout, isStopped: signal.aborted && !isTimeout };
  } finally {
    signal.removeEventListener("abort", stop);
    for (const timer of timers) clearTimeout(timer);
    if (pid !== undefined) host.groups.delete(pid);
  }
}
