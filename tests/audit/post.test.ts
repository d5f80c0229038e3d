import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { notificationOf } from "../../lib/audit/notification.ts";
import { postJson, webhookAddress } from "../../lib/audit/post.ts";
import { InputError } from "../../lib/errors.ts";
import { parse } from "../../lib/schema/parse.ts";
import { schemaExamples } from "../../lib/schema/generated.ts";

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server that gives these answers, one after another; null: none. */
async function webhook(...answers: (number | null)[]) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      received.push({ path: request.url ?? "", headers: request.headers, body });
      const answer = answers[Math.min(received.length, answers.length) - 1] ?? null;
      if (answer !== null) response.writeHead(answer, { location: "/elsewhere" }).end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { received, host: `127.0.0.1:${port}` };
}

const quickly = (attempts: number, timeout = 2000) => ({
  timeout,
  waits: Array.from({ length: attempts - 1 }, () => 1),
  signal: null,
});

const SECRET = "T000/secret?token=hush";

describe("posting", () => {
  it("sends JSON once where it is taken, with a login out of the address", async () => {
    const { received, host } = await webhook(204);
    expect(await postJson(new URL(`http://me:p%40ss@${host}/${SECRET}`), { a: 1 }, quickly(3))).toBeNull();
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ path: `/${SECRET}`, body: '{"a":1}' });
    expect(received[0]?.headers["content-type"]).toBe("application/json");
    expect(received[0]?.headers.authorization).toBe(`Basic ${Buffer.from("me:p@ss").toString("base64")}`);
  });

  it("tries again while the other side is in trouble, and says so when it stays", async () => {
    const recovering = await webhook(503, 429, 200);
    expect(await postJson(new URL(`http://${recovering.host}`), {}, quickly(4))).toBeNull();
    expect(recovering.received).toHaveLength(3);
    const down = await webhook(500);
    expect(await postJson(new URL(`http://${down.host}/${SECRET}`), {}, quickly(3))).toBe(
      `${down.host} answers 500 after 3 attempts`,
    );
  });

  it.each([404, 302])("does not try again after %d, and follows nowhere", async (status) => {
    const { received, host } = await webhook(status);
    expect(await postJson(new URL(`http://${host}/${SECRET}`), {}, quickly(3))).toBe(
      `${host} answers ${status}`,
    );
    expect(received).toHaveLength(1);
  });

  it("waits for no answer longer than it may, nor once it is stopped", async () => {
    const { host } = await webhook(null);
    expect(await postJson(new URL(`http://${host}`), {}, quickly(2, 50))).toBe(
      `${host} does not answer within 0.05 s after 2 attempts`,
    );
    const controller = new AbortController();
    const stopped = postJson(new URL(`http://${host}`), {}, { ...quickly(2), signal: controller.signal });
    setTimeout(() => {
      controller.abort();
    }, 20);
    expect(await stopped).toBe(`${host} was not waited for`);
  });

  it("names the host of one that cannot be reached, and nothing else of the address", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const said = await postJson(new URL(`http://me:hush@127.0.0.1:${port}/${SECRET}`), {}, quickly(1));
    expect(said).toBe(`127.0.0.1:${port} cannot be reached (ECONNREFUSED)`);
  });
});

describe("a webhook's address", () => {
  it.each(["", "hooks.example.org/x", "ftp://hush.example.org", "file:///etc/passwd"])(
    "is not %j, which is not repeated",
    (text) => {
      try {
        webhookAddress(text, "--notify");
        expect.unreachable();
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        if (text !== "") expect(String(error)).not.toContain(text);
      }
    },
  );
});

describe("a notification", () => {
  it("says in its text what became of each cell", () => {
    const [first] = schemaExamples.matrix_summary[0] ?? [];
    if (first === undefined) throw new Error("no example");
    const blocked = { ...first, cell: "brand=b", status: "blocked", blocked_by: "g2 g4" } as const;
    const ended = { pipeline: "brands", status: "blocked", exit_code: 3 } as const;
    const value = notificationOf(ended, [first, blocked], new Date(0));
    expect(parse("notification", value, "")).toEqual(value);
    expect(value.text).toBe(
      [
        "Sluice brands: blocked",
        "brand=alpha,market=de: warn, budget 34380, expected gain 1201 (4 %)",
        "brand=b: blocked by g2 g4",
      ].join("\n"),
    );
    const many = notificationOf(ended, Array(40).fill(first), new Date(0));
    expect(many.text.split("\n").at(-1)).toBe("and 10 more");
    expect(many.cells).toHaveLength(40);
  });
});
