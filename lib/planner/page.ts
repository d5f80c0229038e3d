import { escapeHtml } from "../report/html.ts";
import type { ReportFacts } from "../report/facts.ts";
import { subjectSentence } from "../report/markdown-report.ts";
import { fontFaces } from "../report/page/font.ts";
import { paragraph } from "../report/page/inline.ts";
import { sourceHash } from "../report/page/source-hash.ts";
import { statusChip } from "../report/page/status.ts";
import { blockedSection, verdictSection } from "../report/page/verdict.ts";
import { plannerScripts } from "./bundle.ts";
import { channelsSection, questionSection } from "./controls.ts";
import type { PlannerData } from "./model.ts";
import { plannerStyle } from "./style.ts";

/** What the planner's page is made from; no data where the gates kept the recommendation shut. */
export interface PlannerFacts extends Pick<ReportFacts, "metadata" | "wording" | "verdict" | "blocked"> {
  readonly data: PlannerData | null;
}

/** The verdict with its gates folded: the plan is what the page is for. */
const folded = (section: string) => section.replace("<details open>", "<details>");

/** JSON that can stand in a script element. */
const embedded = (data: PlannerData) => JSON.stringify(data).replaceAll("<", "\\u003c");

/** What the plan brings, how sure that is, and its proof: always in sight, with the gates' verdict. */
function answerSection({ adequacy }: PlannerData): string {
  const tile = (id: string, name: string) =>
    `<div><dt>${name}</dt><dd><strong id="${id}">–</strong> <span id="${id}-note"></span></dd></div>`;
  return `<div id="now" class="pending" role="group" aria-label="The plan in short">
<dl class="tiles" id="tiles">${tile("gain", "Expected gain")}${tile("interval", "90 % interval")}${tile("probability", "Beats the current plan")}${tile("proved", "Proof")}<div><dt>May it be used?</dt><dd><strong>${statusChip(adequacy)}</strong> <span><a href="#verdict">what the gates say</a></span></dd></div></dl>
<div id="refusal" hidden><h2>No plan can keep these limits</h2><p id="refusal-reason"></p><ul id="refusal-limits"></ul><p><button type="button" id="nearest" class="main" hidden></button> ${statusChip(adequacy)}</p></div>
</div>
<p class="aloud" role="status" id="aloud"></p>`;
}

function periodsSection({ words }: PlannerData): string {
  return `<section id="periods-section" aria-labelledby="periods-title" hidden>
<h2 id="periods-title">${words.period[0]?.toUpperCase() ?? ""}${words.period.slice(1)} by ${words.period}</h2>
<figure><div id="periods-chart"></div></figure>
<details><summary>The plan as a table</summary><div class="table dense" id="periods-table" role="group" aria-label="Table: the plan by period" tabindex="0"></div></details>
</section>`;
}

const PROOF = `<section id="proof" aria-labelledby="proof-title">
<h2 id="proof-title">Why this is the best plan</h2>
<p>The plan is checked anew, apart from what found it: every limit is held against it, and a bound says how much better any other plan could be.</p>
<dl class="proof" id="proof-facts"></dl>
<details><summary>Limits that hold the plan, and what loosening each would bring</summary><div class="table" id="proof-limits" role="group" aria-label="Table: limits that hold the plan" tabindex="0"></div></details>
</section>`;

const SCENARIOS = `<section id="scenarios" aria-labelledby="scenarios-title">
<h2 id="scenarios-title">Scenarios</h2>
<form id="save" class="actions"><label for="scenario-name">Keep this one as</label> <input type="text" id="scenario-name" maxlength="80" autocomplete="off"> <button type="submit">Keep</button></form>
<ul class="saved" id="saved"></ul>
<div class="table" id="comparison" role="group" aria-label="Table: scenarios compared" tabindex="0" hidden></div>
</section>`;

const SHARE = `<section id="share" aria-labelledby="share-title">
<h2 id="share-title">Take it with you</h2>
<p>The address holds the settings and the scenarios: whoever opens this file with it sees the same.</p>
<div class="actions"><button type="button" id="copy-link">Copy the link</button><button type="button" id="copy-yaml">Copy as a scenario for pipeline.yaml</button><button type="button" id="download-yaml">Download it</button><button type="button" id="download-csv">Download the plan as CSV</button><span id="shared" class="muted" role="status"></span></div>
<details><summary>The scenario for pipeline.yaml</summary><label for="yaml" class="aloud">Scenario for pipeline.yaml</label><textarea id="yaml" readonly spellcheck="false"></textarea></details>
</section>`;

function planned(data: PlannerData): { readonly body: string; readonly script: string } {
  const { page, worker } = plannerScripts();
  const body = [
    "<noscript><p><strong>The planner computes in this page and needs scripts.</strong> The run's own plan stands in report.html.</p></noscript>",
    answerSection(data),
    '<p id="link-problems" class="caveat" hidden></p>',
    questionSection(data),
    channelsSection(data),
    periodsSection(data),
    PROOF,
    SCENARIOS,
    SHARE,
    `<script type="application/json" id="data">${embedded(data)}</script>`,
    `<script type="text/plain" id="worker">${worker}</script>`,
  ].join("\n");
  return { body, script: page };
}

/**
 * The planner as one page that stands alone: the run's curves, its question and the optimiser. The same run gives the same bytes.
 * A run that its gates kept shut has no planner: the page says why, and what to do.
 */
export function plannerPage(facts: PlannerFacts): string {
  const { metadata, data } = facts;
  const title = escapeHtml(`Planner: ${metadata.title}`);
  const { body, script } = data === null ? { body: blockedSection(facts), script: "" } : planned(data);
  const rules = `${fontFaces()}${plannerStyle(data?.request.channels.length ?? 0)}`;
  const scripts = data === null ? "'none'" : sourceHash(script);
  const workers = data === null ? "'none'" : "blob:";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${scripts}; worker-src ${workers}; style-src ${sourceHash(rules)}; font-src data:; base-uri 'none'; form-action 'none'">
<title>${title}</title>
<style>${rules}</style>
</head>
<body>
<header>
<h1>${title}</h1>
${paragraph(subjectSentence(facts))}
<p><a href="report.html">The run's report</a></p>
${data === null ? verdictSection(facts) : folded(verdictSection(facts))}
</header>
<main>
${body}
</main>
${data === null ? "" : `<script>${script}</script>`}
</body>
</html>
`;
}
