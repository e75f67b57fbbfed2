import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import BetterSqlite3 from "better-sqlite3";
import { signBody } from "../../src/adapters/retell/signature.ts";
import { keepStatements } from "../../src/adapters/sqlite/keep-statements.ts";
import { SANDBOX_API_KEY } from "../../src/config.ts";
import { table } from "../../src/terminal/table.ts";
import { KilledServer, freePort } from "./event-storm/server.ts";

interface ProofOptions {
  readonly quick: boolean;
  readonly seed: number;
}

interface Row {
  readonly what: string;
  readonly count: number;
  readonly failures: readonly string[];
}

const binary = resolve("bin/ascendia.js");
const env = { PATH: process.env["PATH"], BACKUP_PASSPHRASE: "a passphrase of some length" };
const sealed = ["--passphrase-env", "BACKUP_PASSPHRASE"];

/**
 * Backups while a real server stores events: every backup contains each event that was acknowledged before it began,
 * can be restored completely, and is refused when truncated or opened with another passphrase. A backup that is killed
 * with -9, or has no room, leaves no file that looks like a backup.
 */
export async function run({ quick }: ProofOptions): Promise<{ readonly passed: number; readonly total: number }> {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-backup-"));
  const server = await startedServer(folder);
  const sender = new Sender(server.port);
  try {
    const rows = [
      await underLoad(folder, sender, quick ? 2 : 20),
      await killed(folder, quick ? 2 : 20),
      refusals(folder, quick),
      ...(spawnSync("id", ["-u"]).stdout.toString().trim() === "0" ? [withoutRoom(folder)] : []),
    ];
    process.stdout.write(`${report(rows, sender.acknowledged.length)}\n`);
    return { passed: rows.filter(({ failures }) => failures.length === 0).length, total: rows.length };
  } finally {
    await sender.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startedServer(folder: string): Promise<KilledServer> {
  ascendia(folder, "agent:create", "--yes");
  ascendia(folder, "clinic:onboard", "--file", resolve("templates/demo/austin.json"), "--yes");
  const server = new KilledServer({
    folder,
    database: `sqlite:${join(folder, ".ascendia", "sandbox.db")}`,
    port: await freePort(),
  });
  await server.start();
  return server;
}

/** Sends one event after the other until stopped. */
class Sender {
  readonly acknowledged: string[] = [];
  readonly #url: string;
  readonly #sending: Promise<void>;
  #isStopped = false;

  constructor(port: number) {
    this.#url = `http://127.0.0.1:${port}/api/retell/webhook`;
    this.#sending = this.#send();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#sending;
  }

  async #send(): Promise<void> {
    for (let index = 0; !this.#isStopped; index += 1) {
      const callId = `call_backup_${index}`;
      const body = JSON.stringify({ event: "call_started", call: { call_id: callId, agent_id: "agent_x" } });
      const headers = { "x-retell-signature": signBody(body, SANDBOX_API_KEY, Date.now()) };
      const { ok } = await fetch(this.#url, { method: "POST", body, headers });
      if (ok) this.acknowledged.push(callId);
    }
  }
}

async function underLoad(folder: string, sender: Sender, count: number): Promise<Row> {
  const failures: string[] = [];
  for (let index = 0; index < count; index += 1) {
    // On a busy machine, the first answer takes seconds.
    do await wait(150);
    while (sender.acknowledged.length === 0);
    const before = [...sender.acknowledged];
    const file = `load-${index}.${index % 4 === 0 ? "age" : "db"}`;
    const key = index % 4 === 0 ? sealed : [];
    if ((await ascendiaBeside(folder, "backup", file, ...key)) !== 0) failures.push(`${file} was not written`);
    else failures.push(...restoredFailures(folder, { file, key, before }));
  }
  return { what: "backups under load, restored and compared", count, failures };
}

interface Taken {
  readonly file: string;
  readonly key: readonly string[];
  readonly before: readonly string[];
}

/** Restored into an empty installation. */
function restoredFailures(folder: string, { file, key, before }: Taken): readonly string[] {
  const there = join(folder, `restored-${file}`);
  mkdirSync(there);
  const { status, stderr } = ascendia(there, "restore", join(folder, file), ...key);
  if (status !== 0) return [`${file}: ${stderr}`];
  const held = eventsIn(join(there, ".ascendia", "sandbox.db"));
  const lost = before.filter((callId) => !held.has(callId));
  const audit = ascendia(there, "audit:verify").status === 0 ? [] : [`${file}: its audit log is broken`];
  return [...audit, ...(lost.length === 0 ? [] : [`${file}: ${lost.length} acknowledged events are missing`])];
}

function eventsIn(path: string): ReadonlySet<string> {
  const database = keepStatements(new BetterSqlite3(path, { readonly: true }));
  const calls = database.prepare<[], string>("select call_id from call_events").pluck().all();
  database.close();
  return new Set(calls);
}

async function killed(folder: string, count: number): Promise<Row> {
  const failures: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const file = join(folder, `killed-${index}.db`);
    const child = spawn(process.execPath, [binary, "backup", file], { cwd: folder, env, stdio: "ignore" });
    const ended = once(child, "exit");
    await wait(100 + (index * 400) / count);
    child.kill("SIGKILL");
    await ended;
    if (existsSync(file) && ascendia(folder, "restore", file, "--dry-run").status !== 0)
      failures.push(`${file} is half a backup`);
  }
  return { what: "backups killed -9: whole or not there", count, failures };
}

/** Reading an encrypted backup takes seconds of CPU time, so the quick form tries only a truncated one. */
function refusals(folder: string, quick: boolean): Row {
  // Taken under load.
  const whole = "load-0.age";
  ascendia(folder, "backup", "whole.db");
  const there = join(folder, "refused");
  mkdirSync(there);
  const cut = (name: string, share: number) => {
    const bytes = readFileSync(join(folder, name));
    writeFileSync(join(there, name), bytes.subarray(0, Math.floor(bytes.length * share)));
    return join(there, name);
  };
  const tries = [
    ...(quick ? [] : [[[cut(whole, 0.5), ...sealed], {}] as const]),
    [[cut(whole, 0.999), ...sealed], {}],
    [[cut("whole.db", 0.5)], {}],
    [[cut("whole.db", 0.01)], {}],
    [[join(folder, whole), ...sealed], { BACKUP_PASSPHRASE: "another passphrase" }],
    [[join(folder, whole)], {}],
  ] as const;
  const failures = tries.flatMap(([argv, other]) => {
    const { status } = spawnSync(process.execPath, [binary, "restore", ...argv], {
      cwd: there,
      env: { ...env, ...other },
    });
    return status !== 0 && !existsSync(join(there, ".ascendia", "sandbox.db")) ? [] : [`${argv.join(" ")} was taken`];
  });
  return { what: "cut, damaged or locked backups: refused", count: tries.length, failures };
}

function withoutRoom(folder: string): Row {
  const small = join(folder, "small");
  mkdirSync(small);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", small]).status !== 0)
    return { what: "no room for the backup (not mounted here)", count: 0, failures: [] };
  try {
    const { status, stderr } = ascendia(folder, "backup", join(small, "one.db"));
    const left = readdirSync(small);
    const failures = [
      ...(status === 1 && stderr.includes("cannot be written") ? [] : [`status ${status}: ${stderr}`]),
      ...left.map((name) => `${name} was left behind`),
    ];
    return { what: "no room for the backup: said, nothing left", count: 1, failures };
  } finally {
    spawnSync("umount", [small]);
  }
}

function ascendia(cwd: string, ...argv: readonly string[]) {
  return spawnSync(process.execPath, [binary, ...argv], { cwd, env, encoding: "utf8" });
}

/** Does not block this process, which generates the load. */
async function ascendiaBeside(cwd: string, ...argv: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, [binary, ...argv], { cwd, env, stdio: "ignore" });
  await once(child, "exit");
  return child.exitCode;
}

function report(rows: readonly Row[], events: number): string {
  const lines = rows.map(({ what, count, failures }) => [what, String(count), failures[0] ?? "yes"]);
  return `${table(["what", "times", "holds"], lines)}\n${events} events were acknowledged meanwhile`;
}
