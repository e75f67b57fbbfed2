import { AscendiaError } from "../../../errors.ts";

/** SQLSTATE, or Node's code of a connection that failed. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** Whether the connection must be dropped: PostgreSQL closed it, or the error has no SQLSTATE and so did not come from it. */
export function isBroken(error: unknown): boolean {
  const code = codeOf(error);
  return !/^[0-9A-Z]{5}$/u.test(code) || /^(?:08|57P)/u.test(code);
}

/** The engine's refusal in an operator's words; any other error unchanged (postgresql.org/docs/current/errcodes-appendix.html). */
export function explained(error: unknown): unknown {
  if (error instanceof AscendiaError || !(error instanceof Error)) return error;
  // A row of another clinic: that is a bug, whatever the server calls it.
  if (error.message.includes("row-level security")) return error;
  const refusal = REFUSALS.find(({ code }) => code.test(codeOf(error)));
  if (refusal !== undefined) {
    return new AscendiaError(refusal.kind, refusal.what, { hint: refusal.hint, cause: error });
  }
  if (!isBroken(error) || !/terminated|timeout|closed|ECONN|socket/iu.test(`${codeOf(error)} ${error.message}`))
    return error;
  return new AscendiaError("transient", "PostgreSQL does not answer.", {
    hint: "Check that it runs and can be reached, then try again.",
    cause: error,
  });
}

const REFUSALS = [
  {
    code: /^(?:ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|ENOENT|57P0[1-3]|08)/u,
    kind: "transient",
    what: "PostgreSQL does not answer.",
    hint: "Check that it runs and that ASCENDIA_DATABASE_URL names its host and port, then try again.",
  },
  {
    code: /^(?:28|3D000)/u,
    kind: "not_configured",
    what: "PostgreSQL refuses the user, the password or the name of the database.",
    hint: "Check ASCENDIA_DATABASE_URL; the server's log says which of them it refused.",
  },
  {
    code: /^53300/u,
    kind: "transient",
    what: "PostgreSQL takes no more connections.",
    hint: "Raise its max_connections, or lower ?pool= in ASCENDIA_DATABASE_URL.",
  },
  {
    code: /^(?:40001|40P01|55P03|57014)/u,
    kind: "transient",
    what: "The database is busy: another process has been writing to it for too long.",
    hint: "Try again; if it lasts, look for a long transaction in pg_stat_activity.",
  },
  {
    code: /^(?:53100|53200)/u,
    kind: "transient",
    what: "PostgreSQL cannot write: its disk or its memory is full.",
    hint: "Free some space on its machine and try again.",
  },
  {
    code: /^25006/u,
    kind: "not_configured",
    what: "PostgreSQL only reads: it is a standby, or set to read-only.",
    hint: "Name the primary in ASCENDIA_DATABASE_URL.",
  },
  {
    code: /^42501/u,
    kind: "not_configured",
    what: "The user of ASCENDIA_DATABASE_URL lacks a right in the database.",
    hint: "ascendia db:status says which roles and rights it should have; docs/postgresql.md has the statements.",
  },
  {
    code: /^23P01/u,
    kind: "conflict",
    what: "That time has just been taken.",
    hint: "Look for another time.",
  },
] as const;
