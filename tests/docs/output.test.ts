import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blocksOf, pages, placeOf, ROOT } from "./pages.ts";

// A block tagged `text output: npx sluice …` is what that command prints in the repository. Lines may be left out: `…` stands for them.
const MARK = "output: npx sluice ";

const shown = pages()
  .flatMap(blocksOf)
  .filter(({ language, tag }) => language === "text" && tag.startsWith(MARK))
  .map((block) => ({ ...block, place: placeOf(block), command: block.tag.slice(MARK.length) }));

/** The output without what differs between runs: times, run ids and the place of the artefacts. */
function withoutAccidents(text: string): string[] {
  return text
    .replaceAll(/\d{8}T\d{6}Z-[0-9a-f]{6}(?:-\d+)?/g, "RUN")
    .replaceAll(/\d+\.\d\d s(?=, \d+ files)/g, "TIME")
    .replaceAll(/\d+ iterations, \S+ s$/gm, "TIME")
    .replaceAll(/read \S*?(?=[\w-]+\/runs\/)/g, "read ")
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "" && line !== "…");
}

const printed = new Map<string, readonly string[]>();
let artefacts = "";

function print(command: string): readonly string[] {
  // The optimiser alone writes nothing.
  const folder = command.startsWith("optimise ") ? [] : ["--artefacts", artefacts];
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, "bin", "sluice.js"), ...command.split(" "), ...folder],
    { cwd: ROOT, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } },
  );
  return withoutAccidents(stdout + stderr);
}

beforeAll(() => {
  artefacts = mkdtempSync(join(tmpdir(), "sluice-docs-output-"));
  for (const { command } of shown) if (!printed.has(command)) printed.set(command, print(command));
});
afterAll(() => {
  rmSync(artefacts, { recursive: true });
});

describe("output shown in the documentation", () => {
  it("is shown", () => {
    expect(shown.map(({ command }) => command)).toContain("run");
  });

  it.each(shown)("at $place is what `sluice $command` prints", ({ command, text }) => {
    const real = printed.get(command) ?? [];
    expect(withoutAccidents(text).filter((line) => !real.includes(line))).toEqual([]);
  });
});
