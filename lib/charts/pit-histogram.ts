import type { TopLevelSpec } from "vega-lite";
import { histogram } from "./bins.ts";
import { verdictWords, type CalibrationVerdict } from "./calibration-words.ts";
import { isWithin, shareBand } from "./chance.ts";
import { largest, requireSome } from "./checks.ts";
import { count, percent } from "./format.ts";
import { keyRow } from "./key.ts";
import { ALERT, CONFIG, ENVELOPE, headline, INK, SOFT } from "./theme.ts";

/** What the histogram of PIT values shows. */
export interface PitHistogramInput {
  /** Probability integral transform of each observation, in [0, 1]; NaN where it is undefined. */
  readonly pit: ArrayLike<number>;
  /** Independent observations that the PIT is worth, after serial dependence; the band is for so many. */
  readonly effectiveCount: number;
  readonly verdict: CalibrationVerdict;
}

const WIDTH = 700;
const HEIGHT = 300;
const BAND_PROBABILITY = 0.94;
const PER_BIN = 10;
const FEWEST_BINS = 5;
const MOST_BINS = 20;
const SLIVER = 0.012;

/**
 * Histogram of the PIT: flat when predictive distributions are calibrated, U-shaped when too narrow, a hill when too wide,
 * sloped when biased. The band holds for all bars together.
 *
 * @throws RangeError when there is no observation.
 * @see Gneiting, Balabdaoui & Raftery (2007), J. R. Statist. Soc. B 69(2)
 */
export function pitHistogramChart({ pit, effectiveCount, verdict }: PitHistogramInput): TopLevelSpec {
  requireSome(pit, "PIT histogram");
  const defined = Array.from(pit).filter((value) => !Number.isNaN(value));
  const n = defined.length;
  const bins = Math.min(Math.max(Math.floor(n / PER_BIN), FEWEST_BINS), MOST_BINS);
  const band = shareBand(Math.min(effectiveCount, n), bins, bins, BAND_PROBABILITY);
  const counts = histogram(defined, 0, 1, bins).counts;
  const top = largest([...counts, band.upper * n], 1) * 1.08;
  const bars = counts.map((inBin, bin) => {
    const isUsual = n > 0 && isWithin(inBin / n, band);
    return {
      from: bin / bins,
      to: (bin + 1) / bins,
      // An empty bar that should not be empty shows as a sliver.
      height: isUsual ? inBin : Math.max(inBin, SLIVER * top),
      base: 0,
      colour: isUsual ? SOFT : ALERT,
    };
  });
  const outside = bars.filter(({ colour }) => colour === ALERT).length;
  const shape =
    outside === 0
      ? `all ${bins} bars lie inside the band`
      : `${outside} of ${bins} bars ${outside === 1 ? "lies" : "lie"} outside the band`;
  const title =
    n === 0 ? verdictWords({ ...verdict, label: "undefined" }) : `${verdictWords(verdict)}; ${shape}`;
  const missing = pit.length - n;
  const facts = [
    `${count(n, "observation")}, worth ${Number.isFinite(effectiveCount) ? Math.floor(effectiveCount) : "n/a"} independent ones`,
    ...(missing > 0 ? [`undefined for ${missing} more`] : []),
    "U shape: intervals too narrow; hill: too wide; slope: biased",
  ];
  const x = { field: "from", type: "quantitative" as const, scale: { domain: [0, 1], nice: false } };
  const y = { field: "height", type: "quantitative" as const, scale: { domain: [0, top], nice: false } };
  const all = [{ from: 0, to: 1, lower: band.lower * n, upper: band.upper * n, height: n / bins }];
  return {
    config: CONFIG,
    title: headline(title, [facts.join(" · ")], WIDTH + 60),
    spacing: 20,
    vconcat: [
      keyRow([
        { label: "observations", mark: "band", colour: SOFT },
        { label: "outside the band", mark: "band", colour: ALERT },
        { label: "expected", mark: "dashed", colour: INK },
        {
          label: `${percent(BAND_PROBABILITY)} band for all bars, if calibrated`,
          mark: "band",
          colour: ENVELOPE,
        },
      ]),
      {
        width: WIDTH,
        height: HEIGHT,
        layer: [
          {
            data: { values: Number.isFinite(band.upper) ? all : [] },
            mark: { type: "rect", color: ENVELOPE, opacity: 1 },
            encoding: { x, x2: { field: "to" }, y: { ...y, field: "lower" }, y2: { field: "upper" } },
          },
          {
            data: { values: bars },
            mark: { type: "rect", stroke: "#FFFFFF", strokeWidth: 1, opacity: 1 },
            encoding: {
              x: {
                ...x,
                axis: {
                  title: "PIT: predictive probability below the observation",
                  grid: false,
                  tickCount: 5,
                },
              },
              x2: { field: "to" },
              y: { ...y, axis: { title: "Observations", tickCount: 5 } },
              y2: { field: "base" },
              color: { field: "colour", type: "nominal", scale: null },
            },
          },
          {
            data: { values: band.lower > 0 ? all : [] },
            mark: { type: "rule", color: "#FFFFFF", strokeWidth: 1 },
            encoding: { x, x2: { field: "to" }, y: { ...y, field: "lower" } },
          },
          {
            data: { values: all },
            mark: { type: "rule", color: INK, strokeWidth: 1.4, strokeDash: [5, 4] },
            encoding: { x, x2: { field: "to" }, y },
          },
        ],
      },
    ],
  };
}
