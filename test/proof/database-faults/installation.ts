import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import BetterSqlite3 from "better-sqlite3";
import { signBody } from "../../../src/adapters/retell/signature.ts";
import { keepStatements } from "../../../src/adapters/sqlite/keep-statements.ts";
import { SANDBOX_API_KEY } from "../../../src/config.ts";
import { freePort } from "../event-storm/server.ts";
import { clinicId, doctorId, storeClinic } from "../slot-race/clinic.ts";

const binary = resolve("bin/ascendia.js");

/** A clock that is as far off as its file says, from the program's first instruction on. */
const skewedClock = `import { readFileSync } from "node:fs";
const [RealDate, real] = [Date, Date.now.bind(Date)];
let [skew, readAt] = [0, 0];
const now = () => {
  const at = real();
  if (at - readAt > 20) {
    readAt = at;
    try { skew = Number(readFileSync(process.env.SKEW_FILE, "utf8")); } catch { skew = 0; }
  }
  return at + skew;
};
globalThis.Date = class extends RealDate {
  constructor(...parts) { if (parts.length === 0) super(now()); else super(...parts); }
  static now() { return now(); }
};
`;

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface Ran {
  readonly code: number;
  readonly text: string;
}

/** A real `ascendia serve` on its own installation, and what its callers were promised. */
export class Installation {
  readonly folder: string;
  readonly path: string;
  readonly promised: string[] = [];
  readonly #skewFile: string;
  #port = 0;
  #server: ChildProcess | undefined;
  #calls = 0;

  private constructor(folder: string) {
    this.folder = folder;
    this.path = join(folder, ".ascendia", "sandbox.db");
    this.#skewFile = join(folder, "skew");
  }

  /** @param stateFolder creates the database's folder */
  static async create(stateFolder: (path: string) => void = (path) => mkdirSync(path)): Promise<Installation> {
    const here = new Installation(mkdtempSync(join(tmpdir(), "ascendia-faults-")));
    stateFolder(join(here.folder, ".ascendia"));
    writeFileSync(join(here.folder, "clock.mjs"), skewedClock);
    here.skew(0);
    await storeClinic(here.path);
    return here;
  }

  skew(ms: number): void {
    writeFileSync(this.#skewFile, String(ms));
  }

  async start(): Promise<void> {
    this.#port = await freePort();
    const argv = [binary, "serve", "--port", String(this.#port), "--json"];
    const stdio = ["ignore", "pipe", "ignore"] as const;
    const server = spawn(process.execPath, argv, { cwd: this.folder, env: this.#env(), stdio: [...stdio] });
    this.#server = server;
    const { done } = await createInterface({ input: server.stdout })[Symbol.asyncIterator]().next();
    if (done === true) throw new Error("the server ended before it listened");
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const server = this.#server;
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, "exit");
    server.kill(signal);
    await exited;
  }

  get(path: string): Promise<Answer> {
    return this.#ask(path, { method: "GET" });
  }

  /** Records what the server promises. */
  async book(): Promise<Answer> {
    const index = this.#calls++;
    const date = new Date(Date.now() + (2 + Math.floor(index / 16)) * 86_400_000).toISOString().slice(0, 10);
    const time = `${String(8 + Math.floor((index % 16) / 2)).padStart(2, "0")}:${index % 2 === 0 ? "00" : "30"}`;
    const phone = `+22901970${String(10_000 + index)}`;
    const args = { doctor_id: doctorId, date, time, patient_name: `Essai Numéro${index}`, patient_phone: phone };
    const answer = await this.#post("/api/book-appointment", {
      name: "book_appointment",
      args,
      call: this.#call(phone),
    });
    const id = /"appointment_id":"([^"]+)"/u.exec(answer.text)?.[1];
    if (answer.status === 200 && id !== undefined && answer.text.includes('"booked":"true"')) this.promised.push(id);
    return answer;
  }

  find(): Promise<Answer> {
    const call = this.#call("+22901970010000");
    return this.#post("/api/find-appointment", { name: "find_appointment", args: {}, call });
  }

  event(): Promise<Answer> {
    const at = Date.now();
    this.#calls += 1;
    const call = {
      ...this.#call("+22901970010001"),
      call_status: "ended",
      start_timestamp: at - 1000,
      end_timestamp: at,
    };
    return this.#post("/api/retell/webhook", {
      event: "call_ended",
      call: { ...call, transcript_object: [{ role: "user", content: "Bonjour" }] },
    });
  }

  /** Runs one command in another process. */
  run(...argv: readonly string[]): Promise<Ran> {
    return this.#spawn([process.execPath, binary, ...argv]);
  }

  /** The same as an unprivileged user, if the current user is root. */
  runAsNobody(...argv: readonly string[]): Promise<Ran> {
    const as = process.getuid?.() === 0 ? ["setpriv", "--reuid=65534", "--clear-groups"] : [];
    return this.#spawn([...as, process.execPath, binary, ...argv]);
  }

  async #spawn([program = "", ...argv]: readonly string[]): Promise<Ran> {
    const child = spawn(program, argv, { cwd: this.folder, env: this.#env() });
    const text: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => text.push(String(chunk)));
    await once(child, "close");
    return { code: child.exitCode ?? -1, text: text.join("") };
  }

  /** Promised appointments that are missing in the file at the path. */
  lost(path = this.path): number {
    const database = keepStatements(new BetterSqlite3(path, { timeout: 5000 }));
    try {
      const known = new Set(database.prepare<[], string>("select id from appointments").pluck().all());
      return this.promised.filter((id) => !known.has(id)).length;
    } finally {
      database.close();
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #call(from: string) {
    const variables = { clinic_id: clinicId };
    return {
      call_id: `call-${this.#calls}-${from}`,
      direction: "inbound",
      from_number: from,
      retell_llm_dynamic_variables: variables,
    };
  }

  #post(path: string, body: object): Promise<Answer> {
    const text = JSON.stringify(body);
    const headers = {
      "content-type": "application/json",
      "x-retell-signature": signBody(text, SANDBOX_API_KEY, Date.now()),
    };
    return this.#ask(path, { method: "POST", body: text, headers });
  }

  async #ask(path: string, init: RequestInit): Promise<Answer> {
    try {
      const signal = AbortSignal.timeout(20_000);
      const response = await fetch(`http://127.0.0.1:${this.#port}${path}`, { ...init, signal });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      await wait(50);
      return { status: 0, text: error instanceof Error ? error.message : String(error) };
    }
  }

  #env() {
    return {
      PATH: process.env["PATH"],
      LOG_LEVEL: "silent",
      SKEW_FILE: this.#skewFile,
      NODE_OPTIONS: `--import ${join(this.folder, "clock.mjs")}`,
    };
  }
}
