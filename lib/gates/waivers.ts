import type { SchemaTypes } from "../schema/generated.ts";
import { short } from "../words.ts";
import type { Check, CheckId, GateId } from "./catalogue.ts";
import { worst as worstStatus } from "./judge.ts";
import type { Policy } from "./policy.ts";

type Gates = SchemaTypes["gates"];
type Gate = Gates["gates"][number];
export type WaiverRuling = Gates["waivers"][number];

/** The waivers that opened a gate. */
export function usedWaivers({ waivers }: { readonly waivers: readonly WaiverRuling[] }): WaiverRuling[] {
  return waivers.filter(({ outcome }) => outcome === "used");
}

/** A value that a waiver accepts: a number, a level, or one of the two words below. */
export type Accepted = number | string;

/** Accepts a statistic without a value. */
export const UNDEFINED = "undefined";
/** Accepts evidence that is not there. */
export const MISSING = "missing";

/** A signed exception, checked, with what today makes of it. */
export interface Waiver {
  readonly gate: GateId;
  /** Worst value accepted, by check. */
  readonly worst: Readonly<Record<string, Accepted>>;
  readonly reason: string;
  readonly approver: string;
  /** Last day on which it opens anything, YYYY-MM-DD. */
  readonly expires: string;
  readonly isExpired: boolean;
  readonly pipelines: readonly string[];
  /** Why it is not for this cell of the matrix; null when it is, or there is no matrix. */
  readonly outOfCell: string | null;
}

/** What waivers are held against. */
export interface WaiverCase {
  readonly verdict: Gates;
  readonly checks: readonly Check[];
  readonly policy: Policy;
  readonly pipeline: string;
}

const valueOf = (value: Accepted) => (typeof value === "number" ? short(value) : value);

/** Whether a failing check is no worse than what is accepted, in words: why it is, or why it is not. */
function hold(
  check: Check,
  accepted: Accepted,
  policy: Policy,
): { readonly isMet: boolean; readonly why: string } {
  const { check_id: id, value, status } = check;
  if (status === "skipped")
    return { isMet: accepted === MISSING, why: `${id} is missing, accepted: ${valueOf(accepted)}` };
  if (value === null)
    return { isMet: accepted === UNDEFINED, why: `${id} is undefined, accepted: ${valueOf(accepted)}` };
  const rule = policy.checks[id as CheckId];
  if (rule.kind === "level" || typeof value === "string" || typeof accepted === "string")
    return { isMet: value === accepted, why: `${id} is ${valueOf(value)}, accepted: ${valueOf(accepted)}` };
  const [isMet, word] =
    rule.kind === "at_most"
      ? ([value <= accepted, "up to"] as const)
      : ([value >= accepted, "down to"] as const);
  return { isMet, why: `${id} is ${valueOf(value)}, accepted ${word} ${valueOf(accepted)}` };
}

/** Why a waiver counts for nothing in this run, before its values are looked at; null when it may count. */
function outOfForce({ isExpired, expires, pipelines, outOfCell }: Waiver, pipeline: string): string | null {
  if (!pipelines.includes(pipeline)) return `is for ${pipelines.join(", ")}, not for ${pipeline}`;
  if (outOfCell !== null) return outOfCell;
  return isExpired ? `expired after ${expires}` : null;
}

/** What a waiver says of each failing check of its gate that it names. */
interface Examined {
  readonly waiver: Waiver;
  readonly refusal: string | null;
  readonly held: readonly { readonly checkId: string; readonly isMet: boolean; readonly why: string }[];
}

function examine(waiver: Waiver, gate: Gate, { checks, policy, pipeline }: WaiverCase): Examined {
  const failing = checks.filter(({ check_id }) => gate.because.includes(check_id));
  const held = failing.flatMap((check) => {
    const accepted = Object.hasOwn(waiver.worst, check.check_id) ? waiver.worst[check.check_id] : undefined;
    return accepted === undefined ? [] : [{ checkId: check.check_id, ...hold(check, accepted, policy) }];
  });
  return { waiver, refusal: outOfForce(waiver, pipeline), held };
}

