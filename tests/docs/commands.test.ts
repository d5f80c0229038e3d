import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { main } from "../../lib/cli/main.ts";
import { blocksOf, pages, placeOf, ROOT } from "./pages.ts";

/** A command line of the documentation. */
interface Documented {
  readonly place: string;
  readonly line: string;
  readonly words: readonly string[];
}

const commands: readonly Documented[] = pages()
  .flatMap(blocksOf)
  .filter(({ language }) => language === "sh")
  .flatMap((block) =>
    block.text
      .replaceAll(/\s*\\\n\s*/g, " ")
      .split(/\n|&&|\|/)
      .map((line) => line.replace(/\s+#.*$/, "").trim())
      .map((line) => ({ place: placeOf(block), line, words: line.replace(/^npx /, "").split(/\s+/) })),
  );
const ofSluice = commands.filter(({ words }) => words[0] === "sluice");

async function helpOf(...words: readonly string[]): Promise<string> {
  let text = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    await main([...words, "--help"]);
  } finally {
    write.mockRestore();
  }
  return text;
}

const optionsIn = (help: string) =>
  [...help.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, name = ""]) => name);
const verbsIn = (help: string) =>
  [...(help.split("Commands:")[1] ?? "").split("Examples:")[0]!.matchAll(/^ {2}(\w+)/gm)].map(
    ([, name = ""]) => name,
  );

const options = new Map<string, readonly string[]>();

describe("commands of the documentation", () => {
  beforeAll(async () => {
    const help = await helpOf();
    options.set("", optionsIn(help));
    for (const verb of verbsIn(help).filter((name) => name !== "help"))
      options.set(verb, optionsIn(await helpOf(verb)));
  });
  afterAll(() => vi.restoreAllMocks());

  it("are found", () => {
    expect(ofSluice.length).toBeGreaterThan(10);
    expect(options.get("run")).toContain("--policy");
  });

  it.each(ofSluice)("at $place have verbs and options that exist: $line", ({ words }) => {
    const [, first = ""] = words;
    const verb = first.startsWith("-") ? "" : first;
    expect([...options.keys()]).toContain(verb);
    const used = words.filter((word) => word.startsWith("--")).map((word) => word.split("=")[0] ?? "");
    for (const option of used) expect(options.get(verb)).toContain(option);
  });

  it("name every verb and option of the command line in the reference", () => {
    const reference = readFileSync(join(ROOT, "docs", "reference", "cli.md"), "utf8");
    const missing = [...options].flatMap(([verb, own]) => {
      const section =
        verb === "" ? reference : (reference.split(`## sluice ${verb}\n`)[1]?.split("\n## ")[0] ?? "");
      const shared = reference.split("## Every verb")[1]?.split("\n## ")[0] ?? "";
      return own
        .filter((option) => !section.includes(`\`${option}`) && !shared.includes(`\`${option}`))
        .map((option) => `${verb} ${option}`);
    });
    expect(missing).toEqual([]);
    for (const verb of options.keys()) expect(reference).toContain(`sluice ${verb}`);
  });

  it("run npm scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const run = commands.filter(({ words }) => words[0] === "npm" && words[1] === "run");
    expect(run.filter(({ words }) => scripts[words[2] ?? ""] === undefined).map(({ line }) => line)).toEqual(
      [],
    );
  });
});
