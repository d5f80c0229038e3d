import type { CalibrationLabel } from "../diagnostics/calibration.ts";

/** Verdict on the predictive distributions that a chart of their PIT carries. */
export interface CalibrationVerdict {
  readonly label: CalibrationLabel;
  /** Whether there is evidence enough: without it "well-calibrated" means "not refuted". */
  readonly isSufficient: boolean;
  /** Mean of the PIT: above a half, observations tend to lie above their predictive medians. */
  readonly meanPit: number;
}

/** The verdict at the head of a sentence. */
export function verdictWords({ label, isSufficient, meanPit }: CalibrationVerdict): string {
  switch (label) {
    case "well-calibrated":
      return isSufficient
        ? "Predictions are well calibrated"
        : "Too few observations to call predictions calibrated";
    case "over-confident":
      return "Predictions are over-confident, their intervals too narrow";
    case "under-confident":
      return "Predictions are under-confident, their intervals too wide";
    case "biased":
      if (Math.abs(meanPit - 0.5) < NO_DIRECTION) return "Predictions are biased";
      return `Predictions are biased: ${meanPit > 0.5 ? "observations lie above" : "observations lie below"} them`;
    case "undefined":
      return "Whether predictions are calibrated is not known: the PIT is undefined";
  }
}

/** A mean PIT this close to a half points neither up nor down. */
const NO_DIRECTION = 0.01;
