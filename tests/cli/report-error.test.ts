import { describe, expect, it } from "vitest";
import { reportError } from "../../lib/cli/report-error.ts";
import { openTerminal } from "../../lib/cli/terminal.ts";
import { InputError, PlanError, StageError } from "../../lib/errors.ts";

const PROBLEM = { what: "is not there", where: "data.csv", fix: "bring it" };

function report(error: unknown, options: { json?: boolean; verbose?: boolean } = {}) {
  const text = { out: "", err: "" };
  const stream = (name: "out" | "err") => ({ write: (chunk: string) => (text[name] += chunk) !== "" });
  const terminal = openTerminal(stream("out"), stream("err"), {});
  return { code: reportError(error, { json: false, verbose: false, ...options }, terminal), ...text };
}

describe("the exit code of an error", () => {
  it.each([
    ["2 for unusable input", new InputError(PROBLEM), 2],
    ["2 for a pipeline that cannot be ordered", new PlanError(PROBLEM), 2],
    ["4 for a stage that failed", new StageError(PROBLEM), 4],
    ["4 for a fault of Sluice's own", new RangeError("spend has 52 periods"), 4],
    ["4 for something thrown that is no error", "oops", 4],
  ])("is %s", (_, error, code) => {
    expect(report(error).code).toBe(code);
    expect(report(error, { json: true }).code).toBe(code);
  });
});

describe("an error in plain lines", () => {
  it("says what, where and how to mend it, on stderr", () => {
    expect(report(new InputError(PROBLEM))).toEqual({
      code: 2,
      out: "",
      err: "error data.csv: is not there\n  fix: bring it\n",
    });
  });

  it("counts the problems when there are several", () => {
    expect(report(new InputError([PROBLEM, PROBLEM, PROBLEM])).err).toMatch(/\n3 problems\n$/);
  });

  it("owns up to a fault of Sluice's own", () => {
    expect(report(new RangeError("52 periods")).err).toBe(
      "error sluice: 52 periods\n  fix: this is a fault of Sluice: run with --verbose and report it with the trace\n",
    );
  });

  it("shows the trace and its causes with --verbose only", () => {
    const error = new InputError(PROBLEM, { cause: new Error("ENOENT") });
    expect(report(error).err).not.toContain("    at ");
    expect(report(error, { verbose: true }).err).toMatch(
      /InputError: .*\n[^]* at [^]*\ncaused by: Error: ENOENT\n/,
    );
  });
});

describe("an error as JSON", () => {
  it("is one document on stdout, and nothing on stderr", () => {
    const { out, err } = report(new InputError([PROBLEM]), { json: true });
    expect(JSON.parse(out)).toEqual({ status: "invalid", problems: [PROBLEM] });
    expect(err).toBe("");
  });

  it("has the status failed when the fault is not the input's", () => {
    expect(JSON.parse(report(new Error("no"), { json: true }).out)).toMatchObject({ status: "failed" });
    expect(JSON.parse(report(new StageError(PROBLEM), { json: true }).out)).toMatchObject({
      status: "failed",
    });
  });
});
