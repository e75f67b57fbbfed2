import type { Clock } from "../../clock.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { Language } from "../language/language.ts";
import { addDays } from "../time/wall-date.ts";
import { dateAt, startOfDay } from "../time/zoned-time.ts";
import {
  type CallerFacts,
  type CallerFactsStore,
  type Phrases,
  agentLocale,
  callerVariables,
  readCallerFacts,
} from "./caller-variables.ts";
import type { ClinicRevisions } from "./ports.ts";

/** How the agent sounds. A language without a voice of its own is spoken by the agent's. */
export interface Speech {
  readonly phrases: Phrases;
  readonly voices: Partial<Readonly<Record<Language, string>>>;
}

/** The whole answer to a clinic's inbound calls, made ready while nobody is ringing. */
export interface InboundReply {
  readonly clinicId: string;
  readonly slug: string;
  readonly phoneNumber: string | null;
  /** Otherwise they are rejected. */
  readonly takesCalls: boolean;
  /** JSON in UTF-8: what goes under `call_inbound` or `chat_inbound` (docs/retell.md 4.4). */
  readonly answer: Uint8Array<ArrayBuffer>;
  /** The clinic's next midnight: `today` is wrong from then on. */
  readonly expiresAt: number;
}

const encoder = new TextEncoder();

export function makeInboundReply(facts: CallerFacts, speech: Speech, now: number): InboundReply {
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

export interface InboundReplyPorts {
  readonly store: CallerFactsStore;
  readonly revisions: ClinicRevisions;
  readonly speech: Speech;
  readonly clock: Clock;
}

interface KeptCard {
  readonly card: InboundReply;
  readonly revision: number;
  /** The write mark at which the card was last known to be true. */
  trueAt: number;
}

/** Well over 100,000 clinics at 4 kB each. Called in turn, clinics beyond it would push each other out before every call. */
const DEFAULT_CAPACITY_BYTES = 600_000_000;

/**
 * The callers' cards of the fleet, kept in memory. While nobody has written to the database a kept card is true, and
 * finding it costs no query. After any write one indexed look-up of the clinic's revision tells whether the write was
 * about this clinic; the card is made anew only then, or when the clinic's day is over. The least recently used go first.
 */
export class InboundReplies {
  readonly #ports: InboundReplyPorts;
  readonly #capacityBytes: number;
  readonly #kept = new Map<string, KeptCard>();
  #bytes = 0;

  constructor(ports: InboundReplyPorts, capacityBytes = DEFAULT_CAPACITY_BYTES) {
    this.#ports = ports;
    this.#capacityBytes = capacityBytes;
  }

  /** The card when it is in memory and certainly true, without waiting; else undefined, which says nothing. */
  atHand(key: ReplyKey): InboundReply | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined || kept.trueAt !== this.#ports.revisions.writeMark()) return undefined;
    return kept.card.expiresAt > this.#ports.clock.now() ? this.#touch(key, kept) : undefined;
  }

  /** undefined: there is no such clinic. */
  async find(key: ReplyKey): Promise<InboundReply | undefined> {
    const kept = this.#kept.get(key);
    return kept !== undefined && (await this.#isTrue(kept)) ? this.#touch(key, kept) : this.#make(key);
  }

  /** The mark is read before what it vouches for, so that a write in between is noticed at the next call. */
  async #isTrue(kept: KeptCard): Promise<boolean> {
    const { revisions, clock } = this.#ports;
    if (kept.card.expiresAt <= clock.now()) return false;
    const mark = revisions.writeMark();
    if (kept.trueAt === mark) return true;
    if ((await revisions.of(kept.card.clinicId)) !== kept.revision) return false;
    kept.trueAt = mark;
    return true;
  }

  async #make(key: ReplyKey): Promise<InboundReply | undefined> {
    const { store, revisions, speech, clock } = this.#ports;
    this.#forget(key);
    const trueAt = revisions.writeMark();
    const found = await this.#clinicOf(key);
    if (found === undefined) return undefined;
    const revision = (await revisions.of(found.id)) ?? 0;
    // Looked up again after its revision, or a change between the two would be vouched for by the newer revision.
    const clinic = await this.#clinicOf(key);
    if (clinic?.id !== found.id) return this.#make(key);
    const card = makeInboundReply(await readCallerFacts(clinic, store), speech, clock.now());
    this.#keep(key, { card, revision, trueAt });
    return card;
  }

  #clinicOf(key: ReplyKey): Promise<Clinic | undefined> {
    const name = key.slice(CLINIC.length);
    const { clinics } = this.#ports.store;
    return key.startsWith(CLINIC) ? clinics.find(name) : clinics.findByNumber(name);
  }

  #touch(key: ReplyKey, kept: KeptCard): InboundReply {
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept.card;
  }

  #keep(key: ReplyKey, kept: KeptCard): void {
    this.#forget(key);
    this.#kept.set(key, kept);
    this.#bytes += kept.card.answer.byteLength;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#capacityBytes) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    const kept = this.#kept.get(key);
    if (kept === undefined) return;
    this.#kept.delete(key);
    this.#bytes -= kept.card.answer.byteLength;
  }
}

const CLINIC = "c:";
const NUMBER = "n:";

/** How a call names its clinic. */
export type ReplyKey = `${typeof CLINIC}${string}` | `${typeof NUMBER}${string}`;

export function replyOfClinic(idOrSlug: string): ReplyKey {
  return `${CLINIC}${idOrSlug}`;
}

export function replyOfNumber(phoneNumber: string): ReplyKey {
  return `${NUMBER}${phoneNumber}`;
}
