import { findSlots } from "../../../src/domain/booking/slots/availability.ts";
import { bookAppointment } from "../../../src/domain/booking/visits/book-appointment.ts";
import { holdOffered } from "../../../src/domain/booking/visits/holds.ts";
import { cancelAppointment, rescheduleAppointment } from "../../../src/domain/booking/visits/change-appointment.ts";
import type { BookingPorts } from "../../../src/domain/booking/ports.ts";
import { type Slot, type SlotChoice, readSlotId, slotIdOf } from "../../../src/domain/booking/slots/slot.ts";
import type { Arena, CallerPlan, Ledger } from "./messages.ts";
import { type Random, oneOf, randomFrom } from "./random.ts";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

interface Caller {
  readonly plan: CallerPlan;
  readonly arena: Arena;
  readonly ports: BookingPorts;
  readonly random: Random;
  readonly ledger: Mutable<Ledger>;
  offered: readonly Slot[];
}

/** One caller's call: a few random steps, each recording its answer. */
export async function playCaller(plan: CallerPlan, arena: Arena, ports: BookingPorts): Promise<Ledger> {
  const ledger = {
    callId: plan.callId,
    patient: plan.patient.phone,
    appointments: [],
    answers: 0,
    refusals: 0,
    repeats: 0,
    problems: [],
  };
  const caller: Caller = { plan, arena, ports, random: randomFrom(plan.seed), ledger, offered: [] };
  try {
    await find(caller);
    for (let steps = 4 + Math.floor(caller.random() * 4); steps > 0; steps -= 1) await step(caller);
  } catch (error) {
    caller.ledger.problems.push(`threw ${String(error)}`);
  }
  return caller.ledger;
}

async function step(caller: Caller): Promise<void> {
  // Let the event loop and the other processes do something first.
  await new Promise((resolve) => setTimeout(resolve, caller.random() * 3));
  const action = oneOf([find, hold, book, book, book, reschedule, reschedule, cancel], caller.random);
  await action?.(caller);
}

async function find(caller: Caller): Promise<void> {
  const { arena, ports, plan, random } = caller;
  const request = { doctorIds: arena.doctorIds, typeId: null, firstDate: arena.date, lastDate: arena.date };
  const callId = random() < 0.5 ? plan.callId : null;
  caller.offered = (await findSlots({ ...request, dayPart: null, callId }, ports)).slots;
}

/** Usually the first ones, as callers do, so that they collide. Passed through the text that a model would return. */
function choose({ offered, random }: Caller): SlotChoice | undefined {
  const slot = random() < 0.7 ? offered[0] : oneOf(offered, random);
  return slot === undefined ? undefined : readSlotId(slotIdOf(slot));
}

async function hold(caller: Caller): Promise<void> {
  const choice = choose(caller);
  if (choice === undefined) return;
  const result = await holdOffered({ choices: [choice], callId: caller.plan.callId }, caller.ports);
  count(caller, result.length === 1);
}

async function book(caller: Caller): Promise<void> {
  const choice = choose(caller);
  if (choice === undefined) return find(caller);
  const { plan, ports, ledger } = caller;
  const ask = () => bookAppointment({ choice, patient: plan.patient, by: callerOf(plan) }, ports);
  const result = await ask();
  count(caller, result.kind === "booked");
  if (result.kind !== "booked") {
    caller.offered = result.alternatives.slots;
    return;
  }
  const { id, doctorId, startsAt } = result.appointment;
  if (doctorId !== choice.doctorId || startsAt !== choice.startsAt) ledger.problems.push(`${id}: another slot booked`);
  note(caller, { id, doctorId, startsAt, status: "scheduled" });
  const again = await repeated(caller, ask);
  if (again !== undefined && (again.kind !== "booked" || again.appointment.id !== id)) {
    ledger.problems.push(`${id}: booking again gave ${again.kind === "booked" ? again.appointment.id : again.reason}`);
  }
}

async function reschedule(caller: Caller): Promise<void> {
  const choice = choose(caller);
  const own = ownAppointment(caller);
  if (choice === undefined || own === undefined) return find(caller);
  const { plan, ports, ledger } = caller;
  const ask = () => rescheduleAppointment({ appointmentId: own.id, choice, by: identified(plan) }, ports);
  const result = await ask();
  count(caller, result.kind === "rescheduled");
  if (result.kind !== "rescheduled") {
    if (result.kind === "unavailable") caller.offered = result.alternatives.slots;
    else ledger.problems.push(`${own.id}: ${result.kind}, but it stands`);
    return;
  }
  const { id, doctorId, startsAt } = result.appointment;
  note(caller, { ...own, status: "rescheduled" });
  note(caller, { id, doctorId, startsAt, status: "scheduled" });
  const again = await repeated(caller, ask);
  if (again !== undefined && (again.kind !== "rescheduled" || again.appointment.id !== id)) {
    ledger.problems.push(`${own.id}: moving again gave ${again.kind}`);
  }
}

async function cancel(caller: Caller): Promise<void> {
  const own = ownAppointment(caller);
  if (own === undefined) return;
  const { plan, ports, ledger } = caller;
  const ask = () => cancelAppointment({ appointmentId: own.id, by: identified(plan) }, ports);
  const result = await ask();
  count(caller, result.kind === "cancelled");
  if (result.kind !== "cancelled") return void ledger.problems.push(`${own.id}: ${result.kind}, but it stands`);
  note(caller, { ...own, status: "cancelled" });
  const again = await repeated(caller, ask);
  if (again !== undefined && again.kind !== "cancelled")
    ledger.problems.push(`${own.id}: cancelling again ${again.kind}`);
}

/** A quarter of the answers are lost, and the same request is repeated. */
async function repeated<T>({ random, ledger }: Caller, ask: () => Promise<T>): Promise<T | undefined> {
  if (random() >= 0.25) return undefined;
  ledger.repeats += 1;
  return ask();
}

function ownAppointment({ ledger, random }: Caller) {
  return oneOf(
    ledger.appointments.filter(({ status }) => status === "scheduled"),
    random,
  );
}

function note({ ledger }: Caller, success: Ledger["appointments"][number]): void {
  ledger.appointments = [...ledger.appointments.filter(({ id }) => id !== success.id), success];
}

function count({ ledger }: Caller, success: boolean): void {
  ledger.answers += 1;
  if (!success) ledger.refusals += 1;
}

export function callerOf({ callId }: CallerPlan) {
  return { kind: "caller", callId } as const;
}

function identified(plan: CallerPlan) {
  return { ...callerOf(plan), claim: { phone: plan.patient.phone, name: plan.patient.name } };
}
