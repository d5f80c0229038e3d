import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { customProject } from "../pipeline/custom-project.ts";
import { statuses } from "../pipeline/small.ts";
import { blocksOf, pages } from "./pages.ts";

const blocks = pages()
  .filter(({ path }) => path === "docs/how-to/add-a-stage.md")
  .flatMap(blocksOf);

describe("the stage in a JavaScript file that the documentation shows", () => {
  it("runs as it stands, with the options that it is given", async () => {
    const code = blocks.find(({ language }) => language === "js")?.text ?? "";
    const part = blocks.find(({ text }) => text.includes("uses: ./spend_share.mjs"))?.text ?? "";
    const declared = parse(part) as { custom_stages: Record<string, unknown> };
    const project = await customProject(declared.custom_stages, { "spend_share.mjs": code });
    const result = await project.run();
    expect(result.error).toBeNull();
    expect(statuses(result)["45_spend_share"]).toBe("done");
    const text = await readFile(join(result.path, "45_spend_share/spend_share.csv"), "utf8");
    expect(text).toBe("channel,share\ntv,1\n");
  });
});
