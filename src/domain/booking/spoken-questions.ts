import type { Doctor } from "../clinic/clinic.ts";
import type { Language } from "../language/language.ts";
import { spokenDate } from "../language/spoken-date.ts";
import { joinAlternatives, joinChoices, spokenChoices } from "../language/spoken-list.ts";
import type { UnderstoodDate } from "../language/understand-date.ts";
import type { DoctorMatch } from "./match-doctor.ts";
import { bookingPhrases, doctorName } from "./phrases.ts";
import type { SpokenReply } from "./spoken-context.ts";

/** The question to ask back when a date was not clear. */
export function spokenDateQuestion(
  { reason, candidates }: Extract<UnderstoodDate, { readonly kind: "unclear" }>,
  language: Language,
): SpokenReply {
  const words = bookingPhrases[language];
  const dates = candidates.slice(0, spokenChoices).map((date) => spokenDate(date, language));
  const [first] = dates;
  if (first === undefined) return { message: words.whichDate };
  if (reason === "past") return { message: words.pastDate(first) };
  return { message: words.whichOf(joinAlternatives(dates.map(words.theDate), language)) };
}

/** The question to ask back when a doctor's name fits several or none. */
export function spokenDoctorQuestion(
  match: Exclude<DoctorMatch, { readonly kind: "one" }>,
  doctors: readonly Doctor[],
  language: Language,
): SpokenReply {
  const words = bookingPhrases[language];
  if (match.kind === "several") return { message: words.whichDoctor(namesOf(match.doctors, language)) };
  if (doctors.length === 0) return { message: words.noDoctors };
  return { message: words.unknownDoctor(namesOf(doctors, language)) };
}

export interface DoctorsReply extends SpokenReply {
  readonly doctors: readonly { readonly id: string; readonly name: string; readonly specialty: string }[];
}

export function spokenDoctors(doctors: readonly Doctor[], language: Language): DoctorsReply {
  const words = bookingPhrases[language];
  const message = doctors.length === 0 ? words.noDoctors : words.doctors(namesOf(doctors, language));
  return { message, doctors: doctors.map(({ id, name, specialty }) => ({ id, name, specialty })) };
}

function namesOf(doctors: readonly Doctor[], language: Language): string {
  const names = doctors.map(({ name }) => doctorName(name));
  return joinChoices(names, language);
}
