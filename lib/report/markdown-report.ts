import { assumptionsSection, causalSection, lineageSection } from "./assumptions.ts";
import { certaintySection } from "./certainty.ts";
import {
  blockedSection,
  curvesSection,
  fitSection,
  gatesSection,
  returnSection,
  verdictSection,
} from "./evidence.ts";
import type { ReportFacts } from "./facts.ts";
import { escapeMarkdown } from "./markdown.ts";
import { planSection, recommendationSection, scenarioSection } from "./recommendation.ts";

/** What was modelled, in one line. */
export function subjectSentence({ metadata, wording }: Pick<ReportFacts, "metadata" | "wording">): string {
  const { channels, periods, first_date, last_date, target } = metadata;
  return `${channels.length} channels, ${periods} ${wording.period}s from ${first_date} to ${last_date}; target ${escapeMarkdown(target)}.`;
}

/** The report for wikis and pull requests. */
export function markdownReport(facts: ReportFacts): string {
  const { wording, metadata, verdict, checks, returns, fits, metrics, blocked, decision } = facts;
  const { title, inputs, config_sha256, policy } = metadata;
  const recommendation =
    decision === null
      ? []
      : [
          recommendationSection(decision.summary, decision.results, decision.comparison, wording),
          ...(decision.certainty === null || decision.compared === null
            ? []
            : [certaintySection(decision.certainty, decision.compared, wording)]),
          planSection(decision.summary, decision.plan, decision.comparison, wording),
          scenarioSection(decision.scenarios, wording),
          assumptionsSection(decision.summary, wording),
        ];
  const sections = [
    `# ${escapeMarkdown(title)}`,
    subjectSentence(facts),
    verdictSection(verdict, blocked !== null),
    ...(blocked === null ? [] : [blockedSection(blocked)]),
    ...recommendation,
    causalSection(),
    gatesSection(verdict, checks, blocked),
    ...(metrics === null ? [] : [fitSection(metrics)]),
    // Contributions and curves of a model that must not be used would only invite use.
    ...(blocked === null ? [returnSection(returns, wording), curvesSection(fits)] : []),
    lineageSection(inputs, config_sha256, policy),
  ];
  return `${sections.join("\n\n")}\n`;
}
