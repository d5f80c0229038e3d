import { hostname } from "node:os";
import { codeOf } from "../errors.ts";
import type { Host } from "../pipeline/host.ts";

/** Process groups of programs that this process runs. */
const groups = new Set<number>();

/** Ends every program that this process runs, at once. */
export function killPrograms(): void {
  for (const group of groups) thisHost().signal(-group, "SIGKILL");
}

/** Whether this process runs a program of the team's own. */
export const runsPrograms = () => groups.size > 0;

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
