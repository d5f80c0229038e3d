import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { pages, prose, ROOT } from "./pages.ts";

const LINK = /!?\[[^\]]*\]\(([^)\s]+)\)/g;

function linksOf(text: string): string[] {
  return [...text.matchAll(LINK)].map(([, target = ""]) => target);
}

/** The anchor that GitHub gives a heading. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(" ", "-");
}

function anchorsOf(text: string): string[] {
  const withoutBlocks = text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, "");
  return [...withoutBlocks.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => slug(heading));
}

/** Links of a page that lead nowhere, relative to the page. */
function broken(path: string, targets: readonly string[]): string[] {
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [file = "", anchor] = target.split("#");
      const to = file === "" ? path : normalize(join(dirname(path), file));
      if (to.startsWith("..") || !existsSync(join(ROOT, to))) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(join(ROOT, to), "utf8")).includes(anchor);
    });
}

describe("links", () => {
  it.each(pages())("of $path lead to files and headings that exist", (page) => {
    expect(broken(page.path, linksOf(prose(page)))).toEqual([]);
  });

  it("are found broken when a file or a heading is not there", () => {
    const targets = [
      "docs/none.md",
      "README.md#no-such-heading",
      "../outside.md",
      "https://example.org",
      "docs",
    ];
    expect(broken("README.md", targets)).toEqual(targets.slice(0, 3));
  });

  it("reach every page of the documentation from the README", () => {
    const seen = new Set<string>();
    const visit = (path: string) => {
      const page = pages().find((one) => one.path === path);
      if (page === undefined || seen.has(path)) return;
      seen.add(path);
      for (const target of linksOf(prose(page)))
        visit(normalize(join(dirname(path), target.split("#")[0] ?? "")));
    };
    visit("README.md");
    expect(
      pages()
        .map(({ path }) => path)
        .filter((path) => !seen.has(path)),
    ).toEqual([]);
  });
});

describe("slug", () => {
  it.each([
    ["Not yet", "not-yet"],
    ["g0: Are the data fit to model?", "g0-are-the-data-fit-to-model"],
    ["`70_optimisation/BLOCKED.json`", "70_optimisationblockedjson"],
    ["The sequential plan, and its gap", "the-sequential-plan-and-its-gap"],
  ])("of %j is %j", (heading, anchor) => {
    expect(slug(heading)).toBe(anchor);
  });
});
