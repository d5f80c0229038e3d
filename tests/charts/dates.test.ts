import { expect, it } from "vitest";
import { dateTicks, endOfLastPeriod, utcDate, utcDates } from "../../lib/charts/dates.ts";
import { isoDate } from "./examples.ts";

const weeks = (count: number) => utcDates(Array.from({ length: count }, (_, t) => isoDate(t)));
const iso = (times: readonly number[]) => times.map((time) => new Date(time).toISOString().slice(0, 10));

it("reads a date in UTC", () => {
  expect(utcDate("1970-01-02")).toBe(86_400_000);
});

it.each(["2023-02-29", "2023-1-2", "02/01/2023", "", "2023-01-02T00:00:00"])(
  "refuses %j as a date",
  (date) => {
    expect(() => utcDate(date)).toThrow(new RangeError(`'${date}' is not a date as YYYY-MM-DD`));
  },
);

it("refuses dates that do not ascend", () => {
  expect(() => utcDates(["2023-01-09", "2023-01-02"])).toThrow("2023-01-02 does not come after 2023-01-09");
});

it("ends the last period one spacing after it begins, or after the period's usual length", () => {
  expect(iso([endOfLastPeriod(weeks(2), "day")])).toEqual(["2023-01-16"]);
  expect(iso([endOfLastPeriod(weeks(1), "week")])).toEqual(["2023-01-09"]);
});

it("puts ticks at periods of a short span, as many as fit", () => {
  expect(iso(dateTicks(weeks(6), 336).values)).toEqual(iso(weeks(6)));
  expect(iso(dateTicks(weeks(6), 168).values)).toEqual(["2023-01-02", "2023-01-16", "2023-01-30"]);
});

it("puts ticks at the first of months of a long span, beginning with the data's first month", () => {
  expect(iso(dateTicks(weeks(52), 189).values)).toEqual([
    "2023-01-02",
    "2023-04-01",
    "2023-07-01",
    "2023-10-01",
  ]);
});

it("never has more ticks than fit", () => {
  for (const count of [1, 2, 17, 18, 52, 179, 520, 2600]) {
    for (const width of [180, 300, 940]) {
      const { values } = dateTicks(weeks(count), width);
      expect(values.length).toBeGreaterThan(0);
      expect(values.length).toBeLessThanOrEqual(width / 42);
    }
  }
});
