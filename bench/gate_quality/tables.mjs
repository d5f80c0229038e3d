import { caught, verdictOf } from "./summary.mjs";

const percent = (share) => {
  const text = (100 * share).toFixed(1);
  return text.endsWith(".0") ? text.slice(0, -2) : text;
};
const line = (cells) => `| ${cells.join(" | ")} |`;

/** A Markdown table, columns padded as prettier does. */
function table(header, alignments, rows) {
  const widths = header.map((title, c) =>
    Math.max(3, ...[title, ...rows.map((row) => row[c])].map((cell) => cell.length)),
  );
  const pad = (cell, c) => (alignments[c] === "right" ? cell.padStart(widths[c]) : cell.padEnd(widths[c]));
  const rule = widths.map((width, c) =>
    alignments[c] === "right" ? `${"-".repeat(width - 1)}:` : "-".repeat(width),
  );
  return [line(header.map(pad)), line(rule), ...rows.map((row) => line(row.map(pad)))].join("\n");
}

const GATES = ["g0", "g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8", "whole"];
const GOOD_ALIGNMENT = ["right", "right", "right", ...GATES.map(() => "right")];

/** One table of good fits: what each gate said, fail and warn apart. */
function goodTable(good, policy, status) {
  const rows = good.map((one) => [
    String(one.n),
    String(one.phi),
    String(one.rho),
    ...GATES.map((gate) => percent(verdictOf(one, policy, gate)[status])),
  ]);
  return table(["weeks", "residual AR", "chain AR", ...GATES], GOOD_ALIGNMENT, rows);
}

const both = ({ warn, fail }) => `${percent(fail)} + ${percent(warn)}`;

function badTable(bad, policies) {
  const rows = bad.map((one) => [
    one.gate,
    one.says,
    one.size,
    one.wants,
    percent(caught(one)),
    ...policies.flatMap((policy) => [one.gate, "whole"].map((gate) => both(verdictOf(one, policy, gate)))),
  ]);
  const header = [
    "gate",
    "fault",
    "size",
    "to get",
    "caught",
    ...policies.flatMap((policy) => [policy, `whole, ${policy}`]),
  ];
  return table(
    header,
    header.map((_, c) => (c < 4 ? "left" : "right")),
    rows,
  );
}

function calibrationTable(calibration) {
  const rows = calibration.map(({ n, phi, sd, shift, isGood, label, level, design }) => {
    const well = label["well-calibrated"] ?? 0;
    const refused = (level["biased"] ?? 0) + (level["over-confident"] ?? 0);
    return [
      String(n),
      String(phi),
      isGood ? "none" : sd !== 1 ? `sd × ${sd}` : `shift ${shift} sd`,
      design === null ? "" : percent(design),
      percent(isGood ? well : 1 - well),
      percent(refused),
      percent(level["under-confident"] ?? 0),
      percent(level["insufficient"] ?? 0),
      percent(level["well-calibrated"] ?? 0),
    ];
  });
  const header = [
    "weeks",
    "residual AR",
    "fault",
    "design",
    "label right",
    "refused",
    "under-confident",
    "insufficient",
    "passed",
  ];
  return table(
    header,
    header.map((_, c) => (c === 2 ? "left" : "right")),
    rows,
  );
}

function marginTable(good) {
  const rows = good
    .filter(({ n, phi }) => n === 104 && phi === 0)
    .sort((a, b) => a.rho - b.rho)
    .map(({ rho, values }) => [
      String(rho),
      String(values.rhat_max["0.5"].toFixed(4)),
      String(values.rhat_max["0.99"].toFixed(4)),
      String(Math.round(values.ess_bulk_min["0.5"])),
      String(Math.round(values.ess_bulk_min["0.01"])),
      String(Math.round(values.ess_tail_min["0.01"])),
    ]);
  const header = [
    "chain AR",
    "R-hat max, median",
    "99 %",
    "bulk ESS min, median",
    "1 %",
    "tail ESS min, 1 %",
  ];
  return table(
    header,
    header.map(() => "right"),
    rows,
  );
}

/** Everything that was measured, in Markdown. */
export function tables({ replicates, series, limit, good, bad, calibration, unmet }) {
  const policies = ["explore", "publish", "strict"];
  const sections = [
    `${replicates} fits of each kind, seeds of the series \`${series}\`; every number is per cent of them, with a standard error of at most ${percent(Math.sqrt(0.25 / replicates))}, near 5 % of ${percent(Math.sqrt((0.05 * 0.95) / replicates))}.`,
    "### Good fits: failed at `publish`",
    goodTable(good, "publish", "fail"),
    "### Good fits: warned at `publish`",
    goodTable(good, "publish", "warn"),
    "### Good fits: failed at `strict`",
    goodTable(good, "strict", "fail"),
    "### Good fits: warned at `explore`, where little can fail",
    goodTable(good, "explore", "warn"),
    "### Faults: failed + warned",
    badTable(bad, policies),
    "### The largest R-hat and the smallest ESS of 40 parameters in good fits of 104 weeks, 4 × 500 draws",
    marginTable(good),
  ];
  if (calibration.length > 0) {
    sections.push(
      `### The calibration rule alone, ${calibration[0].replicates} series of each kind`,
      calibrationTable(calibration),
    );
  }
  sections.push(
    `### Not met: more than ${percent(limit)} % of good fits failed, or of gross faults missed, at \`publish\``,
    unmet.length === 0 ? "Nothing." : unmet.map((one) => `- ${one}`).join("\n"),
  );
  return sections.join("\n\n");
}
