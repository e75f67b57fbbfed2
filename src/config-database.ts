import { AscendiaError } from "./errors.ts";

/** Where the installation's data is. */
export interface DatabasePlace {
  /** The file of an SQLite database. */
  readonly databasePath: string;
  /** The address of a PostgreSQL database, with its password; null: the database is the file. */
  readonly databaseUrl: string | null;
  /** Whichever is used, without a password, for display. */
  readonly databaseName: string;
}

export type Database = { readonly path: string } | { readonly url: string };

export function placed(given: Database | null, usualPath: string): DatabasePlace {
  if (given !== null && "url" in given) {
    return { databasePath: usualPath, databaseUrl: given.url, databaseName: withoutPassword(given.url) };
  }
  const path = given?.path ?? usualPath;
  return { databasePath: path, databaseUrl: null, databaseName: path };
}

/** A database other than the installation's own, by an address of the same form. @throws usage */
export function databaseAt(address: string, cwd: (path: string) => string): DatabasePlace {
  const given = asDatabase(address);
  if (given === undefined) {
    throw new AscendiaError("usage", "The address must be sqlite:PATH or postgres://USER@HOST/DATABASE.", {
      hint: "See docs/postgresql.md.",
    });
  }
  return placed("url" in given ? given : { path: cwd(given.path) }, "");
}

export function asDatabase(value: string): Database | undefined {
  if (/^postgres(?:ql)?:/u.test(value)) return isPostgresUrl(value) ? { url: value } : undefined;
  const path = sqlitePath(value);
  return path === undefined ? undefined : { path };
}

function isPostgresUrl(value: string): boolean {
  return URL.canParse(value) && new URL(value).pathname.length > 1;
}

/** A socket's folder and a password may also be in the URL's query. */
function withoutPassword(value: string): string {
  const url = new URL(value);
  url.password = "";
  const host = url.searchParams.get("host");
  url.search = host === null ? "" : `?host=${host}`;
  return url.href;
}

/** Rejects a database in memory: it would vanish with the command, or become a file of that name. */
function sqlitePath(value: string): string | undefined {
  const path = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(value)?.[1];
  return path === ":memory:" ? undefined : path;
}
