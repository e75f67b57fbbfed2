import { describe, expect, it } from "vitest";
import { doctorInSentence } from "../../../src/domain/clinic/doctor-name.ts";
import { clinicInSentence, spokenOpeningHours } from "../../../src/domain/clinic/spoken-clinic.ts";
import { parseOpeningHours } from "../../../src/domain/clinic/opening-hours.ts";
import {
  spokenDate,
  spokenInstant,
  writtenInstant,
  spokenWallTime,
  writtenWallTime,
} from "../../../src/domain/language/dates/spoken-date.ts";
import { understandAnswer } from "../../../src/domain/language/answers/understand-answer.ts";
import { understandBirthDate } from "../../../src/domain/language/dates/understand-birth-date.ts";
import { spanishAnswers, spanishBirthDates } from "./said/spanish.ts";

const answers = Object.entries(spanishAnswers).flatMap(([meant, list]) =>
  list.split(" | ").map((text) => [text, meant] as const),
);

it.each(answers)("%s is %s", (text, meant) => {
  const heard = understandAnswer(text, "es");
  expect(heard.kind === "understood" ? (heard.value ? "yes" : "no") : heard.kind.replace("_", " ")).toBe(meant);
});

it.each(spanishBirthDates)("born %s is %s", (text, date) => {
  expect(understandBirthDate(text, { today: "2026-06-18", language: "es", country: "US" })).toBe(date);
});

const inSentence = (name: string) => clinicInSentence({ name, article: null }, "es");

describe("what is said", () => {
  it.each([
    ["09:00", "las 9 de la mañana", "9:00 a. m."],
    ["09:30", "las 9 y media de la mañana", "9:30 a. m."],
    ["12:00", "las 12 del mediodía", "12:00 p. m."],
    ["13:00", "la 1 de la tarde", "1:00 p. m."],
    ["13:15", "la 1 y cuarto de la tarde", "1:15 p. m."],
    ["17:40", "las 5 y 40 de la tarde", "5:40 p. m."],
    ["20:00", "las 8 de la noche", "8:00 p. m."],
    ["24:00", "medianoche", "12:00 a. m."],
  ] as const)("%s is spoken as %s and written as %s", (time, spoken, written) => {
    expect([spokenWallTime(time, "es"), writtenWallTime(time, "es")]).toEqual([spoken, written]);
  });

  it("names days as people do", () => {
    expect(spokenDate("2026-12-01", "es")).toBe("martes primero de diciembre");
    expect(spokenDate("2026-12-25", "es", true)).toBe("viernes 25 de diciembre de 2026");
    const at = Date.UTC(2026, 11, 2, 19, 0);
    expect(spokenInstant(at, "America/Chicago", "es")).toBe("miércoles 2 de diciembre a la 1 de la tarde");
    expect(writtenInstant(at, "America/Chicago", "es")).toBe("miércoles 2 de diciembre, 1:00 p. m.");
  });

  it("says a doctor's title only if it was given", () => {
    const names = ["Dra. Lucía Muestra", "Dr. Tomás Modelo", "Ximena Huerta", "Enfermera Rosa Prueba"];
    expect(names.map((name) => doctorInSentence(name, "es"))).toEqual([
      "la doctora Lucía Muestra",
      "el doctor Tomás Modelo",
      "Ximena Huerta",
      "la enfermera Rosa Prueba",
    ]);
  });

  it("joins the clinic's name to its sentence", () => {
    expect(inSentence("Clínica Ejemplo")).toEqual({
      said: "la Clínica Ejemplo",
      at: "a la Clínica Ejemplo",
      of: "de la Clínica Ejemplo",
    });
    expect(inSentence("Consultorio Prueba").at).toBe("al Consultorio Prueba");
    expect(inSentence("Sunrise Health").at).toBe("a Sunrise Health");
  });

  it("reads and says opening hours with Spanish weekdays", () => {
    const hours = parseOpeningHours("lunes a viernes de 8:00 a 17:00; sábado 9:00-13:00");
    expect(spokenOpeningHours(hours, "es")).toBe(
      "de lunes a viernes de las 8 de la mañana a las 5 de la tarde; el sábado de las 9 de la mañana a la 1 de la tarde",
    );
  });
});
