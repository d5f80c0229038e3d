import { cp, mkdir, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openCells } from "../../lib/audit/runs.ts";
import { COOKIE, judge, type Door, type Knock } from "../../lib/ui/guard.ts";
import { serveUi } from "../../lib/ui/server.ts";
import { optimisationSummary, optimizationResults } from "../../stages/artefacts.ts";
import { demoProject, example, put } from "../audit/demo.ts";

const TOKEN = "a-token-of-enough-letters";

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Asks exactly for a path, as `fetch` would not: it tidies paths up. */
function ask(
  address: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = "GET",
): Promise<Got> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const asked = request(
      { hostname, port, path, method, headers: { cookie: `${COOKIE}=${TOKEN}`, ...headers } },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("end", () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts).toString(),
          });
        });
      },
    );
    asked.on("error", reject);
    asked.end();
  });
}

async function serving() {
  const demo = await demoProject();
  const first = await demo.make({}, { team: "<b>one</b>" }, 1);
  const second = await demo.make({}, {}, 2);
  await put(optimisationSummary, second.path, example("optimisation_summary"));
  await put(optimizationResults, second.path, example("optimization_results"));
  await writeFile(join(demo.folder, "secret.txt"), "secret");
  const runs = await openCells({ file: join(demo.folder, "pipeline.yaml"), cwd: demo.folder });
  const errors: unknown[] = [];
  const server = await serveUi(runs, {
    host: "127.0.0.1",
    port: 0,
    token: TOKEN,
    onError: (error) => errors.push(error),
  });
  onTestFinished(() => server.close());
  return {
    demo,
    first,
    second,
    server,
    errors,
    get: (path: string, headers = {}, method = "GET") => ask(server.address, path, headers, method),
  };
}

describe("who is let in", () => {
  const door: Door = { token: TOKEN, host: "127.0.0.1", port: 80 };
  const knock = (headers: Knock["headers"], token: string | null = null, method = "GET") =>
    judge({ method, headers: { host: "127.0.0.1", ...headers }, token }, door).kind;
  const cookie = `other=1; ${COOKIE}=${TOKEN}`;

  it.each([
    ["the right cookie", {}, "in"],
    ["another name bound to this address", { host: "evil.example" }, "out"],
    ["a name that only begins like it", { host: "127.0.0.1.evil.example" }, "out"],
    ["another port", { host: "127.0.0.1:81" }, "out"],
    ["no name", { host: "" }, "out"],
    ["localhost", { host: "localhost:80" }, "in"],
    ["its own origin", { origin: "http://127.0.0.1" }, "in"],
    ["another origin", { origin: "http://evil.example" }, "out"],
    ["no origin at all, as a sandbox has it", { origin: "null" }, "out"],
    ["another site", { "sec-fetch-site": "cross-site" }, "out"],
    ["an address typed in", { "sec-fetch-site": "none" }, "in"],
    ["a wrong cookie", { cookie: `${COOKIE}=x` }, "out"],
    ["no cookie", { cookie: "" }, "out"],
  ] as const)("%s", (_, headers, kind) => {
    expect(knock({ cookie, ...headers })).toBe(kind);
  });

  it("knows the token of its address, and nothing that writes", () => {
    expect(knock({}, TOKEN)).toBe("welcome");
    expect(knock({}, "")).toBe("out");
    expect(knock({ cookie }, null, "POST")).toBe("out");
  });

  it("listening everywhere, is asked by number and never by a stranger's name", () => {
    const everywhere = { ...door, host: "0.0.0.0" };
    const by = (host: string) =>
      judge({ method: "GET", headers: { host, cookie }, token: null }, everywhere).kind;
    expect([by("192.168.1.5"), by("evil.example"), by("10.0.0.1.evil.example")]).toEqual([
      "in",
      "out",
      "out",
    ]);
  });
});

