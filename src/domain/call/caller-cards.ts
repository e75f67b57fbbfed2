import type { Clinic } from "../clinic/clinic.ts";
import type { Clock } from "../time/ports.ts";
import { makeCallerCard, type CallerCard, type Speech } from "./caller-card.ts";
import { readCallerFacts, type CallerFactsStore } from "./caller-facts.ts";
import type { ClinicRevisions } from "./ports.ts";

export interface CallerCardPorts {
  readonly store: CallerFactsStore;
  readonly revisions: ClinicRevisions;
  readonly speech: Speech;
  readonly clock: Clock;
}

interface KeptCard {
  readonly card: CallerCard;
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
export class CallerCards {
  readonly #ports: CallerCardPorts;
  readonly #capacityBytes: number;
  readonly #kept = new Map<string, KeptCard>();
  #bytes = 0;

  constructor(ports: CallerCardPorts, capacityBytes = DEFAULT_CAPACITY_BYTES) {
    this.#ports = ports;
    this.#capacityBytes = capacityBytes;
  }

  /** The card when it is in memory and certainly true, without waiting; else undefined, which says nothing. */
  atHand(key: CardKey): CallerCard | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined || kept.trueAt !== this.#ports.revisions.writeMark()) return undefined;
    return kept.card.expiresAt > this.#ports.clock.now() ? this.#touch(key, kept) : undefined;
  }

  /** undefined: there is no such clinic. */
  async find(key: CardKey): Promise<CallerCard | undefined> {
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

  async #make(key: CardKey): Promise<CallerCard | undefined> {
    const { store, revisions, speech, clock } = this.#ports;
    this.#forget(key);
    const trueAt = revisions.writeMark();
    const found = await this.#clinicOf(key);
    if (found === undefined) return undefined;
    const revision = (await revisions.of(found.id)) ?? 0;
    // Looked up again after its revision, or a change between the two would be vouched for by the newer revision.
    const clinic = await this.#clinicOf(key);
    if (clinic?.id !== found.id) return this.#make(key);
    const card = makeCallerCard(await readCallerFacts(clinic, store), speech, clock.now());
    this.#keep(key, { card, revision, trueAt });
    return card;
  }

  #clinicOf(key: CardKey): Promise<Clinic | undefined> {
    const name = key.slice(CLINIC.length);
    const { clinics } = this.#ports.store;
    return key.startsWith(CLINIC) ? clinics.find(name) : clinics.findByNumber(name);
  }

  #touch(key: CardKey, kept: KeptCard): CallerCard {
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept.card;
  }

  #keep(key: CardKey, kept: KeptCard): void {
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
export type CardKey = `${typeof CLINIC}${string}` | `${typeof NUMBER}${string}`;

export function cardOfClinic(idOrSlug: string): CardKey {
  return `${CLINIC}${idOrSlug}`;
}

export function cardOfNumber(phoneNumber: string): CardKey {
  return `${NUMBER}${phoneNumber}`;
}
