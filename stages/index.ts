import type { Stage } from "../lib/stage.ts";
import runMetadata from "./00_run_metadata.ts";
import preDiagnostics from "./10_pre_diagnostics.ts";
import modelFit from "./20_model_fit.ts";
import modelAssessment from "./30_model_assessment.ts";
import decomposition from "./40_decomposition.ts";
import diagnostics from "./50_diagnostics.ts";
import responseCurves from "./60_response_curves.ts";
import optimisation from "./70_optimisation.ts";
import interpretation from "./80_interpretation.ts";

/** The built-in stages. Their order here is for people; the order they run in follows from their needs. */
export const stages: readonly Stage[] = [
  runMetadata,
  preDiagnostics,
  modelFit,
  modelAssessment,
  decomposition,
  diagnostics,
  responseCurves,
  optimisation,
  interpretation,
];
