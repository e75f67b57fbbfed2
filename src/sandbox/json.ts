/** A JSON object that Retell's API sends or receives. Its fields are checked by the schemas. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Parses a JSON object that this emulator wrote. Throws on anything else: the database is damaged. */
export function parseStoredObject(text: string): JsonObject {
  const stored: unknown = JSON.parse(text);
  if (!isJsonObject(stored)) throw new TypeError("A document of the sandbox is not a JSON object.");
  return stored;
}

/** Drops undefined fields, so that fields that were not sent are neither stored nor answered. */
export function withoutUndefined(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
