import { v7 } from "uuid";

/** UUIDv7: sortable by creation time. */
export function newId(): string {
  return v7();
}

/** Ids for requests: unique within this process, and a hundred times cheaper than a UUID. */
export function requestIds(): () => string {
  const start = newId();
  let count = 0;
  return () => `${start}-${(count += 1).toString(36)}`;
}

const SECRET_BYTES = 32;

/** Random text that nobody can guess, safe in an address or a cookie. */
export function newSecret(): string {
  return process.getBuiltinModule("node:crypto").randomBytes(SECRET_BYTES).toString("base64url");
}
