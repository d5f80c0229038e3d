import { ALERT, MUTED } from "./theme.ts";

/** Verdict on the model that a recommendation rests on; a failed model has no recommendation, unless it was waived. */
export type Adequacy = "pass" | "warn" | "waived";

const SENTENCES: Readonly<Record<Adequacy, string>> = {
  pass: "Model adequacy: passed",
  warn: "Model adequacy: passed with warnings",
  waived: "Model adequacy: failed checks were waived",
};

/** The verdict as a reader meets it below the title. */
export function adequacySentence(adequacy: Adequacy): string {
  return SENTENCES[adequacy];
}

/** Colour of the line that carries the verdict: anything but a clean pass stands out. */
export function adequacyColour(adequacy: Adequacy): string {
  return adequacy === "pass" ? MUTED : ALERT;
}
