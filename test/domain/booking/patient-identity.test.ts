import { describe, expect, it } from "vitest";
import { isNameHeard, provenPatient } from "../../../src/domain/booking/patients/patient-identity.ts";
import type { Patient } from "../../../src/domain/booking/ports.ts";

describe("a name as heard", () => {
  it.each([
    ["Koffi Adjovi", "kofi adjovi"],
    ["Koffi Adjovi", "ADJOVI Koffi"],
    ["Jean-Pierre Dubois", "jeanpierre dubois"],
    ["Marie Claire Dupont", "Madame Marie Dupont"],
    ["Awa Sow", "Awa Fatou Sow"],
    ["Philippe Martin", "Filipe Martin"],
    ["Yves de la Croix", "Yves Delacroix"],
    ["Élodie Lefèvre", "elodie lefevre"],
    ["Michael Thompson", "Micheal Thomson"],
    ["Awa", "Awa Sow"],
    ["Jean-Pierre Dubois", "Pierre Dubois"],
    ["Marie Claire Dupont", "Claire Dupont"],
    ["Maria Gonzalez Perez", "Maria Gonzalez"],
    ["Rose Exemple-Modele", "Rose Modele"],
    ["Jean-Pierre", "Jean Pierre Dubois"],
    ["Paul Dupont fils", "Paul Dupont fils"],
    ["Mary Ann Sample", "Ann Sample"],
    ["Mohamed Ali", "Mohamed Ali"],
    ["Abdoul Karim Sow", "Abdoul Sow"],
    ["Papa Amadou Diop", "Papa Diop"],
    ["Julie Parent", "Julie Anne Parent"],
  ])("%s is heard in %s", (kept, heard) => {
    expect(isNameHeard(kept, heard)).toBe(true);
  });

  it.each([
    ["Awa Sow", "Ama Sow"],
    ["Louis Martin", "Louise Martin"],
    ["Jean Dubois", "Jeanne Dubois"],
    ["Marc Petit", "Mary Petit"],
    ["Awa Sow", "Awa"],
    ["Awa Sow", "Sow"],
    ["Awa Sow", "Awa Ama Koffi Sow Diallo"],
    ["Awa Sow", ""],
    ["", "Awa Sow"],
    ["Awa Sow", "de la"],
    ["Awa Sow", "Madame"],
    ["Jean-Pierre Dubois", "Jean-Pierre"],
    ["Jean Pierre Dubois", "Pierre Jean"],
    ["DUPONT Marie Claire", "Marie-Claire"],
    ["Anne-Lise Dupont", "Anne Lise"],
    ["Mary Ann Sample", "Mary Ann"],
    ["María José Ejemplo Pérez", "Maria Jose"],
    ["Ejemplo Juan Carlos", "Juan Carlos"],
    ["Abdoul Karim Sow", "Abdoul Karim"],
    ["Mamadou Lamine Diallo", "Mamadou Lamine"],
    ["Rose Exemple-Modele", "Madame Exemple Modele"],
    ["Marie Dupont", "Maria Dupont"],
    ["Maria Dupont", "Mario Dupont"],
    ["Patrice Dupont", "Patrick Dupont"],
    ["Christine Dupont", "Christian Dupont"],
    ["Paul Dupont", "Paul Dupont junior"],
    ["Paul Dupont", "Dupont Paul père"],
    ["Paul Dupont", "Paul Dupont wife"],
    ["Paul Dupont", "Paul Dupont bebé"],
    ["Paul Dupont", "l'ex de Paul Dupont"],
    ["Paul Dupont", "sans Paul Dupont"],
    ["Paul Dupont", "Paul or Dupont"],
    ["Dupont", "Dupont's caregiver"],
  ])("%s is not heard in %s", (kept, heard) => {
    expect(isNameHeard(kept, heard)).toBe(false);
  });
});

const father: Patient = {
  id: "father",
  name: "Paul Test",
  phone: "+2290197000031",
  birthDate: "1950-01-01",
  email: null,
  createdAt: 0,
};
const son: Patient = { ...father, id: "son", birthDate: "1980-01-01" };
const alone: Patient = { ...father, id: "alone", name: "Rose Exemple", phone: "+2290197000032", birthDate: null };

function nameOf({ phone, name }: Patient) {
  return { phone, name };
}

describe("a proof", () => {
  const stores = {
    patients: {
      withPhone: (phone: string) => Promise.resolve([father, son, alone].filter((one) => one.phone === phone)),
      find: () => Promise.resolve(undefined),
      among: () => Promise.resolve([]),
      bornOn: () => Promise.resolve([]),
      add: () => Promise.resolve(),
      update: () => Promise.resolve(),
    },
  };

  it("distinguishes a father and son of the same name by the birth date alone", async () => {
    const { phone, name } = father;
    expect(await provenPatient({ phone, name }, stores)).toBeUndefined();
    expect(await provenPatient({ phone, name, birthDate: "1980-01-01" }, stores)).toBe(son);
    expect(await provenPatient({ phone, birthDate: "1980-01-01" }, stores)).toBeUndefined();
  });

  it("is as strict as the clinic's setting", async () => {
    const { phone, name } = alone;
    const claim = { phone, name, birthDate: "1970-01-01" };
    expect(await provenPatient(claim, stores, "either")).toBe(alone);
    expect(await provenPatient(claim, stores, "name")).toBe(alone);
    expect(await provenPatient(claim, stores, "birth-date")).toBeUndefined();
    expect(await provenPatient(claim, stores, "callback")).toBeUndefined();
    expect(await provenPatient({ phone: father.phone, birthDate: "1950-01-01" }, stores, "name")).toBeUndefined();
  });

  it("fails on an incomprehensible birth date, if one is on file", async () => {
    expect(await provenPatient({ ...nameOf(son), birthDate: null }, stores)).toBeUndefined();
    expect(await provenPatient({ ...nameOf(alone), birthDate: null }, stores)).toBe(alone);
    expect(await provenPatient({ ...nameOf(alone), birthDate: null }, stores, "birth-date")).toBeUndefined();
  });
});
