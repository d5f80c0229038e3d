import { setTimeout as sleep } from "node:timers/promises";
import { InputError, codeOf } from "../errors.ts";

/** How hard to try. */
export interface Posting {
  /** Longest that one attempt may take, in milliseconds. */
  readonly timeout: number;
  /** Waits before further attempts, in milliseconds. */
  readonly waits: readonly number[];
  /** Ends the attempts. */
  readonly signal: AbortSignal | null;
}

export const PATIENTLY = { timeout: 10_000, waits: [1000, 2000, 4000] } as const;

/**
 * The address that a notification goes to.
 *
 * @throws InputError that does not repeat it: such addresses hold secrets.
 */
export function webhookAddress(text: string, where: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && ["http:", "https:"].includes(url.protocol)) return url;
  throw new InputError({
    what: "is no address that begins with https:// or http://",
    where,
    fix: "give the whole address of the webhook",
  });
}

/** Answers after which another attempt may do better. */
const isPassing = (status: number) => status === 429 || status >= 500;

interface Failure {
  readonly what: string;
  readonly isFinal: boolean;
}

async function attempt(url: URL, body: string, { timeout, signal }: Posting): Promise<Failure | null> {
  const limit = AbortSignal.timeout(timeout);
  const { username, password } = url;
  const plain = new URL(url);
  [plain.username, plain.password] = ["", ""];
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const authorization =
    login === ":" ? {} : { authorization: `Basic ${Buffer.from(login).toString("base64")}` };
  try {
    const response = await fetch(plain, {
      method: "POST",
      headers: { "content-type": "application/json", ...authorization },
      body,
      // An answer that leads elsewhere could lead a secret there.
      redirect: "manual",
      signal: signal === null ? limit : AbortSignal.any([limit, signal]),
    });
    await response.body?.cancel();
    if (response.ok) return null;
    return { what: `answers ${response.status}`, isFinal: !isPassing(response.status) };
  } catch (error) {
    if (signal?.aborted === true) return { what: "was not waited for", isFinal: true };
    if (limit.aborted) return { what: `does not answer within ${timeout / 1000} s`, isFinal: false };
    const { cause } = error as { readonly cause?: unknown };
    // The system's code alone: a message may repeat the address.
    return { what: `cannot be reached (${codeOf(cause) || "no connection"})`, isFinal: false };
  }
}

/**
 * Posts JSON, again after a wait where that may help.
 *
 * @returns What went wrong, naming the host and nothing else of the address; null when it was taken.
 */
export async function postJson(url: URL, value: unknown, posting: Posting): Promise<string | null> {
  const body = JSON.stringify(value);
  for (let count = 1; ; count++) {
    const failure = await attempt(url, body, posting);
    if (failure === null) return null;
    const wait = posting.waits[count - 1];
    const tries = count === 1 ? "" : ` after ${count} attempts`;
    if (failure.isFinal || wait === undefined) return `${url.host} ${failure.what}${tries}`;
    const isOver = await sleep(wait, false, { signal: posting.signal ?? undefined }).catch(() => true);
    if (isOver) return `${url.host} ${failure.what}${tries}`;
  }
}
