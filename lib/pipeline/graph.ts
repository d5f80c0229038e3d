import type { StageId } from "../stage.ts";
import type { Intention } from "./explain.ts";

/** One stage in a drawing of the plan. */
export interface GraphNode {
  readonly id: StageId;
  readonly needs: readonly StageId[];
  readonly action: Intention["action"];
}

/** Colours of what a run would do with a stage; each is told in words as well. */
const FILL: Readonly<Record<Intention["action"], string>> = {
  run: "#fff3c4",
  reuse: "#d9f2e3",
  blocked: "#f9d5d3",
  skip: "#eeeeee",
};

/** Needs that no other need already stands for: a → b → c makes a → c superfluous. */
export function directNeeds(nodes: readonly GraphNode[]): ReadonlyMap<StageId, readonly StageId[]> {
  const all = new Map<StageId, ReadonlySet<StageId>>();
  // In the order of the plan, so that what a need stands for is known before it is asked for.
  for (const { id, needs } of nodes)
    all.set(id, new Set(needs.flatMap((need) => [need, ...(all.get(need) ?? [])])));
  return new Map(
    nodes.map(({ id, needs }) => [
      id,
      needs.filter((need) => !needs.some((other) => all.get(other)?.has(need) ?? false)),
    ]),
  );
}

/** One line per stage: what would happen, and what it waits for. */
export function graphText(nodes: readonly GraphNode[]): string {
  const direct = directNeeds(nodes);
  const width = Math.max(0, ...nodes.map(({ id }) => id.length));
  return nodes
    .map(({ id, action }) => {
      const needs = direct.get(id) ?? [];
      const line = `${action.padEnd(7)} ${id.padEnd(width)}`;
      return needs.length === 0 ? line.trimEnd() : `${line} ← ${needs.join(", ")}`;
    })
    .join("\n");
}

/** A Mermaid flowchart, as Markdown viewers draw it. */
export function graphMermaid(nodes: readonly GraphNode[]): string {
  const direct = directNeeds(nodes);
  const name = (id: StageId) => `s${id}`;
  const actions = [...new Set(nodes.map(({ action }) => action))];
  return [
    "flowchart LR",
    ...nodes.map(({ id, action }) => `  ${name(id)}["${id}<br/>${action}"]:::${action}`),
    ...nodes.flatMap(({ id }) => (direct.get(id) ?? []).map((need) => `  ${name(need)} --> ${name(id)}`)),
    ...actions.map((action) => `  classDef ${action} fill:${FILL[action]},stroke:#555,color:#111`),
  ].join("\n");
}

const [BOX_WIDTH, BOX_HEIGHT, GAP_X, GAP_Y, MARGIN] = [190, 46, 50, 22, 16];

interface Placed extends GraphNode {
  readonly x: number;
  readonly y: number;
}

/** Puts each stage one column behind the last that it needs. */
function place(nodes: readonly GraphNode[]): Placed[] {
  const column = new Map<StageId, number>();
  const rows: number[] = [];
  return nodes.map((node) => {
    const own = Math.max(-1, ...node.needs.map((need) => column.get(need) ?? -1)) + 1;
    const row = rows[own] ?? 0;
    column.set(node.id, own);
    rows[own] = row + 1;
    return {
      ...node,
      x: MARGIN + own * (BOX_WIDTH + GAP_X),
      y: MARGIN + row * (BOX_HEIGHT + GAP_Y),
    };
  });
}

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function box({ id, action, x, y }: Placed): string {
  const middle = x + BOX_WIDTH / 2;
  return [
    `<g><rect x="${x}" y="${y}" width="${BOX_WIDTH}" height="${BOX_HEIGHT}" rx="6" fill="${FILL[action]}" stroke="#555"/>`,
    `<text x="${middle}" y="${y + 20}" font-weight="600">${escaped(id)}</text>`,
    `<text x="${middle}" y="${y + 36}" fill="#444">${action}</text></g>`,
  ].join("");
}

function arrow(from: Placed, to: Placed): string {
  const [x1, y1] = [from.x + BOX_WIDTH, from.y + BOX_HEIGHT / 2];
  const [x2, y2] = [to.x, to.y + BOX_HEIGHT / 2];
  const bend = GAP_X / 2;
  return `<path d="M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}" fill="none" stroke="#555" marker-end="url(#tip)"/>`;
}

/** A picture that stands on its own, columns in the order in which stages can run. */
export function graphSvg(nodes: readonly GraphNode[]): string {
  const placed = place(nodes);
  const byId = new Map(placed.map((node) => [node.id, node]));
  const direct = directNeeds(nodes);
  const arrows = placed.flatMap((node) =>
    (direct.get(node.id) ?? []).flatMap((need) => {
      const from = byId.get(need);
      return from === undefined ? [] : [arrow(from, node)];
    }),
  );
  const width = Math.max(0, ...placed.map(({ x }) => x + BOX_WIDTH)) + MARGIN;
  const height = Math.max(0, ...placed.map(({ y }) => y + BOX_HEIGHT)) + MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Stages and what they need" font-family="sans-serif" font-size="13" text-anchor="middle">`,
    `<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#555"/></marker></defs>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...arrows,
    ...placed.map(box),
    "</svg>",
  ].join("\n");
}
