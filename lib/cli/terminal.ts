import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** The colour of each verdict, the same in every verb. */
export const GATE_STYLE = { pass: "green", warn: "yellow", waived: "magenta", fail: "red" } as const;

/** Where a verb writes: people's text and machines' JSON to `out`, everything about the way there to `err`. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  /** Whether someone watches as it goes: a person at a terminal, not a log of CI. */
  readonly isWatched: boolean;
  /** Replaces the lines under way, which stay below all others; where nobody watches, nothing is written. */
  live(lines: readonly string[]): void;
  /** Text for `err`. */
  style(style: Style, text: string): string;
  /** Text for `out`, which may be a file while `err` is a terminal. */
  styleOut(style: Style, text: string): string;
}

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): boolean;
}

const CLEAR_LINE = "\r\u001b[2K";
const UP = "\u001b[1A";
const COLUMNS = 80;

/** Colours only on a terminal, never where NO_COLOR is set; progress only where someone watches, not in CI. */
export function openTerminal(out: Stream, err: Stream, env: NodeJS.ProcessEnv): Terminal {
  const canColour = !env["NO_COLOR"] && env["TERM"] !== "dumb";
  const paint = (stream: Stream) => (style: Style, text: string) =>
    canColour && stream.isTTY === true ? styleText(style, text, { validateStream: false }) : text;
  const isWatched = err.isTTY === true && !env["CI"] && env["TERM"] !== "dumb";
  let shown: readonly string[] = [];
  /** Lines longer than the terminal is wide would be two, and one of them would stay. */
  const fit = (line: string) => {
    // Some terminals say that they are 0 columns wide: they do not know.
    const columns = err.columns !== undefined && err.columns > 0 ? err.columns : COLUMNS;
    return line.slice(0, columns - 1);
  };
  const wipe = () => shown.map((_, i) => (i === 0 ? CLEAR_LINE : `${UP}${CLEAR_LINE}`)).join("");
  const clear = () => {
    if (shown.length > 0) err.write(wipe());
  };
  /** What is under way goes back below what was just written. */
  const restore = () => {
    if (shown.length > 0) err.write(shown.join("\n"));
  };
  return {
    out(line) {
      clear();
      out.write(`${line}\n`);
      restore();
    },
    err(line) {
      clear();
      err.write(`${line}\n`);
      restore();
    },
    isWatched,
    live(lines) {
      if (!isWatched) return;
      const next = lines.map(fit);
      const text = `${wipe()}${next.join("\n")}`;
      if (text !== "") err.write(text);
      shown = next;
    },
    style: paint(err),
    styleOut: paint(out),
  };
}
