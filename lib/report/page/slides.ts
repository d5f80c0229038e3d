import { failedChecks } from "../../gates/remedies.ts";
import { usedWaivers } from "../../gates/waivers.ts";
import { CAUSAL_CAVEAT } from "../assumptions.ts";
import { certaintyColumns, certaintySentences, changeSentences } from "../certainty.ts";
import { FAILED_COLUMNS, remedies, signature, verdictSentence } from "../evidence.ts";
import type { Decision } from "../facts.ts";
import { escapeHtml } from "../html.ts";
import type { Column } from "../markdown.ts";
import { subjectSentence } from "../markdown-report.ts";
import {
  budgetSentence,
  planHeading,
  planSentence,
  plannedChannels,
  plannedColumns,
  resultColumns,
  type Wording,
} from "../recommendation.ts";
import type { PageFacts } from "./facts.ts";
import { stillFigure } from "./figure.ts";
import { fontFaces } from "./font.ts";
import { inline, list, paragraph } from "./inline.ts";
import { tiles } from "./recommendation.ts";
import { slideStyle } from "./slide-style.ts";
import { sourceHash } from "./source-hash.ts";
import { statusChip } from "./status.ts";
import { only, table, without } from "./table.ts";
import { gateList } from "./verdict.ts";

type Result = Decision["results"][number];

/** Rows of a table on a slide, at most: what does not fit one page is in the report. */
const ROWS = 10;

/** Facts of a slide about the decision. */
type Decided = Pick<PageFacts, "wording"> & {
  readonly decision: Decision;
  readonly pictures: NonNullable<PageFacts["pictures"]>;
};

interface Slide {
  readonly id: string;
  readonly title: string;
  readonly html: string;
}

const statusOf = ({ verdict, blocked }: PageFacts) => (blocked === null ? verdict.adequacy : "fail");

function verdictSlide(facts: PageFacts): Slide {
  const { verdict, blocked } = facts;
  const used = blocked === null ? usedWaivers(verdict) : [];
  const html = `<div class="verdict ${statusOf(facts)}">
<p class="answer">${inline(verdictSentence(verdict, blocked !== null))}</p>
${used.length === 0 ? "" : list(used.map(signature))}
${gateList(verdict)}
</div>`;
  return { id: "verdict", title: "May this be used?", html };
}

/** Why there is no recommendation, and what to do. */
function blockedSlides({ blocked }: PageFacts): readonly Slide[] {
  if (blocked === null) return [];
  const checks = failedChecks(blocked);
  const refused =
    blocked.waivers.length === 0
      ? ""
      : `<h3>Waivers that did not open it</h3>${list(blocked.waivers.map(signature))}`;
  const html = `${table("What failed", only(FAILED_COLUMNS, "Gate", "What was measured", "Value", "Rule"), checks)}
${refused}
<h3>What to do</h3>
${list(remedies(checks))}`;
  return [{ id: "blocked", title: "Why there is no recommendation", html }];
}

async function recommendationSlide(told: Decided): Promise<Slide> {
  const { decision, pictures, wording } = told;
  const html = `${tiles(told)}
${paragraph(budgetSentence(decision.summary, wording))}
${await stillFigure({ id: "budget", spec: pictures.budget })}`;
  return { id: "recommendation", title: "What to do", html };
}

/** The rows that matter most, and a caption that says when they are not all. */
function most<Row>(
  rows: readonly Row[],
  size: (row: Row) => number,
  { all, some }: { readonly all: string; readonly some: string },
): { readonly caption: string; readonly rows: readonly Row[] } {
  if (rows.length <= ROWS) return { caption: all, rows };
  const largest = [...rows].sort((a, b) => size(b) - size(a)).slice(0, ROWS);
  return {
    caption: `The ${ROWS} ${some} of ${rows.length} channels; the others are in the report`,
    rows: rows.filter((row) => largest.includes(row)),
  };
}

