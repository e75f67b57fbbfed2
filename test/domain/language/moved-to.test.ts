import { expect, test } from "vitest";
import { dayMovedTo } from "../../../src/domain/language/dates/understand-date.ts";

// Saturday 28 November 2026.
const today = "2026-11-28";

test.each([
  ["fr", "Je veux déplacer mon rendez-vous de mardi à jeudi", "2026-12-03"],
  ["fr", "Je voudrais reporter à jeudi mon rendez-vous de mardi", "2026-12-03"],
  ["fr", "Est-ce qu'on peut le décaler au 10 décembre ?", "2026-12-10"],
  ["fr", "Passez-le plutôt vendredi", "2026-12-04"],
  ["fr", "Je dois déplacer mon rendez-vous de mardi à jeudi matin", "jeudi matin"],
  ["fr", "Je dois déplacer mon rendez-vous de mardi", undefined],
  ["fr", "Je dois déplacer mon rendez-vous de mardi à 9 heures", undefined],
  ["fr", "J'ai rendez-vous à la clinique mardi, je dois le changer", undefined],
  ["en", "Can I move my Tuesday appointment to Thursday?", "2026-12-03"],
  ["en", "I need to move to Friday my appointment from Tuesday", "2026-12-04"],
  ["en", "I need to move my appointment on Tuesday", undefined],
  ["es", "Quiero cambiar mi cita del martes al jueves", "2026-12-03"],
  ["es", "Quiero cambiar la cita del martes", undefined],
] as const)("in %s, “%s” moves to %s", (language, said, day) => {
  expect(dayMovedTo(said, { language, today })).toBe(day);
});
