import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { clinicFileJsonSchema } from "../../../src/domain/clinic/requests/clinic-request.ts";
import { isSlug, slugOf } from "../../../src/domain/clinic/clinic.ts";
import { readClinicRequest } from "../../../src/domain/clinic/requests/read-clinic-request.ts";
import { AscendiaError } from "../../../src/errors.ts";
import { boughtClinicFile, clinicFile } from "../../fakes/clinic-file.ts";

function read(change: object, base: object = clinicFile) {
  return readClinicRequest({ value: { ...base, ...change }, name: "clinic.json" });
}

function problems(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    if (error instanceof AscendiaError) return error.detail;
    throw error;
  }
  return [];
}

const trunk = clinicFile.number.import;
const doctor = clinicFile.doctors[0];

describe("a clinic file", () => {
  it("accepts hours as registries and people write them", () => {
    const request = read({
      hours: "Mo-Fr 08:00-12:30; PH off",
      doctors: [{ ...doctor, hours: "le lundi de 8h à 12h" }],
    });
    expect(request.hours.fri).toEqual([{ opens: "08:00", closes: "12:30" }]);
    expect(request.doctors[0]?.hours?.mon).toEqual([{ opens: "08:00", closes: "12:00" }]);
    expect(problems(() => read({ hours: "by appointment" }))).toEqual([expect.stringContaining("hours")]);
  });

  it.each([
    ["name", { name: "Clinique {{transfer_number}}" }],
    ["address", { address: "1 rue {{x" }],
    ["doctors[0].name", { doctors: [{ ...doctor, name: "Jean {{emergency_number}}" }] }],
    ["doctors[0].specialty", { doctors: [{ ...doctor, specialty: "}} généraliste" }] }],
  ])("has no variable in its %s", (path, change) => {
    expect(problems(() => read(change))).toEqual([`${path}: must not contain {{ or }}, which mark a variable.`]);
  });

  it("becomes a request with every value normalised", () => {
    const request = read({
      phone: "01 97 00 00 02",
      transfer_number: "+14155550101",
      doctors: [{ ...doctor, name: "Dr. Awa Test" }],
    });
    expect(request.details).toMatchObject({
      slug: "clinique-sainte-therese",
      phone: "+2290197000002",
      transferNumber: "+14155550101",
      emergencyNumber: null,
      emergencyServices: null,
      afterHours: null,
      onCallNumber: null,
      notice: null,
      article: null,
      voice: null,
      secondLanguage: null,
      smsEnabled: false,
    });
    expect(request.doctors).toEqual([{ name: "Awa Test", specialty: "Dentiste", email: null, hours: null }]);
    expect(request.number).toMatchObject({ kind: "import", phoneNumber: "+2290197000001" });
  });

  it.each([
    ["+22997000001", "+22997000001"],
    ["97000001", "+22997000001"],
    ["0197000001", "+2290197000001"],
    ["+229 01 97 00 00 01", "+2290197000001"],
  ])("takes Benin's numbers of 8 and of 10 digits: %s", (written, phoneNumber) => {
    expect(read({ number: { import: { ...trunk, phone_number: written } } }).number).toMatchObject({ phoneNumber });
  });

  it.each<[string, object, string]>([
    ["a key that means nothing", { adress: "x" }, '"adress" is not a known key here. Did you mean "address"?'],
    [
      "an unknown key inside",
      { doctors: [{ ...doctor, speciality: "x" }] },
      'doctors[0]: "speciality" is not a known key here. Did you mean "specialty"?',
    ],
    ["no name", { name: " " }, "name: is empty. Fill it in."],
    ["a name without end", { name: "a".repeat(301) }, "name: is longer than 300 characters. Shorten it."],
    ["another encoding", { address: "1 rue des \uFFFDcoles" }, "address: is not valid UTF-8. Save it as UTF-8."],
    ["half a character", { address: "1 rue \uD83D" }, "address: is not valid UTF-8. Save it as UTF-8."],
    [
      "a name without letters",
      { name: "!!" },
      'slug: no slug can be derived from the name "!!". Give one, such as "clinic-1".',
    ],
    [
      "a slug with spaces",
      { slug: "My Clinic" },
      'slug: "My Clinic" is not a slug. Use at most 60 lower-case letters, digits and single hyphens, such as "my-clinic".',
    ],
    ["no address", { address: undefined }, "address: is missing. Add it."],
    [
      "a country's name",
      { country: "Benin" },
      'country: "Benin" is not a country code. Use the two letters of ISO 3166-1, such as BJ.',
    ],
    [
      "a misspelt zone",
      { timezone: "Africa/Porto-Nova" },
      'timezone: "Africa/Porto-Nova" is not an IANA time zone. Did you mean Africa/Porto-Novo?',
    ],
    [
      "an offset",
      { timezone: "UTC+1" },
      'timezone: "UTC+1" is an offset, which cannot follow clock changes. Use the IANA zone of the clinic\'s city, for example America/Toronto.',
    ],
    ["another language", { language: "de" }, 'language: "de" is not valid here. Use fr, en or es.'],
    [
      "a bad mail address",
      { owner_email: "owner" },
      "owner_email: is not an email address. Write for example owner@example.com.",
    ],
    [
      "a short number",
      { phone: "12" },
      'phone: "12" is not a phone number in BJ. Write it with its country code, such as +2290197000000.',
    ],
    [
      "a 9-digit number of Benin",
      { phone: "+229197000001" },
      'phone: "+229197000001" is not a phone number in BJ. Write it with its country code, such as +2290197000000.',
    ],
    [
      "hours that are not times",
      { hours: { mon: [["08:00", "25:00"]] } },
      'Opening hours, hours.mon: "25:00" is not a time. Write times as "HH:MM" from 00:00 to 24:00, for example "08:00" and "12:30".',
    ],
    ["hours in a wrong form", { hours: { mon: [["08:00"]] } }, "hours.mon[0]"],
    [
      "no open day",
      { hours: {} },
      'hours: no day is open, so nothing could be booked. Give at least one day, such as {"mon": [["08:00", "12:30"]]}.',
    ],
    ["no doctor", { doctors: [] }, "doctors: is empty. Give at least one."],
    [
      "two doctors with the same name",
      { doctors: [doctor, { name: "dr awa test", specialty: "x" }] },
      "doctors[1].name: is also the name of doctors[0]. Use names that differ.",
    ],
    ["a doctor's bad hours", { doctors: [{ ...doctor, hours: { mon: [["9", "8"]] } }] }, "doctors[0].hours.mon"],
    ["no source of the number", { number: {} }, 'number: needs exactly one of "buy" or "import".'],
    [
      "two sources",
      { number: { buy: { country: "US" }, import: trunk } },
      'number: needs exactly one of "buy" or "import".',
    ],
    [
      "a country without numbers for sale",
      { number: { buy: { country: "BJ" } } },
      'number.buy.country: "BJ" is not valid here. Use US or CA.',
    ],
    [
      "Benin's code as an area code",
      { number: { buy: { country: "US", area_code: 229 } } },
      "number.buy.area_code: 229 as an area code is a place in the United States, not BJ.",
    ],
    [
      "a Canadian area code",
      { number: { buy: { country: "US", area_code: 514 } } },
      "number.buy.area_code: 514 is not a US area code.",
    ],
    [
      "an area code for Canada",
      { number: { buy: { country: "CA", area_code: 514 } } },
      "number.buy.area_code: only US area codes can be chosen.",
    ],
    [
      "a toll-free area code",
      { number: { buy: { country: "US", area_code: 415, toll_free: true } } },
      "number.buy.area_code: a toll-free number has no area code.",
    ],
    [
      "a SIP address as host",
      { number: { import: { ...trunk, termination_uri: "sip:trunk.example.com" } } },
      'number.import.termination_uri: "sip:trunk.example.com" is not a host.',
    ],
    [
      "a password instead of a variable",
      { number: { import: { ...trunk, password_env: "s3cret!" } } },
      "number.import.password_env",
    ],
  ])("with %s is refused", (_what, change, expected) => {
    expect(problems(() => read(change))).toEqual([expect.stringContaining(expected)]);
  });

  it("reports all of its problems at once", () => {
    const found = problems(() =>
      read({
        name: "",
        country: "Benin",
        timezone: "x",
        doctors: [],
        number: { buy: { country: "US", area_code: 514 } },
      }),
    );
    expect(found).toHaveLength(5);
    expect(
      problems(() => read({ country: "Benin" })),
      "a national number is not checked without its country",
    ).toHaveLength(1);
  });

  it.each([null, 3, "text", [], {}])("that is %j is refused without failing", (value) => {
    expect(problems(() => readClinicRequest({ value, name: "clinic.json" }))).not.toEqual([]);
  });

  it("can buy a US number by area code, and a Canadian one only by country", () => {
    expect(read({}, boughtClinicFile).number).toEqual({ kind: "buy", country: "US", areaCode: 512, tollFree: false });
    expect(read({ number: { buy: { country: "CA" } } }).number).toMatchObject({ country: "CA", areaCode: null });
  });

  it("has its form published as templates/clinic.schema.json", () => {
    expect(JSON.parse(readFileSync("templates/clinic.schema.json", "utf8"))).toEqual(clinicFileJsonSchema());
  });
});

describe("a slug", () => {
  it.each([
    ["Clinique Sainte-Thérèse", "clinique-sainte-therese"],
    ["L'Œil & Cie.", "l-oeil-cie"],
    ["  --Test--  ", "test"],
    ["x".repeat(80), "x".repeat(60)],
    ["日本", ""],
  ])("of %j is %j", (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it.each(["", "A", "a--b", "-a", "a_b", "a".repeat(61)])("is not %j", (text) => {
    expect(isSlug(text)).toBe(false);
  });
});
