import { notificationOf, type Notification } from "../audit/notification.ts";
import type { MatrixRow } from "../audit/matrix-summary.ts";
import { PATIENTLY, postJson, webhookAddress } from "../audit/post.ts";
import { parse } from "../schema/parse.ts";
import type { Context } from "./context.ts";

/** What a command came to. */
export interface Outcome {
  readonly code: number;
  readonly status: Notification["status"];
  readonly pipeline: string | null;
  /** Asked for only where someone is told. */
  readonly rows: () => Promise<readonly MatrixRow[]>;
}

/** Tells a webhook what a command came to; does nothing without one. */
export type Notify = (outcome: Outcome) => Promise<void>;

/**
 * Makes ready to notify.
 *
 * @throws InputError for what is no address, before anything runs.
 */
export function openNotify(address: string | undefined, { terminal, signal, now }: Context): Notify {
  if (address === undefined) return () => Promise.resolve();
  const url = webhookAddress(address, "--notify");
  return async ({ code, status, pipeline, rows }) => {
    const value = notificationOf({ pipeline, status, exit_code: code }, await rows(), now());
    // Who has stopped the run waits for its end: then there is one attempt.
    const posting = signal.aborted
      ? { timeout: PATIENTLY.timeout, waits: [], signal: null }
      : { ...PATIENTLY, signal };
    const problem = await postJson(url, parse("notification", value, "notification"), posting);
    if (problem !== null) terminal.err(`${terminal.style("yellow", "!")} not notified: ${problem}`);
  };
}
