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
}

/**
 * Replies by key, in bounded memory. Beyond it the least recently used ones are compressed, to a tenth; when all of them
 * are, the least recently used ones are dropped.
 */
export class KeptReplies<K extends Kept> {
  readonly #compression: Compression;
  readonly #capacityBytes: number;
  /** Both the least recently used first. */
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
    this.#use(key, { kept, size: 0 });
  }

  /** Makes it the most recently used one. */
  touch(key: string): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) this.#use(key, entry);
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#expanded.delete(key);
    this.#bytes -= entry.size;
  }

  #use(key: string, entry: Entry<K>): void {
    for (const map of [this.#entries, this.#expanded]) {
      map.delete(key);
      map.set(key, entry);
    }
    entry.kept.reply.answer.expand();
    this.#count(entry);
    this.#shrink(entry);
  }

  #count(entry: Entry<K>): void {
    const size = entry.kept.reply.answer.byteLength + ENTRY_BYTES;
    this.#bytes += size - entry.size;
    entry.size = size;
  }

  #shrink(used: Entry<K>): void {
    for (const [key, entry] of this.#expanded) {
      if (this.#bytes <= this.#capacityBytes) return;
      if (entry !== used) this.#compress(key, entry);
    }
    for (const key of this.#entries.keys()) {
      if (this.#bytes <= this.#capacityBytes) return;
      this.delete(key);
    }
  }

  #compress(key: string, entry: Entry<K>): void {
    const { answer, language } = entry.kept.reply;
    const model = this.#models.get(language) ?? answer.expand();
    this.#models.set(language, model);
    answer.compress(this.#compression, model);
    this.#expanded.delete(key);
    this.#count(entry);
  }
}
