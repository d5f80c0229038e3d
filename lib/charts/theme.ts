import type { TopLevelSpec } from "vega-lite";

/** Source Sans 3 where it is installed or embedded, and its nearest common kin elsewhere. */
export const FONT = "Source Sans 3, Source Sans Pro, Helvetica Neue, Arial, sans-serif";

/** Ink and paper: all text is at least 4.5 : 1 on white. */
export const INK = "#1F2933";
export const MUTED = "#5A6672";
export const FAINT = "#8A94A0";
export const GRID = "#E4E8EC";
export const BAND = "#EEF1F4";
export const ACCENT = "#005A8F";
export const ALERT = "#B34700";

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

/** Series that a stacked chart shows by name; the rest are summed as "other channels". */
export const NAMED_SERIES_LIMIT = CHANNEL_COLOURS.length;

/** Colour of the channel with this index in the model's own order, the same in every chart; it repeats after eight. */
export function channelColour(index: number): string {
  return CHANNEL_COLOURS[index % CHANNEL_COLOURS.length] ?? OTHER_COLOUR;
}

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
    labelOverlap: "greedy",
    labelSeparation: 8,
    titleColor: MUTED,
    titleFontSize: 13,
    titleFontWeight: 400,
    titlePadding: 10,
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

/** Title of one panel: what its marks show and in which unit. */
export function panelTitle(text: string, limit: number) {
  return {
    text,
    anchor: "start" as const,
    frame: "group" as const,
    fontSize: 14.5,
    fontWeight: 600 as const,
    offset: 10,
    limit,
    color: INK,
  };
}

/** Breaks a sentence into lines of at most `limit` characters, between words; a longer word is cut. */
export function wrap(sentence: string, limit: number): string[] {
  const words = sentence.split(" ").map((word) => (word.length > limit ? `${word.slice(0, limit - 1)}…` : word));
  return words.reduce<string[]>((lines, word) => {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > limit) return [...lines, word];
    return [...lines.slice(0, -1), `${line} ${word}`];
  }, []);
}

/** Characters of a title and of a subtitle that fit a width in pixels, by the mean advance of Source Sans 3. */
const TITLE_ADVANCE = 10.6;
const SUBTITLE_ADVANCE = 7.2;

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
