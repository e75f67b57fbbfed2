import { type RawBuilder, sql } from "kysely";

/** The engine's function behind keyedHash: HMAC-SHA-256, marked as such so that no number is taken for one. */
export function keyedHashFunction(text: unknown, key: unknown): string {
  // Looked up when it is needed: importing it would cost every start of the program 2 ms.
  const { createHmac } = process.getBuiltinModule("node:crypto");
  return `hmac-sha256:${createHmac("sha256", String(key)).update(String(text)).digest("hex")}`;
}

/** The text under the installation's key, computed by the engine; `text` may be a column. */
export function keyedHash(text: string | RawBuilder<string>): RawBuilder<string> {
  return sql<string>`keyed_hash(${text}, (select value from meta where key = 'privacy_key'))`;
}
