import { addDays } from "../../../src/domain/time/wall-date.ts";
import { wallTimeOfMinutes } from "../../../src/domain/time/wall-time.ts";
import { instantOf } from "../../../src/domain/time/zoned-time.ts";
import type { Random } from "../interleavings/random.ts";
import { type ProofClinic, proofClinics } from "./clinics.ts";
import { type Course, courses, itsTime } from "./courses.ts";

export interface Person {
  readonly id: string;
  readonly clinic: ProofClinic;
  readonly phone: string;
  /** The time zone in which the person lives. */
  readonly zone: string;
  readonly course: Course;
  /** Whether the appointment is in the clinic's book; otherwise the clinic imported a contact. */
  readonly inBook: boolean;
  readonly doctor: number;
  readonly startsAt: number;
  /**
   * Another appointment in the book of a person who wants no more calls, about which nobody may call; null: there is
   * none.
   */
  readonly laterAt: number | null;
  /** The outcomes that the sandbox plays. */
  readonly outcomes: readonly object[];
  /** When the person asks to be called back, or comes instead; null: neither. */
  readonly wantedAt: number | null;
}

/** The first half hour of a day that is booked. */
const firstMinute = 8 * 60;
const slotsADay = 24;

/** Appointments are on the Sunday of the clock change and on the Monday after; Benin's on Europe's. */
function sundayOf({ changesOn }: ProofClinic): string {
  return changesOn ?? "2027-03-28";
}

/** That many people, the same for the same seed: every course in every zone, if there are enough people. */
export function people(count: number, random: Random): readonly Person[] {
  return Array.from({ length: count }, (_, index) => {
    const clinic = proofClinics[index % proofClinics.length];
    const turn = Math.floor(index / proofClinics.length);
    const course = courses[(turn + (index % proofClinics.length) * 3) % courses.length];
    if (clinic === undefined || course === undefined) throw new Error("there are no clinics or courses");
    return person({ clinic, course, turn, random });
  });
}

interface Beginning {
  readonly clinic: ProofClinic;
  readonly course: Course;
  /** The person's number within the clinic. */
  readonly turn: number;
  readonly random: Random;
}

function person({ clinic, course, turn, random }: Beginning): Person {
  const inBook = course.inBook ?? turn % 3 !== 2;
  const sunday = sundayOf(clinic);
  const slot = turn % (2 * slotsADay);
  const date = addDays(sunday, slot < slotsADay ? 0 : 1);
  const minutes = firstMinute + (slot % slotsADay) * 30;
  const startsAt = instantOf(date, wallTimeOfMinutes(minutes), clinic.timezone);
  const wanted = wantedOf(course, { sunday, date, minutes, turn });
  return {
    id: `${clinic.slug}-${turn}`,
    clinic,
    phone: clinic.phoneOf(turn),
    zone: !inBook && clinic.country === "US" && turn % 2 === 0 ? "America/Denver" : clinic.timezone,
    course,
    inBook,
    doctor: Math.floor(turn / (2 * slotsADay)),
    startsAt,
    laterAt: inBook && course.contact === "opted_out" ? laterAt(sunday, turn, clinic) : null,
    outcomes: course.outcomes.map((played) => scripted(played, wanted, random)),
    wantedAt: wanted === null ? null : instantOf(wanted.date, wanted.time, clinic.timezone),
  };
}

interface Wanted {
  readonly date: string;
  readonly time: string;
}

/** On the Tuesday, late enough to be called about after the first call. */
function laterAt(sunday: string, turn: number, { timezone }: ProofClinic): number {
  return instantOf(addDays(sunday, 2), wallTimeOfMinutes(firstMinute + (turn % slotsADay) * 30), timezone);
}

interface Booked {
  readonly sunday: string;
  readonly date: string;
  readonly minutes: number;
  readonly turn: number;
}

/**
 * A callback after the first call and before the appointment, or a new time on the Wednesday that is free for this
 * person alone.
 */
function wantedOf({ outcomes }: Course, { sunday, date, minutes, turn }: Booked): Wanted | null {
  const asks = outcomes.find((played) => typeof played === "object" && played["args"] === itsTime);
  if (typeof asks !== "object") return null;
  if (asks.outcome === "callback") {
    return minutes < 18 * 60 ? { date: addDays(date, -1), time: "19:30" } : { date, time: "09:30" };
  }
  return { date: addDays(sunday, 3), time: wallTimeOfMinutes(firstMinute + (turn % slotsADay) * 30) };
}

function scripted(played: Course["outcomes"][number], wanted: Wanted | null, random: Random): object {
  const { args, ...attempt } = typeof played === "string" ? { outcome: played, args: undefined } : played;
  const within = (from: number, to: number): number => Math.round(from + random() * (to - from));
  return {
    ...attempt,
    ...(args === itsTime && wanted !== null ? { args: wanted } : {}),
    ring_ms: within(3000, 30_000),
    talk_ms: within(10_000, 120_000),
    analysis_ms: within(1000, 60_000),
  };
}
