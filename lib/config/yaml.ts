import { Composer, isScalar, LineCounter, Parser, type CST, type Document, type ParsedNode } from "yaml";
import { InputError } from "../errors.ts";
import { limitProblems } from "../schema/parse.ts";
import { NodeIndex, offsetOf, toPlain, type Located } from "./plain-yaml.ts";
import { readText } from "./text.ts";

/** Deepest nesting of lists and mappings. */
const DEEPEST = 64;

/** A place in a text; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A YAML document as plain data that still knows its places. */
export interface YamlSource {
  readonly file: string;
  readonly value: unknown;
  /** The place of a value, or of its key; of its nearest ancestor, where it is not written out. */
  readonly positionOf: (path: readonly (string | number)[], at: "key" | "value") => Position;
}

/** A YAML file as plain data; see `parseYaml` for what is refused, `readText` for files that are. */
export async function readYaml(file: string): Promise<YamlSource> {
  return parseYaml(await readText(file), file);
}

/**
 * One YAML 1.2 document (core schema: dates, `yes` and `no` are text) as plain data.
 *
 * Refused, each with its place: syntax errors, duplicate keys, keys that are no text, unknown tags, directives,
 * merge keys, keys that reach an object's prototype, several documents, nesting deeper than 64, aliases that
 * repeat more than 10 000 values, and a text that holds nothing.
 *
 * @param file - Name of the text in messages.
 * @throws InputError with every problem found, in the order of the text.
 */
export function parseYaml(text: string, file: string): YamlSource {
  const lines = new LineCounter();
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const refuse = (found: readonly Located[]): void => {
    if (found.length === 0) return;
    const sorted = found.toSorted((a, b) => a.offset - b.offset);
    const problems = sorted.map(({ offset, what, fix }) => ({
      what,
      where: at(file, positionAt(offset)),
      fix,
    }));
    throw new InputError(limitProblems(problems, file));
  };
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  refuse(tokens.flatMap(refusedTokens));
  const contents = compose(tokens, text, refuse);
  if (contents === null) {
    throw new InputError({ what: "is empty", where: file, fix: "write at least its required keys" });
  }
  const index = new NodeIndex(contents);
  refuse(index.problems);
  const plain = toPlain(contents, index);
  if (plain === null) {
    throw new InputError({
      what: "its aliases repeat too many values",
      where: file,
      fix: "write the values out",
    });
  }
  return { file, ...plain, positionOf: (path, part) => positionAt(offsetOf(contents, index, path, part)) };
}

/** A place as editors and terminals read it: `file:line:column`. */
export function at(file: string, { line, column }: Position): string {
  return `${file}:${line}:${column}`;
}

/** The nodes of the one document among the tokens; null when it holds nothing. */
function compose(
  tokens: readonly CST.Token[],
  text: string,
  refuse: (found: readonly Located[]) => void,
): ParsedNode | null {
  // Duplicate keys are looked for elsewhere: the library's own search takes the square of their number.
  const composer = new Composer({ version: "1.2", schema: "core", uniqueKeys: false, stringKeys: true });
  const [document, second] = [...composer.compose(tokens, true, text.length)];
  const faults = [document, second].flatMap((one) => (one === undefined ? [] : documentFaults(one)));
  if (second !== undefined) {
    const what = "a second document begins here; allowed: one";
    faults.push({ offset: second.range[0], what, fix: "keep one document per file" });
  }
  refuse(faults);
  const contents = document?.contents ?? null;
  return isScalar(contents) && contents.value === null && contents.source === "" ? null : contents;
}

function documentFaults({ errors, warnings }: Document): Located[] {
  return [...errors, ...warnings].map(({ code, message, pos: [offset] }) => {
    const fix = FIXES[code] ?? "correct the YAML here, or on the line above";
    return { offset, what: WORDS[code] ?? `is no valid YAML: ${message}`, fix };
  });
}

/** Clearer words than the library's own, by its error code. */
const WORDS: Readonly<Record<string, string>> = {
  NON_STRING_KEY: "a key must be text",
  TAB_AS_INDENT: "a tab is used to indent",
};

const FIXES: Readonly<Record<string, string>> = {
  NON_STRING_KEY: "write a plain or quoted text before the colon",
  TAB_AS_INDENT: "indent with spaces",
  TAG_RESOLVE_FAILED: "remove the tag, or quote the text if it begins with !",
};

/** Directives, and the first value of a document that is nested too deep for the recursion that follows. */
function refusedTokens(token: CST.Token): Located[] {
  if (token.type === "directive") {
    return [
      { offset: token.offset, what: "directives are not read", fix: "remove the line that begins with %" },
    ];
  }
  const open: { token: CST.Token; depth: number }[] = [{ token, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { depth } = next;
    if (depth > DEEPEST) {
      const what = `is nested deeper than ${DEEPEST} levels`;
      return [{ offset: next.token.offset, what, fix: "flatten the lists and mappings" }];
    }
    for (const child of childrenOf(next.token)) open.push({ token: child, depth: depth + 1 });
  }
  return [];
}

/** The lists and mappings directly inside a token. */
function childrenOf(token: CST.Token): readonly CST.Token[] {
  const inside =
    token.type === "document"
      ? [token.value]
      : "items" in token
        ? token.items.flatMap((item) => [item.key, item.value])
        : [];
  return inside.filter((child) => child !== undefined && child !== null && "items" in child);
}
