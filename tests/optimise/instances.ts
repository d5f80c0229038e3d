import { readdirSync, readFileSync } from "node:fs";
import { hill } from "../../lib/curves/hill.ts";
import { michaelisMenten } from "../../lib/curves/michaelis-menten.ts";
import { sigmoid } from "../../lib/curves/sigmoid.ts";
import type { Curve } from "../../lib/curves/curve.ts";
import { knownConcave } from "../../lib/optimise/concave-curve.ts";
import {
  allocationProblem,
  type Adstock,
  type AllocationProblem,
  type RampLimit,
} from "../../lib/optimise/problem.ts";

const FOLDER = new URL("../reference/optimisation/", import.meta.url);

type CurveJson =
  | { type: "michaelis-menten"; L: number; k: number }
  | { type: "sigmoid"; alpha: number; lam: number }
  | { type: "hill"; beta: number; K: number; h: number };

interface ChannelJson {
  name: string;
  curve: CurveJson;
  lower: number | number[];
  upper: number | number[];
  lastSpend?: number;
  ramp?: RampLimit;
  adstock?: Adstock;
}

interface InstanceJson {
  id: string;
  periods: number;
  periodWeights?: number[];
  budget: { total: number; perPeriod?: number[] };
  channels: ChannelJson[];
  expected: {
    objective: number;
    upperBound: number;
    budgetPrice: number[];
    reasonCode: string;
    reason: string;
    allocation: number[][];
  };
}

/** A reference instance with its problem. */
export interface Instance {
  readonly id: string;
  readonly json: InstanceJson;
  readonly expected: InstanceJson["expected"];
  readonly problem: AllocationProblem;
}

function curveOf(json: CurveJson, scale: number): Curve {
  switch (json.type) {
    case "michaelis-menten":
      return michaelisMenten(json);
    case "sigmoid":
      return sigmoid(json);
    case "hill":
      // Hill curves are concave for exponents of at most 1 only.
      return json.h <= 1 ? knownConcave(hill(json), scale) : hill(json);
  }
}

/** The problem that an instance file states. */
export function problemOf(json: InstanceJson): AllocationProblem {
  return allocationProblem({
    channels: json.channels.map((channel) => ({
      ...channel,
      curve: curveOf(channel.curve, channel.curve.type === "hill" ? channel.curve.K : 1),
    })),
    periods: json.periods,
    budget: json.budget,
    ...(json.periodWeights ? { periodWeights: json.periodWeights } : {}),
  });
}

/** All reference instances whose name matches, in order of name. */
export function instances(pattern: RegExp): Instance[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".json") && pattern.test(name))
    .sort()
    .map((name) => {
      const json = JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")) as InstanceJson;
      return { id: json.id, json, expected: json.expected, problem: problemOf(json) };
    });
}
