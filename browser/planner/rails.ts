import { part } from "./dom.ts";

/** Half the width of a slider's thumb: its middle runs between these distances from the ends. */
const INSET = 12;

function maxOf(rail: HTMLElement): number {
  return Number(rail.querySelector("input")?.max ?? 1);
}

const shareOf = (rail: HTMLElement, amount: number) => Math.min(1, Math.max(0, amount / maxOf(rail)));

const at = (share: number) => `calc(${INSET}px + ${share} * (100% - ${2 * INSET}px))`;

/** Moves a mark of a rail to an amount; null hides it. */
export function place(railId: string, mark: string, amount: number | null): void {
  const rail = part(railId);
  const element = rail.querySelector<HTMLElement>(mark);
  if (element === null) return;
  element.hidden = amount === null || !Number.isFinite(amount);
  if (amount !== null) element.style.left = at(shareOf(rail, amount));
}

/** Lays a band of a rail from one amount to another. */
export function span(railId: string, band: string, from: number, to: number): void {
  const rail = part(railId);
  const element = rail.querySelector<HTMLElement>(band);
  if (element === null) return;
  const [low, high] = [shareOf(rail, from), shareOf(rail, to)];
  element.style.left = at(low);
  element.style.width = `calc(${Math.max(0, high - low)} * (100% - ${2 * INSET}px))`;
}