/** How sure each channel's move is: its interval and, where plans were made over the draws, where it may as well stand. */
function sureColumns({ certainty }: Decision, wording: Wording): Column<Result>[] {
  const known = new Map(certainty?.channels.map((row) => [row.channel, row]) ?? []);
  const fromDraws = certainty === null ? [] : certaintyColumns(wording).slice(-2);
  return [
    ...without(resultColumns(wording), "Return", "Marginal return"),
    ...fromDraws.map((column): Column<Result> => ({
      ...column,
      cell: ({ channel }) => {
        const row = known.get(channel);
        return row === undefined ? "–" : column.cell(row);
      },
    })),
  ];
}

function certaintySlide({ decision, wording }: Decided): Slide {
  const { certainty, compared, results } = decision;
  const { caption, rows } = most(results, ({ change }) => Math.abs(change), {
    all: "Each channel's move, and how sure it is",
    some: "largest moves",
  });
  const draws = certainty === null ? [] : certaintySentences(certainty, wording);
  const change = certainty === null || compared === null ? [] : changeSentences(certainty, compared, wording);
  const html = `${draws.map(paragraph).join("\n")}
${table(caption, sureColumns(decision, wording), rows, { isDense: true })}
${change.length === 0 ? "" : `<h3>What would change the decision</h3>${change.map(paragraph).join("\n")}`}`;
  return { id: "certainty", title: "How sure is this", html };
}

async function planSlide({ decision, pictures, wording }: Decided): Promise<Slide> {
  const { summary, plan } = decision;
  const channels = plannedChannels(plan);
  const { caption, rows } = most(channels, ({ total }) => total, {
    all: "The plan by channel",
    some: "largest",
  });
  const html = `${paragraph(planSentence(summary, channels, wording))}
<div class="halves">${await stillFigure({ id: "plan", spec: pictures.plan })}
${table(caption, plannedColumns(wording), rows, { isDense: true })}</div>
<p class="muted">${inline(CAUSAL_CAVEAT)}</p>`;
  return { id: "plan", title: planHeading(summary, wording), html };
}

async function decidedSlides({ decision, pictures, wording }: PageFacts): Promise<readonly Slide[]> {
  if (decision === null || pictures === null) return [];
  const told = { decision, pictures, wording };
  return [await recommendationSlide(told), certaintySlide(told), await planSlide(told)];
}

/** A slide says on every page of what it is and whether it may be used: slides are torn out and passed on. */
function slide({ id, title, html }: Slide, facts: PageFacts, at: number, count: number): string {
  const { metadata, verdict } = facts;
  const head =
    at === 0 ? `<h1>${escapeHtml(metadata.title)}</h1>\n${paragraph(subjectSentence(facts))}\n` : "";
  return `<section id="${id}" class="slide" aria-labelledby="${id}-title">
${head}<h2 id="${id}-title">${inline(title)}</h2>
${html}
<p class="foot"><span class="of">${escapeHtml(metadata.title)}</span> <span>Policy ${escapeHtml(verdict.policy)}: ${statusChip(statusOf(facts))}</span> <span>${at + 1} of ${count}</span></p>
</section>`;
}

/**
 * The run on one to four pages in landscape, for a screen or paper: verdict, recommendation, how sure, the next periods; of a blocked
 * run why and what to do. It fetches nothing and has no script. The same facts give the same bytes.
 */
export async function slidesPage(facts: PageFacts): Promise<string> {
  const slides = [verdictSlide(facts), ...blockedSlides(facts), ...(await decidedSlides(facts))];
  const body = `<main>
${slides.map((one, at) => slide(one, facts, at, slides.length)).join("\n")}
</main>`;
  const rules = `${fontFaces()}${slideStyle(body)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${sourceHash(rules)}; font-src data:; base-uri 'none'; form-action 'none'">
<title>${escapeHtml(facts.metadata.title)}: summary</title>
<style>${rules}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
