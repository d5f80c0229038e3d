import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "./pages.ts";

it("the generated reference is what the code says", () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, ".ci", "generate-docs.mjs"), "--check"],
    {
      encoding: "utf8",
    },
  );
  expect(stderr).toBe("");
  expect(status).toBe(0);
});
