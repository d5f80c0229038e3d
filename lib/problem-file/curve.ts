import { hill } from "../curves/hill.ts";
import { michaelisMenten } from "../curves/michaelis-menten.ts";
import { sigmoid } from "../curves/sigmoid.ts";
import type { Curve } from "../curves/curve.ts";
import { knownConcave } from "../optimise/concave-curve.ts";
import type { SchemaTypes } from "../schema/generated.ts";

type StatedCurve = SchemaTypes["allocation_problem"]["channels"][number]["curve"];

/** The curve that a problem file states. */
export function curveOf(stated: StatedCurve): Curve {
  switch (stated.type) {
    case "michaelis-menten":
      return michaelisMenten(stated);
    case "sigmoid":
      return sigmoid(stated);
    case "hill":
      // Hill curves are concave for exponents of at most 1 only.
      return stated.h <= 1 ? knownConcave(hill(stated), stated.K) : hill(stated);
  }
}
