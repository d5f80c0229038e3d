import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the repository. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** One Markdown page. */
export interface Page {
  /** Path within the repository, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** A fenced block: the language and what follows it on the opening line. */
export interface Block {
  readonly page: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  readonly language: string;
  readonly tag: string;
  readonly text: string;
}

const TOP = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"];

function pathsUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return pathsUnder(path);
      return entry.name.endsWith(".md") ? [path] : [];
    });
}

/** Every page of the documentation. */
export function pages(): Page[] {
  return [...TOP, ...pathsUnder("docs")].map((path) => ({
    path,
    text: readFileSync(join(ROOT, path), "utf8"),
  }));
}

const FENCE = /^( *)```([a-z]*) ?(.*)\n([\s\S]*?)^\1```$/gm;

/** The fenced blocks of a page, indentation of the fence removed. */
export function blocksOf({ path, text }: Page): Block[] {
  return [...text.matchAll(FENCE)].map((match) => {
    const [, indent = "", language = "", tag = "", body = ""] = match;
    return {
      page: path,
      line: text.slice(0, match.index).split("\n").length,
      language,
      tag,
      text: body.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    };
  });
}

/** A page without code, so that what looks like a link there is not taken for one. */
export function prose({ text }: Page): string {
  return text.replaceAll(FENCE, "").replaceAll(/`[^`\n]*`/g, "`code`");
}

/** Where a block stands, for the title of a test. */
export function placeOf({ page, line }: Block): string {
  return `${page}:${line}`;
}
