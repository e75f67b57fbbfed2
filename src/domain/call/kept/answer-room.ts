/** Room for about eight answers. A block stays in memory until none of its answers is used. */
const BLOCK_BYTES = 64 * 1024;

const encoder = new TextEncoder();

let block = new ArrayBuffer(0);
let taken = 0;

/**
 * Returns room for the bytes of an answer, in a block that it shares with other answers: making a separate buffer takes
 * as long as expanding an answer, and thousands of buffers fragment the memory.
 */
export function roomFor(length: number): Uint8Array<ArrayBuffer> {
  if (taken + length > block.byteLength) {
    block = new ArrayBuffer(Math.max(BLOCK_BYTES, length));
    taken = 0;
  }
  taken += length;
  return new Uint8Array(block, taken - length, length);
}

let written = new Uint8Array(BLOCK_BYTES);

/** UTF-8 takes at most three bytes for each of JavaScript's characters. */
const MOST_BYTES = 3;

export function encodedAnswer(text: string): Uint8Array<ArrayBuffer> {
  if (written.byteLength < MOST_BYTES * text.length) written = new Uint8Array(2 * MOST_BYTES * text.length);
  const { written: length } = encoder.encodeInto(text, written);
  const bytes = roomFor(length);
  bytes.set(written.subarray(0, length));
  return bytes;
}
