import { InvalidArgumentError } from "commander";
import { describe, expect, it } from "vitest";
import { collectLabel } from "../../lib/cli/labels.ts";

describe("--label", () => {
  it("gives a key its value, and may be given again", () => {
    const first = collectLabel("ticket=MMM-142");
    expect(collectLabel("note=a=b, c", first)).toEqual({ ticket: "MMM-142", note: "a=b, c" });
    expect(collectLabel("ticket=MMM-143", first)).toEqual({ ticket: "MMM-143" });
  });

  it.each(["", "ticket", "ticket=", "=x", "1=x", "a b=x", "__proto__=x", "a=x\ny", `${"k".repeat(64)}=x`])(
    "refuses %j",
    (text) => {
      expect(() => collectLabel(text)).toThrow(InvalidArgumentError);
    },
  );

  it("keeps a key that objects know too as a label", () => {
    expect(Object.entries(collectLabel("constructor=x"))).toEqual([["constructor", "x"]]);
  });
});
