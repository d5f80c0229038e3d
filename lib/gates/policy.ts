import { join } from "node:path";
import { readConfig } from "../config/parse-config.ts";
import { insideProject } from "../config/paths.ts";
import { InputError, type Problem } from "../errors.ts";
import { PACKAGE_ROOT } from "../package-info.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { meantOr } from "../schema/nearest.ts";
import { CHECK_IDS, type CheckId } from "./catalogue.ts";

export type Rule = SchemaTypes["policy"]["checks"][string];
type Severity = "warn" | "fail";

/** A policy with everything it extends filled in: one rule for every check. */
export interface Policy {
  readonly name: string;
  readonly description: string;
  /** Verdict on a statistic that is NaN or infinite. */
  readonly undefined: Severity;
  /** Verdict on missing evidence. */
  readonly skipped: Severity;
  readonly checks: Readonly<Record<CheckId, Rule>>;
}

/** Policies that come with Sluice: three of its own, from the most lenient to the strictest, and the limits of two other tools. */
export const BUILT_IN_POLICIES = ["explore", "publish", "strict", "ammm", "meridian"] as const;

type BuiltIn = (typeof BUILT_IN_POLICIES)[number];
/** Whether a policy is named by its file. */
export const isPolicyFile = (policy: string) => /\.ya?ml$/.test(policy);

const isBuiltIn = (name: string): name is BuiltIn => BUILT_IN_POLICIES.some((known) => known === name);
const isCheckId = (name: string): name is CheckId => CHECK_IDS.some((known) => known === name);

function builtInFile(name: BuiltIn): string {
  return join(PACKAGE_ROOT, "lib", "gates", "policies", `${name}.yaml`);
}

async function policyFile(policy: string, pipelineFile: string, where: string): Promise<string> {
  if (isBuiltIn(policy)) return builtInFile(policy);
  if (isPolicyFile(policy)) return insideProject(pipelineFile, policy, where);
  const choices = `use ${BUILT_IN_POLICIES.join(", ")}, or the path of a policy file (.yaml)`;
  throw new InputError({
    what: `there is no policy ${JSON.stringify(policy)}`,
    where,
    fix: meantOr(policy, BUILT_IN_POLICIES, choices),
  });
}

function unknownChecks(names: readonly string[], where: (name: string) => string): Problem[] {
  return names
    .filter((name) => !isCheckId(name))
    .map((name) => ({
      what: `there is no check ${JSON.stringify(name)}`,
      where: where(name),
      fix: meantOr(name, CHECK_IDS, `checks are ${CHECK_IDS.join(", ")}`),
    }));
}

async function resolvePolicy(file: string): Promise<Policy> {
  const { value, where } = await readConfig("policy", file);
  const problems = unknownChecks(Object.keys(value.checks), (name) => where("checks", name));
  if (problems.length > 0) throw new InputError(problems);
  const base = value.extends === null ? null : await resolvePolicy(builtInFile(value.extends));
  const rules: Partial<Record<string, Rule>> = { ...base?.checks, ...value.checks };
  const missing = CHECK_IDS.filter((id) => rules[id] === undefined);
  if (missing.length > 0) {
    throw new InputError({
      what: `has no rule for ${missing.join(", ")}`,
      where: where("checks"),
      fix: "add these rules, or start from a built-in policy with extends: publish",
    });
  }
  return {
    name: value.name,
    description: value.description,
    undefined: value.undefined ?? base?.undefined ?? "fail",
    skipped: value.skipped ?? base?.skipped ?? "fail",
    checks: rules as Record<CheckId, Rule>,
  };
}

/**
 * The policy of that name, or in that file of the project.
 *
 * @param pipelineFile - The file that names it: a path is relative to its folder.
 * @param where - Place of the name in the configuration, for messages.
 * @throws InputError for an unknown policy, an invalid file, a rule for no check, or a check without a rule.
 */
export async function loadPolicy(policy: string, pipelineFile: string, where: string): Promise<Policy> {
  return resolvePolicy(await policyFile(policy, pipelineFile, where));
}
