import { z } from "zod";

/** A JSON object as Retell's API sends and receives it; the schemas in schemas/ say what may be in it. */
export type JsonObject = Readonly<Record<string, unknown>>;

const jsonObject = z.record(z.string(), z.unknown());

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads a JSON object that this emulator wrote; throws on anything else, as that means a damaged database. */
export const parseStoredObject = (text: string): JsonObject => jsonObject.parse(JSON.parse(text));

/** Fields that were not sent do not appear in what is stored and answered. */
export const withoutUndefined = (fields: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
