import { describe, expect, it } from "vitest";
import { clinicOfLine } from "../../../src/domain/call/line/call-context.ts";
import type { Clinic } from "../../../src/domain/clinic/clinic.ts";
import { lineInCountry, lineNumber, otherLineForms } from "../../../src/domain/clinic/telephone/telephone.ts";
import { testClinic } from "../../fakes/test-clinic.ts";

const directory = (numbers: Readonly<Record<string, Clinic>>) => ({
  findByNumber: (number: string) => Promise.resolve(numbers[number]),
});

describe("a line as sent by trunks", () => {
  it.each([
    ["+2290196000034", "+2290196000034"],
    ["2290196000034", "+2290196000034"],
    ["002290196000034", "+2290196000034"],
    ["22996000034", "+22996000034"],
    ["15125550163", "+15125550163"],
    ["0112290196000034", "+2290196000034"],
    ["sip:+2290196000034@trunk.example", "+2290196000034"],
    ["tel:+1-512-555-0163", "+15125550163"],
    ["0196000034", "0196000034"],
    ["anonymous", "anonymous"],
  ])("%s is %s", (sent, number) => {
    expect(lineNumber(sent)).toBe(number);
  });

  it.each([
    ["0196000034", "BJ", "+2290196000034"],
    ["96000034", "BJ", "+2290196000034"],
    ["5125550163", "US", "+15125550163"],
    // With a plus, these would be numbers in Peru, Malaysia and Norway.
    ["5145550163", "CA", "+15145550163"],
    ["6038825550", "US", "+16038825550"],
    ["4755501234", "US", "+14755501234"],
    ["4755501234", "BJ", "+4755501234"],
    ["3225501234", "BJ", "+3225501234"],
    ["612345678", "FR", "+33612345678"],
    ["612345678", "CM", "+237612345678"],
    ["33612345678", "BJ", "+33612345678"],
    ["anonymous", "BJ", null],
    ["5145550163", "", "+5145550163"],
  ])("%s in a call of a clinic in %s is %s", (sent, country, number) => {
    expect(lineInCountry(lineNumber(sent), country)).toBe(number);
  });

  it("also has Benin's other form", () => {
    expect(otherLineForms("+22996000034")).toEqual(["+2290196000034"]);
    expect(otherLineForms("+2290196000034")).toEqual(["+22996000034"]);
    expect(otherLineForms("+15125550163")).toEqual([]);
  });
});

describe("the clinic of a dialled number", () => {
  const clinic: Clinic = testClinic({
    id: "one",
    slug: "one",
    name: "Clinique Un",
    address: "Rue 1",
    country: "BJ",
    timezone: "Africa/Porto-Novo",
    ownerEmail: "one@clinic.example",
  });
  it.each(["+2290196000034", "+22996000034", "0196000034", "96000034"])("is found by %s", async (number) => {
    expect(await clinicOfLine(number, directory({ "+2290196000034": clinic }))).toBe(clinic);
  });

  it("is found even if the digits may be a number in two countries", async () => {
    const montreal = lineNumber("5145550163");
    expect(await clinicOfLine(montreal, directory({ "+15145550163": clinic }))).toBe(clinic);
    expect(await clinicOfLine(montreal, directory({ "+5145550163": clinic }))).toBe(clinic);
  });

  it("is undefined when two clinics match, or none", async () => {
    const other = { ...clinic, id: "two" };
    const both = directory({ "+2290196000034": clinic, "+33196000034": other });
    expect(await clinicOfLine("0196000034", both)).toBeUndefined();
    expect(await clinicOfLine("+15125550163", both)).toBeUndefined();
  });
});
