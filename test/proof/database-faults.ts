import { chmodSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import BetterSqlite3 from "better-sqlite3";
import { keepStatements } from "../../src/adapters/sqlite/keep-statements.ts";
import { table } from "../../src/terminal/table.ts";
import { type Fault, canMount, faults, mountSmall, unmount } from "./database-faults/faults.ts";
import { type Answer, Installation } from "./database-faults/installation.ts";

/** One observation under one fault. */
interface Look {
  readonly fault: string;
  readonly what: string;
  readonly seen: string;
  readonly isRight: boolean;
}

type Note = (what: string, seen: string | number, isRight: boolean) => void;

const QUICK: ReadonlySet<string> = new Set(["deleted", "log (-wal) removed"]);

/**
 * The answers of each route, job and command when the database of a running server is full, locked, corrupt, deleted,
 * replaced, emptied or without its log, and when the clock is ten years off. Acknowledged data is never lost.
 */
export async function run({ quick }: { readonly quick: boolean }) {
  const looks: Look[] = [];
  const noting =
    (fault: string): Note =>
    (what, seen, isRight) =>
      void looks.push({ fault, what, seen: String(seen), isRight });
  for (const fault of faults) {
    if (quick && !QUICK.has(fault.name)) continue;
    if (fault.mounts && !canMount()) process.stdout.write(`${fault.name}: not tried, this machine mounts no tmpfs\n`);
    else await suffer(fault, noting(fault.name));
  }
  await startsOnNothing(noting("missing at start"));
  const years = 10 * 365.25 * 86_400_000;
  await clockOff(years, noting("clock +10 years"));
  if (!quick) {
    await clockOff(-years, noting("clock -10 years"));
    await readOnly(noting("read-only"));
  }
  const rows = looks.map(({ fault, what, seen, isRight }) => [fault, what, seen, isRight ? "ok" : "WRONG"]);
  process.stdout.write(`${table(["fault", "what", "answer", "result"], rows)}\n`);
  return { passed: looks.filter(({ isRight }) => isRight).length, total: looks.length };
}

async function suffer(fault: Fault, note: Note): Promise<void> {
  const here = await Installation.create(fault.mounts ? mountSmall : undefined);
  try {
    await here.start();
    for (let index = 0; index < 3; index += 1) await here.book();
    note("before: booked", here.promised.length, here.promised.length === 3);
    await expectReady(here, 200, note);
    await fault.befall(here);
    await expectReady(here, 503, note);
    note("/healthz", (await here.get("/healthz")).status, (await here.get("/healthz")).status === 200);
    if (fault.name !== "locked") await noteAnswers(fault, here, note);
    const read = await here.run("clinic:list");
    note("clinic:list exits", read.code, fault.reads.includes(read.code));
    if (!DESTROYS.has(fault.name)) notePromised(fault, here, note);
    fault.repair(here);
    if (!fault.heals) {
      await here.stop("SIGKILL");
      await here.start();
    }
    await expectReady(here, 200, note);
    await here.book();
    note("after: booked", here.promised.length, here.promised.length === 4);
    note("acknowledged, lost in the end", here.lost(), here.lost() === 0);
  } finally {
    await here.stop("SIGKILL");
    if (fault.mounts) unmount(dirname(here.path));
    here.remove();
  }
}

/** Faults after which the file itself contains nothing that could be counted; a backup does. */
const DESTROYS: ReadonlySet<string> = new Set(["corrupt pages", "emptied"]);

/** A full disk can still be read. */
async function noteAnswers({ name }: Fault, here: Installation, note: Note): Promise<void> {
  const [event, book, find] = [await here.event(), await here.book(), await here.find()];
  note("book", book.status, book.status === 503);
  note("event", event.status, event.status === 503);
  // A full disk may have room in the log for the little that such an answer writes.
  note("find", find.status, find.status === 503 || (name === "disk full" && find.status === 200));
}

function notePromised(fault: Fault, here: Installation, note: Note): void {
  const kept = fault.promisedIn(here);
  const lost = kept === null ? here.promised.length : here.lost(kept);
  note("lost before the repair", lost, lost === 0);
}

/** Probes until the expected status appears, for some seconds. */
async function expectReady(here: Installation, status: number, note: Note): Promise<void> {
  const deadline = performance.now() + 8000;
  let seen = await here.get("/readyz");
  while (seen.status !== status && performance.now() < deadline) {
    await wait(100);
    seen = await here.get("/readyz");
  }
  note(status === 200 ? "/readyz" : "/readyz, under the fault", seen.status, seen.status === status);
}

/** A missing database, an empty one and another program's are never silently replaced by a new one. */
async function startsOnNothing(note: Note): Promise<void> {
  const here = await Installation.create();
  try {
    const other = `${here.folder}/other.db`;
    const database = keepStatements(new BetterSqlite3(other));
    database.exec("create table invoices (id text)");
    database.close();
    writeFileSync(`${here.folder}/empty.db`, "");
    for (const [name, path] of [
      ["missing", `${here.folder}/none.db`],
      ["empty", `${here.folder}/empty.db`],
      ["another program's", other],
    ] as const) {
      for (const command of ["clinic:list", "serve"]) {
        const { code } = await here.run(command, "--db", `sqlite:${path}`);
        note(`${command}, ${name} database`, `exit ${code}`, code === 4);
      }
    }
  } finally {
    here.remove();
  }
}

const DAY_MS = 86_400_000;

async function clockOff(skewMs: number, note: Note): Promise<void> {
  const here = await Installation.create();
  try {
    await here.run("clinic:privacy", "clinique-test", "--retention-days", "365");
    await here.start();
    answered("event", await here.event(), { status: 200, note });
    await untilProcessed(here);
    const before = stateOf(here);
    here.skew(skewMs);
    await wait(4000);
    answered("book, signed by the right clock", await here.book(), { status: 401, note });
    const check = await here.run("check");
    note("check tells of the clock", `exit ${check.code}`, check.code !== 0 && /The clock shows/u.test(check.text));
    const during = stateOf(here);
    note("transcript kept", during.transcripts, during.transcripts === before.transcripts && before.transcripts === 1);
    note("jobs begun meanwhile", during.begun - before.begun, during.begun === before.begun);
    here.skew(0);
    await wait(2500);
    const far = stateOf(here).due.filter((due) => Math.abs(due - Date.now()) > 90 * DAY_MS).length;
    note("jobs put off by years", far, far === 0);
    answered("event afterwards", await here.event(), { status: 200, note });
    const isProcessed = await untilProcessed(here, 2);
    note("jobs run again", isProcessed ? "yes" : "no", isProcessed);
  } finally {
    await here.stop("SIGKILL");
    here.remove();
  }
}

function answered(what: string, { status: seen }: Answer, expected: { status: number; note: Note }): void {
  expected.note(what, seen, seen === expected.status);
}

function stateOf({ path }: Installation) {
  const database = keepStatements(new BetterSqlite3(path, { timeout: 5000 }));
  const number = (sql: string): number => database.prepare<[], number>(sql).pluck().get() ?? 0;
  const state = {
    transcripts: number("select count(*) from calls where transcript_json is not null"),
    begun: number("select coalesce(sum(attempts), 0) from jobs"),
    due: database.prepare<[], number>("select due_at from jobs where state = 'waiting'").pluck().all(),
  };
  database.close();
  return state;
}

async function untilProcessed(here: Installation, calls = 1): Promise<boolean> {
  const deadline = performance.now() + 15_000;
  while (performance.now() < deadline) {
    if (stateOf(here).transcripts >= calls) return true;
    await wait(100);
  }
  return false;
}

/** Read by a user who may not write. Root always may, so root switches to another user. */
async function readOnly(note: Note): Promise<void> {
  const here = await Installation.create();
  try {
    chmodSync(here.path, 0o444);
    chmodSync(dirname(here.path), 0o555);
    chmodSync(here.folder, 0o755);
    for (const command of ["clinic:list", "serve"]) {
      const { code, text } = await here.runAsNobody(command);
      note(`${command}, file and folder read-only`, `exit ${code}`, code === 4 && !text.includes("bug in ascendia"));
    }
    chmodSync(dirname(here.path), 0o700);
    chmodSync(here.path, 0o400);
    await here.run("clinic:list");
    const mode = statSync(here.path).mode & 0o777;
    note("a stricter mode of the file stays", mode.toString(8), mode === 0o400);
  } finally {
    here.remove();
  }
}
