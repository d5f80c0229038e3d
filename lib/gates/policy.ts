import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseConfig } from "../config/parse-config.ts";
import { InputError } from "../errors.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { nearest } from "../schema/nearest.ts";
import { CHECK_IDS, type CheckId } from "./catalogue.ts";

type PolicyFile = SchemaTypes["policy"];
export type Rule = PolicyFile["checks"][string];

/** A policy with everything it extends filled in: one rule for every check. */
export interface Policy {
  readonly name: string;
  readonly description: string;
  readonly undefined: "warn" | "fail";
  readonly skipped: "warn" | "fail";
  readonly checks: Readonly<Record<CheckId, Rule>>;
}

export const BUILT_IN_POLICIES = ["explore", "publish", "strict"] as const;
