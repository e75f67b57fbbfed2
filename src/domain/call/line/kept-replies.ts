import type { Compression } from "../ports.ts";
import type { PreparedAnswer } from "./prepared-answer.ts";

/** What a kept reply takes besides the bytes of its answer. */
const ENTRY_BYTES = 400;

interface Kept {
  readonly reply: { readonly language: string; readonly answer: PreparedAnswer };
}

interface Entry<K> {
  readonly kept: K;
  /** As counted. */
  size: number;
  /** Since it was last passed over. */
  isUsed: boolean;
  isExpanded: boolean;
}

/**
 * Replies by key, in bounded memory. Beyond it those that have not been used lately are compressed, to a tenth; when all
 * are, such ones are dropped. To use one costs no more than a mark: it is passed over once, when room is sought.
 */
export class KeptReplies<K extends Kept> {
  readonly #compression: Compression;
  readonly #capacityBytes: number;
  readonly #entries = new Map<string, Entry<K>>();
  readonly #expanded = new Map<string, Entry<K>>();
  /** By language, the body by which others in it are compressed. */
  readonly #models = new Map<string, Uint8Array>();
  #bytes = 0;

  constructor(compression: Compression, capacityBytes: number) {
    this.#compression = compression;
    this.#capacityBytes = capacityBytes;
  }

  find(key: string): K | undefined {
    return this.#entries.get(key)?.kept;
  }

  add(key: string, kept: K): void {
    this.delete(key);
    const entry = { kept, size: 0, isUsed: false, isExpanded: false };
    this.#entries.set(key, entry);
    this.#expand(key, entry);
  }

  /** It is about to be used. */
  touch(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    entry.isUsed = true;
    if (!entry.isExpanded) this.#expand(key, entry);
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#expanded.delete(key);
    this.#bytes -= entry.size;
  }

  #expand(key: string, entry: Entry<K>): void {
    entry.kept.reply.answer.expand();
    entry.isExpanded = true;
    this.#expanded.set(key, entry);
    this.#count(entry);
    this.#makeRoom(this.#expanded, entry, (otherKey, other) => this.#compress(otherKey, other));
    this.#makeRoom(this.#entries, undefined, (otherKey) => this.delete(otherKey));
  }

  #count(entry: Entry<K>): void {
    const size = entry.kept.reply.answer.byteLength + ENTRY_BYTES;
    this.#bytes += size - entry.size;
    entry.size = size;
  }

  /** The oldest first; one that was used is passed over once, and is then the youngest. */
  #makeRoom(
    among: Map<string, Entry<K>>,
    spared: Entry<K> | undefined,
    shrink: (key: string, entry: Entry<K>) => void,
  ): void {
    for (const [key, entry] of among) {
      if (this.#bytes <= this.#capacityBytes) return;
      if (entry === spared) continue;
      if (!entry.isUsed) {
        shrink(key, entry);
        continue;
      }
      entry.isUsed = false;
      among.delete(key);
      among.set(key, entry);
    }
  }

  #compress(key: string, entry: Entry<K>): void {
    const { answer, language } = entry.kept.reply;
    const model = this.#models.get(language) ?? answer.expand();
    this.#models.set(language, model);
    answer.compress(this.#compression, model);
    entry.isExpanded = false;
    this.#expanded.delete(key);
    this.#count(entry);
  }
}
