// Regrets to Markdown.
const percent = (share, digits = 2) => `${(100 * share).toFixed(digits)} %`;
const mean = (values) => values.reduce((total, value) => total + value, 0) / values.length;

/** Mean, standard error, mean of the worst tenth, and the share of markets worse than today's mix. */
export function summary(rows, method) {
  const own = rows.map(({ regret }) => regret[method]);
  const worst = own.toSorted((a, b) => b - a).slice(0, Math.max(1, Math.ceil(own.length / 10)));
  const middle = mean(own);
  const sd = Math.sqrt(mean(own.map((one) => (one - middle) ** 2)));
  return {
    mean: middle,
    error: sd / Math.sqrt(own.length),
    worst: mean(worst),
    harmed: mean(rows.map(({ regret }) => (regret[method] > regret["today's mix"] + 1e-12 ? 1 : 0))),
  };
}

/** The difference of a method's regret from that of the mean, market by market, with its standard error. */
function against(rows, method, other) {
  const differences = rows.map(({ regret }) => regret[method] - regret[other]);
  const middle = mean(differences);
  const sd = Math.sqrt(mean(differences.map((one) => (one - middle) ** 2)));
  return `${middle >= 0 ? "+" : "−"}${percent(Math.abs(middle), 3)} ± ${percent((2 * sd) / Math.sqrt(rows.length), 3)}`;
}

const OTHER = "Sluice mean";

export const methodsOf = (rows) => Object.keys(rows[0].regret);

function table(title, rows) {
  const lines = methodsOf(rows).map((method) => {
    const { mean: middle, worst, harmed } = summary(rows, method);
    const difference = method === OTHER ? "–" : against(rows, method, OTHER);
    return `| ${method} | ${percent(middle)} | ${percent(worst)} | ${percent(harmed, 0)} | ${difference} |`;
  });
  return [
    `### ${title} (${rows.length} markets)`,
    "",
    "| method | mean regret | worst tenth | worse than today | against Sluice mean, ± 2 se |",
    "| --- | ---: | ---: | ---: | ---: |",
    ...lines,
  ].join("\n");
}

/** All markets, then by each setting. */
export function tables(rows) {
  const by = (name, value) => rows.filter((row) => row[name] === value);
  return `${[
    table("All", rows),
    table("Posterior calibrated", by("quality", "calibrated")),
    table("Posterior overconfident: its spread halved", by("quality", "overconfident")),
    table("Posterior of the wrong family: Michaelis–Menten", by("quality", "wrong_family")),
    table("Little known", by("noise", "high")),
    table("Much known", by("noise", "low")),
    table("Two channels collinear", by("collinear", true)),
    table("With adstock", by("adstock", 0.5)),
  ].join("\n\n")}\n`;
}
