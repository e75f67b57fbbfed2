import { assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { afterHoursVariables } from "../../../src/domain/call/line/caller-variables.ts";
import { type ClinicWeeks, clinicNow, noSpecialDays } from "../../../src/domain/call/line/clinic-now.ts";
import type { AfterHoursAnswer } from "../../../src/domain/clinic/clinic.ts";
import { parseOpeningHours } from "../../../src/domain/clinic/opening-hours.ts";

const zone = "Africa/Porto-Novo";
const weeks: ClinicWeeks = { hours: parseOpeningHours("Mon-Fri 08:00-12:00,14:00-18:00"), zone, ...noSpecialDays };
/** Cotonou is an hour ahead of UTC. Saturday is 2026-11-21. */
const at = (day: number, hour: number, minute = 0): number => Date.UTC(2026, 10, day, hour - 1, minute);
const closure = { id: "1", kind: "closed", doctorId: null, fromTime: "00:00", toTime: "24:00", reason: null } as const;

test("open until the end of the half-day, closed until the next opening", () => {
  expect(clinicNow(weeks, at(23, 9), "fr").said).toMatch(/^ouverte en ce moment, jusqu'à (?:midi|12 h)/u);
  expect(clinicNow(weeks, at(23, 12), "fr").said).toMatch(/^fermée en ce moment, elle ouvre aujourd'hui à 14 h/u);
  expect(clinicNow(weeks, at(22, 20), "en").said).toMatch(/^closed now, it opens tomorrow at 8/u);
  expect(clinicNow(weeks, at(21, 9), "en").said).toMatch(/^closed now, it opens on Monday, November 23 at 8/u);
  expect(
    clinicNow(
      {
        ...weeks,
        hours: parseOpeningHours("Mon 08:00-12:00"),
        exceptions: [{ ...closure, firstDate: "2026-11-20", lastDate: "2026-12-31" }],
      },
      at(23, 9),
      "fr",
    ).said,
  ).toBe("fermée en ce moment");
});

test("closures, holidays and special hours are announced, and the usual weeks are not", () => {
  expect(clinicNow(weeks, at(21, 9), "fr").closures).toBe("aucune");
  const special: ClinicWeeks = {
    ...weeks,
    holidays: new Set(["2026-11-23", "2026-11-29"]),
    exceptions: [
      { ...closure, firstDate: "2026-11-25", lastDate: "2026-11-29" },
      { ...closure, firstDate: "2026-12-01", lastDate: "2026-12-01", fromTime: "14:00" },
      { ...closure, kind: "open", firstDate: "2026-12-05", lastDate: "2026-12-05", fromTime: "09:00", toTime: "12:00" },
      { ...closure, doctorId: "awa", firstDate: "2026-11-24", lastDate: "2026-11-24" },
    ],
  };
  expect(clinicNow(special, at(21, 9), "fr").closures).toMatch(
    /^fermée le lundi 23 novembre \(jour férié\), fermée du mercredi 25 novembre au vendredi 27 novembre inclus et ouverte le mardi 1er décembre seulement de 8 h\S* à (?:midi|12 h)/u,
  );
  expect(clinicNow(special, at(23, 9), "fr")).toMatchObject({ isOpen: false });
});

test("the announcement stays true until `changesAt`, at any minute of two weeks", () => {
  assert(
    property(integer({ min: 0, max: 20_000 }), (minutes) => {
      const now = at(16, 0) + minutes * 60_000;
      const present = clinicNow(weeks, now, "en");
      expect(present.changesAt).toBeGreaterThan(now);
      const last = clinicNow(weeks, present.changesAt - 1, "en");
      expect([last.isOpen, last.said, last.closures]).toEqual([present.isOpen, present.said, present.closures]);
    }),
    { numRuns: 60 },
  );
});

function of(afterHours: AfterHoursAnswer | null, isOpen: boolean) {
  return afterHoursVariables({ afterHours, onCallNumber: "+2290197000012" }, isOpen, "fr");
}

test("after hours callers are put through only to the doctor on call", () => {
  expect(of("forward", false).facts).toEqual({ transfer_number: "+2290197000012", has_transfer_number: "true" });
  expect(of("message", false).facts).toEqual({ has_transfer_number: "false" });
  expect(of("message", false).phrases["no_human"]).toContain("laisser un message");
  expect(of("book", false).phrases["no_human"]).not.toContain("message");
  for (const unchanged of [of(null, false), of("forward", true), of("message", true)]) {
    expect(unchanged).toEqual({ facts: {}, phrases: {} });
  }
});
