import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Compression } from "../domain/call/ports.ts";

/** An 8 kB answer that resembles `like` compresses to some 600 bytes in 40 µs, and expands in 15 µs. */
const LEVEL = 3;

export const deflate: Compression = {
  // A Latin-1 string takes one byte per byte; a small buffer has an overhead of 300 bytes.
  compress: (bytes, like) => deflateRawSync(bytes, { dictionary: like, level: LEVEL }).toString("latin1"),
  expand: (compressed, like) => inflateRawSync(Buffer.from(compressed, "latin1"), { dictionary: like }),
};
