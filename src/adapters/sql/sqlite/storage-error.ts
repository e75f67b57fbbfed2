import BetterSqlite3 from "better-sqlite3";
import { AscendiaError } from "../../../errors.ts";
import { movedAway } from "./moved-away.ts";

export function isBusy(error: unknown): boolean {
  return error instanceof BetterSqlite3.SqliteError && error.code.startsWith("SQLITE_BUSY");
}

/** Whether SQLite found that the file no longer contains what it wrote. */
export function isDamage(error: unknown): boolean {
  return error instanceof BetterSqlite3.SqliteError && /^SQLITE_(?:CORRUPT|NOTADB)/u.test(error.code);
}

/** Whether the disk is full, write-protected or broken. The path is correct then, so another path is no remedy. */
export function isDiskFault(error: unknown): boolean {
  return /^(?:SQLITE_(?:FULL|READONLY|IOERR)|ENOSPC|EDQUOT|EROFS|EIO)/u.test(codeOf(error) ?? "");
}

/** The code from SQLite, or from the operating system if the file was written without SQLite. */
function codeOf(error: unknown): string | undefined {
  const isKnown = error instanceof BetterSqlite3.SqliteError || (error instanceof Error && "code" in error);
  return isKnown && typeof error.code === "string" ? error.code : undefined;
}

/** The storage's refusal in an operator's words; any other error unchanged (sqlite.org/rescode.html). */
export function storageError(error: unknown, path: string): unknown {
  const moved = error instanceof BetterSqlite3.SqliteError ? movedAway(error) : undefined;
  if (moved !== undefined) return moved;
  const found = codeOf(error);
  const refusal = found === undefined ? undefined : REFUSALS.find(({ code }) => code.test(found));
  if (refusal === undefined) return error;
  const { kind, what, hint } = refusal;
  return new AscendiaError(kind, `The database ${path} ${what}.`, { hint, cause: error });
}

export function damaged(path: string, found = "a page differs from what was written"): AscendiaError {
  return new AscendiaError("not_configured", `The database ${path} is damaged: ${found}.`, {
    hint: "Stop all programs that use it, restore the file from a backup and restart.",
  });
}

const REFUSALS = [
  {
    code: /^(?:SQLITE_FULL|ENOSPC|EDQUOT)/u,
    kind: "transient",
    what: "cannot be written: its disk is full",
    hint: "Free some space on the disk and try again.",
  },
  {
    code: /^(?:SQLITE_READONLY|EROFS)/u,
    kind: "not_configured",
    what: "cannot be written: the file or its file system is read-only",
    hint: "Give this user write permission for the file and its folder.",
  },
  {
    code: /^(?:SQLITE_(?:IOERR|PROTOCOL)|EIO)/u,
    kind: "transient",
    what: "cannot be read or written: the disk answered with an error",
    hint: "Check the disk and the system log, then try again.",
  },
  {
    code: /^SQLITE_(?:CORRUPT|NOTADB)/u,
    kind: "not_configured",
    what: "is damaged, or is not a database",
    hint: "Stop all programs that use it, restore the file from a backup and restart.",
  },
  {
    code: /^SQLITE_(?:CANTOPEN|PERM|AUTH)/u,
    kind: "not_configured",
    what: "cannot be opened",
    hint: "Check that the file is there and that this user may read and write it and its folder.",
  },
] as const;
