import { setTimeout as wait } from "node:timers/promises";
import BetterSqlite3 from "better-sqlite3";
import Retell from "retell-sdk";
import * as z from "zod";
import { signBody } from "../../../src/adapters/retell/signature.ts";
import { freePort } from "../event-storm/server.ts";
import { type Child, start } from "../provisioning/child.ts";
import { type Installation, install, remove } from "../provisioning/installation.ts";
import { phone, planVisits } from "./planned-visits.ts";

/** The steps in order; the server may be killed at any of them. */
export const steps = [
  "call planned",
  "call placed",
  "first confirmed",
  "second told",
  "second cancelled",
  "third told",
  "third confirmed",
  "none left",
  "call over",
] as const;

export interface Kill {
  readonly step: (typeof steps)[number];
  /** `during`: its request is in progress; `after`: it was answered. */
  readonly when: "during" | "after";
}

export interface Told {
  readonly kills: number;
  readonly rung: readonly string[];
  /** The statuses of the three appointments, the earliest first. */
  readonly statuses: readonly string[];
  readonly planned: number;
  readonly seconds: number;
}

const patienceMs = 40_000;
const answer = z.looseObject({ more: z.string().optional(), appointment_id: z.string().optional() });

/** A real server reminds a number of its three appointments in one call, and dies once. */
export async function play(kill: Kill | undefined, from: string): Promise<Told> {
  const installation = await install({}, from);
  const began = performance.now();
  const ids = await planVisits(installation);
  const database = new BetterSqlite3(installation.database, { readonly: true });
  const server = await mortal(installation, kill);
  try {
    const callId = await placed(database, server);
    await answered(callId, { ids, installation, server });
    await untilOver(database, callId);
    await server.reach("call over", Promise.resolve());
    // An unwanted further call would come now: the planned ones are due, and the server looks for them when it starts.
    await wait(1500);
    return {
      kills: server.kills(),
      rung: await numbersRung(installation),
      ...afterwards(database, ids),
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    await server.end();
    database.close();
    await installation.close();
    remove(installation);
  }
}

interface Mortal {
  readonly port: number;
  kills(): number;
  /** Waits for the step, and kills the server at it if that is planned. */
  reach<T>(step: Kill["step"], work: Promise<T>): Promise<T>;
  end(): Promise<void>;
}

async function mortal({ folder, proxy }: Installation, planned: Kill | undefined): Promise<Mortal> {
  const port = await freePort();
  const serve = (): Child => start(["serve", "--port", String(port), "--job-lease", "1"], folder, proxy);
  let child = serve();
  let kills = 0;
  const kill = async (): Promise<void> => {
    kills += 1;
    child.kill();
    await child.ended;
    child = serve();
  };
  return {
    port,
    kills: () => kills,
    reach: async (step, work) => {
      if (planned?.step !== step) return work;
      if (planned.when === "after") await work;
      await kill();
      return work;
    },
    end: async () => {
      child.kill();
      await child.ended;
    },
  };
}

async function placed(database: BetterSqlite3.Database, server: Mortal): Promise<string> {
  const isPlanned = database.prepare("select count(*) from dials").pluck();
  const callOf = database.prepare<[], string>("select call_id from dials where call_id is not null").pluck();
  await server.reach(
    "call planned",
    until(() => Number(isPlanned.get()) > 0 || undefined),
  );
  return server.reach(
    "call placed",
    until(() => callOf.get()),
  );
}

async function until<T>(look: () => T | undefined): Promise<T> {
  const last = performance.now() + patienceMs;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (performance.now() > last) throw new Error("nothing happens any more");
    await wait(5);
  }
}

interface Stage {
  readonly ids: readonly string[];
  readonly installation: Installation;
  readonly server: Mortal;
}

/** The patient comes to the first and the third appointment, but not to the second. */
async function answered(callId: string, { ids, installation, server }: Stage): Promise<void> {
  const { sandbox } = installation;
  const client = new Retell({ apiKey: sandbox.apiKey, baseURL: sandbox.url, logLevel: "off" });
  const call = { ...(await client.call.retrieve(callId)) };
  const { clinic_id } = call.retell_llm_dynamic_variables ?? {};
  const patient = { patient_phone: phone, patient_name: "Awa Test" };
  const send = async (step: Kill["step"], path: string, body: object) =>
    answer.parse(
      await server.reach(step, untilTaken(`http://127.0.0.1:${server.port}${path}`, { body, apiKey: sandbox.apiKey })),
    );
  const use = (step: Kill["step"], name: string, appointment_id: string | undefined) => {
    const args = { clinic_id, appointment_id, asked: "false", ...patient };
    return send(step, `/api/${name.replaceAll("_", "-")}`, { name, args, call });
  };
  await use("first confirmed", "confirm_appointment", ids[0]);
  const second = await use("second told", "next_reminder", ids[0]);
  await use("second cancelled", "cancel_appointment", second.appointment_id);
  const third = await use("third told", "next_reminder", second.appointment_id);
  await use("third confirmed", "confirm_appointment", third.appointment_id);
  const { more } = await use("none left", "next_reminder", third.appointment_id);
  if (more !== "none") throw new Error(`there is still ${String(more)}`);
  const ended = { call_status: "ended", disconnection_reason: "user_hangup", end_timestamp: Date.now() };
  await untilTaken(`http://127.0.0.1:${server.port}/api/retell/webhook`, {
    body: { event: "call_ended", call: { ...call, ...ended } },
    apiKey: sandbox.apiKey,
  });
}

/** While the server is down, Retell retries and the patient repeats the answer. */
async function untilTaken(url: string, { body, apiKey }: { readonly body: object; readonly apiKey: string }) {
  const text = JSON.stringify(body);
  for (;;) {
    const headers = { "content-type": "application/json", "x-retell-signature": signBody(text, apiKey, Date.now()) };
    const taken = await fetch(url, { method: "POST", headers, body: text }).catch(() => undefined);
    if (taken?.ok === true) {
      const said: unknown = await taken.json().catch(() => ({}));
      return said;
    }
    await wait(50);
  }
}

async function untilOver(database: BetterSqlite3.Database, callId: string): Promise<void> {
  const isOver = database
    .prepare<[string], number>("select 1 from jobs where kind = 'call-over' and key = ? and state = 'done'")
    .pluck();
  await until(() => isOver.get(callId));
}

function afterwards(database: BetterSqlite3.Database, ids: readonly string[]) {
  const status = database.prepare<[string], string>("select status from appointments where id = ?").pluck();
  const planned = database.prepare<[], number>("select count(*) from dials where state = 'planned'").pluck();
  return {
    statuses: ids.map((id) => status.get(id) ?? "gone"),
    planned: planned.get() ?? 0,
  };
}

async function numbersRung({ sandbox }: Installation): Promise<readonly string[]> {
  const client = new Retell({ apiKey: sandbox.apiKey, baseURL: sandbox.url, logLevel: "off" });
  const { items } = await client.call.list({ limit: 100, sort_order: "ascending" });
  return items.flatMap((call) => ("to_number" in call && typeof call.to_number === "string" ? [call.to_number] : []));
}
