import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import type {
  OpenRecording,
  RecordedRequest,
  Recording,
  Recordings,
} from "../../../domain/call/requests/recorded-request.ts";
import { AscendiaError } from "../../../errors.ts";
import { keepPrivate, makePrivateFile } from "../../sqlite/private-file.ts";
import { keepStatements } from "../../sqlite/keep-statements.ts";
import { withoutWal } from "../sqlite/sqlite.ts";
import { usingFile } from "../sqlite/moved-away.ts";

/** One file per recording: a copy of the database, with the requests in an additional table. */
const TABLE = `create table recorded_requests (
  id integer primary key, received_at integer not null, path text not null, signed_at integer, body text not null,
  status integer not null, answer text not null, clinic text)`;

const COLUMNS = `id, received_at as "receivedAt", path, signed_at as "signedAt", body, status, answer, clinic`;

const ADD = `insert into recorded_requests values (@id, @receivedAt, @path, @signedAt, @body, @status, @answer, @clinic)`;

const NAME = /^(?<date>\d{4}-\d{2}-\d{2})T(?<hour>\d{2})-(?<minute>\d{2})-(?<rest>\d{2}\.\d{3}Z)\.db(?:\.part)?$/u;

const BUSY_MS = 5000;

/** Pages copied per step, some 4 MB: callers wait for one step at most. */
const PAGES_AT_ONCE = 1000;

const PAGE_OF_REQUESTS = 200;

/** The folder of a database's recordings. A file that ends in `.part` is still being copied, or its process died. */
export function recordingFolder(databasePath: string): string {
  return `${databasePath}.recordings`;
}

/**
 * Copies the database as it is when the function is called, before the first await: a read transaction keeps that state
 * while others write, and the copying yields to callers after each step.
 * @throws failed if it cannot be written
 */
export async function beginRecording(databasePath: string, startedAt: number): Promise<OpenRecording> {
  const source = keepStatements(new BetterSqlite3(databasePath, { readonly: true, timeout: BUSY_MS }));
  const file = join(recordingFolder(databasePath), `${nameOf(startedAt)}.db`);
  const draft = `${file}.part`;
  try {
    source.exec("begin");
    source.prepare("select count(*) from sqlite_schema").get();
    mkdirSync(recordingFolder(databasePath), { recursive: true, mode: 0o700 });
    makePrivateFile(draft);
    await source.backup(draft, { progress: () => PAGES_AT_ONCE });
    keepPrivate(draft);
    usingFile(draft, BUSY_MS, (copy) => copy.exec(`pragma journal_mode = delete; ${TABLE}`));
    renameSync(draft, file);
    return openRecording(file);
  } catch (error) {
    throw new AscendiaError("failed", `The recording ${file} cannot be written: ${reasonOf(error)}.`, {
      hint: "Check that the disk has room for another copy of the database, and that you may write there.",
      cause: error,
    });
  } finally {
    source.close();
    rmSync(draft, { force: true });
  }
}

function openRecording(file: string): OpenRecording {
  const connection = keepStatements(new BetterSqlite3(file, { fileMustExist: true, timeout: 0 }));
  // A power cut may lose a recording: it is only test data.
  connection.exec("pragma synchronous = off");
  const add = connection.prepare<[RecordedRequest]>(ADD);
  const addAll = connection.transaction((requests: readonly RecordedRequest[]) => {
    for (const request of requests) add.run(request);
  });
  let isEmpty = true;
  return {
    add: (requests) => {
      if (!unlessBusy(() => addAll(requests))) return false;
      isEmpty &&= requests.length === 0;
      return true;
    },
    isThere: () => existsSync(file),
    close: () => {
      connection.close();
      if (isEmpty) rmSync(file, { force: true });
    },
  };
}

function unlessBusy(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof BetterSqlite3.SqliteError && error.code.startsWith("SQLITE_BUSY")) return false;
    throw error;
  }
}

export function recordingsOf(databasePath: string): Recordings {
  const folder = recordingFolder(databasePath);
  const forget = async (isPast: (recording: { readonly startedAt: number }) => boolean): Promise<number> => {
    const past = filesIn(folder).filter(isPast);
    for (const { file } of past) removeRecording(join(folder, file));
    return past.length;
  };
  return {
    list: async () =>
      namesIn(folder).map(({ file, name, startedAt }) => ({ name, startedAt, requests: countIn(join(folder, file)) })),
    requestsOf: (name) => requestsIn(fileOf(folder, name)),
    forgetBefore: (instant) => forget(({ startedAt }) => startedAt < instant),
    forgetAll: () => forget(() => true),
  };
}

/** The data at the start of the recording, in the format of SqlDatabase.serialize. @throws not_found */
export function recordedData(databasePath: string, name: string): Uint8Array {
  return usingFile(fileOf(recordingFolder(databasePath), name), BUSY_MS, (connection) =>
    withoutWal(connection.serialize()),
  );
}

function fileOf(folder: string, name: string): string {
  const found = namesIn(folder).find((named) => named.name === name);
  if (found !== undefined) return join(folder, found.file);
  throw new AscendiaError("not_found", `There is no recording ${name} in ${folder}.`, {
    hint: "It may have been removed: recordings are kept for a few days, or until a patient is erased.",
  });
}

function nameOf(startedAt: number): string {
  return new Date(startedAt).toISOString().replaceAll(":", "-");
}

type Named = Omit<Recording, "requests"> & { readonly file: string };

function namesIn(folder: string): readonly Named[] {
  return filesIn(folder).filter(({ file }) => file.endsWith(".db"));
}

function filesIn(folder: string): readonly Named[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => {
      const { date, hour, minute, rest } = NAME.exec(file)?.groups ?? {};
      const startedAt = Date.parse(`${date}T${hour}:${minute}:${rest}`);
      return Number.isNaN(startedAt) ? [] : [{ file, name: file.replace(/\.db.*$/u, ""), startedAt }];
    });
}

function countIn(file: string): number {
  const count = "select count(*) from recorded_requests";
  return usingFile(file, BUSY_MS, (connection) => connection.prepare<[], number>(count).pluck().get() ?? 0);
}

function* requestsIn(file: string): Iterable<RecordedRequest> {
  const next = `select ${COLUMNS} from recorded_requests where id > ? order by id limit ${PAGE_OF_REQUESTS}`;
  let last = 0;
  for (;;) {
    const from = last;
    const page = usingFile(file, BUSY_MS, (connection) =>
      connection.prepare<[number], RecordedRequest>(next).all(from),
    );
    yield* page;
    const end = page.at(-1);
    if (end === undefined) return;
    last = end.id;
  }
}

function removeRecording(file: string): void {
  for (const end of ["", "-journal", "-wal", "-shm"]) rmSync(`${file}${end}`, { force: true });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
