import { RecordSlabs } from "./record-slabs.ts";
import { type KeptReply, ReplyRecords, confirmRecord } from "./reply-record.ts";

/** Memory of a reply at hand in addition to the bytes of its answer. */
const ENTRY_BYTES = 600;

/** The rest is for the keys of the records. */
const SHARES = { atHand: 0.1, records: 0.65 } as const;

/** How many keys `#asked` has at most. */
const MOST_ASKED = 1_000;

/**
 * Replies by key, in bounded memory. Every reply is kept as a record of a few hundred bytes; those used often are also
 * at hand as objects.
 */
export class KeptReplies {
  readonly #records = new ReplyRecords();
  readonly #slabs: RecordSlabs;
  readonly #mostBytesAtHand: number;
  /** The least recently added first. */
  readonly #atHand = new Map<string, KeptReply>();
  #bytesAtHand = 0;
  /**
   * Keys of the records read last. A reply goes to hand when it is read a second time: objects that live for only a few
   * seconds cost the garbage collector more than reading the record again.
   */
  readonly #asked = new Set<string>();

  constructor(capacityBytes: number) {
    this.#slabs = new RecordSlabs(capacityBytes * SHARES.records);
    this.#mostBytesAtHand = capacityBytes * SHARES.atHand;
  }

  find(key: string): KeptReply | undefined {
    return this.#atHand.get(key) ?? this.#recorded(key);
  }

  add(key: string, kept: KeptReply): void {
    this.delete(key);
    const record = this.#records.write(key, kept);
    if (record !== undefined) this.#slabs.add(key, record);
    this.#putAtHand(key, kept);
  }

  /** The reply is valid at this write mark too. */
  confirm(key: string, kept: KeptReply, trueAt: number): void {
    kept.trueAt = trueAt;
    const record = this.#slabs.find(key);
    if (record !== undefined) confirmRecord(record, kept);
  }

  delete(key: string): void {
    this.#slabs.delete(key);
    this.#dropFromHand(key);
  }

  #recorded(key: string): KeptReply | undefined {
    const record = this.#slabs.find(key);
    const kept = record === undefined ? undefined : this.#records.read(key, record);
    if (kept !== undefined && this.#wasAskedLately(key)) this.#putAtHand(key, kept);
    return kept;
  }

  #wasAskedLately(key: string): boolean {
    if (this.#asked.delete(key)) return true;
    if (this.#asked.size >= MOST_ASKED) this.#asked.clear();
    this.#asked.add(key);
    return false;
  }

  #putAtHand(key: string, kept: KeptReply): void {
    this.#atHand.set(key, kept);
    this.#bytesAtHand += sizeOf(kept);
    for (const oldest of this.#atHand.keys()) {
      if (this.#bytesAtHand <= this.#mostBytesAtHand) return;
      this.#dropFromHand(oldest);
    }
  }

  #dropFromHand(key: string): void {
    const kept = this.#atHand.get(key);
    if (kept === undefined) return;
    this.#atHand.delete(key);
    this.#bytesAtHand -= sizeOf(kept);
  }
}

function sizeOf({ reply }: KeptReply): number {
  return reply.answer.bytes.byteLength + ENTRY_BYTES;
}
