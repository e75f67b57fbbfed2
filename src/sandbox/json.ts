/** A JSON object that Retell's API sends or receives. Schemas check its fields. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Parses a JSON object that this emulator wrote. Anything else means a damaged database, and throws. */
export function parseStoredObject(text: string): JsonObject {
  const stored: unknown = JSON.parse(text);
  if (!isJsonObject(stored)) throw new TypeError("A document of the sandbox is not a JSON object.");
  return stored;
}

/** Drops undefined fields, so that fields not sent are neither stored nor returned. */
export function withoutUndefined(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
