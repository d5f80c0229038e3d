import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NOTHING_ASKED, select, type SelectionRequest } from "../../lib/pipeline/selection.ts";

/** a → b → d, a → c → d, and e on its own. */
const STAGES = [
  { id: "10_a", needs: [] },
  { id: "20_b", needs: ["10_a"] },
  { id: "30_c", needs: ["10_a"] },
  { id: "40_d", needs: ["20_b", "30_c"] },
  { id: "50_e", needs: [] },
];
const IDS = STAGES.map(({ id }) => id);

function rolesOf(request: Partial<SelectionRequest>): Record<string, readonly string[]> {
  const { roleOf } = select(STAGES, { ...NOTHING_ASKED, ...request });
  const having = (role: string) => IDS.filter((id) => roleOf(id) === role);
  return { selected: having("selected"), needed: having("needed"), out: having("left out") };
}

describe("the stages of a run", () => {
  it.each<[string, Partial<SelectionRequest>, readonly string[], readonly string[]]>([
    ["are all, where nothing is asked", {}, IDS, []],
    ["are those named, with what they need taken over", { only: ["20_b"] }, ["20_b"], ["10_a"]],
    ["may be several", { only: ["20_b", "50_e"] }, ["20_b", "50_e"], ["10_a"]],
    ["are one and all behind it", { from: ["20_b"] }, ["20_b", "40_d"], ["10_a", "30_c"]],
    ["are one and all before it", { until: ["30_c"] }, ["10_a", "30_c"], []],
    ["are those between", { from: ["20_b"], until: ["40_d"] }, ["20_b", "40_d"], ["10_a", "30_c"]],
    ["go by number", { only: ["40"] }, ["40_d"], ["10_a", "20_b", "30_c"]],
    ["go by name without number", { only: ["c"] }, ["30_c"], ["10_a"]],
  ])("%s", (_, request, selected, needed) => {
    const roles = rolesOf(request);
    expect(roles["selected"]).toEqual(selected);
    expect(roles["needed"]).toEqual(needed);
  });

  it("are partial when one is left out or only taken over, and whole otherwise", () => {
    const isPartial = (request: Partial<SelectionRequest>) =>
      select(STAGES, { ...NOTHING_ASKED, ...request }).isPartial;
    expect(isPartial({})).toBe(false);
    expect(isPartial({ force: ["10_a"] })).toBe(false);
    expect(isPartial({ until: ["40_d"] })).toBe(true);
    expect(isPartial({ only: ["40_d"] })).toBe(true);
  });

  it("never leave out what a selected stage needs, however they are named", () => {
    const some = fc.subarray(IDS, { minLength: 1 });
    const request = fc.oneof(
      some.map((only) => ({ only })),
      some.map((from) => ({ from })),
      some.map((until) => ({ until })),
    );
    fc.assert(
      fc.property(request, (asked) => {
        const { roleOf } = select(STAGES, { ...NOTHING_ASKED, ...asked });
        for (const { id, needs } of STAGES)
          if (roleOf(id) !== "left out") for (const need of needs) expect(roleOf(need)).not.toBe("left out");
      }),
    );
  });

  it("are forced by name", () => {
    const { isForced } = select(STAGES, { ...NOTHING_ASKED, force: ["b"] });
    expect(IDS.filter(isForced)).toEqual(["20_b"]);
  });
});

describe("a selection that cannot be meant", () => {
  it.each<[string, Partial<SelectionRequest>, string]>([
    ["a misspelt stage", { only: ["20_bb"] }, '--only: "20_bb" is no stage\n  fix: did you mean 20_b?'],
    ["a number of no stage", { from: ["99"] }, '--from: "99" is no stage\n  fix: stages are 10_a, 20_b,'],
    [
      "two ways at once",
      { only: ["20_b"], from: ["20_b"] },
      "--only: names the stages, and --from or --until",
    ],
    [
      "nothing in between",
      { from: ["50_e"], until: ["20_b"] },
      "--from: no stage lies between 50_e and 20_b",
    ],
    ["a forced stage outside", { until: ["20_b"], force: ["40"] }, "--force: 40_d is not among the selected"],
  ])("is refused: %s", (_, request, message) => {
    expect(() => select(STAGES, { ...NOTHING_ASKED, ...request })).toThrow(message);
  });

  it("is refused where a short name fits two stages", () => {
    const twins = [
      { id: "10_fit", needs: [] },
      { id: "20_fit", needs: [] },
    ];
    expect(() => select(twins, { ...NOTHING_ASKED, only: ["fit"] })).toThrow(
      '--only: "fit" is short for 10_fit and for 20_fit\n  fix: write the whole name',
    );
  });
});
