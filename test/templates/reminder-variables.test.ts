import { expect, test } from "vitest";
import { readPhrases } from "../../src/adapters/templates/template-files.ts";
import { contractFindings, variableContract } from "../../src/domain/agent/template/variable-contract.ts";
import { noSpecialDays } from "../../src/domain/call/line/clinic-now.ts";
import type { CallerFacts } from "../../src/domain/call/line/caller-variables.ts";
import { parseOpeningHours } from "../../src/domain/clinic/opening-hours.ts";
import { inEachLanguage, languages } from "../../src/domain/language/language.ts";
import { outboundVariables } from "../../src/domain/outreach/reminders/outbound-variables.ts";
import { placeholderNames } from "../../src/flow/placeholders.ts";
import { parsedTemplate } from "../domain/agent/shipped.ts";
import { testClinic } from "../fakes/test-clinic.ts";

const { flow, agent: settings } = parsedTemplate();

const facts: CallerFacts = {
  clinic: testClinic({
    slug: "clinique-test",
    name: "Clinique Test",
    address: "1 rue du Test, Cotonou",
    country: "BJ",
    timezone: "Africa/Porto-Novo",
    phone: "+2290197000010",
    transferNumber: "+2290197000011",
    ownerEmail: "owner@example.com",
    instructions: "Parking derrière la clinique.",
  }),
  phoneNumber: "+2290197000013",
  doctors: [{ id: "doctor-awa", name: "Awa Test", specialty: "Dentiste", email: null, active: true }],
  hours: parseOpeningHours("Mon-Fri 08:00-12:00"),
  phrases: {},
  specialDays: noSpecialDays,
  suspension: null,
  asksReason: false,
};

async function reminderVariables(language: (typeof languages)[number]) {
  const contact = {
    name: "Koffi Essai",
    language,
    appointmentAt: null,
    appointmentType: "Contrôle",
    provider: null,
    instructions: "Apporter le carnet de santé",
  };
  const appointment = { id: "appointment-1", doctorId: "doctor-awa", startsAt: Date.UTC(2026, 10, 24, 9) };
  const phrases = await inEachLanguage(readPhrases);
  const now = Date.UTC(2026, 10, 21, 12);
  return outboundVariables({ contact, appointment, typeName: null }, facts, { phrases, now });
}

test.each(languages)(
  "the flow finds every variable it relies on in a reminder in %s, fit to be spoken",
  async (language) => {
    expect(contractFindings(variableContract(flow), await reminderVariables(language))).toEqual([]);
  },
);

test.each(languages)(
  "a voicemail in %s says who called whom and where to call back, and nothing of the appointment",
  async (language) => {
    const variables = await reminderVariables(language);
    const { action } = settings.voicemail_option ?? {};
    expect(action).toEqual({ type: "static_text", text: "{{phrase_voicemail}}" });
    const message = variables["phrase_voicemail"] ?? "";
    expect(placeholderNames(message)).toEqual([]);
    expect(message).toContain("Clinique Test");
    expect(message).toContain("Koffi Essai");
    expect(message).toContain(language === "fr" ? "01 97 00 00 13" : "01 97 00 00 13");
    for (const name of ["appointment_date", "appointment_time", "appointment_type", "provider_name"]) {
      expect(message).not.toContain(variables[name]);
    }
  },
);
