/** What a run uses of the process that it runs in. */
export interface Host {
  /** Name of the machine. */
  readonly name: string;
  readonly pid: number;
  /** Where the few variables come from that every program needs, and the secrets that a command names. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Process groups of programs that run: whoever ends this process ends them first. */
  readonly groups: Set<number>;
  /** Signals a process, or its whole group by a negative number; 0 only asks. False when there is no such process. */
  signal(pid: number, signal: NodeJS.Signals | 0): boolean;
}
