import { type Clock, MINUTE_MS } from "../../../clock.ts";
import { type Clinic, accountOf } from "../../clinic/clinic.ts";
import { type Zone, offsetAt } from "../../time/zoned-time.ts";
import {
  type CallerFacts,
  type CallerFactsStore,
  type DynamicVariables,
  type Phrases,
  callerVariables,
  presentOf,
  readCallerFacts,
} from "./caller-variables.ts";
import { type CallSpeech, type Voices, callSpeech } from "./call-speech.ts";
import type { ClinicRevisions } from "../ports.ts";
import { KeptReplies } from "../kept/kept-replies.ts";
import { PreparedAnswer } from "../kept/prepared-answer.ts";
import type { InboundReply, KeptReply } from "../kept/reply-record.ts";
import { AscendiaError } from "../../../errors.ts";
import type { PinnedAgent } from "../../number/number.ts";

/** What the agent says in calls, and the voices that say it. */
export interface Speech {
  readonly phrases: Phrases;
  readonly voices: Voices;
}

/** What Retell learns about a call before its first word. */
export interface InboundAnswer {
  readonly dynamic_variables: DynamicVariables;
  readonly metadata: { readonly clinic_id: string };
  readonly agent_override: { readonly agent: CallSpeech };
}

export function inboundAnswer(facts: CallerFacts, speech: Speech, now: number): InboundAnswer {
  const { clinic } = facts;
  return {
    dynamic_variables: callerVariables(facts, speech.phrases, now),
    metadata: { clinic_id: clinic.id },
    agent_override: { agent: callSpeech(facts, clinic.language, speech.voices) },
  };
}

/** Whether calls are answered; otherwise they are rejected. */
export function takesCalls({ clinic, suspension }: Pick<CallerFacts, "clinic" | "suspension">): boolean {
  return clinic.status === "active" || (suspension !== null && suspension.answer !== "reject");
}

export function makeInboundReply(facts: CallerFacts, speech: Speech, now: number): InboundReply {
  const { clinic, phoneNumber } = facts;
  return {
    clinicId: clinic.id,
    slug: clinic.slug,
    phoneNumber,
    account: accountOf(clinic),
    takesCalls: takesCalls(facts),
    languages: `${clinic.language} ${clinic.secondLanguage ?? ""}`,
    answer: PreparedAnswer.of(JSON.stringify(inboundAnswer(facts, speech, now)), now, offsetAt(now, clinic.timezone)),
    madeAt: now,
    expiresAt: expiryOf(presentOf(facts, now).changesAt, now, clinic.timezone),
  };
}

/**
 * Clocks change at whole quarters of an hour, so on the day of a clock change a reply expires every quarter of an hour.
 */
function expiryOf(changesAt: number, now: number, zone: Zone): number {
  if (offsetAt(changesAt, zone) === offsetAt(now, zone)) return changesAt;
  return Math.min(changesAt, (Math.floor(now / QUARTER_MS) + 1) * QUARTER_MS);
}

const QUARTER_MS = 15 * MINUTE_MS;

export interface InboundReplyPorts {
  readonly store: CallerFactsStore;
  readonly revisions: ClinicRevisions;
  readonly speech: Speech;
  readonly clock: Clock;
}

/** Room for some 100,000 clinics. */
const DEFAULT_CAPACITY_BYTES = 96_000_000;

/**
 * The inbound replies of the fleet, cached in memory. While nobody changes settings, a cached reply is valid and
 * finding it costs no query. After a change, one indexed lookup of the clinic's revision shows whether the change
 * concerns this clinic. The reply is rebuilt only then, or after it expires.
 */
export class InboundReplies {
  readonly #ports: InboundReplyPorts;
  readonly #kept: KeptReplies;

  constructor(ports: InboundReplyPorts, capacityBytes = DEFAULT_CAPACITY_BYTES) {
    this.#ports = ports;
    this.#kept = new KeptReplies(capacityBytes);
  }

