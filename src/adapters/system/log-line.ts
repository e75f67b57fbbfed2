import { z } from "zod";
import { plainText } from "../../domain/language/plain-text.ts";

const entry = z.looseObject({ level: z.number(), time: z.number(), msg: z.string().optional() });
const request = z.looseObject({ route: z.string(), status: z.number(), ms: z.number(), clinic: z.string().optional() });

const NAMES: readonly (readonly [number, string])[] = [
  [50, "ERROR"],
  [40, "warn"],
  [30, ""],
  [0, "debug"],
];

/** A structured entry as a person reads it: "14:05:09  200  /api/book-appointment  12 ms  cocotiers". */
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
