import { describe, expect, it } from "vitest";
import { formatOpeningHours, parseOpeningHours } from "../../../src/domain/clinic/opening-hours.ts";

const weekday = "Mon-Fri 08:00-12:30,14:00-18:00";

describe("hours as people and registries write them", () => {
  it.each([
    ["Mo-Fr 08:00-12:30,14:00-18:00; PH off", weekday],
    ["Mo-Fr 08:00-12:30, 14:00-18:00; Sa 09:00-12:00; Su,PH closed", `${weekday}; Sat 09:00-12:00`],
    ["24/7", "Mon-Sun 00:00-24:00"],
    ["24h/24, 7j/7", "Mon-Sun 00:00-24:00"],
    ["Mo-Su 00:00-24:00", "Mon-Sun 00:00-24:00"],
    ["Mo-Fr 08:00-18:00; We 08:00-12:00", "Mon-Tue 08:00-18:00; Wed 08:00-12:00; Thu-Fri 08:00-18:00"],
    ["Mo-Sa 08:00-18:00; We off", "Mon-Tue 08:00-18:00; Thu-Sat 08:00-18:00"],
    ["Mon-Fri 8am-5pm", "Mon-Fri 08:00-17:00"],
    ["Mon-Fri 8am - 12:30 pm, 2 p.m. - 6 p.m.", weekday],
    ["Monday to Friday 8-5pm", "Mon-Fri 08:00-17:00"],
    ["Mon thru Fri 9:00 AM to noon and 1-5pm", "Mon-Fri 09:00-12:00,13:00-17:00"],
    ["Monday-Friday: 8am-5pm, Saturday: 9am-12pm, Sunday: closed", "Mon-Fri 08:00-17:00; Sat 09:00-12:00"],
    ["Weekdays 9am-5pm", "Mon-Fri 09:00-17:00"],
    ["Daily 8am to midnight", "Mon-Sun 08:00-24:00"],
    ["du lundi au vendredi de 8h à 18h", "Mon-Fri 08:00-18:00"],
    ["Du lundi au vendredi de 8 h à 12 h 30 et de 14 h à 18 h, le samedi de 9 h à midi", `${weekday}; Sat 09:00-12:00`],
    ["lundi au jeudi : 8h30-17h / vendredi : 8h30-12h", "Mon-Thu 08:30-17:00; Fri 08:30-12:00"],
    ["Lun, mer et ven 8h-12h", "Mon 08:00-12:00; Wed 08:00-12:00; Fri 08:00-12:00"],
    ["Tous les jours de 8h à 20h, fermé le dimanche", "Mon-Sat 08:00-20:00"],
    ["tous les jours sauf le dimanche de 8h à 20h", "Mon-Sat 08:00-20:00"],
    ["every day except Sat and Sun, 9am to 5pm", "Mon-Fri 09:00-17:00"],
    ["lunes a viernes de 8 a 17 horas, sábado de 9 a 12", "Mon-Fri 08:00-17:00; Sat 09:00-12:00"],
    ["lundi 8h-12h mardi 9h-12h", "Mon 08:00-12:00; Tue 09:00-12:00"],
    ["Lu-Ve 8.00-12.30/14.00-18.00", weekday],
    ["Ouvert du lundi au samedi, de 8 heures à 19 heures", "Mon-Sat 08:00-19:00"],
    ["Sa-Mo 10:00-12:00", "Mon 10:00-12:00; Sat-Sun 10:00-12:00"],
  ])("reads %s", (text, expected) => {
    expect(formatOpeningHours(parseOpeningHours(text))).toBe(expected);
  });

  it.each([
    "Mo-Fr 08:00-12:00; PH 09:00-11:00",
    "Dec 25 off; Mo-Fr 08:00-12:00",
    "Mo-Fr 08:00",
    "8am-5pm",
    "Mon-Fri 9-5",
    "Mon 08:00-12:00; Mon 14:00-18:00",
    "by appointment",
    "Mon-Fri 25:00-26:00",
  ])("asks again for %s", (text) => {
    expect(() => parseOpeningHours(text)).toThrow("Opening hours");
  });
});