  /**
   * The reply if it is in memory and certainly valid, without waiting. undefined does not mean that there is no such
   * clinic.
   */
  atHand(key: ReplyKey): InboundReply | undefined {
    const kept = this.#kept.find(key);
    if (kept === undefined || kept.trueAt !== this.#ports.revisions.writeMark()) return undefined;
    return isTimely(kept.reply, this.#ports.clock.now()) ? kept.reply : undefined;
  }

  /** undefined: there is no such clinic. */
  async find(key: ReplyKey): Promise<InboundReply | undefined> {
    const kept = this.#kept.find(key);
    return kept !== undefined && (await this.#isTrue(key, kept)) ? kept.reply : this.#make(key);
  }

  /** Reads the write mark before the revision, so that a write between the two is noticed at the next call. */
  async #isTrue(key: ReplyKey, kept: KeptReply): Promise<boolean> {
    const { revisions, clock } = this.#ports;
    if (!isTimely(kept.reply, clock.now())) return false;
    const mark = revisions.writeMark();
    if (kept.trueAt === mark) return true;
    if ((await revisions.of(kept.reply.clinicId)) !== kept.revision) return false;
    this.#kept.confirm(key, kept, mark);
    return true;
  }

  async #make(key: ReplyKey): Promise<InboundReply | undefined> {
    const { store, revisions, speech, clock } = this.#ports;
    this.#kept.delete(key);
    const trueAt = revisions.writeMark();
    const now = clock.now();
    const found = await this.#clinicOf(key);
    if (found === undefined) return undefined;
    const revision = (await revisions.of(found.id)) ?? 0;
    // Read the clinic after its revision. In the other order, a change between the two reads would be missed.
    const clinic = await this.#clinicOf(key);
    if (clinic?.id !== found.id) return this.#make(key);
    const reply = makeInboundReply(await readCallerFacts(clinic, store, now), speech, now);
    this.#kept.add(key, { reply, revision, trueAt });
    return reply;
  }

  #clinicOf(key: ReplyKey): Promise<Clinic | undefined> {
    const name = key.slice(CLINIC.length);
    const { clinics } = this.#ports.store;
    return key.startsWith(CLINIC) ? clinics.find(name) : clinics.findByNumber(name);
  }
}

function isTimely({ madeAt, expiresAt }: InboundReply, now: number): boolean {
  return madeAt <= now && now < expiresAt;
}

const CLINIC = "c:";

const NUMBER = "n:";

/** How a call identifies its clinic. */
export type ReplyKey = `${typeof CLINIC}${string}` | `${typeof NUMBER}${string}`;

export function replyOfClinic(idOrSlug: string): ReplyKey {
  return `${CLINIC}${idOrSlug}`;
}

export function replyOfNumber(phoneNumber: string): ReplyKey {
  return `${NUMBER}${phoneNumber}`;
}

/**
 * A call from a browser (docs/retell.md 9.3): the agent that answers it, and what an inbound webhook would have
 * answered.
 */
export interface WebCallOrder {
  readonly agent: PinnedAgent;
  readonly answer: InboundAnswer;
}

/** What the browser needs to join the call. The call ends if nobody joins within 30 seconds. */
export interface WebCall {
  readonly callId: string;
  readonly accessToken: string;
}

/** Retell's web calls. */
export interface WebCalls {
  /** Sends one request and never retries. @throws failed, transient */
  create(order: WebCallOrder): Promise<WebCall>;
}

interface Line {
  readonly agentId: string | null;
  readonly agentVersion: number | null;
}

/** @param line the clinic's number @throws conflict when a caller of the clinic would not reach an assistant */
export function webCallOrder(line: Line | undefined, facts: CallerFacts, speech: Speech, now: number): WebCallOrder {
  const { slug } = facts.clinic;
  if (!takesCalls(facts)) {
    throw new AscendiaError("conflict", `Clinic ${slug} takes no calls now.`, { hint: `ascendia clinic:show ${slug}` });
  }
  const { agentId = null, agentVersion = null } = line ?? {};
  if (agentId === null || agentVersion === null) {
    throw new AscendiaError("conflict", `No agent answers the calls of clinic ${slug}.`, {
      hint: `ascendia number:bind --clinic ${slug}`,
    });
  }
  return { agent: { agentId, version: agentVersion }, answer: inboundAnswer(facts, speech, now) };
}
