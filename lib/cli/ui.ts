import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { openCells } from "../audit/runs.ts";
import { InputError, codeOf } from "../errors.ts";
import { isLoopback } from "../ui/guard.ts";
import { serveUi } from "../ui/server.ts";
import { placeOf, type AuditOptions } from "./audit-options.ts";
import type { Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";

export interface UiVerbOptions extends AuditOptions {
  readonly host: string;
  readonly port: number;
}

/** The variable that holds the token where others than this machine may ask. */
const VARIABLE = "SLUICE_UI_TOKEN";
const SHORTEST = 24;

/** The token: random for this machine alone; for others one that whoever starts the server has chosen. */
function tokenFor(host: string, environment: Readonly<Record<string, string | undefined>>): string {
  if (isLoopback(host)) return randomBytes(24).toString("base64url");
  const token = environment[VARIABLE] ?? "";
  if (/^[A-Za-z0-9_-]+$/.test(token) && token.length >= SHORTEST) return token;
  throw new InputError({
    what: `--host ${host} lets other machines in, and ${VARIABLE} holds no token of at least ${SHORTEST} letters, digits, - and _`,
    where: "sluice ui",
    fix: `set ${VARIABLE}, as to what openssl rand -hex 24 prints; or leave --host out`,
  });
}

/** `sluice ui`: a local web server over the runs of a pipeline, until it is stopped. */
export async function uiCommand(options: UiVerbOptions, { cwd, terminal, signal }: Context): Promise<number> {
  const { host, port } = options;
  const token = tokenFor(host, process.env);
  const runs = await openCells(placeOf(options, cwd));
  const server = await serveUi(runs, {
    host,
    port,
    token,
    onError: (error) => {
      terminal.err(error instanceof Error ? error.message : String(error));
    },
  }).catch((error: unknown) => {
    if (!["EADDRINUSE", "EACCES", "EADDRNOTAVAIL", "ENOTFOUND"].includes(codeOf(error))) throw error;
    const what = `cannot listen on ${host}, port ${port}: ${codeOf(error)}`;
    throw new InputError({ what, where: "sluice ui", fix: "name another --port, or 0 for any that is free" });
  });
  const address = isLoopback(host) ? `${server.address}/?token=${token}` : server.address;
  if (options.json) terminal.out(JSON.stringify({ address }));
  else terminal.out(address);
  if (!isLoopback(host))
    terminal.err(
      `Everyone who reaches this machine and knows ${VARIABLE} can read every run of ${runs.pipeline}, unencrypted: open ${server.address}/?token=<the token>, best through a tunnel.`,
    );
  terminal.err("stop it with Ctrl+C");
  if (!signal.aborted) await once(signal, "abort");
  await server.close();
  return EXIT.done;
}
