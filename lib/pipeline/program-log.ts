import { closeSync, openSync, writeSync } from "node:fs";

/** What the log holds of a program that prints without end: its beginning and its end, in bytes. */
const HEAD_BYTES = 8 * 1024 * 1024;
const TAIL_BYTES = 1024 * 1024;
/** Lines that the terminal shows; the log has the rest. */
const SHOWN_LINES = 2000;
/** Longest part of a line that is shown or waited for. */
const LINE_CHARACTERS = 2000;
/** Lines that a failure repeats. */
const LAST_LINES = 5;

/** What stands in place of a secret. */
const REDACTED = "***";

/** Takes the values of secrets out of a stream, also where two chunks meet within one. Text is latin1: one character a byte. */
export class Redactor {
  readonly #secrets: readonly string[];
  readonly #overlap: number;
  #held = "";

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets
      .filter((one) => one !== "")
      .map((one) => Buffer.from(one, "utf8").toString("latin1"))
      // The longest first, so that one that contains another goes whole.
      .toSorted((a, b) => b.length - a.length);
    this.#overlap = Math.max(0, ...this.#secrets.map(({ length }) => length - 1));
  }

  /** The text so far without secrets, but for an end that one may begin in. */
  push(chunk: string): string {
    const text = this.#secrets.reduce((all, one) => all.replaceAll(one, REDACTED), this.#held + chunk);
    const end = text.length - this.#overlap;
    this.#held = end <= 0 ? text : text.slice(end);
    return end <= 0 ? "" : text.slice(0, end);
  }

  end(): string {
    const rest = this.#held;
    this.#held = "";
    return rest;
  }
}

/** Where the output of a program goes: to its log, bounded, and line by line to whoever watches. */
export interface ProgramLog {
  /** A line of Sluice's own, between attempts. */
  note(line: string): void;
  push(bytes: Buffer): void;
  /** Ends what one start of the program printed. */
  flush(): void;
  /** The last lines printed. */
  lastLines(): readonly string[];
  close(): void;
}

/** The last bytes of a stream. */
class Tail {
  readonly #room: number;
  #chunks: Buffer[] = [];
  #held = 0;
  /** Bytes that were let go. */
  left = 0;

  constructor(room: number) {
    this.#room = room;
  }

  push(bytes: Buffer): void {
    this.#chunks.push(bytes);
    this.#held += bytes.length;
    for (
      let first = this.#chunks[0];
      first !== undefined && this.#held - first.length >= this.#room;
      first = this.#chunks[0]
    ) {
      this.#chunks.shift();
      this.#held -= first.length;
      this.left += first.length;
    }
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

/** Hands on what a program prints line by line, a limited number of lines of limited length. */
class Lines {
  readonly #onLine: (line: string) => void;
  #rest = "";
  #shown = 0;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(bytes: Buffer): void {
    if (this.#shown >= SHOWN_LINES) return;
    // A program that draws its progress over and over ends its lines by carriage returns.
    const lines = (this.#rest + bytes.toString("latin1")).split(/\r\n|\n|\r/);
    this.#rest = (lines.pop() ?? "").slice(0, LINE_CHARACTERS);
    for (const line of lines) this.#show(line);
  }

  end(): void {
    if (this.#rest !== "") this.#show(this.#rest);
    this.#rest = "";
  }

  #show(line: string): void {
    this.#shown += 1;
    if (this.#shown <= SHOWN_LINES) this.#onLine(readable(line));
    if (this.#shown === SHOWN_LINES) this.#onLine(`… more than ${SHOWN_LINES} lines: the log has the rest`);
  }
}

const readable = (line: string) => Buffer.from(line, "latin1").toString("utf8").slice(0, LINE_CHARACTERS);

/**
 * A log of bounded size: the beginning as it comes, the end when it is closed.
 *
 * @param secrets - Values that neither the log nor a line may hold.
 */
export function openProgramLog(
  file: string,
  secrets: readonly string[],
  onLine: (line: string) => void,
): ProgramLog {
  const handle = openSync(file, "w");
  const redactor = new Redactor(secrets);
  const tail = new Tail(TAIL_BYTES);
  const lines = new Lines(onLine);
  const recent = new Tail(LAST_LINES * LINE_CHARACTERS);
  let written = 0;

  const take = (bytes: Buffer): void => {
    if (bytes.length === 0) return;
    const room = Math.min(Math.max(0, HEAD_BYTES - written), bytes.length);
    if (room > 0) writeSync(handle, bytes.subarray(0, room));
    written += room;
    if (room < bytes.length) tail.push(bytes.subarray(room));
    recent.push(bytes);
    lines.push(bytes);
  };
  const flush = (): void => {
    take(Buffer.from(redactor.end(), "latin1"));
    lines.end();
  };
  return {
    note(text) {
      flush();
      take(Buffer.from(`${text}\n`));
    },
    push(bytes) {
      take(secrets.length === 0 ? bytes : Buffer.from(redactor.push(bytes.toString("latin1")), "latin1"));
    },
    flush,
    lastLines() {
      const all = recent
        .bytes()
        .toString("latin1")
        .split(/\r\n|\n|\r/);
      const said = all.filter((line) => line.trim() !== "");
      return said.slice(-LAST_LINES).map(readable);
    },
    close() {
      flush();
      if (tail.left > 0) writeSync(handle, `\n… ${tail.left} bytes left out …\n`);
      writeSync(handle, tail.bytes());
      closeSync(handle);
    },
  };
}
