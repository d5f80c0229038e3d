// Mean regret by method, with the worst tenth of the markets.
import { picture } from "../../dist/lib/charts/render.js";
import { ACCENT, ALERT, CONFIG, headline } from "../../dist/lib/charts/theme.js";
import { methodsOf, summary } from "./tables.mjs";

/** A PNG. */
export function chartOf(rows) {
  const methods = methodsOf(rows);
  const values = methods.flatMap((method) => {
    const { mean, worst } = summary(rows, method);
    return [
      { method, measure: "mean over markets", regret: 100 * mean },
      { method, measure: "worst tenth of markets", regret: 100 * worst },
    ];
  });
  const today = summary(rows, "today's mix").mean;
  const own = summary(rows, "Sluice mean").mean;
  return picture({
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    config: CONFIG,
    title: headline(
      `Plans chosen by the mean over draws lose ${(100 * own).toFixed(1)} % of the best contribution, today's mix ${(100 * today).toFixed(1)} %`,
      [`${rows.length} simulated markets with known curves`],
      560,
    ),
    data: { values },
    width: 400,
    height: { step: 26 },
    mark: { type: "point", filled: true, size: 90, opacity: 1 },
    encoding: {
      y: { field: "method", type: "nominal", sort: methods, title: null, axis: { labelLimit: 260 } },
      x: { field: "regret", type: "quantitative", title: "Regret (% of the best true contribution)" },
      color: {
        field: "measure",
        type: "nominal",
        title: null,
        scale: { domain: ["mean over markets", "worst tenth of markets"], range: [ACCENT, ALERT] },
        legend: { orient: "bottom" },
      },
    },
  });
}
