import type { TopLevelSpec } from "vega-lite";
import { describe, expect, it } from "vitest";
import { draw, type Speech } from "../../../lib/report/page/draw.ts";

const POINTS = Array.from({ length: 101 }, (_, i) => ({ x: i, y: Math.sqrt(i) }));

/** A line of 101 points and one dot, in the second of two panels; the first is of channel 7. */
const spec: TopLevelSpec = {
  title: "What the chart finds",
  vconcat: [
    { layer: [{ data: { values: [{ name: "a <b>" }] }, mark: "bar", encoding: { y: { field: "name" } } }] },
    {
      encoding: { x: { field: "x", type: "quantitative" }, y: { field: "y", type: "quantitative" } },
      layer: [
        { data: { values: POINTS }, mark: { type: "line", clip: true } },
        { data: { values: [{ x: 50, y: 5 }] }, mark: { type: "point", filled: true } },
      ],
    },
  ],
};

const speech: Speech = {
  panel: (path) => (path.length === 1 && path[0] === 0 ? 7 : null),
  say: (datum, { path, mark }) => {
    if (path[0] === 0) return { lines: ['"quoted" <b>', "second line"], channel: 3 };
    const x = Number(datum["x"]);
    return { lines: [`${mark} at ${x}`], channel: mark === "line" ? 2 : null };
  },
};

const tipsOf = (svg: string) => Array.from(svg.matchAll(/data-tip="([^"]*)"/g), ([, tip]) => tip);

describe("a drawing that speaks", () => {
  it("says on each mark what it is told, escaped, and whose it is", async () => {
    const svg = await draw("f", "finds <it>", spec, speech);
    expect(svg).toMatch(/^<svg role="img" aria-label="finds &lt;it&gt;" /);
    expect(svg).toContain(' data-c="3" data-tip="&quot;quoted&quot; &lt;b&gt;\nsecond line"');
    expect(tipsOf(svg)).toContain("point at 50");
    expect(svg).toContain(' data-c="7"');
  });

  it("gives a line at most 48 points to hold, evenly, and its channel to the line itself", async () => {
    const svg = await draw("f", "", spec, speech);
    const held = tipsOf(svg).filter((tip) => tip?.startsWith("line"));
    expect(held).toEqual(Array.from({ length: 34 }, (_, i) => `line at ${3 * i}`));
    // The line, and 34 invisible points.
    expect(svg.match(/data-c="2"/g)).toHaveLength(35);
    expect(svg.match(/ opacity="0"/g)).toHaveLength(34);
  });

  it("leaves the title to the page, and has no class, no id that another drawing has, no long number", async () => {
    const svg = await draw("f", "", spec, speech);
    expect(svg).not.toContain("What the chart finds");
    expect(svg).not.toMatch(/ class=| aria-label="§| xmlns/);
    const ids = Array.from(svg.matchAll(/ id="([^"]+)"/g), ([, id]) => id ?? "");
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) expect(id).toMatch(/^f-/);
    for (const [, id] of svg.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(id);
    expect(svg.match(/ (?:d|transform)="[^"]*\d\.\d{3}[^"]*"/g)).toBeNull();
  });

  it("leaves the specification as it was, and draws a silent chart without tips", async () => {
    const before = JSON.stringify(spec);
    const svg = await draw("f", "", spec, { say: () => null });
    expect(JSON.stringify(spec)).toBe(before);
    expect(svg).not.toContain("data-");
  });
});
