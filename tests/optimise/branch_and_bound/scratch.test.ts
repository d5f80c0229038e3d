import { it } from "vitest";
import { hill } from "../../../lib/curves/hill.ts";
import { michaelisMenten } from "../../../lib/curves/michaelis-menten.ts";
import { allocationProblem, objective } from "../../../lib/optimise/problem.ts";
import { solveByBranchAndBound } from "../../../lib/optimise/branch_and_bound/solver.ts";
let seed = 7; const rnd = () => { seed = (seed * 1664525 + 1013904223) >>> 0; return seed / 4294967296; };
const run = (id: string, problem: any, settings: any = {}, choices?: any) => {
  const t = performance.now();
  const s: any = solveByBranchAndBound(problem, settings, choices);
  const ms = performance.now() - t;
  if (!("allocation" in s)) { console.log(id, JSON.stringify(s)); return s; }
  console.log(id, s.status, "nodes", s.iterations, ms.toFixed(1) + "ms", s.certificate.objective, s.certificate.relativeGap.toExponential(2), "stat", s.certificate.stationarity.toExponential(1));
  return s;
};
it("scratch", () => {
  for (const n of [10, 20, 50, 100, 200]) for (let k = 0; k < 4; k++) {
    const channels = Array.from({ length: n }, (_, i) => { const K = Math.exp(8 + 3 * rnd()); return { name: "c" + i, curve: hill({ beta: Math.exp(8 + 3 * rnd()), K, h: 1.5 + 3 * rnd() }), lower: rnd() < .5 ? 0 : 0.05 * K, upper: 3 * K }; });
    const total = channels.reduce((s, c) => s + c.lower + 0.2 * (0.2 + 1.5*rnd()) * c.upper, 0);
    run(`rand n${n}`, allocationProblem({ channels, budget: { total } }));
    run(`rand n${n} 1e-6`, allocationProblem({ channels, budget: { total } }), { relativeGap: 1e-6 });
  }
  // identical channels, separate objects
  for (const n of [5, 8, 12, 20, 50]) {
    const channels = Array.from({ length: n }, (_, i) => ({ name: "c" + i, curve: hill({ beta: 100, K: 10, h: 3 }), lower: 0, upper: 30 }));
    run(`identical n${n}`, allocationProblem({ channels, budget: { total: 12 * n * 0.37 } }));
  }
  const h = [hill({ beta: 100, K: 10, h: 3 }), hill({ beta: 150, K: 20, h: 2 }), hill({ beta: 70, K: 5, h: 4 })];
  for (const T of [4, 13, 52]) run(`shared ${T}x3`, allocationProblem({ channels: h.map((curve, i) => ({ name: "c" + i, curve, lower: 0, upper: 60 })), periods: T, budget: { total: 22.3 * T } }));
  run(`weights`, allocationProblem({ channels: h.map((curve, i) => ({ name: "c" + i, curve, lower: 0, upper: 60 })), periods: 52, periodWeights: Array.from({ length: 52 }, (_, t) => 1 + 0.3 * Math.sin(t)), budget: { total: 22.3 * 52 } }));
  run(`perPeriod`, allocationProblem({ channels: h.map((curve, i) => ({ name: "c" + i, curve, lower: 0, upper: 60 })), periods: 52, budget: { total: 20 * 52, perPeriod: new Array(52).fill(20) } }));
  // lots
  for (const n of [3, 6, 10, 20, 50]) {
    const channels = Array.from({ length: n }, (_, i) => ({ name: "c" + i, curve: i % 2 ? michaelisMenten({ L: 50 + 100 * rnd(), k: 5 + 20 * rnd() }) : hill({ beta: 50 + 100 * rnd(), K: 5 + 20 * rnd(), h: 1.5 + 3 * rnd() }), lower: 0, upper: 60 }));
    run(`lots same unit n${n}`, allocationProblem({ channels, budget: { total: 12 * n } }), {}, channels.map(() => ({ kind: "lots", unit: 2 })));
    run(`lots 2,3,5 n${n}`, allocationProblem({ channels, budget: { total: 12 * n + 1 } }), {}, channels.map((_, i) => ({ kind: "lots", unit: [2, 3, 5][i % 3] })));
    run(`lots odd n${n}`, allocationProblem({ channels, budget: { total: 12 * n + 1 } }), {}, channels.map((_, i) => i % 3 === 0 ? null : ({ kind: "lots", unit: [2, 3.7, 5.3][i % 3] })));
    run(`zero or n${n}`, allocationProblem({ channels, budget: { total: 12 * n + 1 } }), {}, channels.map((_, i) => i % 4 === 3 ? null : ({ kind: "zero_or_at_least", least: 10 + 10 * rnd() })));
    run(`mixed n${n}`, allocationProblem({ channels, budget: { total: 12 * n + 1 } }), {}, channels.map((_, i) => i % 3 === 0 ? { kind: "zero_or_at_least", least: 10 } : i % 3 === 1 ? ({ kind: "lots", unit: 4 }) : null));
  }
}, 600000);
