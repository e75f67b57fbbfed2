import { describe, expect, it } from "vitest";
import { type DoctorMatch, type NamedDoctor, matchDoctor } from "../../../src/domain/booking/names/match-doctor.ts";
import { spanishDoctors } from "../language/said/spanish.ts";
import { doctorsOfCalls } from "./doctors-of-calls.ts";
import { saidDoctors } from "./said-doctors.ts";

function written(match: DoctorMatch<NamedDoctor>): string {
  if (match.kind === "one") return match.doctor.id;
  if (match.kind !== "several") return match.kind.replace("_", " ");
  const ids = match.doctors.map(({ id }) => id).toSorted((a, b) => a.localeCompare(b));
  return `ask ${ids.join(" ")}`;
}

describe.each([...saidDoctors, ...doctorsOfCalls, spanishDoctors])("doctors said at clinic %#", ({ doctors, said }) => {
  const rows = Object.entries(said).flatMap(([meant, list]) => list.split(" | ").map((text) => [text, meant] as const));

  it.each(rows)("%s is %s", (text, meant) => {
    expect(written(matchDoctor(text, doctors))).toBe(meant);
  });
});

it("a surname with another first name leads to a question, not to a match", () => {
  const [clinic] = saidDoctors.slice(-1);
  expect(written(matchDoctor("John Smith", clinic?.doctors ?? []))).toBe("ask smith");
});

const untitled = [
  { id: "harper", name: "Harper Sample", specialty: "Family medicine" },
  { id: "ravi", name: "Dr Ravi Placeholder", specialty: "Cardiology" },
  { id: "june", name: "June Specimen", specialty: "Pediatrics" },
];
const titled = [
  { id: "roy", name: "Dre Hélène Roy", specialty: "Médecine familiale" },
  { id: "luc", name: "Dr Luc Beau", specialty: "Médecine familiale" },
  { id: "maude", name: "Docteure Maude Bois", specialty: "Pédiatrie" },
];

it.each([
  ["A woman, please", "woman or man"],
  ["someone female", "woman or man"],
  ["I'd rather see a lady doctor", "woman or man"],
  ["a male physician if you have one", "woman or man"],
  ["Une femme si possible", "woman or man"],
  ["plutôt un homme", "woman or man"],
  ["un médecin femme", "woman or man"],
  ["une femme, n'importe laquelle", "woman or man"],
  ["Una doctora, por favor", "woman or man"],
  ["a female cardiologist", "ravi"],
  ["any doctor, it's for my wife", "any"],
  ["n'importe quel médecin, c'est pour une femme enceinte", "any"],
  ["I'm a woman of fifty, anyone will do", "any"],
])("of doctors without titles, %s is %s", (text, meant) => {
  expect(written(matchDoctor(text, untitled)).replaceAll("_", " ")).toBe(meant);
});

it.each([
  ["Doctor Sample, no wait, Placeholder", "ravi"],
  ["le docteur Sample, non pardon, Specimen", "june"],
  ["Placeholder… sorry, I mean June", "june"],
  ["Docteur Sample, ah non, docteur Placeholder, pardon", "ravi"],
  ["not Sample, Specimen", "june"],
])("the last of two names counts: %s is %s", (text, meant) => {
  expect(written(matchDoctor(text, untitled))).toBe(meant);
});

it.each([
  ["Une femme si possible", "ask maude roy"],
  ["a woman", "ask maude roy"],
  ["Je préfère une dame, la pédiatre", "maude"],
  ["un homme", "luc"],
])("of doctors with titles, %s is %s", (text, meant) => {
  expect(written(matchDoctor(text, titled))).toBe(meant);
});
