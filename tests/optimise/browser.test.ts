import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const FOLDER = resolve(import.meta.dirname, "../../lib/optimise");
const modules = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".ts"),
);

/** All of lib/optimise as one script for a page, which sets the global `sluice`. */
async function bundled(): Promise<string> {
  const { outputFiles, warnings } = await build({
    stdin: {
      contents: [
        ...modules.map((name, i) => `export * as m${i} from "./${name.replaceAll("\\", "/")}";`),
        'export { allocationProblem } from "./problem.ts";',
        'export { chooseMethod, solveBy } from "./method.ts";',
        'export { michaelisMenten } from "../curves/michaelis-menten.ts";',
      ].join("\n"),
      resolveDir: FOLDER,
      loader: "ts",
    },
    bundle: true,
    platform: "browser",
    format: "iife",
    globalName: "sluice",
    write: false,
    logLevel: "silent",
  });
  expect(warnings).toEqual([]);
  return outputFiles[0]!.text;
}

describe("lib/optimise in a browser", () => {
  it("is bundled whole, with no module of Node, and solves with nothing around it but the language", async () => {
    expect(modules.length).toBeGreaterThan(30);
    const text = await bundled();
    expect(text).not.toMatch(/require\(|node:|\bprocess\./);
    // No console, process, fetch, timers or URL: none of them is part of the language.
    const context = createContext(Object.create(null) as object, {
      codeGeneration: { strings: false, wasm: false },
    });
    runInContext(text, context);
    const result: unknown = runInContext(
      `
      const channel = (name, L) => ({ name, curve: sluice.michaelisMenten({ L, k: 100 }), lower: 0, upper: 200, ramp: { absolute: 50, percentage: null } });
      const problem = sluice.allocationProblem({ channels: [channel("a", 400), channel("b", 100)], periods: 2, budget: { total: 400 } });
      const { method } = sluice.chooseMethod(problem);
      const { status, allocation } = sluice.solveBy(method, problem);
      JSON.stringify({ method, status, allocation: Array.from(allocation, (spend) => Math.round(spend * 1e6) / 1e6) })
      `,
      context,
    );
    // By hand: 100 + a = 2 (100 + b) with a + b = 200 in each period.
    const [a, b] = [166.666667, 33.333333];
    expect(JSON.parse(String(result))).toEqual({
      method: "interior_point",
      status: "solved",
      allocation: [a, b, a, b],
    });
  });
});
