import type { TopLevelSpec } from "vega-lite";
import { luminance, parseColour, toColour } from "./colour.ts";

/** Paper of a dark page. */
export const DARK_PAPER = "#181818";

const HEX = /^#[0-9a-f]{6}$/i;
/** Properties whose strings are colours, in marks, axes and rows of data alike; what is not listed is left as it is. */
const COLOUR_PROPERTY = /^(?:fill|stroke|background|range|ink|colou?r|\w*Color)$/;

/** Luminance of the brightest ink: short of white, which glares on dark paper. */
const BRIGHTEST = 0.85;
/** Luminance flare of a display in WCAG's contrast. */
const FLARE = 0.05;

/**
 * The colour whose contrast on dark paper is that of `colour` on white paper, of the same hue: what stood out still does,
 * and neighbours stay as far apart. Black ink, whose contrast dark paper cannot give, becomes nearly white.
 */
export function onDark(colour: string): string {
  const paper = luminance(DARK_PAPER) + FLARE;
  const contrast = (1 + FLARE) / (luminance(colour) + FLARE);
  const wanted = Math.min(contrast * paper - FLARE, BRIGHTEST);
  const linear = parseColour(colour);
  const most = Math.max(...linear);
  const hue = linear.map((part) => (most > 0 ? part / most : 0));
  const brightest = luminance(toColour(hue));
  if (wanted <= brightest) return toColour(hue.map((part) => (part * wanted) / brightest));
  // Too bright for this hue: as bright as it goes, and white for the rest.
  const white = (wanted - brightest) / (1 - brightest);
  return toColour(hue.map((part) => part + (1 - part) * white));
}

/** Repaints in place; `done` keeps an object that occurs in several places from being repainted twice. */
function repaint(node: unknown, isColour: boolean, done: Set<object>): unknown {
  if (typeof node === "string") return isColour && HEX.test(node) ? onDark(node) : node;
  if (Array.isArray(node)) return node.map((item: unknown) => repaint(item, isColour, done));
  if (typeof node !== "object" || node === null || done.has(node)) return node;
  done.add(node);
  for (const [name, child] of Object.entries(node)) {
    const inherits = isColour && name === "value";
    Reflect.set(node, name, repaint(child, inherits || COLOUR_PROPERTY.test(name), done));
  }
  return node;
}

/** The same chart for a dark page: every colour is exchanged for the one with its contrast on dark paper. */
export function darkTheme(spec: TopLevelSpec): TopLevelSpec {
  const copy = structuredClone(spec);
  repaint(copy, false, new Set());
  return copy;
}
