import { describe, expect, it } from "vitest";
import type { KeptAnswers } from "../../src/commands/clinic/onboard-answers.ts";
import { askForClinic } from "../../src/commands/clinic/onboard-interview.ts";
import { clinicFromFlags } from "../../src/commands/clinic-draft.ts";
import { readClinicRequest } from "../../src/domain/clinic/requests/read-clinic-request.ts";
import type { Prompt } from "../../src/terminal/prompt.ts";

/** A person at a terminal who gives these answers in turn, and tries the next one after a refusal. */
function typing(answers: readonly string[]) {
  const left = [...answers];
  const refusals: string[] = [];
  const next = (): string => left.shift() ?? "";
  const prompt: Prompt = {
    interactive: true,
    text: ({ validate }) => {
      for (;;) {
        const answer = next();
        const verdict = validate?.(answer) ?? true;
        if (verdict === true) return Promise.resolve(answer.trim());
        refusals.push(verdict);
      }
    },
    secret: () => Promise.resolve(next()),
    choice: ({ choices }) => {
      const answer = next();
      const chosen = choices.find(({ value }) => value === answer);
      return chosen === undefined ? Promise.reject(new Error(`no choice ${answer}`)) : Promise.resolve(chosen.value);
    },
    edited: ({ initial = "" }) => Promise.resolve(initial),
    keys: () => ({ pause: () => {}, resume: () => {}, stop: () => {} }),
    confirm: () => Promise.resolve(next() === "y"),
  };
  return { prompt, refusals };
}

const now = Date.UTC(2026, 10, 29);

/** Stores answers as the file does. */
function remembering(): KeptAnswers & { fields: Readonly<Record<string, unknown>> | undefined } {
  const kept = {
    fields: undefined as Readonly<Record<string, unknown>> | undefined,
    read: () =>
      Promise.resolve(
        kept.fields === undefined ? undefined : { name: String(kept.fields["name"]), fields: kept.fields },
      ),
    save: (fields: Readonly<Record<string, unknown>>) => {
      kept.fields = { ...fields };
      return Promise.resolve();
    },
    forget: () => {
      kept.fields = undefined;
      return Promise.resolve();
    },
  };
  return kept;
}

const clinic = ["Clinique Test", "12 rue du Port", "BJ", "Africa/Porto-Novo", "fr", "lun-ven 08:00-12:30"];
const doctors = ["Awa Test; Dentiste", "Koffi Test; Pédiatre", ""];

