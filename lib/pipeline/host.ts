/** Process groups of programs: whatever ends this process, SIGKILL among it, ends them. */
export interface ProgramGroups {
  add(group: number): void;
  delete(group: number): void;
}

/** What a run uses of the process that it runs in. */
export interface Host {
  /** Name of the machine. */
  readonly name: string;
  readonly pid: number;
  /** Where the few variables come from that every program needs, and the secrets that a command names. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Process groups of programs that run. */
  readonly groups: ProgramGroups;
  /** Signals a process, or its whole group by a negative number; 0 only asks. False when there is no such process. */
  signal(pid: number, signal: NodeJS.Signals | 0): boolean;
}
