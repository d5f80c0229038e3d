import type { ChainFactor } from "./chain.ts";
import type { Program } from "./program.ts";

/** Which states a program has, and what its budgets see of them. */
export interface PeriodLayout {
  /** First state of each channel: effective spend, and, with carryover, that of the period before; −1 where nothing needs to be known of it. */
  readonly stateOf: Int32Array;
  readonly states: number;
  /** Budgets of each period, in order. */
  readonly rowsIn: readonly (readonly number[])[];
  /** Channels that each budget of a period counts. */
  readonly members: readonly Int32Array[];
}

/** The states that the budgets of single periods of a program need; they are of no use where there is no such budget. */
export function periodLayout(program: Program): PeriodLayout {
  const { periods, carry, isRigid, ramps, budgets } = program;
  const isLinked = Uint8Array.from(isRigid);
  for (let r = 0; r < ramps.count; r++) {
    if (ramps.factor[r] !== 0) isLinked[Math.floor(ramps.cell[r]! / periods)] = 1;
  }
  const stateOf = new Int32Array(carry.length).fill(-1);
  let states = 0;
  budgets.periodic.forEach((families, i) => {
    // A channel whose periods are apart only adds to the variance of its budget, unless two budgets of a period count it.
    const isApart = !isLinked[i] && carry[i] === 0;
    if (families.length === 0 || (isApart && families.length === 1)) return;
    stateOf[i] = states;
    states += carry[i] === 0 || isRigid[i] ? 1 : 2;
  });
  const rowsIn: number[][] = Array.from({ length: periods }, () => []);
  const members: number[][] = Array.from(budgets.amount, () => []);
  budgets.periodic.forEach((families, i) => {
    for (const rowOf of families) {
      rowOf.forEach((g, t) => {
        if (g < 0) return;
        if (members[g]!.length === 0) rowsIn[t]!.push(g);
        members[g]!.push(i);
      });
    }
  });
  return {
    stateOf,
    states,
    rowsIn: rowsIn.map((rows) => rows.toSorted((a, b) => a - b)),
    members: members.map((one) => Int32Array.from(one)),
  };
}

/** Share of its second state that the spend of a channel lacks: 0 where it has one state only, which is its spend. */
export function carryInState({ carry, isRigid }: Program, i: number): number {
  return isRigid[i] ? 0 : carry[i]!;
}

/** What a budget sees of a state: the sum of spends. */
export function seen(
  program: Program,
  { stateOf, members }: PeriodLayout,
  g: number,
  state: Float64Array,
): number {
  let sum = 0;
  for (const i of members[g]!) {
    const s = stateOf[i]!;
    if (s < 0) continue;
    const carry = carryInState(program, i);
    sum += carry === 0 ? state[s]! : state[s]! - carry * state[s + 1]!;
  }
  return sum;
}

/** F z: the state one period on. */
export function carryForward(
  program: Program,
  { near, far }: ChainFactor,
  t: number,
  { stateOf }: PeriodLayout,
  state: Float64Array,
): void {
  for (let i = 0; i < stateOf.length; i++) {
    const s = stateOf[i]!;
    if (s < 0 || program.isRigid[i]) continue;
    const at = i * program.periods + t;
    const before = state[s]!;
    if (carryInState(program, i) === 0) {
      state[s] = -near[at]! * before;
      continue;
    }
    state[s] = -near[at]! * before - far[at]! * state[s + 1]!;
    state[s + 1] = before;
  }
}

/** Fᵀ z. */
export function carryBack(
  program: Program,
  { near, far }: ChainFactor,
  t: number,
  { stateOf }: PeriodLayout,
  state: Float64Array,
): void {
  for (let i = 0; i < stateOf.length; i++) {
    const s = stateOf[i]!;
    if (s < 0 || program.isRigid[i]) continue;
    const at = i * program.periods + t;
    const own = state[s]!;
    if (carryInState(program, i) === 0) {
      state[s] = -near[at]! * own;
      continue;
    }
    state[s] = -near[at]! * own + state[s + 1]!;
    state[s + 1] = -far[at]! * own;
  }
}

/** Variance of each spend, budgets aside: the diagonal of K⁻¹. */
export function variancesInto(program: Program, { pivot, near, far }: ChainFactor, to: Float64Array): void {
  const { periods, carry, isRigid } = program;
  for (let i = 0; i < carry.length; i++) {
    const base = i * periods;
    if (isRigid[i]) {
      to.fill(1 / pivot[base]!, base, base + periods);
      continue;
    }
    // Of x_t, of x_{t−1}, and of both.
    let own = 0;
    let before = 0;
    let both = 0;
    for (let at = base; at < base + periods; at++) {
      const [a, b] = [-near[at]!, -far[at]!];
      const next = a * a * own + 2 * a * b * both + b * b * before + 1 / pivot[at]!;
      both = a * own + b * both;
      before = own;
      own = next;
      to[at] = own - 2 * carry[i]! * both + carry[i]! * carry[i]! * before;
    }
  }
}
