import { describe, expect, it, test } from "vitest";
import { extraction } from "../../../src/domain/brain/extract-value.ts";
import type { Language } from "../../../src/domain/language/language.ts";
import type { ExtractRequest, WantedValue } from "../../../src/flow/ports.ts";
import type { TranscriptItem } from "../../../src/flow/trace.ts";

/** A Saturday. */
const today = "2026-11-21";
const doctors = {
  "Dr. Afiavi Exemple": "id-afiavi",
  "Dr. Codjo Modèle": "id-codjo",
  "Dr. Sènami Modèle-Essai": "id-senami",
};

interface Named {
  readonly name: string;
  readonly description?: string;
}

function textNamed({ name, description = "" }: Named): WantedValue {
  return { type: "string", name, description };
}

function extract(wanted: Named | WantedValue, said: readonly string[], language: Language = "fr") {
  return extracted(
    "type" in wanted ? wanted : textNamed(wanted),
    said.map((content) => ({ role: "user", content })),
    language,
  );
}

function extracted(wanted: WantedValue, transcript: readonly TranscriptItem[], language: Language) {
  const request: ExtractRequest = {
    place: { node: "extract", name: "extract", type: "extract_dynamic_variables" },
    purpose: "variables",
    wanted: [wanted],
    transcript,
    variables: { doctor_id_map: JSON.stringify(doctors), clinic_name: "Clinique Test" },
  };
  return extraction(request, { language, country: language === "fr" ? "BJ" : "US", today })(wanted);
}

const date = { name: "appointment_date" };
const time = { name: "appointment_time" };
const phone = { name: "patient_phone", description: "When it is the one they call from: +2290197000047." };
const person = { name: "patient_name" };

test.each([
  [date, "Mardi prochain s'il vous plaît", "fr", "2026-11-24"],
  [date, "Plutôt le 3 décembre", "fr", "2026-12-03"],
  [date, "Après-demain dans l'après-midi", "fr", "2026-11-23"],
  [date, "demain", "fr", "2026-11-22"],
  [date, "le 24/11", "fr", "2026-11-24"],
  [date, "à dix heures", "fr", undefined],
  [date, "Next Tuesday, please", "en", "2026-11-24"],
  [date, "November 24th at 2 pm", "en", "2026-11-24"],
  [date, "As soon as you can", "en", undefined],
  [time, "À 9 h 30", "fr", "09:30"],
  [time, "quatorze heures, c'est parfait", "fr", "14:00"],
  [time, "dix heures et demie", "fr", "10:30"],
  [time, "midi", "fr", "12:00"],
  [time, "10:30 AM works", "en", "10:30"],
  [time, "at two pm", "en", "14:00"],
  [time, "noon", "en", "12:00"],
  [time, "any time", "en", undefined],
  [phone, "C'est le 01 97 00 00 12", "fr", "+2290197000012"],
  [phone, "au +229 01 97 00 00 12 merci", "fr", "+2290197000012"],
  [phone, "Le numéro avec lequel je vous appelle", "fr", "+2290197000047"],
  [phone, "it's (512) 555-0134", "en", "+15125550134"],
  [phone, "je ne sais pas", "fr", undefined],
  [person, "Je m'appelle Awa Test", "fr", "Awa Test"],
  [person, "Koffi Exemple-Modèle, 01 97 00 00 12", "fr", "Koffi Exemple-Modèle"],
  [person, "This is John Sample, call me back", "en", "John Sample"],
  [person, "avec le docteur Afiavi Exemple", "fr", undefined],
  [person, "oui", "fr", undefined],
  [{ name: "chosen_doctor_id" }, "le docteur Exemple", "fr", "id-afiavi"],
  [{ name: "chosen_doctor_name" }, "docteur codjo modele", "fr", "Dr. Codjo Modèle"],
  [{ name: "chosen_doctor_name" }, "Docteur Afiavi", "fr", "Dr. Afiavi Exemple"],
  [{ name: "chosen_doctor_name" }, "Docteur Exampel", "fr", undefined],
  [{ name: "chosen_doctor_name" }, "Docteur Exempel", "fr", "Dr. Afiavi Exemple"],
  [{ name: "chosen_doctor_name" }, "Je suis Afiavi Dupont", "fr", undefined],
  [{ name: "chosen_doctor_id" }, "n'importe quel médecin", "fr", "id-afiavi"],
  [{ name: "chosen_doctor_id" }, "le docteur Introuvable", "fr", undefined],
] as const)("%o of “%s” (%s) is %s", (...[wanted, said, language, expected]) => {
  expect(extract(wanted, [said], language)).toBe(expected);
});

