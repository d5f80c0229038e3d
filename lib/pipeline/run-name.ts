const SECOND = 1000;

/** How far the clock may stand behind the newest run without a word: runs of one second are named one second apart. */
const SLACK = 120 * SECOND;

/** Digits of the configuration's hash in a name. */
const HASH_DIGITS = 6;

/** When the run of that name was made, in milliseconds; null where it is no name of a run. */
function timeOf(runId: string): number | null {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-/.exec(runId)?.slice(1).map(Number);
  if (parts === undefined) return null;
  const [year = 0, month = 0, ...rest] = parts;
  return Date.UTC(year, month - 1, ...rest);
}

/** The second that a run is named by, and what is odd about it. */
export interface NameTime {
  readonly milliseconds: number;
  readonly warning: string | null;
}

/**
 * The second to name a run by: now, or the one after the newest run. Names sort as runs were made, also of runs within one second and
 * where the clock went back.
 *
 * @param runIds - Names of the runs that are there, newest first.
 */
export function nameTime(now: Date, runIds: readonly string[]): NameTime {
  const newest = runIds.map(timeOf).find((time) => time !== null) ?? -Infinity;
  const milliseconds = Math.max(now.getTime(), newest + SECOND);
  const behind = milliseconds - now.getTime();
  const warning = `the clock says ${now.toISOString()}, before the newest run was made: this one is named as if it came after, at ${new Date(milliseconds).toISOString()}; check the clock`;
  return { milliseconds, warning: behind > SLACK ? warning : null };
}

/** Name of a run: its second in UTC and the first digits of its configuration's hash. */
export function runName(milliseconds: number, configSha256: string): string {
  const second = new Date(milliseconds).toISOString().replaceAll(/[-:]|\.\d+/g, "");
  return `${second}-${configSha256.slice(0, HASH_DIGITS)}`;
}

/** The name to try where another process has taken one. */
export const nextTime = (milliseconds: number): number => milliseconds + SECOND;
