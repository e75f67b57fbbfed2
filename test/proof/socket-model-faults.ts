import { EventEmitter, once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { sqlSocketDirectory } from "../../src/adapters/sql/clinics/clinic-settings-stores.ts";
import { keepStatements } from "../../src/adapters/sqlite/keep-statements.ts";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { inheritingDialogue } from "../../src/domain/clinic/dialogue-settings.ts";
import { addDays } from "../../src/domain/time/wall-date.ts";
import { dateAt, instantOf } from "../../src/domain/time/zoned-time.ts";
import { dialSocket } from "../../src/simulator/host/retell-socket.ts";
import type { SocketAnswer } from "../../src/simulator/world.ts";
import { table } from "../../src/terminal/table.ts";
import { startChatServer } from "../fakes/chat-server.ts";
import { clinicId, doctorId, storeClinic, timezone } from "./slot-race/clinic.ts";
import { serve } from "./slot-race/serving.ts";
import { type FaultCase, faultCases } from "./socket-model-faults/cases.ts";

/**
 * By this time a caller hears something, whatever the model does; the short form runs with other proofs on busy cores.
 */
const FIRST_WORD_MS = { full: 1500, quick: 6000 } as const;

const NUMBER = "+2290197000001";
const KEY = "secret-of-a-proof";

interface Outcome {
  readonly name: string;
  readonly expected: FaultCase["expected"];
  readonly found: FaultCase["expected"] | "silence";
  readonly firstWordMs: number;
  readonly completeMs: number;
  readonly booked: number;
  readonly passed: boolean;
}

/**
 * A clinic in mode prompt behind a real `ascendia serve`, with Retell's side played over real sockets, and a stand-in
 * for the model that streams, stalls, fails and dies by script: the caller hears something in time, every response is
 * complete, and the booking is made once.
 */
export async function run({ quick, seed }: { readonly quick: boolean; readonly seed: number }) {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-model-faults-"));
  const databasePath = join(folder, "sandbox.db");
  await storeClinic(databasePath);
  await speakByPrompt(databasePath);
  const all = casesFrom(seed);
  const cases = quick ? all.filter(({ isSlow }) => !isSlow) : all;
  const script = new Script(cases);
  const latestMs = FIRST_WORD_MS[quick ? "quick" : "full"];
  const model = await startChatServer(script.answer);
  const env = { OPENAI_BASE_URL: model.url, ASCENDIA_MODEL: "stand-in", LOG_LEVEL: "silent" };
  const server = await serve({ folder, databasePath, env });
  const rows = keepStatements(new BetterSqlite3(databasePath, { readonly: true }));
  try {
    await warmUp(server.url);
    const outcomes = await Promise.all(cases.map((one) => attempt(one, server.url, { script, rows, latestMs })));
    print(outcomes);
    return { passed: outcomes.filter(({ passed }) => passed).length, total: outcomes.length };
  } finally {
    await server.stop();
    model.close();
    rows.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Case extends FaultCase {
  /** Spoken by the caller, so that the stand-in recognizes the case. */
  readonly mark: string;
  readonly startsAt: number;
  /** Whether the caller's patience runs out, which takes its twelve seconds. */
  readonly isSlow: boolean;
}

/** Every case books on a different day. */
function casesFrom(seed: number): readonly Case[] {
  const first = addDays(dateAt(Date.now(), timezone), 2);
  const names = faultCases({}).map(({ name }) => name);
  return names.flatMap((name, index) => {
    const date = addDays(first, index);
    const time = `${String(9 + (seed % 8)).padStart(2, "0")}:00`;
    const patient = { patient_name: "Awa Test", patient_phone: "+2290197000047" };
    const found = faultCases({ doctor_id: doctorId, date, time, ...patient })[index];
    if (found === undefined) return [];
    const isSlow = found.expected === "transfer" && found.answers.some((steps) => steps.includes("never"));
    return [{ ...found, mark: `cas ${name}.`, startsAt: instantOf(date, time, timezone), isSlow }];
  });
}

/** The stand-in's answers, and how often it was asked in each case. */
class Script {
  readonly #cases: readonly Case[];
  readonly #asked = new Map<string, number>();
  readonly #questions = new EventEmitter();

  constructor(cases: readonly Case[]) {
    this.#cases = cases;
    this.#questions.setMaxListeners(cases.length);
  }

  /** Chosen by the mark in the caller's words; after a case's last answer, that answer is repeated. */
  readonly answer: Parameters<typeof startChatServer>[0] = ({ messages }) => {
    const words = messages.map(({ content }) => content ?? "").join("\n");
    const one = this.#cases.find(({ mark }) => words.includes(mark));
    if (one === undefined) return [{ say: "Oui. " }];
    const count = this.#asked.get(one.mark) ?? 0;
    this.#asked.set(one.mark, count + 1);
    this.#questions.emit("asked");
    return one.answers[Math.min(count, one.answers.length - 1)] ?? [];
  };

  async askedTimes(mark: string, times: number): Promise<void> {
    while ((this.#asked.get(mark) ?? 0) < times) await once(this.#questions, "asked");
  }
}

async function speakByPrompt(databasePath: string): Promise<void> {
  const database = await openDatabase(databasePath, "sandbox");
  const { dialogue, number } = sqlStore(database).scope(clinicId);
  await dialogue.save({ ...inheritingDialogue, mode: "prompt" });
  const line = { source: "imported", agentId: null, agentVersion: null, webhookUrl: null, monthlyCents: 0 } as const;
  await number.save({ phoneNumber: NUMBER, ...line });
  await sqlSocketDirectory(database).setKey(clinicId, KEY);
  const { clinics } = sqlStore(database);
  const clinic = await clinics.find(clinicId);
  if (clinic !== undefined) await clinics.update({ ...clinic, transferNumber: "+2290197000002" });
  await database.close();
}

function dial(url: string, callId: string) {
  const details = { call_id: callId, call_type: "phone_call", direction: "inbound", to_number: NUMBER };
  const call = {
    clinicId,
    slug: "clinique-test",
    callId,
    key: KEY,
    details: { ...details, from_number: "+2290197000047" },
  };
  return dialSocket(url, call, () => performance.now());
}

/** The first call loads code that all later calls need. */
async function warmUp(url: string): Promise<void> {
  const line = await dial(url, "call_warm_up");
  await line.greeting();
  await line.answer("spoken", [{ role: "user", content: "Bonjour" }]);
  line.hangUp();
}

interface Around {
  readonly script: Script;
  readonly rows: BetterSqlite3.Database;
  readonly latestMs: number;
}

async function attempt(one: Case, url: string, { script, rows, latestMs }: Around): Promise<Outcome> {
  const { name, mark, expected, startsAt, books = false } = one;
  const line = await dial(url, `call_${name.replaceAll(/\W+/gu, "_")}`);
  const greeting = await line.greeting();
  const said = [
    { role: "agent", content: greeting.content },
    { role: "user", content: mark },
  ] as const;
  const answer = await answered(one, script, () => line.answer("spoken", said));
  line.hangUp();
  const booked = rows
    .prepare("select id from appointments where doctor_id = ? and starts_at = ?")
    .all(doctorId, startsAt).length;
  const found = foundIn(answer);
  const isRight = found === expected && booked === (books ? 1 : 0);
  const firstWordMs = answer?.firstWordMs ?? Number.POSITIVE_INFINITY;
  const completeMs = answer?.ms ?? Number.POSITIVE_INFINITY;
  const passed = isRight && firstWordMs <= latestMs && greeting.content !== "";
  return { name, expected, found, firstWordMs, completeMs, booked, passed };
}

/** undefined: no complete answer came. Only the newest question gets one. */
async function answered(
  { mark, askAgainAfter }: Case,
  script: Script,
  ask: () => Promise<SocketAnswer>,
): Promise<SocketAnswer | undefined> {
  const first = ask().catch(() => undefined);
  if (askAgainAfter === undefined) return first;
  await script.askedTimes(mark, askAgainAfter);
  return ask().catch(() => undefined);
}

function foundIn(answer: SocketAnswer | undefined): Outcome["found"] {
  if (answer === undefined || answer.content === "") return "silence";
  if (answer.action.kind === "transfer") return "transfer";
  return answer.content.startsWith("Un instant") ? "holding" : "answer";
}

function print(outcomes: readonly Outcome[]): void {
  const lines = outcomes.map((outcome) => [
    outcome.name,
    outcome.expected,
    outcome.found,
    outcome.firstWordMs.toFixed(0),
    outcome.completeMs.toFixed(0),
    String(outcome.booked),
    outcome.passed ? "yes" : "NO",
  ]);
  const head = ["the model", "to hear", "heard", "first word ms", "complete ms", "booked", "as it should"];
  process.stdout.write(`${table(head, lines)}\n`);
}
