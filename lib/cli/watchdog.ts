import { spawn, type ChildProcess } from "node:child_process";
import { Socket } from "node:net";

/**
 * What the watchdog does: it is told which process groups begin (`+7`) and end (`-7`), and kills those that are left when its
 * input ends. The system ends it with the process that holds the other end, however that one died.
 */
const SCRIPT = `
const groups = new Set();
let rest = "";
process.stdin.setEncoding("latin1");
process.stdin.on("data", (text) => {
  const lines = (rest + text).split("\\n");
  rest = lines.pop();
  for (const line of lines) groups[line[0] === "+" ? "add" : "delete"](Number(line.slice(1)));
});
process.stdin.on("end", () => {
  for (const group of groups) {
    try {
      process.kill(-group, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
});
`;

/** Sees to it that programs do not outlive this process, not even where it is killed at once. */
export interface Watchdog {
  watch(group: number): void;
  release(group: number): void;
}

/** Neither the watchdog nor the pipe to it keeps this process from ending. */
function letGo(child: ChildProcess): void {
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
}

/** A watchdog: one small process, started with the first program, in a session of its own that no Ctrl-C reaches. */
export function openWatchdog(): Watchdog {
  let child: ChildProcess | null = null;
  const start = (): ChildProcess => {
    const started = spawn(process.execPath, ["-e", SCRIPT], {
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
      cwd: "/",
      env: {},
    });
    // Where there is none, or none any more, a program still ends with its run; it only outlives a SIGKILL.
    started.once("error", () => undefined);
    started.stdin.on("error", () => undefined);
    letGo(started);
    return started;
  };
  return {
    watch(group) {
      child ??= start();
      child.stdin?.write(`+${group}\n`);
    },
    release: (group) => child?.stdin?.write(`-${group}\n`),
  };
}
