import { describe, expect, it } from "vitest";
import { csvRecords } from "../../src/commands/input-files.ts";
import { readContactRow } from "../../src/domain/outreach/contacts/read-contact-row.ts";
import { austin, cotonou } from "../server/server-fixture.ts";

const cells = { name: "Awa Test", phone: "0197000055", appointment_date: "2026-12-03", appointment_time: "09:00" };

function read(change: object, clinic = cotonou) {
  const result = readContactRow({ row: 2, cells: { ...cells, ...change }, fault: null }, clinic);
  return "draft" in result ? result.draft : result.problems.map(({ message }) => message).join(" ");
}

const nine = Date.UTC(2026, 11, 3, 8);

describe("a table from a French spreadsheet", () => {
  it.each([
    ["sep=;\r\nname;phone\r\nAwa;0197000055"],
    ['\uFEFFsep=;\nname;phone\nAwa;="0197000055"'],
    ['name;phone\nAwa;"=""0197000055"""'],
    ["name,phone\nAwa,'0197000055"],
    ['sep=\t\nname\tphone\nAwa\t="0197000055"'],
    ['sep=]\nname]phone\nAwa]="0197000055"'],
    ['sep=\\\nname\\phone\nAwa\\="0197000055"'],
    ['sep=^\nname^phone\nAwa^="0197000055"'],
  ])("is read from %j", (text) => {
    expect(csvRecords(text, "contacts.csv")).toEqual([
      ["name", "phone"],
      ["Awa", "0197000055"],
    ]);
  });

  it.each([
    [{ appointment_date: "03/12/2026", appointment_time: "09:00:00" }],
    [{ appointment_date: "3-12-2026", appointment_time: "9:00 AM" }],
    [{ appointment_date: "03.12.2026", appointment_time: "9h00" }],
  ])("has dates and times as %j", (change) => {
    expect(read(change)).toMatchObject({ appointmentAt: nine });
  });

  it("has its own words for yes, no and languages", () => {
    expect(read({ consent: "VRAI", opt_out: "FAUX", language: "Français" })).toMatchObject({
      consent: true,
      optOut: false,
      language: "fr",
    });
    expect(read({ language: "fr-FR" })).toMatchObject({ language: "fr" });
  });

  it("puts the month first in the United States, and asks in Canada", () => {
    const american = { phone: "+15125550177", appointment_date: "12/03/2026" };
    expect(read(american, austin)).toMatchObject({ appointmentAt: Date.UTC(2026, 11, 3, 15) });
    expect(read(american, { ...austin, country: "CA" })).toContain("2026-03-12 or 2026-12-03");
    expect(read({ appointment_date: "32/12/2026" })).toContain("is not a date");
  });
});
