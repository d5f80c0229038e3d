import { hostname } from "node:os";
import { codeOf } from "../errors.ts";
import type { Host, ProgramGroups } from "../pipeline/host.ts";
import { openWatchdog } from "./watchdog.ts";

/** Process groups of programs that this process runs. */
const running = new Set<number>();
const watchdog = openWatchdog();

const groups: ProgramGroups = {
  add(group) {
    running.add(group);
    watchdog.watch(group);
  },
  delete(group) {
    running.delete(group);
    watchdog.release(group);
  },
};

/** Ends every program that this process runs, at once. */
export function killPrograms(): void {
  for (const group of running) thisHost().signal(-group, "SIGKILL");
}

/** Whether this process runs a program of the team's own. */
export const runsPrograms = () => running.size > 0;

/** This process. */
export function thisHost(): Host {
  return {
    name: hostname(),
    pid: process.pid,
    environment: process.env,
    groups,
    signal(pid, signal) {
      try {
        process.kill(pid, signal);
        return true;
      } catch (error) {
        // One of another user is there, but not ours to signal.
        if (codeOf(error) === "ESRCH") return false;
        if (codeOf(error) === "EPERM") return true;
        throw error;
      }
    },
  };
}