describe("the server", () => {
  it("swaps the token of the address for a cookie that no script and no other site sees", async () => {
    const { get } = await serving();
    expect((await get("/", { cookie: "" })).status).toBe(401);
    const { status, headers } = await get(`/?token=${TOKEN}&x=1`, { cookie: "" });
    expect([status, headers["location"]]).toEqual([303, "/?x=1"]);
    expect(headers["set-cookie"]).toEqual([`${COOKIE}=${TOKEN}; HttpOnly; SameSite=Strict; Path=/`]);
    expect((await get("/", {}, "DELETE")).status).toBe(405);
  });

  it("shows the runs, a run, and what moved between two, text as text and without a script", async () => {
    const { get, first, second, errors } = await serving();
    const all = await get("/");
    expect(all.body).toContain(`<a href="/run/${second.runId}">${second.runId}</a> (latest)`);
    expect(all.body).toContain("team=&lt;b&gt;one&lt;/b&gt;");
    const one = await get(`/run/${second.runId}`);
    expect(one.body).toContain("Where every file comes from");
    const moved = await get(`/diff?a=%3A${first.runId}&b=%3A${second.runId}`);
    expect(moved.body).toContain(`${first.runId} → ${second.runId}`);
    for (const { status, body, headers } of [all, one, moved]) {
      expect(status).toBe(200);
      expect(/<script/i.test(body)).toBe(false);
      expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'sha256-/);
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["referrer-policy"]).toBe("no-referrer");
    }
    expect(errors).toEqual([]);
  });

  it("gives the files that a manifest lists, apart from its own pages", async () => {
    const { get, first } = await serving();
    const listed = first.manifest.stages.flatMap(({ writes }) => writes.map(({ path }) => path));
    const { status, headers } = await get(`/file/${first.runId}/${listed[0] ?? ""}`);
    expect(status).toBe(200);
    expect(headers["content-security-policy"]).toContain("sandbox");
    expect((await get(`/file/${first.runId}/manifest.json`)).status).toBe(200);
  });

  it.each([
    "/../secret.txt",
    "/file/RUN/../../../../secret.txt",
    "/file/RUN/..%2f..%2f..%2f..%2fsecret.txt",
    "/file/RUN/%2e%2e/%2e%2e/%2e%2e/%2e%2e/secret.txt",
    "/file/..%2f..%2f..%2f/secret.txt",
    "/file/%2e%2e/%2e%2e/secret.txt",
    "/file/latest/manifest.json",
    "/file/RUN//etc/passwd",
    "/file/RUN/%00",
    "/run/%ff",
    "/diff?a=..%2F..&b=:RUN",
    "/nothing",
  ])("leads nowhere but to what it shows: %s", async (path) => {
    const { get, first, errors } = await serving();
    const { status, body } = await get(path.replaceAll("RUN", first.runId));
    expect(status).toBe(404);
    expect(body).not.toContain("secret");
    expect(errors).toEqual([]);
  });

  it("refuses what is no path", async () => {
    const { get } = await serving();
    expect((await get("//evil.example/")).status).toBe(400);
    expect((await get("http://evil.example/")).status).toBe(400);
  });

  it("tells of a run under way from its events, and asks anew", async () => {
    const { get, demo } = await serving();
    const root = join(demo.folder, "artefacts", "demo");
    const runId = "20300101T000000Z-abcdef";
    await mkdir(join(root, "runs", runId));
    await mkdir(join(root, "events"), { recursive: true });
    const lines = [
      { kind: "stage_planned", stage: "50_diagnostics", title: "<i>judge</i>", needs: [] },
      { kind: "stage_started", stage: "50_diagnostics", title: "judge" },
      { kind: "progress", stage: "50_diagnostics", message: "<b>half</b>" },
    ];
    await writeFile(
      join(root, "events", `${runId}.jsonl`),
      `${lines.map((line) => JSON.stringify(line)).join("\n")}\n{"kind":"out`,
    );
    const { body } = await get(`/run/${runId}`);
    expect(body).toContain('http-equiv="refresh"');
    expect(body).toContain("&lt;b&gt;half&lt;/b&gt;");
    expect(body).toContain("started");
    expect((await get("/")).body).toContain("unfinished");
  });

  it("lists 1,000 runs without lag", async () => {
    const { get, second, demo } = await serving();
    const runs = join(demo.folder, "artefacts", "demo", "runs");
    for (let i = 0; i < 998; i += 1)
      await cp(second.path, join(runs, `20250101T${String(i).padStart(6, "0")}Z-aaaaaa`), {
        recursive: true,
      });
    const started = performance.now();
    const { body } = await get("/");
    const first = performance.now() - started;
    expect(body).toContain("1000 runs");
    const again = performance.now();
    await get("/");
    const second2 = performance.now() - again;
    console.warn(`1,000 runs: ${first.toFixed(0)} ms the first time, ${second2.toFixed(0)} ms after`);
    expect(second2).toBeLessThan(1000);
  });
});
