import { describe, expect, it, test } from "vitest";
import {
  type ClinicMarks,
  doctorMismatch,
  doctorsInList,
  doctorsInMap,
  findLeaks,
  nameIndex,
} from "../../../src/simulator/reports/leaks.ts";
import { austin, cotonou } from "../../commands/simulate-fixture.ts";

const neighbour: ClinicMarks = {
  ...cotonou,
  clinic: {
    ...cotonou.clinic,
    id: "0199a000-0000-7000-8000-00000000000c",
    slug: "cocotiers-sud",
    name: "Clinique Les Cocotiers Sud",
  },
  phoneNumber: "+2290197000021",
  doctors: [
    {
      ...cotonou.doctors[0],
      id: "doctor-shared-name",
      name: "Afiavi Exemple",
      specialty: "",
      email: null,
      active: true,
    },
  ],
};
const fleet: readonly ClinicMarks[] = [cotonou, austin, neighbour];
const search = {
  index: nameIndex(fleet),
  slugs: new Map(fleet.map(({ clinic }) => [clinic.id, clinic.slug])),
  common: new Set<string>(),
};

function leaksIn(text: string, own: ClinicMarks = cotonou, caller: readonly string[] = []) {
  return findLeaks([{ where: "said", text }], { own, caller }, search).map(({ kind, clinics }) =>
    [kind, ...clinics].join(" "),
  );
}

test.each([
  ["Nos médecins : docteur Harper SAMPLE", "name austin-family"],
  ["Welcome to Bluebonnet Family Clinic", "name austin-family"],
  [`(ID: ${austin.doctors[0]?.id ?? ""})`, "id austin-family"],
  [`slot ${austin.doctors[0]?.id ?? ""}~mwtc~~1x`, "id austin-family"],
  [`{"clinic_id":"${austin.clinic.id}"}`, "id austin-family"],
  ["https://host/webhooks/austin-family", "id austin-family"],
  ["Call us on (512) 555-0101", "number austin-family"],
  ["Call us on +1 512.555.0101", "number austin-family"],
  ["Rappelez le 01 97 00 00 21", "number cocotiers-sud"],
])("“%s” tells of another clinic", (text, leak) => {
  expect(leaksIn(text)).toContain(leak);
});

describe("not a leak", () => {
  it.each([
    // 01 97 00 00 21 is the neighbour's.
    "doctor~mx01h97~~k00 doctor~mx00~~21",
    "Vous êtes à la Clinique Les Cocotiers, au 01 97 00 00 01.",
    "Le Dr. Afiavi Exemple vous reçoit, transfert au +229 01 97 00 00 11.",
    "Le mardi 24 novembre 2026 à 9 h 30",
  ])("“%s”", (text) => expect(leaksIn(text)).toEqual([]));

  it("is a name of its own that begins with another clinic's", () => {
    expect(leaksIn("Clinique Les Cocotiers Sud", neighbour)).toEqual([]);
    expect(leaksIn("Clinique Les Cocotiers Sud", cotonou)).toEqual(["name cocotiers-sud"]);
  });

  it("is what the caller said, or what stands in the clinic's own notes", () => {
    expect(leaksIn("Harper Sample n'exerce pas ici", cotonou, ["le docteur Harper Sample"])).toEqual([]);
    const instructions = "Nous travaillons avec la Bluebonnet Family Clinic.";
    const own = { ...cotonou, clinic: { ...cotonou.clinic, instructions } };
    expect(leaksIn("la Bluebonnet Family Clinic", own)).toEqual([]);
  });
});

describe("doctors offered", () => {
  const list = "1. Dr. Afiavi Exemple - Pédiatrie (ID: 0199a000-0000-7000-8000-0000000000a1)";
  const second = "2. Dr. Codjo Modèle - Médecine générale (ID: 0199a000-0000-7000-8000-0000000000a2)";

  it("are the clinic's own, with or without title", () => {
    expect(doctorMismatch(doctorsInList(`${list}\n${second}`), cotonou.doctors)).toBeUndefined();
    const map =
      '{"Dr. Afiavi Exemple":"0199a000-0000-7000-8000-0000000000a1","Dr. Codjo Modèle":"0199a000-0000-7000-8000-0000000000a2"}';
    expect(doctorMismatch(doctorsInMap(map), cotonou.doctors)).toBeUndefined();
  });

  it("are named when one is missing, strange, doubled, or under another's id", () => {
    expect(doctorMismatch(doctorsInList(list), cotonou.doctors)).toContain("does not offer Dr Codjo Modèle");
    expect(doctorMismatch(doctorsInList(`${list}\n3. Dr. Harper Sample - X (ID: b)`), cotonou.doctors)).toContain(
      "Harper",
    );
    expect(doctorMismatch(doctorsInList(`${list}\n${second}\n${list}`), cotonou.doctors)).toContain("twice");
    expect(doctorMismatch(doctorsInList(list.replace("00a1", "00a2")), cotonou.doctors)).toContain("Afiavi");
    expect(doctorMismatch(doctorsInList(""), cotonou.doctors)).toContain("does not offer");
  });
});

it("finds marks in time that depends on the text, not on the fleet", () => {
  const many = Array.from({ length: 2000 }, (_, index) => ({
    ...austin,
    clinic: { ...austin.clinic, id: `clinic-${index}`, slug: `clinic-number-${index}`, name: `Clinic Number ${index}` },
    doctors: [],
    phoneNumber: `+1512${String(5_550_000 + index)}`,
  }));
  const sightings = nameIndex(many).sightings("Welcome to Clinic Number 1234, call 512 555 1234");
  expect(sightings.map(({ owners }) => [...owners].join())).toEqual(["clinic-1234", "clinic-1234"]);
});
