import type { TopLevelSpec } from "vega-lite";
import { renderSvg } from "../../charts/render.ts";
import { INK } from "../../charts/theme.ts";
import { escapeHtml } from "../html.ts";

/** What a mark says when it is pointed at, and the channel that it is of. */
export interface Tip {
  /** Null for a mark that only belongs to a channel. */
  readonly lines: readonly string[] | null;
  /** Index in the model's own order; null for none. */
  readonly channel: number | null;
}

/** A row of a chart's data. */
export type Datum = Readonly<Record<string, unknown>>;

/** Where a row is drawn. */
export interface Place {
  /** Indices of the panel in the chart's rows and columns of panels. */
  readonly path: readonly number[];
  /** Type of the mark. */
  readonly mark: string;
  readonly index: number;
  /** Rows of this mark. */
  readonly count: number;
}

/** What the page adds to a chart. */
export interface Speech {
  readonly say: (datum: Datum, place: Place) => Tip | null;
  /** Channel that a whole panel of layers is of; null for none. */
  readonly panel?: (path: readonly number[]) => number | null;
}

type Node = Record<string, unknown>;

/** Column that leads from a mark of the drawing back to its tip. */
const KEY = "pageTip";
const PANEL = "pagechannel";
/** Points of a line that can be pointed at, at most. */
const HOLDS = 48;

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

interface Inherited {
  readonly data: unknown;
  readonly encoding: Node;
}

/** Walks a specification and gives its marks what the page needs; collects tips on the way. */
class Speaker {
  readonly tips: Tip[] = [];
  readonly #speech: Speech;

  constructor(speech: Speech) {
    this.#speech = speech;
  }

  chart(node: Node, inherited: Inherited, path: readonly number[]): Node[] {
    const data = node["data"] ?? inherited.data;
    const own = node["encoding"];
    const encoding = { ...inherited.encoding, ...(isNode(own) ? own : {}) };
    const children = (value: unknown, at: (index: number) => readonly number[]) =>
      listOf(value)
        .filter(isNode)
        .flatMap((child, index) => this.chart(child, { data, encoding }, at(index)));
    const groups = ["vconcat", "hconcat", "concat"]
      .filter((name) => Array.isArray(node[name]))
      .map((name): [string, Node[]] => [name, children(node[name], (index) => [...path, index])]);
    if (Array.isArray(node["layer"])) groups.push(["layer", children(node["layer"], () => path)]);
    if (groups.length > 0) return [{ ...node, ...this.#panelName(path), ...Object.fromEntries(groups) }];
    return node["mark"] === undefined ? [node] : this.#mark(node, { data, encoding }, path);
  }

  #panelName(path: readonly number[]): Node {
    const channel = this.#speech.panel?.(path) ?? null;
    return channel === null ? {} : { name: `${PANEL}${channel}` };
  }

  #mark(node: Node, { data, encoding }: Inherited, path: readonly number[]): Node[] {
    const mark = isNode(node["mark"]) ? node["mark"] : { type: node["mark"] };
    const type = typeof mark["type"] === "string" ? mark["type"] : "";
    const values: unknown = isNode(data) ? data["values"] : undefined;
    const rows = listOf(values).filter(isNode);
    const said = rows.map((row, index) =>
      this.#speech.say(row, { path, mark: type, index, count: rows.length }),
    );
    if (said.every((tip) => tip === null)) return [node];
    const isPath = type === "line" || type === "area";
    const keyed = (tips: readonly (Tip | null)[]) =>
      rows.map((row, index) => ({ ...row, [KEY]: this.#register(tips[index] ?? null) }));
    const drawn: Node = {
      ...node,
      data: { values: keyed(isPath ? said.map((tip) => tip && { ...tip, lines: null }) : said) },
      mark: { ...mark, aria: true },
      encoding: { ...(isNode(node["encoding"]) ? node["encoding"] : {}), description: { field: KEY } },
    };
    if (!isPath) return [drawn];
    const stride = Math.ceil(rows.length / HOLDS);
    const held = keyed(said.map((tip, index) => (index % stride === 0 ? tip : null))).filter(
      (_, index) => index % stride === 0 && said[index]?.lines != null,
    );
    if (held.length === 0) return [drawn];
    const hold: Node = {
      data: { values: held },
      mark: { type: "point", filled: true, opacity: 0, size: 16, color: INK, aria: true },
      encoding: { x: positionOf(encoding["x"]), y: positionOf(encoding["y"]), description: { field: KEY } },
    };
    return [drawn, hold];
  }

  #register(tip: Tip | null): string {
    if (tip === null) return "";
    this.tips.push(tip);
    return `§${this.tips.length - 1}`;
  }
}

/** A position without its axis and scale, which the line beside it has. */
function positionOf(channel: unknown): Node {
  if (!isNode(channel)) return {};
  return Object.fromEntries(Object.entries(channel).filter(([name]) => name === "field" || name === "type"));
}

function attributesOf({ lines, channel }: Tip): string {
  const tip = lines === null ? "" : ` data-tip="${escapeHtml(lines.join("\n"))}"`;
  return `${channel === null ? "" : ` data-c="${channel}"`}${tip}`;
}

const round = (numbers: string) =>
  numbers.replace(/-?\d+\.\d+(?:e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(2))));

/** One tag of Vega's SVG as the page has it: no classes, coordinates to a hundredth of a pixel, ids of this figure alone. */
function tag(text: string, id: string, tips: readonly Tip[]): string {
  return text
    .replace(/ aria-label="§(\d+)"/, (_, index: string) => {
      const tip = tips[Number(index)];
      return tip === undefined ? "" : attributesOf(tip);
    })
    .replace(/ (?:aria-[a-z]+|role)="[^"]*"/g, "")
    .replace(/ class="([^"]*)"/, (_, names: string) => {
      const channel = new RegExp(`${PANEL}(\\d+)_group`).exec(names)?.[1];
      return channel === undefined ? "" : ` data-c="${channel}"`;
    })
    .replace(/ (?:d|transform)="[^"]*"/g, round)
    .replace(/ id="/, ` id="${id}-`)
    .replace(/url\(#/g, `url(#${id}-`)
    .replace(/ (?:pointer-events|stroke-miterlimit|font-family)="[^"]*"| opacity="1"/g, "");
}

const TAG = /<[a-z](?:[^"<>]|"[^"]*")*>/g;

/**
 * SVG text of a chart for the page: drawn by Vega once, readable without a script, with what each mark says in attributes that a
 * script may show. The title is left out, for the page to write.
 *
 * @param id - Prefix of the drawing's own ids.
 * @param label - Its text alternative.
 */
export async function draw(id: string, label: string, spec: TopLevelSpec, speech: Speech): Promise<string> {
  const speaker = new Speaker(speech);
  const untitled = { ...spec };
  Reflect.deleteProperty(untitled, "title");
  const [spoken] = speaker.chart({ ...untitled }, { data: undefined, encoding: {} }, []);
  // More encodings of the same data are a specification still; Vega-Lite reads it as it reads any.
  const svg = await renderSvg(Object.assign(untitled, spoken));
  return svg
    .replace(TAG, (text) => tag(text, id, speaker.tips))
    .replace("<svg", `<svg role="img" aria-label="${escapeHtml(label)}"`)
    .replace(/ version="[^"]*"| xmlns(?::xlink)?="[^"]*"/g, "");
}
