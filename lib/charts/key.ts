import { cross, diamond, dot, ring } from "./marks.ts";
import { FONT, MUTED, type Layer, type Panel } from "./theme.ts";

/** What a mark of a chart's key looks like: the same mark as in the chart. */
export interface KeyItem {
  readonly label: string;
  readonly mark: "ring" | "dot" | "point" | "line" | "dashed" | "band" | "tick" | "cross" | "diamond";
  readonly colour: string;
}

const SYMBOL_WIDTH = 22;
const GAP = 26;
const HEIGHT = 18;
const FONT_SIZE = 13.5;

function symbol({ mark, colour }: KeyItem, x: number): Layer {
  const middle = { value: HEIGHT / 2 };
  const centre = { x: { value: x + SYMBOL_WIDTH / 2 }, y: middle };
  const across = { x: { value: x }, x2: { value: x + SYMBOL_WIDTH - 2 }, y: middle };
  switch (mark) {
    case "ring":
      return { mark: ring(colour), encoding: centre };
    case "dot":
      return { mark: dot(colour), encoding: centre };
    case "point":
      return { mark: { ...dot(colour), size: 28 }, encoding: centre };
    case "cross":
      return { mark: cross(colour), encoding: centre };
    case "diamond":
      return { mark: { ...diamond(colour), size: 90 }, encoding: centre };
    case "line":
      return { mark: { type: "rule", strokeWidth: 2.5, color: colour }, encoding: across };
    case "dashed":
      return { mark: { type: "rule", strokeWidth: 2, strokeDash: [4, 3], color: colour }, encoding: across };
    case "band":
      return {
        mark: { type: "rect", color: colour },
        encoding: {
          x: { value: x },
          x2: { value: x + SYMBOL_WIDTH - 2 },
          y: { value: 3 },
          y2: { value: HEIGHT - 3 },
        },
      };
    case "tick":
      return {
        mark: { type: "rule", strokeWidth: 2, color: colour },
        encoding: { x: { value: x + SYMBOL_WIDTH / 2 }, y: { value: 1 }, y2: { value: HEIGHT - 1 } },
      };
  }
}

/** Width of a label in pixels, by the mean advance of narrow, wide and other letters of Source Sans 3 at this size. */
function labelWidth(label: string): number {
  const narrow = label.match(/[\s.,:;()'’|·ijlftr-]/gu)?.length ?? 0;
  const wide = label.match(/[mwMW%]/gu)?.length ?? 0;
  return FONT_SIZE * (0.27 * narrow + 0.77 * wide + 0.52 * (Array.from(label).length - narrow - wide));
}

/** One row that says what the marks mean, above the panels it serves. */
export function keyRow(items: readonly KeyItem[]): Panel {
  let x = 0;
  const layers = items.flatMap((item): Layer[] => {
    const left = x;
    x += SYMBOL_WIDTH + 6 + labelWidth(item.label) + GAP;
    const text: Layer = {
      mark: {
        type: "text",
        align: "left",
        baseline: "middle",
        fontSize: FONT_SIZE,
        font: FONT,
        color: MUTED,
      },
      encoding: {
        text: { value: item.label },
        x: { value: left + SYMBOL_WIDTH + 6 },
        y: { value: HEIGHT / 2 },
      },
    };
    return [symbol(item, left), text];
  });
  return {
    data: { values: [{}] },
    width: Math.ceil(x),
    height: HEIGHT,
    view: { stroke: null, fill: null },
    layer: layers,
  };
}