describe("the questions of clinic:onboard", () => {
  it("produce a complete request for an imported number", async () => {
    const trunk = ["import", "0197000001", "trunk.example.com", "", ""];
    const { prompt, refusals } = typing([...clinic, ...doctors, "0197000002", "owner@example.com", ...trunk]);
    const request = readClinicRequest(await askForClinic(clinicFromFlags({}), { prompt, now, kept: remembering() }));
    expect(refusals).toEqual([]);
    expect(request).toMatchObject({
      details: { slug: "clinique-test", transferNumber: "+2290197000002" },
      doctors: [{ name: "Awa Test" }, { name: "Koffi Test" }],
      number: { kind: "import", phoneNumber: "+2290197000001", username: null },
    });
  });

  it("refuse each bad answer on the spot", async () => {
    const bad = [
      "",
      "Clinique Test",
      "12 rue",
      "Beninn",
      "bénin",
      "Cotonoux",
      "Africa/Porto-Novo",
      "fr",
      "Mon 8-7",
      "Mon 08:00-12:00",
    ];
    const more = ["", "Awa Test", "Awa Test; Dentiste", "awa test; x", "", "12", "", "owner", "owner@example.com"];
    const { prompt, refusals } = typing([...bad, ...more, "US", "229", "514", ""]);
    const request = readClinicRequest(await askForClinic(clinicFromFlags({}), { prompt, now, kept: remembering() }));
    expect(refusals).toHaveLength(11);
    expect(request.number).toEqual({ kind: "buy", country: "US", areaCode: null, tollFree: false });
  });

  it("explain mistakes in the question's words, and accept a country's name and a comma before the specialty", async () => {
    const place = ["Clinique Test", "12 rue", "Beninn", "Côte d'Ivoire", "Africa/Abidjan", "fr", "lun-ven 8h-12h"];
    const people = ["Awa Test", "Dr Awa Test, dentiste", "", "12", "", "owner", "owner@example.com", "US", ""];
    const { prompt, refusals } = typing([...place, ...people]);
    const request = readClinicRequest(await askForClinic(clinicFromFlags({}), { prompt, now, kept: remembering() }));
    expect(refusals).toEqual([
      'country: "Beninn" is not a country code. Use the two letters of ISO 3166-1, such as BJ, CA or US.',
      "Write the name, a semicolon and the specialty, such as: Awa Mensah; dentist",
      expect.stringContaining('number for callers who ask for a person: "12" is not a phone number in CI.'),
      "owner's email is not an email address. Write for example owner@example.com.",
    ]);
    expect(request).toMatchObject({ details: { country: "CI" }, doctors: [{ specialty: "dentiste" }] });
  });

  it("refuse an answer to another question, but accept names that only look odd", async () => {
    const mistaken = ["owner@example.com", "Sam 24 Test", "+229 01 97 00 00 01", "Mon-Fri 08:00-12:00", "24 rue 08:00"];
    const place = ["BJ", "Africa/Porto-Novo", "fr", "lun-ven 08:00-12:30"];
    const hours = ["Mon-Fri 08:00-12:30; Sat 09:00-12:00", "awa@example.com; Dentiste", "Awa Test; 01 97 00 00 01"];
    const rest = ["Sam Mar; Médecin 24h", "", "", "owner@example.com", "US", ""];
    const { prompt, refusals } = typing([...mistaken, ...place, ...hours, ...rest]);
    const request = readClinicRequest(await askForClinic(clinicFromFlags({}), { prompt, now, kept: remembering() }));
    expect(refusals.map((text) => text.replace(/ Give the .*$/u, ""))).toEqual([
      'name: "owner@example.com" is an email address.',
      'address: "+229 01 97 00 00 01" is a phone number.',
      'address: "Mon-Fri 08:00-12:00" are opening hours.',
      'name: "Mon-Fri 08:00-12:30" are opening hours.',
      'name: "awa@example.com" is an email address.',
      'specialty: "01 97 00 00 01" is a phone number.',
    ]);
    expect(request).toMatchObject({ details: { name: "Sam 24 Test" }, doctors: [{ name: "Sam Mar" }] });
  });

  it("are not asked where a flag answers", async () => {
    const flags = {
      name: "Clinique Test",
      language: "fr",
      hours: "Mon 08:00-12:00",
      doctor: ["Awa Test;Dentiste"],
      buy: "CA",
    };
    const { prompt } = typing(["12 rue", "CA", "America/Toronto", "", "owner@example.com"]);
    const request = readClinicRequest(await askForClinic(clinicFromFlags(flags), { prompt, now, kept: remembering() }));
    expect(request).toMatchObject({ details: { address: "12 rue" }, number: { kind: "buy", country: "CA" } });
  });

  it("continue after Ctrl-C where they stopped, and let an answer be changed before the end", async () => {
    const kept = remembering();
    const first = typing([...clinic.slice(0, 3), "STOP"]);
    const stopping: Prompt = {
      ...first.prompt,
      text: (question) =>
        question.flag === "--timezone" ? Promise.reject(new Error("Ctrl-C")) : first.prompt.text(question),
    };
    const interview = { prompt: stopping, now, kept };
    await expect(askForClinic(clinicFromFlags({}), interview)).rejects.toThrow("Ctrl-C");
    expect(kept.fields).toEqual({ name: "Clinique Test", address: "12 rue du Port", country: "BJ" });
    const trunk = ["import", "0197000001", "trunk.example.com", ""];
    const rest = ["Africa/Porto-Novo", "fr", "lun-ven 8h-12h30", ...doctors, "", "owner@example.com", ...trunk];
    const { prompt } = typing(["continue", ...rest, "address", "3 rue du Marché", ""]);
    const request = readClinicRequest(await askForClinic(clinicFromFlags({}), { prompt, now, kept }));
    expect(request).toMatchObject({ details: { name: "Clinique Test", address: "3 rue du Marché" } });
    // A question that was left empty is not asked again.
    const again = typing(["continue", ""]);
    const third = await askForClinic(clinicFromFlags({}), { prompt: again.prompt, now, kept });
    expect(readClinicRequest(third)).toEqual(request);
  });

  it("ask again for everything that depends on the country when it changes", async () => {
    const trunk = ["import", "0197000001", "trunk.example.com", ""];
    const answers = [...clinic, ...doctors, "0197000002", "owner@example.com", ...trunk];
    const changed = ["country", "CA", "America/Toronto", "514 555 0100", "CA", ""];
    const { prompt, refusals } = typing([...answers, ...changed]);
    const kept = remembering();
    const request = readClinicRequest(await askForClinic(clinicFromFlags({}), { prompt, now, kept }));
    expect(refusals).toEqual([]);
    expect(request).toMatchObject({
      details: { country: "CA", timezone: "America/Toronto", transferNumber: "+15145550100" },
      number: { kind: "buy", country: "CA" },
    });
  });

  it("refuse a time zone that is not used in the country", async () => {
    const place = ["Clinique Test", "12 rue du Port", "BJ", "America/Toronto", ...clinic.slice(3)];
    const { prompt, refusals } = typing([...place, ...doctors, "", "owner@example.com", "US", ""]);
    await askForClinic(clinicFromFlags({}), { prompt, now, kept: remembering() });
    expect(refusals).toEqual(["No place in BJ is in the time zone America/Toronto. Zones of BJ: Africa/Porto-Novo."]);
  });
});
