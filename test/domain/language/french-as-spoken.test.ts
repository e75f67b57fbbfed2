import { expect, test } from "vitest";
import { clinicInSentence, spokenOpeningHours } from "../../../src/domain/clinic/spoken-clinic.ts";
import { doctorInSentence, doctorName } from "../../../src/domain/clinic/doctor-name.ts";
import { parseOpeningHours } from "../../../src/domain/clinic/opening-hours.ts";
import { spokenNumber } from "../../../src/domain/clinic/telephone/telephone.ts";
import { writtenTimeAt, spokenWallTime } from "../../../src/domain/language/dates/spoken-date.ts";

test.each([
  ["Clinique des Lilas", null, "à la Clinique des Lilas | de la Clinique des Lilas"],
  ["Polyclinique Atlantique", null, "à la Polyclinique Atlantique | de la Polyclinique Atlantique"],
  ["Cabinet Dentaire Roy", null, "au Cabinet Dentaire Roy | du Cabinet Dentaire Roy"],
  ["Centre médical Akpakpa", null, "au Centre médical Akpakpa | du Centre médical Akpakpa"],
  ["Hôpital Saint-Luc", null, "à l'Hôpital Saint-Luc | de l'Hôpital Saint-Luc"],
  ["Institut de la Vue", null, "à l'Institut de la Vue | de l'Institut de la Vue"],
  ["La Maison du Dos", null, "à la Maison du Dos | de la Maison du Dos"],
  ["Le Cabinet d'à côté", null, "au Cabinet d'à côté | du Cabinet d'à côté"],
  ["Les Oliviers", null, "aux Oliviers | des Oliviers"],
  ["L'Espace Santé", null, "à l'Espace Santé | de l'Espace Santé"],
  ["Dentylis", null, "chez Dentylis | de Dentylis"],
  ["Ophtalia", null, "chez Ophtalia | d'Ophtalia"],
  ["Dentylis", "le", "au Dentylis | du Dentylis"],
  ["Clinique X", "none", "chez Clinique X | de Clinique X"],
] as const)("%s (%s) has its article in French", (name, article, said) => {
  const { at, of } = clinicInSentence({ name, article }, "fr");
  expect(`${at} | ${of}`).toBe(said);
  expect(clinicInSentence({ name, article }, "en").said).toBe(name);
});

test.each([
  ["Clinique des Lilas", "la Clinique des Lilas"],
  ["Le Cabinet Roy", "le Cabinet Roy"],
  ["Hôpital Saint-Luc", "l'Hôpital Saint-Luc"],
  ["Les Oliviers", "les Oliviers"],
  ["Dentylis", "Dentylis"],
])("%s calls as %s", (name, said) => {
  expect(clinicInSentence({ name, article: null }, "fr").said).toBe(said);
});

test.each([
  ["Awa Test", "le docteur Awa Test", "Dr. Awa Test"],
  ["Dr. Awa Test", "le docteur Awa Test", "Dr. Awa Test"],
  ["Dre Anne Roy", "la docteure Anne Roy", "Dre Anne Roy"],
  ["Docteure Anne Roy", "la docteure Anne Roy", "Docteure Anne Roy"],
  ["Professeur Koffi", "le professeur Koffi", "Professeur Koffi"],
  ["Pr. Koffi", "le professeur Koffi", "Pr. Koffi"],
  ["Professeure Bah", "la professeure Bah", "Professeure Bah"],
  ["Mme Adjo Essai", "madame Adjo Essai", "Mme Adjo Essai"],
  ["M. Paul Essai", "monsieur Paul Essai", "M. Paul Essai"],
  ["Sage-femme Adjo", "la sage-femme Adjo", "Sage-femme Adjo"],
  ["Infirmier Paul", "le infirmier Paul", "Infirmier Paul"],
  ["Jane Doe, MD", "Jane Doe, MD", "Jane Doe, MD"],
])("%s keeps the title, said with its article", (name, said, listed) => {
  expect([doctorInSentence(name, "fr"), doctorName(name)]).toEqual([said.replace("le i", "l'i"), listed]);
  expect(doctorInSentence(name, "en")).toBe(listed);
});

test.each([
  ["00:00", "minuit", "0 h"],
  ["01:00", "1 heure", "1 h"],
  ["08:05", "8 heures 5", "8 h 05"],
  ["09:30", "9 heures 30", "9 h 30"],
  ["12:00", "midi", "12 h"],
  ["12:30", "12 heures 30", "12 h 30"],
  ["18:00", "18 heures", "18 h"],
])("%s is spoken one way and written another", (time, spoken, written) => {
  expect(spokenWallTime(time, "fr")).toBe(spoken);
  expect(writtenTimeAt(Date.parse(`2026-03-02T${time}:00Z`), "UTC", "fr")).toBe(written);
});

test.each([
  ["+2290197000013", "BJ", "01 97 00 00 13"],
  ["+33123456789", "FR", "01 23 45 67 89"],
  ["+15145550101", "CA", "514 555 01 01"],
  ["+33123456789", "BJ", "+33 1 23 45 67 89"],
])("%s is spoken in groups in French", (number, country, said) => {
  expect(spokenNumber(number, country, "fr")).toBe(said);
});

test.each([
  ["Mon,Tue 08:00-12:00", "le lundi et le mardi de 8 heures à midi"],
  ["Mon-Wed 08:00-18:30", "du lundi au mercredi de 8 heures à 18 heures 30"],
  ["Sat 09:00-24:00", "le samedi de 9 heures à minuit"],
])("%s is spoken as people say it", (hours, said) => {
  expect(spokenOpeningHours(parseOpeningHours(hours), "fr")).toBe(said);
});
