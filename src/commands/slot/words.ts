import type { Translated } from "../../domain/language/language.ts";

interface GridWords {
  readonly locale: string;
  readonly day: (date: string) => string;
  readonly week: (date: string) => string;
  readonly free: string;
  readonly closed: string;
  readonly noneFree: string;
  readonly noRoom: string;
  readonly next: (date: string) => string;
  readonly letters: string;
  readonly taken: string;
  readonly doctors: (count: number) => string;
}

export const gridWords: Translated<GridWords> = {
  fr: {
    locale: "fr-FR",
    day: (date) => date,
    week: (date) => `semaine du ${date}`,
    free: "libre",
    closed: "Fermé.",
    noneFree: "Aucun créneau libre.",
    noRoom: "Aucune salle n'est en service : rien ne peut être réservé (room:update <salle> --active).",
    next: (date) => `Prochaine date libre : ${date}.`,
    letters: "libre chez",
    taken: "· = pris, ou trop tôt ou trop loin pour un appelant",
    doctors: (count) => `${count} libres`,
  },
  en: {
    locale: "en-US",
    day: (date) => date,
    week: (date) => `week of ${date}`,
    free: "free",
    closed: "Closed.",
    noneFree: "No free slot.",
    noRoom: "No room is in use: nothing can be booked (room:update <room> --active).",
    next: (date) => `Next free date: ${date}.`,
    letters: "free with",
    taken: "· = taken, or too soon or too far ahead for a caller",
    doctors: (count) => `${count} free`,
  },
};
