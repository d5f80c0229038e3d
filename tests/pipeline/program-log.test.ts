import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openProgramLog, Redactor } from "../../lib/pipeline/program-log.ts";
import { temporaryFolder } from "../temporary.ts";

/** A text in pieces, as a pipe hands it over. */
const pieces = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 }), { maxLength: 20 });

describe("secrets in a stream", () => {
  it("go, however the stream is cut", () => {
    const secret = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(pieces, secret, (chunks, value) => {
        const redactor = new Redactor([value]);
        const out = chunks.map((chunk) => redactor.push(chunk)).join("") + redactor.end();
        expect(out).not.toContain(value);
      }),
    );
  });

  it("that are not there leave it as it is", () => {
    fc.assert(
      fc.property(pieces, (chunks) => {
        const redactor = new Redactor(["secret", ""]);
        expect(chunks.map((chunk) => redactor.push(chunk)).join("") + redactor.end()).toBe(chunks.join(""));
      }),
    );
  });

  it("of which one holds another go whole", () => {
    const redactor = new Redactor(["pass", "password"]);
    expect(redactor.push("a password, a pass") + redactor.end()).toBe("a ***, a ***");
  });

  it("may be of any letters", () => {
    const redactor = new Redactor(["grüße$&.*"]);
    const bytes = Buffer.from("<grüße$&.*>").toString("latin1");
    expect(redactor.push(bytes) + redactor.end()).toBe("<***>");
  });
});

describe("the log of a program", () => {
  async function logged(write: (log: ReturnType<typeof openProgramLog>) => void) {
    const file = join(await temporaryFolder(), "fit.log");
    const lines: string[] = [];
    const log = openProgramLog(file, [], (line) => lines.push(line));
    write(log);
    const last = log.lastLines();
    log.close();
    return { text: await readFile(file, "utf8"), lines, last };
  }

  it("holds what was printed, byte for byte, and hands it on line by line", async () => {
    const { text, lines, last } = await logged((log) => {
      for (const chunk of ["one\ntw", "o\r\nthree", "\rfour ü"]) log.push(Buffer.from(chunk));
    });
    expect(text).toBe("one\ntwo\r\nthree\rfour ü");
    expect(lines).toEqual(["one", "two", "three", "four ü"]);
    expect(last).toEqual(["one", "two", "three", "four ü"]);
  });

  it("sets its own lines apart from one that the program did not end", async () => {
    const { lines } = await logged((log) => {
      log.push(Buffer.from("half"));
      log.note("# attempt 2");
    });
    expect(lines).toEqual(["half", "# attempt 2"]);
  });

  it("gives the last five lines that say something", async () => {
    const { last } = await logged((log) => {
      log.push(Buffer.from("1\n2\n3\n\n4\n5\n \n6\n"));
    });
    expect(last).toEqual(["2", "3", "4", "5", "6"]);
  });
});