describe("other types", () => {
  it("finds the one choice that was said, even by its French word", () => {
    const choices = { name: "part_of_day", description: "", type: "enum", choices: ["morning", "afternoon"] } as const;
    expect(extract(choices, ["plutôt le matin"])).toBe("morning");
    expect(extract(choices, ["in the afternoon"], "en")).toBe("afternoon");
    expect(extract(choices, ["matin ou après-midi"])).toBeUndefined();
  });

  it("reads yes and no, and nothing else as either", () => {
    const wanted = { name: "callback_requested", description: "", type: "boolean" } as const;
    expect(extract(wanted, ["Oui, volontiers"])).toBe(true);
    expect(extract(wanted, ["No, thanks"], "en")).toBe(false);
    expect(extract(wanted, ["Peut-être"])).toBeUndefined();
  });

  it("leaves out variables that no rule knows", () => {
    expect(extract({ name: "favourite_colour" }, ["bleu"])).toBeUndefined();
  });
});

describe("the latest answer", () => {
  it("counts", () => {
    expect(extract(date, ["lundi", "non, plutôt mardi"])).toBe("2026-11-24");
    expect(extract(date, ["lundi", "oui, avec plaisir"])).toBe("2026-11-23");
  });
});

describe("an answer to a question for the name", () => {
  const asked: TranscriptItem = { role: "agent", content: "Dites-moi le prénom et le nom du patient." };

  it.each([
    ["prénom Awa nom Essai", "Awa Essai"],
    ["kouassi", "Kouassi"],
    ["Awa", "Awa"],
    ["ma fille de trois ans, Awa Essai", "Awa Essai"],
    ["pourquoi ?", undefined],
    ["01 97 00 00 12", undefined],
  ])("%s is the name %s", (said, name) => {
    expect(extracted(textNamed(person), [asked, { role: "user", content: said }], "fr")).toBe(name);
  });

  it("is not taken from before the question", () => {
    expect(extracted(textNamed(person), [{ role: "user", content: "annuler" }, asked], "fr")).toBeUndefined();
  });
});

function offered(...times: readonly string[]): TranscriptItem {
  const slots = times.map((each) => ({ time: each, id: `slot ${each}` }));
  return {
    role: "tool_call_result",
    tool_call_id: "1",
    successful: true,
    content: JSON.stringify({ available_slots: slots }),
  };
}

function caller(content: string): TranscriptItem {
  return { role: "user", content };
}

describe("a time among those offered", () => {
  it("is one of them, in any wording", () => {
    expect(extracted(textNamed(time), [offered("8:00 AM", "2:30 PM"), caller("2:30 PM")], "en")).toBe("14:30");
    expect(extracted(textNamed(time), [offered("8 h", "14 h 30"), caller("huit heures")], "fr")).toBe("08:00");
    expect(extracted(textNamed(time), [caller("9 h"), offered("8 h"), caller("10 h")], "fr")).toBeUndefined();
  });

  it("can be pointed at, and is read twelve hours later if only that is offered", () => {
    expect(extracted(textNamed(time), [offered("8 h", "9 h"), caller("Le premier")], "fr")).toBe("08:00");
    expect(extracted(textNamed(time), [offered("8:00 AM", "2:00 PM"), caller("2:00 then")], "en")).toBe("14:00");
    expect(extracted(textNamed({ name: "slot_id" }), [offered("8 h", "9 h"), caller("à 9 h")], "fr")).toBe("slot 9 h");
  });
});

describe("offered times of which only some were spoken", () => {
  const content = JSON.stringify({
    available_slots: ["1:30 PM", "2:00 PM", "2:30 PM", "5:00 PM", "10:30 AM"].map((each) => ({ time: each })),
    said_last: "2026-12-07T14:30",
  });
  const offer: TranscriptItem = { role: "tool_call_result", tool_call_id: "1", successful: true, content };

  it.each([
    ["The last one", "14:30"],
    ["The second one", "14:00"],
    ["The latest you've got", "17:00"],
    ["5 PM", "17:00"],
  ])("“%s” is %s", (said, expected) => {
    expect(extracted(textNamed(time), [offer, caller(said)], "en")).toBe(expected);
  });
});