/** A gate that fails, and what the waivers of it say. */
function judgeGate(gate: Gate, waivers: readonly Waiver[], context: WaiverCase) {
  const examined = waivers.filter((one) => one.gate === gate.gate).map((one) => examine(one, gate, context));
  const excused = new Set(
    examined
      .filter(({ refusal }) => refusal === null)
      .flatMap(({ held }) => held.filter(({ isMet }) => isMet).map(({ checkId }) => checkId)),
  );
  // A gate that fails for want of any check has nothing that a waiver could name.
  const left = gate.because.filter((id) => !excused.has(id));
  return { gate, examined, left, isOpen: gate.because.length > 0 && left.length === 0 };
}

function ruling(waiver: Waiver, outcome: WaiverRuling["outcome"], why: string): WaiverRuling {
  const { gate, worst, reason, approver, expires } = waiver;
  return { gate, worst: { ...worst }, reason, approver, expires, outcome, why };
}

function ruleOnFailing(
  { waiver, refusal, held }: Examined,
  { gate, left, isOpen }: ReturnType<typeof judgeGate>,
): WaiverRuling {
  if (refusal !== null) return ruling(waiver, "refused", refusal);
  const unmet = held.filter(({ isMet }) => !isMet);
  if (unmet.length > 0) return ruling(waiver, "refused", unmet.map(({ why }) => why).join("; "));
  if (held.length === 0) {
    const named = Object.keys(waiver.worst).join(", ");
    return ruling(
      waiver,
      "unused",
      `${named} does not fail; ${gate.gate} fails by ${left.join(", ") || "want of any check"}`,
    );
  }
  const met = held.map(({ why }) => why).join("; ");
  if (isOpen) return ruling(waiver, "used", `opens ${gate.gate}: ${met}`);
  return ruling(waiver, "refused", `${met}, but ${gate.gate} stays shut: ${left.join(", ")} is not waived`);
}

/**
 * Verdicts after waivers: a gate that fails is `waived` where each check that makes it fail is excused by a waiver in force,
 * for this pipeline, and no worse than the worst value accepted.
 *
 * @returns The verdicts with a ruling on every waiver: those of other pipelines only where their gate fails here.
 */
/** The waivers of some gates: those of a gate that is not judged yet wait until it is. */
export function waiversOf(waivers: readonly Waiver[], gates: readonly GateId[]): Waiver[] {
  return waivers.filter(({ gate }) => gates.includes(gate));
}

export function applyWaivers(waivers: readonly Waiver[], context: WaiverCase): Gates {
  const { verdict, pipeline } = context;
  const judged = verdict.gates
    .filter(({ status }) => status === "fail")
    .map((gate) => judgeGate(gate, waivers, context));
  const opened = new Set(judged.filter(({ isOpen }) => isOpen).map(({ gate }) => gate.gate));
  const gates = verdict.gates.map((gate) =>
    opened.has(gate.gate) ? { ...gate, status: "waived" as const } : gate,
  );
  const rulings = waivers.flatMap((waiver) => {
    for (const one of judged) {
      const examined = one.examined.find((each) => each.waiver === waiver);
      if (examined !== undefined) return [ruleOnFailing(examined, one)];
    }
    if (!waiver.pipelines.includes(pipeline)) return [];
    const status = verdict.gates.find(({ gate }) => gate === waiver.gate)?.status ?? "pass";
    return [
      ruling(waiver, "unused", outOfForce(waiver, pipeline) ?? `${waiver.gate} does not fail (${status})`),
    ];
  });
  return {
    ...verdict,
    adequacy: worstStatus(gates.map(({ status }) => status)),
    families: verdict.families.map(({ family }) => ({
      family,
      status: worstStatus(gates.filter((gate) => gate.family === family).map(({ status }) => status)),
    })),
    gates,
    waivers: rulings,
  };
}
