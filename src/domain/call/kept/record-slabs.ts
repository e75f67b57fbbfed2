const MOST_SLAB_BYTES = 256 * 1024;

/** With smaller slabs, less is dropped at once. */
const LEAST_SLABS = 4;

/** A record starts with its length (32 bits) and whether it was used. */
const [LENGTH_AT, USED_AT, RECORD_AT] = [0, 4, 5] as const;

interface Slab {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly view: DataView;
  keys: string[];
  end: number;
}

/**
 * Records by key in bounded memory, outside V8's heap: a hundred thousand records are a few hundred buffers, so garbage
 * collection has nothing to look at. Records are written one behind another. When all slabs are full, the oldest slab is
 * emptied for new records; those of its records that were used since they were written stay, in at most half of it.
 */
export class RecordSlabs {
  readonly #slabBytes: number;
  readonly #mostSlabs: number;
  readonly #slabs: Slab[] = [];
  /** The slab that is being filled. */
  #current = 0;
  /** By key, the record's place: the slab's index times the size of a slab, plus the place in the slab. */
  readonly #places = new Map<string, number>();

  constructor(capacityBytes: number) {
    this.#slabBytes = Math.min(MOST_SLAB_BYTES, Math.ceil(capacityBytes / LEAST_SLABS));
    this.#mostSlabs = this.#slabBytes === 0 ? 0 : Math.floor(capacityBytes / this.#slabBytes);
  }

  /** @returns the record where it lies: read it at once, and change only its bytes; undefined: there is none */
  find(key: string): Uint8Array<ArrayBuffer> | undefined {
    const place = this.#places.get(key);
    const slab = place === undefined ? undefined : this.#slabs[Math.floor(place / this.#slabBytes)];
    if (place === undefined || slab === undefined) return undefined;
    const at = place % this.#slabBytes;
    slab.bytes[at + USED_AT] = 1;
    return slab.bytes.subarray(at + RECORD_AT, at + slab.view.getUint32(at + LENGTH_AT));
  }

  /** A record that needs more than half of a slab is not kept. */
  add(key: string, record: Uint8Array): void {
    this.delete(key);
    const length = RECORD_AT + record.byteLength;
    if (length > this.#slabBytes / 2) return;
    const slab = this.#slabWithRoom(length);
    const at = slab.end;
    slab.view.setUint32(at + LENGTH_AT, length);
    slab.bytes[at + USED_AT] = 0;
    slab.bytes.set(record, at + RECORD_AT);
    slab.end += length;
    slab.keys.push(key);
    this.#places.set(key, this.#current * this.#slabBytes + at);
  }

  /** The record's room is used again when its slab is emptied. */
  delete(key: string): void {
    this.#places.delete(key);
  }

  #slabWithRoom(length: number): Slab {
    const current = this.#slabs[this.#current] ?? this.#addSlab();
    if (current.end + length <= this.#slabBytes) return current;
    if (this.#slabs.length < this.#mostSlabs) return this.#addSlab();
    this.#current = (this.#current + 1) % this.#slabs.length;
    const oldest = this.#slabs[this.#current] ?? current;
    this.#empty(oldest);
    return oldest;
  }

  #addSlab(): Slab {
    const bytes = new Uint8Array(this.#slabBytes);
    const slab = { bytes, view: new DataView(bytes.buffer), keys: [], end: 0 };
    this.#current = this.#slabs.push(slab) - 1;
    return slab;
  }

  #empty(slab: Slab): void {
    const { bytes, view, keys } = slab;
    const start = this.#current * this.#slabBytes;
    [slab.keys, slab.end] = [[], 0];
    let at = 0;
    for (const key of keys) {
      const length = view.getUint32(at + LENGTH_AT);
      const isCurrent = this.#places.get(key) === start + at;
      if (isCurrent && bytes[at + USED_AT] === 1 && slab.end + length <= this.#slabBytes / 2) {
        bytes.copyWithin(slab.end, at, at + length);
        bytes[slab.end + USED_AT] = 0;
        this.#places.set(key, start + slab.end);
        slab.keys.push(key);
        slab.end += length;
      } else if (isCurrent) this.#places.delete(key);
      at += length;
    }
  }
}
