import { displayNames } from "../../charts/names.ts";
import { channelLineColour } from "../../charts/theme.ts";
import { escapeHtml } from "../html.ts";
import { subjectSentence } from "../markdown-report.ts";
import { planHeading } from "../recommendation.ts";
import { certaintySection } from "./certainty.ts";
import { curvesSection } from "./curves.ts";
import { evidenceSection } from "./evidence.ts";
import type { PageFacts } from "./facts.ts";
import { fontFaces } from "./font.ts";
import { inline, paragraph } from "./inline.ts";
import { assumptionsSection, lineageSection } from "./lineage.ts";
import { planSection, scenariosSection } from "./plan.ts";
import { recommendationSection } from "./recommendation.ts";
import { SCRIPT } from "./script.ts";
import { sourceHash } from "./source-hash.ts";
import { vocabulary } from "./speech.ts";
import { style } from "./style.ts";
import { blockedSection, verdictSection } from "./verdict.ts";

/** Where each section is, in the page's order. */
function contents({ blocked, decision, wording }: PageFacts): string {
  const decided: readonly (readonly [string, string])[] =
    decision === null
      ? []
      : [
          ["recommendation", "What to do"],
          ...(decision.certainty === null || decision.compared === null
            ? []
            : [["certainty", "How sure is this"] as const]),
          ["curves", "Response curves"],
          ["plan", planHeading(decision.summary, wording)],
          ["scenarios", "Other budgets"],
        ];
  const all: readonly (readonly [string, string])[] = [
    ["verdict", "May this be used?"],
    ...(blocked === null ? [] : [["blocked", "Why there is no recommendation"] as const]),
    ...decided,
    ["evidence", "Evidence"],
    ["assumptions", "Assumptions"],
    ["lineage", "Lineage"],
  ];
  const links = all.map(([id, name]) => `<li><a href="#${id}">${inline(name)}</a></li>`);
  return `<nav aria-label="Contents"><ol>${links.join("")}</ol></nav>`;
}

/** Buttons that lift one channel out of every chart; shown by the script, without which they could do nothing. */
function channelButtons(channels: readonly string[]): string {
  const buttons = displayNames(channels).map(
    (name, index) =>
      `<button type="button" aria-pressed="false" data-channel="${index}"><svg viewBox="0 0 10 10" aria-hidden="true"><circle cx="5" cy="5" r="5" fill="${channelLineColour(index)}"/></svg>${escapeHtml(name)}</button>`,
  );
  return `<div class="channels" role="group" aria-label="Highlight a channel" hidden><span aria-hidden="true">Highlight</span>${buttons.join("")}</div>`;
}

/** What the run recommends, section by section; nothing when its gates kept it shut. */
async function decided(facts: PageFacts): Promise<readonly string[]> {
  const { decision, pictures, wording } = facts;
  if (decision === null || pictures === null) return [];
  const channels = decision.results.map(({ channel }) => channel);
  const told = { decision, pictures, wording, words: vocabulary(channels, wording) };
  return [
    channelButtons(channels),
    await recommendationSection(told),
    certaintySection(told),
    await curvesSection(told, facts),
    await planSection(told),
    await scenariosSection(told),
  ];
}

/**
 * The report as one page that stands alone: it fetches nothing, reads without a script, and prints. The same facts give the same
 * bytes.
 */
export async function reportPage(facts: PageFacts): Promise<string> {
  const { metadata, wording } = facts;
  const title = escapeHtml(metadata.title);
  const sections = [
    verdictSection(facts),
    blockedSection(facts),
    ...(await decided(facts)),
    await evidenceSection(facts, vocabulary(metadata.channels, wording)),
    assumptionsSection(facts),
    lineageSection(facts),
  ];
  const body = `<header>
<h1>${title}</h1>
${paragraph(subjectSentence(facts))}
${contents(facts)}
</header>
<main>
${sections.filter((section) => section !== "").join("\n")}
</main>
<div id="ring" hidden></div>
<div id="tip" role="status" hidden></div>`;
  const rules = `${fontFaces()}${style(body)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${sourceHash(SCRIPT)}; style-src ${sourceHash(rules)}; img-src data:; font-src data:; base-uri 'none'; form-action 'none'">
<title>${title}</title>
<style>${rules}</style>
</head>
<body>
${body}
<script>${SCRIPT}</script>
</body>
</html>
`;
}
