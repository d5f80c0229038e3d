import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calendar } from "../../lib/prediagnostics/calendar.ts";
import { dayNumber, daysInMonth, formatIsoDate } from "../../lib/prediagnostics/iso-date.ts";
import { readExample } from "./reference.ts";

function everyDays(count: number, step: number, start = 19359): string[] {
  return Array.from({ length: count }, (_, i) => formatIsoDate(start + i * step));
}

function everyMonths(count: number, step: number, anchor: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const year = 2020 + Math.floor((i * step) / 12);
    const month = ((i * step) % 12) + 1;
    return formatIsoDate(dayNumber({ year, month, day: Math.min(anchor, daysInMonth(year, month)) }));
  });
}

const CLEAN = { missing: [], duplicates: [], irregularSteps: [], outOfOrder: [] };

describe("calendar", () => {
  it.each([
    ["daily", everyDays(20, 1), { unit: "day", every: 1 }],
    ["weekly", everyDays(20, 7), { unit: "day", every: 7 }],
    ["fortnightly", everyDays(20, 14), { unit: "day", every: 14 }],
    ["other", everyDays(20, 28), { unit: "day", every: 28 }],
    ["monthly", everyMonths(20, 1, 1), { unit: "month", every: 1 }],
    ["monthly", everyMonths(20, 1, 31), { unit: "month", every: 1 }],
    ["monthly", everyMonths(20, 1, 30), { unit: "month", every: 1 }],
    ["quarterly", everyMonths(12, 3, 31), { unit: "month", every: 3 }],
    ["yearly", everyMonths(6, 12, 1), { unit: "month", every: 12 }],
  ] as const)("finds %s dates from %j regular", (name, dates, frequency) => {
    expect(calendar(dates)).toMatchObject({ ...CLEAN, frequency: { ...frequency, name } });
  });

  it("finds nothing amiss in the 208 weeks of robyn_weekly", () => {
    expect(calendar(readExample("robyn_weekly").dates)).toEqual({
      ...CLEAN,
      first: "2015-11-23",
      last: "2019-11-11",
      frequency: { unit: "day", every: 7, name: "weekly" },
      medianStepDays: 7,
      isOneWeekday: true,
    });
  });

  it("names the months that are missing, at the end of each", () => {
    const dates = everyMonths(14, 1, 31).filter(
      (date) => !["2020-02-29", "2020-11-30", "2020-12-31"].includes(date),
    );
    const { missing, irregularSteps } = calendar(dates);
    expect(missing).toEqual(["2020-02-29", "2020-11-30", "2020-12-31"]);
    expect(irregularSteps).toEqual([
      { from: "2020-01-31", to: "2020-03-31", days: 60 },
      { from: "2020-10-31", to: "2021-01-31", days: 92 },
    ]);
  });

  it("names both steps of a month that is dated off its day, and misses no month", () => {
    const dates = everyMonths(12, 1, 1).map((date) => (date === "2020-05-01" ? "2020-05-03" : date));
    const { missing, irregularSteps } = calendar(dates);
    expect(missing).toEqual([]);
    expect(irregularSteps.map(({ from, to }) => [from, to])).toEqual([
      ["2020-04-01", "2020-05-03"],
      ["2020-05-03", "2020-06-01"],
    ]);
  });

  it("names dates that repeat once and rows out of order, and judges the steps without them", () => {
    const [first = "", second = "", ...rest] = everyDays(6, 7);
    const got = calendar([second, first, second, second, ...rest]);
    expect(got).toMatchObject({ ...CLEAN, duplicates: [second], outOfOrder: [first] });
    expect([got.first, got.last]).toEqual([first, rest.at(-1)]);
  });

  it("names exactly the weeks that were taken out, and no others", () => {
    const inner = fc.uniqueArray(fc.integer({ min: 1, max: 58 }), { maxLength: 12 });
    fc.assert(
      fc.property(inner, fc.integer({ min: -2000, max: 20000 }), (removed, start) => {
        const all = everyDays(60, 7, start);
        const { missing } = calendar(all.filter((_, week) => !removed.includes(week)));
        expect(missing).toEqual(all.filter((_, week) => removed.includes(week)));
      }),
    );
  });

  it.each([
    [["2023-01-02"], "1 dates, expected at least 2"],
    [["2023-01-02", "2023-01-02"], "1 dates, expected at least 2"],
    [[], "0 dates, expected at least 2"],
    [["2023-01-02", "soon"], '"soon" is not a date of the form YYYY-MM-DD'],
  ])("refuses %j", (dates, message) => {
    expect(() => calendar(dates)).toThrow(new RangeError(message));
  });
});
