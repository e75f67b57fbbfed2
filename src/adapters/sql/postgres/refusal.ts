import { AscendiaError } from "../../../errors.ts";

/** The SQLSTATE, or Node's code for a failed connection. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** The code of the error behind an explained error, or of the error itself. */
export function causeCodeOf(error: unknown): string {
  return error instanceof AscendiaError ? codeOf(error.cause) : codeOf(error);
}

/**
 * Whether the connection must be dropped: PostgreSQL closed it, or the error has no SQLSTATE and so did not come from
 * PostgreSQL.
 */
export function isBroken(error: unknown): boolean {
  const code = codeOf(error);
  return !/^[0-9A-Z]{5}$/u.test(code) || /^(?:08|57P)/u.test(code);
}

/**
 * The engine's refusal in an operator's words; any other error unchanged
 * (postgresql.org/docs/current/errcodes-appendix.html).
 */
export function explained(error: unknown): unknown {
  if (error instanceof AscendiaError || !(error instanceof Error)) return error;
  // Access to another clinic's row is a bug, whatever code PostgreSQL gives it.
  if (error.message.includes("row-level security")) return error;
  const refusal =
    REFUSALS.find(({ code }) => code.test(codeOf(error))) ?? UNSAID.find(({ said }) => said.test(error.message));
  if (refusal !== undefined) {
    return new AscendiaError(refusal.kind, refusal.what, { hint: refusal.hint, cause: error });
  }
  if (
    !isBroken(error) ||
    !/terminated|timeout|closed|not queryable|ECONN|socket/iu.test(`${codeOf(error)} ${error.message}`)
  )
    return error;
  return new AscendiaError("transient", "PostgreSQL does not answer.", {
    hint: "Check that it runs and can be reached, then try again.",
    cause: error,
  });
}

/** Failures that pg and Node raise before PostgreSQL answers, without an SQLSTATE. */
const UNSAID = [
  {
    said: /client password must be a string/u,
    kind: "not_configured",
    what: "PostgreSQL asks for a password, and there is none.",
    hint: "Put it into ASCENDIA_DATABASE_URL, PGPASSWORD or ~/.pgpass.",
  },
  {
    said: /does not support SSL|certificate|self.signed/iu,
    kind: "not_configured",
    what: "PostgreSQL and this machine do not agree on encryption.",
    hint: "Check sslmode and sslrootcert in ASCENDIA_DATABASE_URL: docs/postgresql.md.",
  },
] as const;

const REFUSALS = [
  {
    code: /^(?:ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|ENOENT|57P0[1-3]|08)/u,
    kind: "transient",
    what: "PostgreSQL does not answer.",
    hint: "Check that it runs and that ASCENDIA_DATABASE_URL names its host and port, then try again.",
  },
  {
    code: /^28P01/u,
    kind: "not_configured",
    what: "PostgreSQL refuses the password, or does not know the user.",
    hint: "Check user and password in ASCENDIA_DATABASE_URL, PGPASSWORD or ~/.pgpass: the first of them that is set counts.",
  },
  {
    code: /^28/u,
    kind: "not_configured",
    what: "PostgreSQL does not let this user in from this machine.",
    hint: "Check the user in ASCENDIA_DATABASE_URL, that it may log in, and the server's pg_hba.conf.",
  },
  {
    code: /^3D000/u,
    kind: "not_configured",
    what: "PostgreSQL has no database of the name in ASCENDIA_DATABASE_URL.",
    hint: "Check the name, or create it: create database <name> owner <user>;",
  },
  {
    code: /^53300/u,
    kind: "transient",
    what: "PostgreSQL accepts no more connections.",
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
    what: "PostgreSQL is read-only: it is a standby, or set so.",
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
