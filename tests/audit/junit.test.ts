import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeXml, junitReport } from "../../lib/audit/junit.ts";
import { demoView } from "./demo.ts";

const unescape = (text: string) =>
  text.replaceAll(/&(?:#(\d+)|(\w+));/g, (_, code: string | undefined, name: string) =>
    code === undefined
      ? { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }[name]!
      : String.fromCodePoint(Number(code)),
  );

describe("text for XML", () => {
  it("comes back as it was", () => {
    const characters = fc
      .string({ unit: "binary" })
      .filter((text) => !/[^\t\n\u0020-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text));
    fc.assert(fc.property(characters, (text) => unescape(escapeXml(text)) === text));
  });

  it("never holds what would end content or an attribute, nor what XML cannot hold", () => {
    const anything = fc.string({
      unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    });
    fc.assert(
      fc.property(anything, (text) => {
        const escaped = escapeXml(text);
        const isHeld = Array.from(escaped).every((one) => one >= " " && !/[<>"'\uFFFE\uFFFF]/.test(one));
        return isHeld && !/[\uD800-\uDFFF]/u.test(escaped);
      }),
    );
  });
});

describe("a run as JUnit XML", () => {
  const report = junitReport(demoView());

  it("has one suite of the stages and one per gate, with their counts", () => {
    expect(
      [
        ...report.matchAll(
          /<testsuite name="(\w+).*? tests="(\d)" failures="(\d)" errors="(\d)" skipped="(\d)"/g,
        ),
      ].map(([, ...values]) => values.join(" ")),
    ).toEqual(["stages 2 0 0 0", "g0 2 0 0 1", "g1 1 0 0 0", "g2 3 2 0 0"]);
  });

  it("fails what makes a gate fail, also evidence that is missing; a warning passes and says so", () => {
    const outcomes = [
      ...report.matchAll(/<testcase name="(\w+)" classname="g\d" time="0.000"(?:\/>|><([\w-]+))/g),
    ];
    expect(outcomes.map(([, name, outcome]) => [name, outcome])).toEqual([
      ["fine", undefined],
      ["left_out", "skipped"],
      ["wide", "system-out"],
      ["apart", "failure"],
      ["absent", "failure"],
      ["near", "system-out"],
    ]);
  });

  it("says what was measured and what to do, escaped", () => {
    expect(report).toContain(
      '<failure type="g2" message="metric of apart: 5.23712 (rule: warn &gt; 1, fail &gt; 2); worst at a|b &lt;c&gt;">mend apart</failure>',
    );
    expect(report).toContain('name="g2 Is it &lt;right&gt; &amp; &quot;good&quot;?"');
  });

  it("shows a failed stage as an error and a shut one as a failure", () => {
    const view = demoView();
    const [first, second] = view.manifest.stages;
    const stages = [
      { ...first!, status: "failed" as const, reason: "out of memory" },
      { ...second!, status: "blocked" as const, reason: "g2 fails" },
    ];
    const text = junitReport({ ...view, manifest: { ...view.manifest, stages } });
    expect(text).toContain('<error message="out of memory"/>');
    expect(text).toContain('<failure message="g2 fails"/>');
    expect(text).toMatch(/<testsuite name="stages" tests="2" failures="1" errors="1" skipped="0"/);
  });

  it("is whole where the gates were not reached", () => {
    const text = junitReport({ ...demoView(), verdict: null, checks: [] });
    expect(text.match(/<testsuite /g)).toHaveLength(1);
    expect(text.endsWith("</testsuites>\n")).toBe(true);
  });
});
