import type { Doctor } from "../clinic/clinic.ts";
import type { Language } from "../language/language.ts";
import { spokenInstant, spokenTimeAt } from "../language/spoken-date.ts";
import type { WallDate } from "../time/wall-date.ts";
import { dateAt } from "../time/zoned-time.ts";
import type { Zone } from "../time/zone.ts";
import { bookingPhrases, doctorName } from "./phrases.ts";

/** In whose words and by whose clock something is said. */
export interface SpokenContext {
  readonly language: Language;
  readonly zone: Zone;
  readonly doctors: readonly Doctor[];
}

/** What every function answers with: the sentence to say, beside data for the flow. */
export interface SpokenReply {
  readonly message: string;
}

/** The doctor's name with the title. */
export function doctorSaid(doctorId: string, { doctors, language }: SpokenContext): string {
  const doctor = doctors.find(({ id }) => id === doctorId);
  return doctor === undefined ? bookingPhrases[language].aDoctor : doctorName(doctor.name);
}

export function instantSaid(instant: number, { zone, language }: SpokenContext): string {
  return spokenInstant(instant, zone, language);
}

/** The time alone on the date that is being talked about, else with its date. */
export function timeSaid(instant: number, onDate: WallDate | null, context: SpokenContext): string {
  const { zone, language } = context;
  return dateAt(instant, zone) === onDate ? spokenTimeAt(instant, zone, language) : instantSaid(instant, context);
}
