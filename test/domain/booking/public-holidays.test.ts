import { describe, expect, it } from "vitest";
import {
  holidayCorrections,
  holidaysAt,
  publicHolidays,
} from "../../../src/domain/booking/calendar/public-holidays.ts";

describe("publicHolidays", () => {
  const benin = { country: "BJ", region: null };

  it.each([
    [2023, ["2023-01-10"]],
    [2024, ["2024-01-10"]],
    [2025, ["2025-01-09", "2025-01-10"]],
    [2026, ["2026-01-08", "2026-01-09"]],
    [2027, ["2027-01-07", "2027-01-08"]],
    [2036, ["2036-01-10", "2036-01-11"]],
  ])("has Benin's Vodun days of %i, as the law says", async (year, expected) => {
    const days = (await publicHolidays().ofYear(benin, year)).filter(({ date }) => date.startsWith(`${year}-01`));
    expect(days.map(({ date }) => date).filter((date) => !date.endsWith("01-01"))).toEqual(expected);
  });

  it("names them in the language that is asked for", async () => {
    const quebec = { country: "CA", region: "QC" };
    const [french, english] = await Promise.all([
      publicHolidays().ofYear(quebec, 2027, "fr"),
      publicHolidays().ofYear(quebec, 2027, "en"),
    ]);
    expect([french.at(-1)?.name, english.at(-1)?.name]).toEqual(["Noël", "Christmas Day"]);
  });

  it("gives each correction at least two sources", () => {
    for (const { sources } of holidayCorrections) expect(sources.length).toBeGreaterThan(1);
  });
});

describe("holidaysAt", () => {
  it.each([
    ["BJ", "Rue 12, Akpakpa, Cotonou", null],
    ["US", "100 Main St, Austin, TX 78701", "TX"],
    ["US", "100 Main St, Austin", null],
    ["CA", "1 rue Exemple, Montréal (Québec) H2X 1Y4", "QC"],
    ["CA", "1 rue Exemple, Montréal, QC H2X 1Y4", "QC"],
    ["CA", "12 rue de Québec, Toronto, ON", "ON"],
  ])("knows the region that an address in %s names: %s", async (country, address, region) => {
    expect(await holidaysAt({ country, address })).toEqual({ country, region, openOn: [] });
  });

  it("has none for a country that the data does not know", async () => {
    expect(await holidaysAt({ country: "QQ", address: "Somewhere" })).toBeNull();
  });
});
