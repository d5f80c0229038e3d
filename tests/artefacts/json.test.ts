import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockedArtefact } from "../../lib/artefacts/blocked.ts";
import { jsonArtefact } from "../../lib/artefacts/json.ts";
import { markdownArtefact } from "../../lib/artefacts/text.ts";
import { yamlArtefact } from "../../lib/artefacts/yaml.ts";
import { InputError } from "../../lib/errors.ts";
import { parse } from "../../lib/schema/parse.ts";
import { temporaryFolder } from "../temporary.ts";

const levels = jsonArtefact("40_decomposition/channel_levels.json", "channel_levels");
const config = yamlArtefact("00_run_metadata/config.resolved.yaml", "pipeline");
const report = markdownArtefact("80_interpretation/report.md");

describe("a JSON artefact", () => {
  it("is indented, ends in a line end, and gives back the same numbers to the last bit", async () => {
    const file = join(await temporaryFolder(), "levels.json");
    await levels.write(file, { channels: ["tv"], levels: [[0.1]] });
    expect(await readFile(file, "utf8")).toBe(
      '{\n  "channels": [\n    "tv"\n  ],\n  "levels": [\n    [\n      0.1\n    ]\n  ]\n}\n',
    );
    const double = fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map((value) => (value === 0 ? 0 : value));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string()), fc.array(fc.array(double)), async (channels, rows) => {
        await levels.write(file, { channels, levels: rows });
        expect(await levels.read(file)).toEqual({ channels, levels: rows });
      }),
    );
  });

  it.each([NaN, Infinity, -Infinity])(
    "refuses %d, which JSON would write as null, and leaves no file",
    async (value) => {
      const folder = await temporaryFolder();
      const writing = levels.write(join(folder, "levels.json"), { channels: ["tv"], levels: [[1], [value]] });
      await expect(writing).rejects.toThrow(InputError);
      await expect(writing).rejects.toThrow("40_decomposition/channel_levels.json (levels[1][0])");
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it("refuses to read what its schema does not allow", async () => {
    const file = join(await temporaryFolder(), "levels.json");
    await writeFile(file, '{"channels": ["tv"], "levels": [[null]]}');
    await expect(levels.read(file)).rejects.toThrow(InputError);
    await writeFile(file, '{"channels": ["tv"], "lev');
    await expect(levels.read(file)).rejects.toThrow(SyntaxError);
  });
});

describe("a YAML artefact", () => {
  it("gives back what was written", async () => {
    const file = join(await temporaryFolder(), "config.yaml");
    const value = parse(
      "pipeline",
      {
        version: 1,
        pipeline: "a",
        title: "yes: no # 'quoted' – 1e3",
        inputs: { data: "data.csv", model: "null" },
        columns: { target: "2024-01-01", channels: ["true", "1", "~"] },
      },
      "test",
    );
    await config.write(file, value);
    expect(await config.read(file)).toEqual(value);
  });
});

describe("a Markdown artefact", () => {
  it("holds the text and nothing else", async () => {
    const file = join(await temporaryFolder(), "report.md");
    await report.write(file, "# Verdict\n\nμ = 1 €\n");
    expect(await readFile(file, "utf8")).toBe("# Verdict\n\nμ = 1 €\n");
    expect(await report.read(file)).toBe("# Verdict\n\nμ = 1 €\n");
  });
});

describe("what a shut stage leaves", () => {
  it("lies in the stage's own folder", () => {
    expect(blockedArtefact("70_optimisation").path).toBe("70_optimisation/BLOCKED.json");
  });
});
