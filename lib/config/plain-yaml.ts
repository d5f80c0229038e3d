import { isAlias, isMap, isScalar, isSeq, type Alias, type ParsedNode, type YAMLMap } from "yaml";

/** Most values that aliases may repeat: enough for shared settings, too few to fill the memory. */
const MOST_REPEATED = 10_000;

/** Keys through which data could reach the prototype of an object. */
const PROTOTYPE_KEYS = new Set(["__proto__", "constructor", "prototype"]);

/** Something wrong at an offset into a text. */
export interface Located {
  readonly offset: number;
  readonly what: string;
  readonly fix: string;
}

interface Entry {
  readonly offset: number;
  readonly value: ParsedNode | null;
}

/** The nodes of a document, found once: what each alias stands for, and the entries of each mapping by key. */
export class NodeIndex {
  readonly problems: Located[] = [];
  readonly #anchors = new Map<string, ParsedNode>();
  readonly #targets = new Map<Alias, ParsedNode>();
  readonly #entries = new Map<YAMLMap, ReadonlyMap<string, Entry>>();

  constructor(root: ParsedNode) {
    this.#visit(root, new Set());
  }

  /** What a node stands for: itself, or what an alias names. */
  resolve(node: ParsedNode | null): ParsedNode | null {
    return node !== null && isAlias(node) ? (this.#targets.get(node) ?? null) : node;
  }

  entries(map: YAMLMap): ReadonlyMap<string, Entry> {
    return this.#entries.get(map) ?? new Map<string, Entry>();
  }

  /** In the order of the text, so that an alias finds the last anchor of its name before it. */
  #visit(node: ParsedNode | null, open: Set<ParsedNode>): void {
    if (node === null) return;
    if (isAlias(node)) {
      this.#visitAlias(node, open);
      return;
    }
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    open.add(node);
    if (isMap(node)) this.#visitMap(node, open);
    if (isSeq(node)) for (const item of node.items) this.#visit(item, open);
    open.delete(node);
  }

  #visitAlias(alias: Alias.Parsed, open: ReadonlySet<ParsedNode>): void {
    const [offset] = alias.range;
    const target = this.#anchors.get(alias.source);
    if (target === undefined) {
      const fix = `put &${alias.source} at an earlier value, or quote the text`;
      this.problems.push({ offset, what: `the alias *${alias.source} has no anchor before it`, fix });
    } else if (open.has(target)) {
      const fix = "write the value out";
      this.problems.push({ offset, what: `the alias *${alias.source} stands inside what it repeats`, fix });
    } else {
      this.#targets.set(alias, target);
    }
  }

  #visitMap(map: YAMLMap.Parsed, open: Set<ParsedNode>): void {
    const entries = new Map<string, Entry>();
    for (const { key, value } of map.items) {
      const name = isScalar(key) ? String(key.value) : "";
      const [offset] = key.range;
      const fault = keyFault(name, entries.has(name));
      if (fault !== null) this.problems.push({ offset, ...fault });
      entries.set(name, { offset, value });
      this.#visit(value, open);
    }
    this.#entries.set(map, entries);
  }
}

function keyFault(name: string, isRepeated: boolean): { what: string; fix: string } | null {
  if (PROTOTYPE_KEYS.has(name)) return { what: `the key ${name} is not allowed`, fix: "choose another name" };
  if (name === "<<")
    return {
      what: "merge keys (<<) are not read",
      fix: "write the keys out, or repeat a whole value by alias",
    };
  return isRepeated
    ? { what: `the key ${JSON.stringify(name)} is given twice`, fix: "keep one of the two" }
    : null;
}

/**
 * The plain data that a node stands for, aliases written out as copies.
 *
 * @returns Null in place of the data when aliases repeat more than 10 000 values.
 */
export function toPlain(root: ParsedNode, index: NodeIndex): { readonly value: unknown } | null {
  let repeated = 0;
  const convert = (node: ParsedNode | null, isRepeat: boolean): unknown => {
    if (isRepeat) repeated += 1;
    if (node === null || repeated > MOST_REPEATED) return null;
    if (isAlias(node)) return convert(index.resolve(node), true);
    if (isSeq(node)) return node.items.map((item) => convert(item, isRepeat));
    if (!isMap(node)) return node.value;
    const entries = [...index.entries(node)];
    return Object.fromEntries(entries.map(([key, entry]) => [key, convert(entry.value, isRepeat)]));
  };
  const value = convert(root, false);
  return repeated > MOST_REPEATED ? null : { value };
}

/** Where a value, or its key, begins in the text; where its nearest ancestor does, if it is not written out. */
export function offsetOf(
  root: ParsedNode,
  index: NodeIndex,
  path: readonly (string | number)[],
  at: "key" | "value",
): number {
  let node: ParsedNode | null = root;
  let [offset] = root.range;
  for (const [i, step] of path.entries()) {
    node = index.resolve(node);
    if (isMap(node)) {
      const entry: Entry | undefined = index.entries(node).get(String(step));
      if (entry === undefined) return offset;
      node = entry.value;
      // A list or mapping is best found by its key: its first item may stand lines below.
      const isLast = i === path.length - 1;
      offset = isLast && at === "value" && isScalar(node) ? node.range[0] : entry.offset;
    } else if (isSeq(node)) {
      node = node.items[Number(step)] ?? null;
      offset = node?.range[0] ?? offset;
    } else return offset;
  }
  return offset;
}
