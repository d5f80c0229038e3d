import { cellName } from "../config/matrix.ts";
import type { RunEvent } from "../pipeline/events.ts";
import type { Terminal } from "./terminal.ts";

/** What one stage under way shows. */
interface Row {
  readonly name: string;
  readonly began: number;
  readonly now: string;
  /** When what `left` says was said. */
  readonly saidAt: number;
  readonly left: number | null;
}

/** What happens now, redrawn in place as time goes by; nothing where nobody watches. */
export interface LiveView {
  readonly onEvent: (event: RunEvent) => void;
  readonly close: () => void;
}

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const EVERY_MS = 125;
const STAGE_WIDTH = 22;

/** `1:05`, or `1:02:03`. */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

function amountOf(done: number | null, total: number | null): string {
  if (done === null) return "";
  return total === null ? ` ${done}` : ` ${done} of ${total}`;
}

const ENDS: readonly RunEvent["kind"][] = [
  "stage_done",
  "stage_reused",
  "stage_blocked",
  "stage_failed",
  "stage_skipped",
];

/**
 * Shows the stages under way: how long each has run, what it does now, how much of it is done and how long the rest takes.
 *
 * @param clock - A clock in milliseconds that only goes forwards.
 */
export function openLive(terminal: Terminal, clock: () => number = () => performance.now()): LiveView {
  if (!terminal.isWatched) return { onEvent: () => undefined, close: () => undefined };
  const began = clock();
  const rows = new Map<string, Row>();
  const counts = { planned: 0, ended: 0, frame: 0 };
  const draw = () => {
    const now = clock();
    const mark = FRAMES[counts.frame++ % FRAMES.length] ?? "";
    const lines = Array.from(rows.values(), ({ name, began: start, now: message, left, saidAt }) => {
      const rest = left === null ? "" : `, ${clockTime(left - (now - saidAt) / 1000)} left`;
      return `${mark} ${name} ${clockTime((now - start) / 1000)}  ${message}${rest}`;
    });
    const head = `${counts.ended} of ${counts.planned} stages, ${clockTime((now - began) / 1000)}`;
    terminal.live(counts.planned === 0 ? [] : [...lines, head]);
  };
  const onEvent = (event: RunEvent) => {
    if (event.kind === "stage_planned") counts.planned += 1;
    if (!("stage" in event)) return;
    const cell = event.cell === null ? "" : `${cellName(event.cell)} `;
    const key = `${cell}${event.stage}`;
    const name = `${cell}${event.stage.padEnd(STAGE_WIDTH)}`;
    const now = clock();
    if (ENDS.includes(event.kind)) {
      counts.ended += 1;
      rows.delete(key);
    } else if (event.kind === "stage_started")
      rows.set(key, { name, began: now, now: event.title, saidAt: now, left: null });
    else if (event.kind === "progress") {
      const { message, done, total, eta_seconds: left } = event;
      const start = rows.get(key)?.began ?? now;
      rows.set(key, { name, began: start, now: `${message}${amountOf(done, total)}`, saidAt: now, left });
    }
    draw();
  };
  const timer = setInterval(draw, EVERY_MS);
  timer.unref();
  return {
    onEvent,
    close() {
      clearInterval(timer);
      terminal.live([]);
    },
  };
}
