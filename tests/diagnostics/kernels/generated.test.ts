import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const GENERATOR = fileURLToPath(new URL("../../../.ci/generate-kernels.mjs", import.meta.url));

it("the module of the kernels is what their sources compile to", () => {
  expect(() => execFileSync(process.execPath, [GENERATOR, "--check"], { stdio: "pipe" })).not.toThrow();
});
