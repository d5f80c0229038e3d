import { describe, expect, it } from "vitest";
import { openTerminal } from "../../lib/cli/terminal.ts";

/** A stream that keeps what is written to it. */
function stream(isTTY: boolean) {
  const written: string[] = [];
  return {
    isTTY,
    written,
    write(text: string) {
      written.push(text);
      return true;
    },
  };
}

function terminal(isTTY: boolean, env: Record<string, string> = {}) {
  const [out, err] = [stream(isTTY), stream(isTTY)];
  return {
    ...openTerminal(out, err, env),
    outText: () => out.written.join(""),
    errText: () => err.written.join(""),
  };
}

const RED = "\u001b[31mno\u001b[39m";

describe("colours", () => {
  it("are shown on a terminal", () => {
    expect(terminal(true).style("red", "no")).toBe(RED);
  });

  it.each([
    ["away from a terminal", false, {}],
    ["where NO_COLOR is set", true, { NO_COLOR: "1" }],
    ["on a terminal that knows none", true, { TERM: "dumb" }],
  ])("are not shown %s", (_, isTTY, env) => {
    expect(terminal(isTTY, env).style("red", "no")).toBe("no");
  });

  it("are shown where NO_COLOR is set to nothing, as its standard has it", () => {
    expect(terminal(true, { NO_COLOR: "" }).style("red", "no")).toBe(RED);
  });
});

describe("text for standard output", () => {
  it("has colours where that is a terminal, whatever standard error is", () => {
    const toFile = openTerminal(stream(false), stream(true), {});
    expect([toFile.styleOut("red", "no"), toFile.style("red", "no")]).toEqual(["no", RED]);
    const logged = openTerminal(stream(true), stream(false), {});
    expect([logged.styleOut("red", "no"), logged.style("red", "no")]).toEqual([RED, "no"]);
    expect(terminal(true, { NO_COLOR: "1" }).styleOut("red", "no")).toBe("no");
  });
});

describe("progress", () => {
  const [CLEAR, UP] = ["\r\u001b[2K", "\u001b[1A"];

  it("is lines that the next ones replace, on a terminal, below all others", () => {
    const one = terminal(true);
    one.live(["first", "second"]);
    one.live(["third"]);
    one.err("done");
    one.live([]);
    one.out("{}");
    const wiped = `${CLEAR}${UP}${CLEAR}`;
    expect(one.errText()).toBe(`first\nsecond${wiped}third${CLEAR}done\nthird${CLEAR}`);
    expect(one.outText()).toBe("{}\n");
    expect(one.isWatched).toBe(true);
  });

  it("has no line longer than the terminal is wide", () => {
    const err = { ...stream(true), columns: 10 };
    openTerminal(stream(true), err, {}).live(["0123456789abc"]);
    expect(err.written.join("")).toBe("012345678");
    const unknown = { ...stream(true), columns: 0 };
    openTerminal(stream(true), unknown, {}).live(["0123456789abc"]);
    expect(unknown.written.join("")).toBe("0123456789abc");
  });

  it.each([
    ["away from a terminal", false, {}],
    ["in CI", true, { CI: "true" }],
  ])("is not shown %s, where lines come one after another", (_, isTTY, env) => {
    const one = terminal(isTTY, env);
    one.live(["first"]);
    one.err("done");
    expect(one.errText()).toBe("done\n");
    expect(one.isWatched).toBe(false);
  });
});
