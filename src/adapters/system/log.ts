import { destination, pino } from "pino";
import { escapedJson, plainText } from "../../domain/language/plain-text.ts";
import { z } from "zod";

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
 * Lines are written in blocks, at least every quarter of a second: a write per line would cost more than the answer. A
 * process that ends, even by an error, writes the rest first; only kill -9 loses it. The blocks are built here because
 * sonic-boom measures its whole block again for each line; they are as large as the reads of Docker's log driver.
 */
const BLOCK_CHARACTERS = 16_384;

const LATEST_MS = 250;

/** `auto`: readable lines on a terminal, JSON if stderr is redirected. */
export type LogFormat = "auto" | "json" | "lines";

export function openLog(level: string, format: LogFormat = "auto"): Log {
  const isForPeople = format === "lines" || (format === "auto" && process.stderr.isTTY);
  const stderr = destination({ fd: STDERR, sync: false });
  let block = "";
  let due: NodeJS.Timeout | undefined;
  const writeBlock = (): void => {
    clearTimeout(due);
    due = undefined;
    if (block !== "") stderr.write(block);
    block = "";
  };
  // Escape control characters: ids and reasons come from outside, and people read the log on a terminal.
  const write = (line: string): void => {
    block += isForPeople ? `${readableLine(line)}\n` : escapedJson(line);
    if (isForPeople || block.length >= BLOCK_CHARACTERS) writeBlock();
    else due ??= setTimeout(writeBlock, LATEST_MS).unref();
  };
  const writeRest = (): void => {
    writeBlock();
    if (level !== "silent") stderr.flushSync();
  };
  process.once("exit", writeRest);
  const log = pino({ level, base: null }, { write });
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

const entry = z.looseObject({ level: z.number(), time: z.number(), msg: z.string().optional() });

const request = z.looseObject({ route: z.string(), status: z.number(), ms: z.number(), clinic: z.string().optional() });

const NAMES: readonly (readonly [number, string])[] = [
  [50, "ERROR"],
  [40, "warn"],
  [30, ""],
  [0, "debug"],
];

/** Formats a structured entry for people: "14:05:09  200  /api/book-appointment  12 ms  cocotiers". */
export function readableLine(json: string): string {
  const { level, time, msg = "", ...fields } = entry.parse(JSON.parse(json));
  const at = new Date(time).toTimeString().slice(0, 8);
  const served = request.safeParse(fields);
  if (msg === "request" && served.success) {
    const { route, status, ms, clinic, requestId: _id, ...more } = served.data;
    const took = ms < 10 ? ms.toFixed(1) : String(Math.round(ms));
    return joined([at, String(status), route, `${took} ms`, clinic ?? "", pairs(more)]);
  }
  const [, name = ""] = NAMES.find(([least]) => level >= least) ?? [];
  return joined([at, name, msg, pairs(fields)]);
}

function joined(parts: readonly string[]): string {
  const line = parts.filter((part) => part !== "").join("  ");
  return plainText(line).replaceAll(/\s*\n\s*/gu, " ⏎ ");
}

function pairs(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" ");
}
