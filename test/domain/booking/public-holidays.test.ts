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

  it("names holidays in the requested language", async () => {
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
    expect(await holidaysAt({ country, address, phone: null })).toEqual({ country, region, openOn: [] });
  });

  it.each([
    ["CA", "1 rue Exemple, Montréal QC  H2X 1Y4", "QC"],
    ["CA", "1 rue Exemple Montréal QC H2X 1Y4", "QC"],
    ["CA", "1 rue Exemple, Montréal, Québec H2X 1Y4", "QC"],
    ["CA", "1 rue Exemple, Laval h7n 1a1", "QC"],
    ["CA", "5 Example Ave, Ottawa K1P 1J1", "ON"],
    ["US", "100 Main St, Austin TX 78701", "TX"],
    ["US", "100 K Street, Washington, DC 20001", "DC"],
    ["US", "1 Sample Road, Fort Washington, PA 19034", "PA"],
    ["US", "9 Test Lane, Indiana, PA", "PA"],
    ["US", "4 Placeholder Blvd, Charleston, West Virginia 25301", "WV"],
    ["FR", "1 rue de Mayotte, 75011 Paris", null],
  ])("reads it as the post of %s writes it: %s", async (country, address, region) => {
    expect(await holidaysAt({ country, address, phone: null })).toMatchObject({ region });
  });

  it.each([
    ["CA", "400 rue Exemple, Montréal", "+15145550100", "QC"],
    ["CA", "400 Example St, Halifax", "+19025550100", null],
    ["CA", "400 rue Exemple, Gatineau", null, null],
    ["CA", "1 Example St, Toronto, ON", "+15145550100", "ON"],
    ["US", "400 Example St", "+15145550100", null],
    ["BJ", "Rue 12, Cotonou", "+2290197000010", null],
  ])(
    "uses the clinic's phone number if an address in %s names no region: %s",
    async (country, address, phone, region) => {
      expect(await holidaysAt({ country, address, phone })).toMatchObject({ region });
    },
  );

  it("has no holidays for a country missing from the data", async () => {
    expect(await holidaysAt({ country: "QQ", address: "Somewhere", phone: null })).toBeNull();
  });
});
