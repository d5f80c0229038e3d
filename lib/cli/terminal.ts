import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** The colour of each verdict, the same in every verb. */
export const GATE_STYLE = { pass: "green", warn: "yellow", waived: "magenta", fail: "red" } as const;

/** Where a verb writes: people's text and machines' JSON to `out`, everything about the way there to `err`. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  /** Replaces the line under way; where nobody watches, nothing is written. */
  status(line: string): void;
  /** Text for `err`. */
  style(style: Style, text: string): string;
  /** Text for `out`, which may be a file while `err` is a terminal. */
  styleOut(style: Style, text: string): string;
}

interface Stream {
  readonly isTTY?: boolean;
  write(text: string): boolean;
}

const CLEAR_LINE = "\r\u001b[2K";

/** Colours only on a terminal, never where NO_COLOR is set; progress only where someone watches, not in CI. */
export function openTerminal(out: Stream, err: Stream, env: NodeJS.ProcessEnv): Terminal {
  const canColour = !env["NO_COLOR"] && env["TERM"] !== "dumb";
  const paint = (stream: Stream) => (style: Style, text: string) =>
    canColour && stream.isTTY === true ? styleText(style, text, { validateStream: false }) : text;
  const isWatched = err.isTTY === true && !env["CI"] && env["TERM"] !== "dumb";
  let isOpen = false;
  const clear = () => {
    if (isOpen) err.write(CLEAR_LINE);
    isOpen = false;
  };
  return {
    out(line) {
      clear();
      out.write(`${line}\n`);
    },
    err(line) {
      clear();
      err.write(`${line}\n`);
    },
    status(line) {
      if (!isWatched) return;
      err.write(`${CLEAR_LINE}${line}`);
      isOpen = true;
    },
    style: paint(err),
    styleOut: paint(out),
  };
}
