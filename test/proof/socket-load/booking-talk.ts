import { setTimeout as sleep } from "node:timers/promises";
import { spokenDate } from "../../../src/domain/language/dates/spoken-date.ts";
import { RetellCaller } from "../../fakes/retell-caller.ts";
import { type LoadClinic, LOAD_SECRET } from "./clinics.ts";

export interface BookingTalk {
  readonly clinic: LoadClinic;
  readonly callId: string;
  readonly doctor: LoadClinic["doctors"][number];
  readonly date: string;
  /** The pause before each sentence. */
  readonly thinkMs: () => number;
  /** How long each process was ready to run while the machine gave the CPU to others. */
  readonly keptWaitingMs?: () => { readonly server: number; readonly caller: number };
}

export interface TalkHeard {
  readonly talk: BookingTalk;
  readonly texts: readonly string[];
  /** For every answer. */
  readonly firstMs: readonly number[];
  readonly turnMs: readonly number[];
  /** Without the time in which the machine gave the CPU to others. */
  readonly freeTurnMs: readonly number[];
  readonly greetingMs: number;
  readonly hungUp: boolean;
}

/** A whole booking, sentence by sentence, from the greeting to the server's goodbye. */
export async function bookByTalk(address: string, talk: BookingTalk): Promise<TalkHeard> {
  const { clinic, callId, thinkMs, keptWaitingMs = () => ({ server: 0, caller: 0 }) } = talk;
  const began = performance.now();
  const caller = await RetellCaller.dial({
    address: `${address}/${clinic.slug}/${LOAD_SECRET}`,
    callId,
    // Each caller has a different line, because bookings per line and day are limited.
    details: {
      agent_id: `agent_${clinic.slug}`,
      from_number: `+229019500${callId.slice(-4)}`,
      to_number: clinic.number,
    },
  });
  const texts = [await caller.greeting];
  const greetingMs = performance.now() - began;
  const [firstMs, turnMs, freeTurnMs]: [number[], number[], number[]] = [[], [], []];
  let hungUp = false;
  for (const sentence of sentencesOf(talk)) {
    await sleep(thinkMs());
    const keptBefore = keptWaitingMs();
    const said = await caller.say(sentence);
    const kept = keptWaitingMs();
    // They may have waited at the same time: only the longer wait is certainly not the server's own.
    const waited = Math.max(kept.server - keptBefore.server, kept.caller - keptBefore.caller);
    freeTurnMs.push(Math.max(0, said.ms - waited));
    texts.push(said.text);
    firstMs.push(said.firstMs);
    turnMs.push(said.ms);
    hungUp = said.last.end_call === true;
  }
  caller.hangUp();
  await caller.closed;
  return { talk, texts, firstMs, turnMs, freeTurnMs, greetingMs, hungUp };
}

export function sentencesOf({ clinic, doctor, date, callId }: Omit<BookingTalk, "thinkMs">): readonly string[] {
  const day = spokenDate(date, clinic.language, true);
  const patient = `Koffi Test`;
  // Outside the block of the clinics' own numbers, which belong to no patient.
  const phone = `01 96 00 ${digits(callId, 0)} ${digits(callId, 2)}`;
  if (clinic.language === "fr") {
    return [
      "Bonjour, je voudrais un rendez-vous avec un médecin.",
      `Avec le docteur ${doctor.surname}, s'il vous plaît.`,
      `Plutôt le ${day}.`,
      "Je prends 9 heures.",
      `Je m'appelle ${patient}.`,
      `C'est le ${phone}.`,
      "Oui, c'est bien ça.",
      "Non merci, c'est tout. Au revoir.",
    ];
  }
  return [
    "Hello, I would like an appointment with a doctor.",
    `With Doctor ${doctor.surname}, please.`,
    `On ${day}, please.`,
    "I'll take 9 AM.",
    `My name is ${patient}.`,
    `It's ${phone}.`,
    "Yes, that is right.",
    "No thanks, that's all. Goodbye.",
  ];
}

/** Two of the digits at the end of the call's id. */
function digits(callId: string, from: number): string {
  return callId.slice(-4).slice(from, from + 2);
}
