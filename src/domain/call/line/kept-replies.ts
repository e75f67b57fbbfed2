import type { Compression } from "../ports.ts";
import type { PreparedAnswer } from "./prepared-answer.ts";

/** Memory of a kept reply in addition to the bytes of its answer. */
const ENTRY_BYTES = 400;

interface Kept {
  readonly reply: { readonly language: string; readonly answer: PreparedAnswer };
}

interface Entry<K> {
  readonly kept: K;
  /** The bytes that `#bytes` counts for this entry. */
  size: number;
  /** Whether it was used since `#makeRoom` last passed over it. */
  isUsed: boolean;
  isExpanded: boolean;
}

/**
 * Replies by key, in bounded memory. When memory runs out, replies not used lately are compressed to a tenth of their
 * size; once all are compressed, such replies are dropped. Using a reply only marks it: `#makeRoom` passes over a
 * marked reply once.
 */
export class KeptReplies<K extends Kept> {
  readonly #compression: Compression;
  readonly #capacityBytes: number;
  readonly #entries = new Map<string, Entry<K>>();
  readonly #expanded = new Map<string, Entry<K>>();
  /** By language, the body against which others are compressed. */
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

  /** Marks the reply as used and expands it. Call it before using the reply. */
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

  /** Shrinks the oldest entries first. A used entry is passed over once and becomes the youngest. */
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