describe("a period", () => {
  const wish = { name: "appointment_date", description: "As YYYY-MM-DD. For a period, the caller's own words." };
  const day = { name: "appointment_date", description: "Day of the time that the caller chose." };
  const offer: TranscriptItem = {
    role: "tool_call_result",
    tool_call_id: "tool_1",
    successful: true,
    content: JSON.stringify({
      available_slots: [
        { time: "lundi 23 novembre à 9 h", id: "one" },
        { time: "mardi 24 novembre à 9 h", id: "two" },
        { time: "mardi 24 novembre à 10 h", id: "three" },
      ],
    }),
  };
  const chosen = (wanted: Named, said: string) =>
    extracted(textNamed(wanted), [offer, { role: "user", content: said }], "fr");

  it("is passed on in the caller's words, but a day as a date", () => {
    expect(extract(wish, ["La semaine prochaine si possible"])).toBe("La semaine prochaine si possible");
    expect(extract(wish, ["mardi prochain"])).toBe("2026-11-24");
  });

  it.each([
    ["mardi à neuf heures", "2026-11-24", "09:00"],
    ["à dix heures", "2026-11-24", "10:00"],
    ["plutôt mardi", "2026-11-24", "09:00"],
    ["neuf heures, c'est bien", "2026-11-23", "09:00"],
    ["le dernier", "2026-11-24", "10:00"],
  ])("has the day of the chosen time: %s", (said, expectedDate, expectedTime) => {
    expect(chosen(day, said)).toBe(expectedDate);
    expect(chosen(time, said)).toBe(expectedTime);
  });
});

describe("one of the caller's appointments", () => {
  const found = [
    {
      appointment_id: "id-monday",
      appointment_time: "lundi 30 novembre à 9 heures",
      doctor_name: "Dr. Afiavi Exemple",
    },
    {
      appointment_id: "id-tuesday",
      appointment_time: "mardi 1er décembre à 9 heures",
      doctor_name: "Dr. Codjo Modèle",
    },
  ];
  const chosen = (said: string, list: readonly object[] = found) =>
    extract({ name: "appointment_id", description: `Copied exactly from this list: ${JSON.stringify(list)}.` }, [said]);

  test.each([
    ["Je veux annuler celui du mardi 1er décembre.", "id-tuesday"],
    ["Celui avec le docteur Exemple.", "id-monday"],
    ["Celui de jeudi.", undefined],
    ["Je veux annuler.", undefined],
  ])("%s", (said, id) => {
    expect(chosen(said)).toBe(id);
  });

  it("is the only one there is, or none without a list", () => {
    expect(chosen("Annulez-le.", found.slice(0, 1))).toBe("id-monday");
    expect(chosen("Annulez-le.", [])).toBeUndefined();
    expect(extract({ name: "appointment_id", description: "From this list: ." }, ["Annulez-le."])).toBeUndefined();
  });
});

test.each([
  ["Neuf heures ou dix heures, comme vous voulez", "09:00"],
  ["Dix heures ou neuf heures, peu importe", "10:00"],
])("of two hours that both suit, the first one is taken: %s", (said, meant) => {
  const slots = ["8 heures", "9 heures", "10 heures"].map((each) => ({ time: each, id: each }));
  const transcript: TranscriptItem[] = [
    {
      role: "tool_call_result",
      tool_call_id: "1",
      successful: true,
      content: JSON.stringify({ available_slots: slots }),
    },
    { role: "user", content: said },
  ];
  expect(extracted(textNamed({ name: "appointment_time" }), transcript, "fr")).toBe(meant);
});

test("a doctor named like a month names no month", () => {
  const june = { "Dr. June Specimen": "id-june" };
  const request: ExtractRequest = {
    place: { node: "extract", name: "extract", type: "extract_dynamic_variables" },
    purpose: "variables",
    wanted: [],
    transcript: [{ role: "user", content: "Let's go with June" }],
    variables: { doctor_id_map: JSON.stringify(june) },
  };
  const valueOf = extraction(request, { language: "en", country: "US", today });
  const wanted = textNamed({ name: "appointment_date", description: "in the caller's own words" });
  expect(valueOf(wanted)).toBeUndefined();
});

test("a name said twice is one person", () => {
  const several = { name: "patient_name", description: "Names of several patients" };
  expect(extract(several, ["Alors moi c'est Théodore, Théodore Dossou-Yovo"])).toBe("Théodore Dossou-Yovo");
});
