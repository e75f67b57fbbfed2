import { destination, pino } from "pino";
import { escapedJson } from "../../domain/language/plain-text.ts";

/** Structured lines on stderr, because stdout is for results. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** Writes the lines still in memory. */
  close(): void;
}

const STDERR = 2;

/**
 * Lines are written in blocks, at the latest after a quarter of a second: a write per line would cost more than the
 * answer.
 */
const BLOCK_BYTES = 4096;
const LATEST_MS = 250;

export function openLog(level: string): Log {
  const lines = destination({ fd: STDERR, sync: false, minLength: BLOCK_BYTES, periodicFlush: LATEST_MS });
  // Ids and reasons come from outside, and a log is read on a terminal as well.
  const log = pino({ level, base: null }, { write: (line) => void lines.write(escapedJson(line)) });
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
    close: () => {
      if (level !== "silent") lines.flushSync();
    },
  };
}
