import type { TopLevelSpec } from "vega-lite";
import { escapeHtml } from "../html.ts";
import type { Wording } from "../recommendation.ts";
import { dataTable, downloadLink, type ChartData } from "./data.ts";
import { draw, type Speech } from "./draw.ts";

/** A chart as the page shows it. */
export interface PageChart {
  /** Name that no other chart of the page has. */
  readonly id: string;
  readonly spec: TopLevelSpec;
  readonly speech: Speech;
  readonly data: ChartData;
}

function linesOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((line) => typeof line === "string");
}

/** The finding that a chart's title states, and what it rests on. */
export function titleOf({ title }: TopLevelSpec): {
  readonly finding: string;
  readonly context: readonly string[];
} {
  if (typeof title !== "object" || Array.isArray(title)) {
    return { finding: linesOf(title).join(" "), context: [] };
  }
  const { text, subtitle } = title;
  return { finding: linesOf(text).join(" "), context: linesOf(subtitle) };
}

/** Charts wider than this, in pixels, scroll on a narrow screen instead of shrinking until they cannot be read. */
const NARROW = 640;

/** A chart with its finding above, its data as a table and as a download below. */
export async function figure({ id, spec, speech, data }: PageChart, wording: Wording): Promise<string> {
  const { finding, context } = titleOf(spec);
  const svg = await draw(id, finding, spec, speech);
  const isWide = Number(/ width="(\d+)"/.exec(svg)?.[1]) > NARROW;
  return `<figure class="chart" id="chart-${id}">
<figcaption><p class="finding">${escapeHtml(finding)}</p>${context.map((line) => `<p class="muted">${escapeHtml(line)}</p>`).join("")}</figcaption>
<div class="plot${isWide ? " wide" : ""}" role="group" aria-label="Chart: ${escapeHtml(finding)}" tabindex="0">${svg}</div>
<div class="tools"><details class="data"><summary>Data as a table</summary>${dataTable(data, wording)}</details>${downloadLink(data)}</div>
</figure>`;
}

/** A chart with its finding above and nothing to press, for paper. */
export async function stillFigure({ id, spec }: Pick<PageChart, "id" | "spec">): Promise<string> {
  const { finding, context } = titleOf(spec);
  const svg = await draw(id, finding, spec, { say: () => null });
  return `<figure class="chart" id="chart-${id}">
<figcaption><p class="finding">${escapeHtml(finding)}</p>${context.map((line) => `<p class="muted">${escapeHtml(line)}</p>`).join("")}</figcaption>
<div class="plot">${svg}</div>
</figure>`;
}

/** A picture that a stage left, with what it shows in words. */
export interface PageImage {
  readonly title: string;
  readonly png: Uint8Array;
}

export function imageFigure({ title, png }: PageImage): string {
  return `<figure class="picture"><img alt="${escapeHtml(title)}" src="data:image/png;base64,${Buffer.from(png).toString("base64")}"></figure>`;
}
