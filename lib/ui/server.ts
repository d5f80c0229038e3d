import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { PipelineRuns } from "../audit/runs.ts";
import { COOKIE, judge, type Door } from "./guard.ts";
import { Site, type Reply } from "./site.ts";

/** Where and for whom the server is open. */
export interface UiOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly token: string;
  /** Hears of an error that a page could not be made for. */
  readonly onError: (error: unknown) => void;
}

/** A server that listens. */
export interface UiServer {
  /** The address without the token. */
  readonly address: string;
  close(): Promise<void>;
}

const SHUT = "default-src 'none'; frame-ancestors 'none'";

function send(
  response: ServerResponse,
  { status, type, policy, body }: Reply,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    "Content-Type": type,
    "Content-Security-Policy": policy,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    ...headers,
  });
  response.end(body);
}

const plain = (status: number, body: string): Reply => ({
  status,
  type: "text/plain; charset=utf-8",
  policy: SHUT,
  body: `${body}\n`,
});

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  door: Door,
  site: Site,
): Promise<void> {
  const base = "http://localhost";
  const target = request.url ?? "/";
  const address =
    URL.canParse(target, base) && target.startsWith("/") && !target.startsWith("//")
      ? new URL(target, base)
      : null;
  if (address === null) {
    send(response, plain(400, "this is no address"));
    return;
  }
  const ruling = judge(
    { method: request.method ?? "", headers: request.headers, token: address.searchParams.get("token") },
    door,
  );
  switch (ruling.kind) {
    case "out":
      send(response, plain(ruling.status, ruling.why));
      return;
    case "welcome":
      address.searchParams.delete("token");
      send(response, plain(303, "welcome"), {
        Location: `${address.pathname}${address.search}`,
        "Set-Cookie": `${COOKIE}=${door.token}; HttpOnly; SameSite=Strict; Path=/`,
      });
      return;
    case "in":
      send(response, await site.answer(address));
  }
}

/** Serves the runs of a pipeline. */
export async function serveUi(
  runs: PipelineRuns,
  { host, port, token, onError }: UiOptions,
): Promise<UiServer> {
  const site = new Site(runs);
  let door: Door = { token, host, port };
  const server = createServer((request, response) => {
    handle(request, response, door, site).catch((error: unknown) => {
      onError(error);
      if (response.headersSent) response.destroy();
      else send(response, plain(500, "this page could not be made; sluice ui says why in its terminal"));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const bound = portOf(server.address());
  door = { token, host, port: bound };
  const name = host.includes(":") ? `[${host}]` : host;
  return {
    address: `http://${name}:${bound}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => {
          if (error === undefined) resolve();
          else reject(error);
        });
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}
