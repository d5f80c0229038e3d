// Draws docs/images/optimiser_speed.png from results.json: seconds of one solve by size, beside the peers.
//   npm run build && node bench/optimiser/chart.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { picture } from "../../dist/lib/charts/render.js";
import { ACCENT, ALERT, FAINT, FONT, GRID, INK, MUTED } from "../../dist/lib/charts/theme.js";

const here = (name) => new URL(name, import.meta.url);
const { rows } = JSON.parse(readFileSync(here("results.json"), "utf8"));
const SOLVERS = [
  ["Sluice interior_point", "Sluice", ACCENT],
  ["Clarabel", "Clarabel", MUTED],
  ["Ipopt", "Ipopt", FAINT],
  ["SciPy trust-constr", "SciPy trust-constr", INK],
  ["SciPy SLSQP, tuned", "SciPy SLSQP (stopped, unfinished)", ALERT],
];
const cellsOf = (instance) => {
  const [, periods, channels] = /^mp-(\d+)x(\d+)/.exec(instance);
  return Number(periods) * Number(channels);
};
const values = rows.flatMap(({ instance, solver, median }) => {
  const named = SOLVERS.find(([name]) => name === solver);
  if (!named || !instance.endsWith("-ramp-mm") || median === undefined) return [];
  return [{ solver: named[1], cells: cellsOf(instance), seconds: median }];
});
const names = SOLVERS.map(([, name]) => name);
const png = await picture({
  $schema: "https://vega.github.io/schema/vega-lite/v6.json",
  title: { text: "One solve with ramps, by size", anchor: "start" },
  width: 460,
  height: 280,
  config: {
    font: FONT,
    axis: { gridColor: GRID, labelColor: MUTED, titleColor: INK },
    view: { stroke: null },
  },
  data: { values },
  mark: { type: "line", point: { size: 45 } },
  encoding: {
    x: { field: "cells", type: "quantitative", scale: { type: "log" }, title: "periods × channels" },
    y: { field: "seconds", type: "quantitative", scale: { type: "log" }, title: "seconds of CPU time" },
    color: {
      field: "solver",
      type: "nominal",
      scale: { domain: names, range: SOLVERS.map(([, , colour]) => colour) },
      title: null,
    },
  },
});
writeFileSync(here("../../docs/images/optimiser_speed.png"), png);
