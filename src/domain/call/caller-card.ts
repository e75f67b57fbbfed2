import type { Clinic } from "../clinic/clinic.ts";
import type { Language } from "../language/language.ts";
import { addDays } from "../time/wall-date.ts";
import { dateAt, startOfDay } from "../time/zoned-time.ts";
import { agentLocale } from "./agent-locale.ts";
import type { CallerFacts } from "./caller-facts.ts";
import { callerVariables, type Phrases } from "./caller-variables.ts";

/** How the agent sounds. A language without a voice of its own is spoken by the agent's. */
export interface Speech {
  readonly phrases: Phrases;
  readonly voices: Partial<Readonly<Record<Language, string>>>;
}

/** The whole answer to a clinic's inbound calls, made ready while nobody is ringing. */
export interface CallerCard {
  readonly clinicId: string;
  readonly slug: string;
  readonly phoneNumber: string | null;
  /** Otherwise they are rejected. */
  readonly takesCalls: boolean;
  /** JSON in UTF-8: what goes under `call_inbound` or `chat_inbound` (retell-api.md 4.4). */
  readonly answer: Uint8Array<ArrayBuffer>;
  /** The clinic's next midnight: `today` is wrong from then on. */
  readonly expiresAt: number;
}

const encoder = new TextEncoder();

export function makeCallerCard(facts: CallerFacts, speech: Speech, now: number): CallerCard {
  const { clinic, phoneNumber, suspension } = facts;
  const today = dateAt(now, clinic.timezone);
  const answer = {
    dynamic_variables: callerVariables(facts, speech.phrases, today),
    metadata: { clinic_id: clinic.id },
    agent_override: { agent: voiceOf(clinic, speech) },
  };
  return {
    clinicId: clinic.id,
    slug: clinic.slug,
    phoneNumber,
    takesCalls: clinic.status === "active" || (suspension !== null && suspension.answer !== "reject"),
    answer: encoder.encode(JSON.stringify(answer)),
    expiresAt: startOfDay(addDays(today, 1), clinic.timezone),
  };
}

function voiceOf(clinic: Clinic, { voices }: Speech): { readonly language: string; readonly voice_id?: string } {
  const voice = voices[clinic.language];
  return { language: agentLocale(clinic), ...(voice === undefined ? {} : { voice_id: voice }) };
}
