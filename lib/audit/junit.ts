import type { Check } from "../gates/catalogue.ts";
import type { RunView } from "./view.ts";

type Gate = NonNullable<RunView["verdict"]>["gates"][number];
type StageRecord = RunView["manifest"]["stages"][number];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\n": "&#10;",
  "\t": "&#9;",
};

/** Text for XML, in content and in attributes; characters that XML 1.0 cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replace(/[&<>"'\n\t]/g, (character) => ENTITIES[character] ?? character);
}

const attributes = (values: Readonly<Record<string, string | number>>) =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join("");

const valueOf = ({ value }: Check) => (value === null ? "no value" : String(value));

/** What a test case holds: nothing when it passed; warnings pass, and say so in the output. */
function outcome(check: Check, gate: Gate): string {
  const { status, message, threshold, remedy, check_id } = check;
  const isDeciding = gate.because.includes(check_id);
  const detail = `${check.metric}: ${valueOf(check)} (rule: ${threshold}); ${message}`;
  if (isDeciding && gate.status === "fail")
    return `<failure${attributes({ type: gate.gate, message: detail })}>${escapeXml(remedy)}</failure>`;
  if (isDeciding && gate.status === "waived")
    return `<skipped${attributes({ message: `waived; ${detail}` })}/>`;
  if (status === "skipped") return `<skipped${attributes({ message })}/>`;
  return status === "pass" ? "" : `<system-out>${escapeXml(`${status}: ${detail}`)}</system-out>`;
}

interface TestCase {
  readonly name: string;
  readonly className: string;
  readonly seconds: number;
  readonly outcome: string;
}

function suite(name: string, cases: readonly TestCase[]): string[] {
  const count = (kind: string) => cases.filter((one) => one.outcome.startsWith(`<${kind}`)).length;
  const counts = {
    tests: cases.length,
    failures: count("failure"),
    errors: count("error"),
    skipped: count("skipped"),
  };
  const seconds = cases.reduce((sum, one) => sum + one.seconds, 0);
  return [
    `  <testsuite${attributes({ name, ...counts, time: seconds.toFixed(3) })}>`,
    ...cases.map((one) => {
      const head = `    <testcase${attributes({ name: one.name, classname: one.className, time: one.seconds.toFixed(3) })}`;
      return one.outcome === "" ? `${head}/>` : `${head}>${one.outcome}</testcase>`;
    }),
    "  </testsuite>",
  ];
}

function stageOutcome({ status, reason }: StageRecord): string {
  const message = reason ?? status;
  if (status === "failed") return `<error${attributes({ message })}/>`;
  if (status === "blocked") return `<failure${attributes({ message })}/>`;
  return status === "skipped" ? `<skipped${attributes({ message })}/>` : "";
}

/**
 * A run's suites: one of the stages, one per gate with its checks.
 *
 * @param prefix - Stands before the name of each.
 */
export function junitSuites({ manifest, verdict, checks }: RunView, prefix = ""): string[] {
  const gates = (verdict?.gates ?? []).map((gate) => {
    const own = checks.filter((check) => check.gate === gate.gate);
    const cases = own.map((check) => ({
      name: check.check_id,
      className: gate.gate,
      seconds: 0,
      outcome: outcome(check, gate),
    }));
    return suite(`${prefix}${gate.gate} ${gate.question}`, cases);
  });
  const stages = manifest.stages.map((record) => ({
    name: record.stage,
    className: "stages",
    seconds: record.seconds,
    outcome: stageOutcome(record),
  }));
  return [...suite(`${prefix}stages`, stages), ...gates.flat()];
}

/** A suite of what could not be run at all. */
export function junitError(name: string, message: string): string[] {
  const outcome = `<error${attributes({ message })}/>`;
  return suite(name, [{ name: "run", className: name, seconds: 0, outcome }]);
}

/** Suites as a document. */
export function junitDocument(name: string, lines: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes({ name })}>\n${lines.join("\n")}\n</testsuites>\n`;
}

/** A run as JUnit XML, for the test view of a CI system. */
export function junitReport(view: RunView): string {
  return junitDocument(`${view.manifest.pipeline} ${view.manifest.run_id}`, junitSuites(view));
}
