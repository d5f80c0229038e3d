import { createHash, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";

/** What the server lets in. */
export interface Door {
  /** The secret of its address. */
  readonly token: string;
  /** The address that it listens on. */
  readonly host: string;
  readonly port: number;
}

/** What of a request decides whether it is let in; header names in lower case. */
export interface Knock {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Token of the address; null where there is none. */
  readonly token: string | null;
}

/** Let in, let in for the first time, or why not. */
export type Ruling =
  | { readonly kind: "in" }
  /** The token of the address was right: it goes into a cookie, and out of the address. */
  | { readonly kind: "welcome" }
  | { readonly kind: "out"; readonly status: 401 | 403 | 405; readonly why: string };

export const COOKIE = "sluice_token";

const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/** Whether an address can be reached from this machine only. */
export const isLoopback = (host: string) =>
  host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);

const inUrl = (host: string) => (isIP(host) === 6 ? `[${host}]` : host);

/** Compared in a time that tells nothing of either. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Whether the name under which the server was asked is one of its own: another one is a name bound to its address by a stranger. */
function isOwnName(name: string, { host, port }: Door): boolean {
  const [, asked = "", askedPort = "80"] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(name) ?? [];
  if (Number(askedPort) !== port) return false;
  if (isLoopback(host)) return LOOPBACK.includes(asked) || asked === inUrl(host);
  // Listening everywhere, it has many addresses; a stranger's page has a name.
  if (host === "0.0.0.0" || host === "::")
    return isIP(asked.replace(/^\[|\]$/g, "")) !== 0 || asked === "localhost";
  return asked === inUrl(host);
}

function cookieOf(header: string): string {
  const found = header.split(/;\s*/).find((pair) => pair.startsWith(`${COOKIE}=`));
  return found?.slice(COOKIE.length + 1) ?? "";
}

const text = (value: Knock["headers"][string]) => (typeof value === "string" ? value : "");

/** Whether a request is let in. */
export function judge({ method, headers, token }: Knock, door: Door): Ruling {
  if (method !== "GET" && method !== "HEAD")
    return { kind: "out", status: 405, why: "this server only shows" };
  const name = text(headers["host"]);
  if (!isOwnName(name, door))
    return { kind: "out", status: 403, why: "asked under a name that is not its own" };
  const origin = text(headers["origin"]);
  if (origin !== "" && origin !== `http://${name}`)
    return { kind: "out", status: 403, why: "asked by a page of another origin" };
  if (["cross-site", "same-site"].includes(text(headers["sec-fetch-site"])))
    return { kind: "out", status: 403, why: "asked by another site" };
  if (token !== null && isSame(token, door.token)) return { kind: "welcome" };
  if (isSame(cookieOf(text(headers["cookie"])), door.token)) return { kind: "in" };
  return { kind: "out", status: 401, why: "open the address that sluice ui printed: it holds the token" };
}
