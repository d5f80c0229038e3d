import type { Check } from "../../gates/catalogue.ts";
import {
  CHECK_COLUMNS,
  GATE_COLUMNS,
  fitSentence,
  judgedBy,
  openChecks,
  openHeading,
  remedies,
} from "../evidence.ts";
import type { Column } from "../markdown.ts";
import { downloadLink } from "./data.ts";
import type { PageFacts } from "./facts.ts";
import { figure, imageFigure } from "./figure.ts";
import { inline, list, paragraph } from "./inline.ts";
import { coverageSpeech, fitSpeech, type Vocabulary } from "./speech.ts";
import { statusChip } from "./status.ts";
import { table } from "./table.ts";

const SOURCES: readonly Column<Check>[] = [
  { title: "Source", cell: ({ source }) => source },
  { title: "If it does not pass", cell: ({ remedy }) => remedy },
];

const verdictCell = { Verdict: ({ status }: Pick<Check, "status">) => statusChip(status) };

async function pictures(
  { fit, coverage, metrics, wording }: PageFacts,
  words: Vocabulary,
): Promise<readonly string[]> {
  const told = metrics === null ? [] : [`<h3>How well it fits</h3>${paragraph(fitSentence(metrics))}`];
  const drawn: string[] = [];
  if (fit !== null) {
    const data = { file: "predictions.csv", schema: "predictions", rows: fit.rows } as const;
    drawn.push(await figure({ id: "fit", spec: fit.spec, speech: fitSpeech(words), data }, wording));
  }
  if (coverage !== null) {
    const data = {
      file: "calibration_coverage.csv",
      schema: "calibration_coverage",
      rows: coverage.rows,
    } as const;
    drawn.push(await figure({ id: "coverage", spec: coverage.spec, speech: coverageSpeech, data }, wording));
  }
  return [...told, ...drawn];
}

/** Why the model may be believed: gates, what to do about those that do not pass, charts, every check. */
export async function evidenceSection(facts: PageFacts, words: Vocabulary): Promise<string> {
  const { verdict, checks, blocked, images } = facts;
  const open = openChecks(checks, blocked);
  const passed = checks.filter(({ status }) => status === "pass").length;
  const todo = open.length === 0 ? "" : `<h3>${inline(openHeading(blocked))}</h3>${list(remedies(open))}`;
  const more =
    images.length === 0
      ? ""
      : `<details><summary>Diagnostics of the draws, in pictures</summary>${images.map(imageFigure).join("")}</details>`;
  return `<section id="evidence" aria-labelledby="evidence-title">
<h2 id="evidence-title">May the model be believed?</h2>
${paragraph(judgedBy(verdict))}
${table("The worst of its checks decides a gate", GATE_COLUMNS, verdict.gates, { cells: { Verdict: ({ status }) => statusChip(status) } })}
${todo}
${(await pictures(facts, words)).join("\n")}
${more}
<details${blocked === null ? "" : " open"}><summary>Every check: ${passed} of ${checks.length} pass</summary>
${table("What was measured, by which rule, from where, and what to do", [...CHECK_COLUMNS, ...SOURCES], checks, { isDense: true, cells: verdictCell })}
<p>${downloadLink({ file: "checks.csv", schema: null, rows: checks })}</p>
</details>
</section>`;
}
