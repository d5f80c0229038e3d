import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { directNeeds, graphMermaid, graphSvg, graphText, type GraphNode } from "../../lib/pipeline/graph.ts";

const NODES: readonly GraphNode[] = [
  { id: "10_a", needs: [], action: "reuse" },
  { id: "20_b", needs: ["10_a"], action: "run" },
  { id: "30_c", needs: ["10_a", "20_b"], action: "blocked" },
];

/** Stages in the order of a plan, each needing some of those before it. */
const graphs = fc.array(fc.array(fc.nat()), { minLength: 1, maxLength: 8 }).map((choices) =>
  choices.map((picks, i): GraphNode => {
    const needs = i === 0 ? [] : [...new Set(picks.map((pick) => `${pick % i}_s`))];
    return { id: `${i}_s`, needs, action: "run" };
  }),
);

function reachable(needs: ReadonlyMap<string, readonly string[]>, from: string): Set<string> {
  const found = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const need of needs.get(id) ?? []) {
      if (!found.has(need)) open.push(need);
      found.add(need);
    }
  return found;
}

describe("a drawing of the plan", () => {
  it("as text names each stage with what it waits for", () => {
    expect(graphText(NODES)).toBe("reuse   10_a\nrun     20_b ← 10_a\nblocked 30_c ← 20_b");
  });

  it("as Mermaid is a flowchart", () => {
    expect(graphMermaid(NODES).split("\n")).toEqual([
      "flowchart LR",
      '  s10_a["10_a<br/>reuse"]:::reuse',
      '  s20_b["20_b<br/>run"]:::run',
      '  s30_c["30_c<br/>blocked"]:::blocked',
      "  s10_a --> s20_b",
      "  s20_b --> s30_c",
      "  classDef reuse fill:#d9f2e3,stroke:#555,color:#111",
      "  classDef run fill:#fff3c4,stroke:#555,color:#111",
      "  classDef blocked fill:#f9d5d3,stroke:#555,color:#111",
    ]);
  });

  it("as SVG has a box for each stage inside the picture, an arrow for each direct need, and stages behind what they need", () => {
    fc.assert(
      fc.property(graphs, (nodes) => {
        const svg = graphSvg(nodes);
        const [, width = 0, height = 0] = (/width="(\d+)" height="(\d+)"/.exec(svg) ?? []).map(Number);
        const boxes = [
          ...svg.matchAll(
            /<g><rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"[^]*?font-weight="600">([^<]*)</g,
          ),
        ];
        expect(boxes.map(([, , , , , id]) => id)).toEqual(nodes.map(({ id }) => id));
        const at = new Map(boxes.map(([, x, , , , id = ""]) => [id, Number(x)]));
        for (const [, x, y, w, h] of boxes) {
          expect(Number(x) + Number(w)).toBeLessThanOrEqual(width);
          expect(Number(y) + Number(h)).toBeLessThanOrEqual(height);
        }
        expect(new Set(boxes.map(([, x, y]) => `${x} ${y}`)).size).toBe(nodes.length);
        for (const { id, needs } of nodes)
          for (const need of needs) expect(at.get(need)).toBeLessThan(at.get(id) ?? NaN);
        const arrows = [...directNeeds(nodes).values()].flat().length;
        expect(svg.match(/<path d="M\d[^>]*marker-end/g) ?? []).toHaveLength(arrows);
      }),
    );
  });

  it("leaves out no need that nothing else stands for", () => {
    fc.assert(
      fc.property(graphs, (nodes) => {
        const all = new Map(nodes.map(({ id, needs }) => [id, needs]));
        const direct = directNeeds(nodes);
        for (const { id } of nodes) expect(reachable(direct, id)).toEqual(reachable(all, id));
      }),
    );
  });
});
