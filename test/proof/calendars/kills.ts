import { type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { instantOf, wallTimeAt } from "../../../src/domain/time/zoned-time.ts";
import { callFunction } from "../slot-race/serving.ts";
import { type Check, type Here, type SideOptions, ZONE, cleared, connected, dateIn } from "./check.ts";
import { doctorId } from "./installation.ts";
import type { Side } from "./side.ts";

/**
 * The server is killed (SIGKILL) at the requests of a booking, before they arrive and after they were carried out: at
 * the one that writes (the second) with every calendar server, at the reads before and after it with one of them.
 */
export async function killChecks(side: Side, { quick, turn }: SideOptions): Promise<readonly Check[]> {
  const points = turn === 0 ? [2, 1, 3] : [2];
  const kills = points.flatMap((point) => (["before", "after"] as const).map((when) => ({ point, when })));
  const all = [...kills.map((kill) => () => killedAt(side, kill)), () => killedAfterCommit(side)];
  const inTurn = [
    () => killedAt(side, { point: 3, when: "before" }),
    () => killedAt(side, { point: 2, when: "after" }),
  ];
  const chosen = quick ? [...inTurn, () => killedAfterCommit(side)].filter((_, index) => index === turn) : all;
  const checks: Check[] = [];
  for (const check of chosen) checks.push(await check());
  return checks;
}

interface Kill {
  readonly point: number;
  readonly when: "before" | "after";
}

async function killedAt(side: Side, { point, when }: Kill): Promise<Check> {
  const startsAt = instantOf(dateIn(9), "09:00", ZONE);
  const found = await connected(side, {}, async (here) => {
    const { child, url } = await serving(here);
    const until = { count: 0 };
    here.proxy.fault = () => {
      until.count += 1;
      if (until.count !== point) return undefined;
      if (when === "before") child.kill("SIGKILL");
      else setTimeout(() => child.kill("SIGKILL"), 60);
      return when === "before" ? { kind: "drop", when } : { kind: "slow", ms: 0 };
    };
    if (when === "after") here.proxy.fault = afterwards(here, { point, child });
    const heard = await book(url, startsAt).catch(() => undefined);
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    here.proxy.fault = () => undefined;
    await settled(here);
    const between = await countsOf(side, here);
    const again = await serving(here);
    const retried = await book(again.url, startsAt);
    again.child.kill("SIGTERM");
    await once(again.child, "exit");
    return {
      heard: heard?.answer.booked ?? "nothing",
      between,
      retried: retried.answer.booked,
      after: await countsOf(side, here),
    };
  });
  await cleared(side);
  const { between, after } = found;
  const isEven = between.events === between.visits && between.visits <= 1;
  const passed = isEven && found.retried === "true" && after.events === 1 && after.visits === 1;
  const text = `heard ${found.heard}; ${between.visits} visit, ${between.events} event; called again: ${after.visits} visit, ${after.events} event`;
  return { side: side.name, what: `kill -9 ${when} request ${point} of a booking`, found: text, passed };
}

/** The request is carried out there, but its answer never arrives. */
function afterwards(here: Here, { point, child }: { readonly point: number; readonly child: ChildProcess }) {
  const first = here.proxy.requests;
  return (_method: string, count: number) => {
    if (count - first !== point) return undefined;
    child.once("exit", () => undefined);
    setTimeout(() => child.kill("SIGKILL"), 150);
    return { kind: "drop", when: "after" } as const;
  };
}

/** Booked here while the calendar is unreachable; killed before anything is written there. */
async function killedAfterCommit(side: Side): Promise<Check> {
  const startsAt = instantOf(dateIn(9), "10:00", ZONE);
  const found = await connected(side, {}, async (here) => {
    const { child, url } = await serving(here);
    here.proxy.fault = () => ({ kind: "status", status: 503 });
    const heard = await book(url, startsAt);
    child.kill("SIGKILL");
    const between = await countsOf(side, here);
    here.proxy.fault = () => undefined;
    await settled(here);
    return { heard: heard.answer.booked, between, after: await countsOf(side, here) };
  });
  await cleared(side);
  const { between, after } = found;
  const passed =
    found.heard === "true" && between.events === 0 && between.visits === 1 && after.events === 1 && after.visits === 1;
  const text = `${between.visits} visit, ${between.events} events; after: ${after.visits} visit, ${after.events} event`;
  return { side: side.name, what: "kill -9 after the booking here, before it is written there", found: text, passed };
}

async function countsOf(side: Side, { rows }: Here) {
  const visits = rows
    .prepare<[], number>("select count(*) from appointments where status in ('scheduled', 'confirmed')")
    .pluck()
    .get();
  return { visits: visits ?? 0, events: (await side.events()).length };
}

/** A worker runs the jobs that a killed process left. */
async function settled(here: Here): Promise<void> {
  // Requests sent before the kill may still arrive, so wait for them before time passes.
  while (here.proxy.open > 0) await wait(20);
  here.passTime();
  const worker = here.start(["worker"]);
  worker.stdout?.resume();
  const open = here.rows.prepare<[], number>("select count(*) from calendar_entries where state <> 'written'").pluck();
  for (let tries = 0; tries < 400; tries += 1) {
    if (open.get() === 0) break;
    if (tries % 40 === 39) here.passTime();
    await wait(50);
  }
  worker.kill("SIGTERM");
  await once(worker, "exit");
}

const startedSchema = z.object({ data: z.object({ listening: z.string() }) });

async function serving(here: Here) {
  const child = here.start(["serve", "--port", "0", "--json"]);
  if (child.stdout === null) throw new Error("serve has no output");
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, url: startedSchema.parse(JSON.parse(line)).data.listening };
  }
  throw new Error("serve ended before it listened");
}

function book(url: string, startsAt: number) {
  const args = {
    clinic_id: "clinic-1",
    doctor_id: doctorId,
    date: dateIn(9),
    time: wallTimeAt(startsAt, ZONE),
    patient_name: "Koffi Test",
    patient_phone: "+2290197000001",
  };
  const call = {
    call_id: "call_kill",
    call_type: "phone_call",
    retell_llm_dynamic_variables: { clinic_id: "clinic-1" },
  };
  return callFunction(url, "book-appointment", { name: "book_appointment", args, call });
}
