import type { TopLevelSpec } from "vega-lite";
import { fromParts, luminance, parts } from "./colour.ts";

/** Source Sans 3 where it is installed or embedded, and its nearest common kin elsewhere. */
export const FONT = "Source Sans 3, Source Sans Pro, Helvetica Neue, Arial, sans-serif";

/** Ink and paper: all text is at least 4.5 : 1 on white. */
export const INK = "#1F2933";
export const MUTED = "#5A6672";
export const FAINT = "#8A94A0";
export const GRID = "#E4E8EC";
/** Shade of an observed range: a wash that lets the grid through. */
export const WASH = { color: "#7A8794", opacity: 0.13 };
/** Light band of what is allowed or credible, still visible in greyscale. */
export const ENVELOPE = "#D5DCE3";
export const ACCENT = "#005A8F";
export const ALERT = "#B34700";
/** Fill of bars that need no attention: light enough that an ALERT bar stands out in greyscale too. */
export const SOFT = "#76ACCF";

/**
 * Channel colours after Okabe and Ito (2008), darkened and lightened by turns, so that neighbours differ in lightness too and
 * stay apart in greyscale and for colour-blind readers.
 */
const CHANNEL_COLOURS = [
  "#005A8F",
  "#E69F00",
  "#00664A",
  "#7CC4EE",
  "#B84A00",
  "#E0A3C4",
  "#3D3D3D",
  "#C9BC2F",
] as const;

/** Colour of what is summed up as "other channels". */
export const OTHER_COLOUR = "#B8C0C8";

/** Layers that a stacked chart shows; the rest are summed as "other channels". */
export const NAMED_SERIES_LIMIT = CHANNEL_COLOURS.length;

const TINTS = [0, 0.4, 0.65];

/** A colour moved by a share of the way towards a grey level: 255 is white, 0 is black. */
function mix(colour: string, level: number, share: number): string {
  return fromParts(parts(colour).map((part) => part + (level - part) * share));
}

/** A colour lightened by a share of the way to white. */
export function tint(colour: string, share: number): string {
  return mix(colour, 255, share);
}

/**
 * Colour of the channel with this index in the model's own order, the same in every chart: eight colours, then the same eight
 * lighter, then lighter still; it repeats after 24.
 */
export function channelColour(index: number): string {
  const base = CHANNEL_COLOURS[index % CHANNEL_COLOURS.length] ?? OTHER_COLOUR;
  return mix(base, 255, TINTS[Math.floor(index / CHANNEL_COLOURS.length) % TINTS.length] ?? 0);
}

/** Contrast that marks must have against white to be seen (WCAG 2.2, criterion 1.4.11). */
const LEGIBLE_CONTRAST = 3;

/** Contrast of a colour on white paper, between 1 and 21, by WCAG 2.2. */
export function contrastOnWhite(colour: string): number {
  return 1.05 / (luminance(colour) + 0.05);
}

/** The channel's colour for lines and points: as it is, or darkened until a thin mark can be seen on white. */
export function channelLineColour(index: number): string {
  let colour = channelColour(index);
  while (contrastOnWhite(colour) < LEGIBLE_CONTRAST) colour = mix(colour, 0, 0.05);
  return colour;
}

/** Width kept for the axis labels of a small panel, so that panels of one column stand in line. */
export const SMALL_AXIS = { minExtent: 44, maxExtent: 44 };

/** A chart inside a concatenation. */
export type Panel = Extract<TopLevelSpec, { vconcat: unknown }>["vconcat"][number];

/** A mark inside a layered panel. */
export type Layer = Extract<Panel, { layer: unknown }>["layer"][number];

/** What is true of every chart: white paper, one font, quiet axes, no names in any expression. */
export const CONFIG: NonNullable<TopLevelSpec["config"]> = {
  background: "#FFFFFF",
  font: FONT,
  padding: { left: 20, right: 24, top: 20, bottom: 20 },
  aria: false,
  view: { stroke: null },
  concat: { spacing: 28 },
  axis: {
    domain: false,
    ticks: false,
    grid: true,
    gridColor: GRID,
    labelColor: MUTED,
    labelFontSize: 13,
    labelPadding: 6,
    labelFlush: false,
    labelOverlap: "greedy",
    labelSeparation: 8,
    titleColor: MUTED,
    titleFontSize: 13,
    titleFontWeight: 400,
    titlePadding: 10,
    titleLimit: 420,
  },
  title: {
    anchor: "start",
    frame: "bounds",
    color: INK,
    fontSize: 21,
    fontWeight: 600,
    lineHeight: 27,
    offset: 18,
    subtitleColor: MUTED,
    subtitleFontSize: 14.5,
    subtitleLineHeight: 20,
    subtitlePadding: 8,
  },
  text: { font: FONT, fontSize: 13, color: INK },
};

/**
 * Heading of one panel, at a fixed height above it so that the headings of one row stand level, and optionally a quieter line
 * below that says how to read it. The text travels as data: Vega trips over a constant such as `constructor`.
 *
 * @param limit - Width in pixels beyond which the text is cut with an ellipsis.
 */
export function panelHeading(heading: string, limit: number, reading?: string): Layer[] {
  const line = (
    text: string,
    y: number,
    style: { fontSize: number; fontWeight: 400 | 600; color: string },
  ): Layer => ({
    data: { values: [{ text }] },
    mark: { type: "text", align: "left", baseline: "alphabetic", limit, ...style },
    encoding: { text: { field: "text" }, x: { value: 0 }, y: { value: y } },
  });
  const title = { fontSize: 15, fontWeight: 600, color: INK } as const;
  if (reading === undefined) return [line(heading, -16, title)];
  const quiet = { fontSize: 13, fontWeight: 400, color: MUTED } as const;
  return [line(heading, -34, title), line(reading, -16, quiet)];
}

/** Breaks a sentence into lines of at most `limit` characters, between words; a longer word is cut. */
export function wrap(sentence: string, limit: number): string[] {
  const words = sentence
    .split(" ")
    .map((word) => (word.length > limit ? `${word.slice(0, limit - 1)}…` : word));
  return words.reduce<string[]>((lines, word) => {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > limit) return [...lines, word];
    return [...lines.slice(0, -1), `${line} ${word}`];
  }, []);
}

/** Characters of a title and of a subtitle that fit a width in pixels, by the mean advance of Source Sans 3. */
const TITLE_ADVANCE = 9.9;
const SUBTITLE_ADVANCE = 6.5;

/**
 * Headline of a chart: the finding, then what it rests on.
 *
 * @param width - Pixels that the chart covers; longer sentences are wrapped.
 */
export function headline(finding: string, context: readonly string[], width: number) {
  return {
    text: wrap(finding, Math.floor(width / TITLE_ADVANCE)),
    subtitle: context.flatMap((line) => wrap(line, Math.floor(width / SUBTITLE_ADVANCE))),
  };
}
