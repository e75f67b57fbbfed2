import { destination, pino } from "pino";
import { readableLine } from "./log-line.ts";
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
 * answer. A process that ends, be it by an error, writes the rest first; only kill -9 loses it. sonic-boom measures the
 * whole block again at each line, so a large block costs more than the writes that it saves.
 */
const BLOCK_BYTES = 8_192;
const LATEST_MS = 250;

/** `auto`: lines for a person on a terminal, JSON where the log is piped or kept. */
export type LogFormat = "auto" | "json" | "lines";

export function openLog(level: string, format: LogFormat = "auto"): Log {
  const isForPeople = format === "lines" || (format === "auto" && process.stderr.isTTY);
  const pace = isForPeople ? {} : { minLength: BLOCK_BYTES, maxWrite: 2 * BLOCK_BYTES, periodicFlush: LATEST_MS };
  const lines = destination({ fd: STDERR, sync: false, ...pace });
  // Ids and reasons come from outside, and a log is read on a terminal as well.
  const written = (line: string): string => (isForPeople ? `${readableLine(line)}\n` : escapedJson(line));
  const writeRest = (): void => {
    if (level !== "silent") lines.flushSync();
  };
  process.once("exit", writeRest);
  const log = pino({ level, base: null }, { write: (line) => void lines.write(written(line)) });
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
    close: () => {
      process.off("exit", writeRest);
      writeRest();
    },
  };
}
