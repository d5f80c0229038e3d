import type { TopLevelSpec } from "vega-lite";
import type { SchemaTypes } from "../../schema/generated.ts";
import type { ReportFacts } from "../facts.ts";
import type { PageImage } from "./figure.ts";

/** Charts of the recommendation, and the points of the curves with their bands. */
export interface DecisionPictures {
  readonly budget: TopLevelSpec;
  readonly marginal: TopLevelSpec;
  readonly curves: TopLevelSpec;
  readonly plan: TopLevelSpec;
  readonly scenarios: TopLevelSpec;
  readonly frontier: TopLevelSpec;
  readonly curvePoints: readonly object[];
}

/** A chart of the evidence with the rows that it shows. */
export interface Evidenced<Name extends keyof SchemaTypes> {
  readonly spec: TopLevelSpec;
  readonly rows: SchemaTypes[Name];
}

/** What the page tells: everything that the Markdown report does, with charts. */
export interface PageFacts extends ReportFacts {
  readonly model: SchemaTypes["model_reference"];
  readonly curves: SchemaTypes["curves"];
  /** Null exactly when there is no decision. */
  readonly pictures: DecisionPictures | null;
  /** Null when the model file holds no posterior predictive draws. */
  readonly fit: Evidenced<"predictions"> | null;
  readonly coverage: Evidenced<"calibration_coverage"> | null;
  /** Pictures of the diagnostics that need the draws themselves. */
  readonly images: readonly PageImage[];
}
