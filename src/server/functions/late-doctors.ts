import { z } from "zod";
import { type VisitTime, spokenDelays } from "../../domain/booking/slots/late-doctors.ts";
import { readSlotId } from "../../domain/booking/slots/slot.ts";
import type { FunctionAnswer } from "../ports.ts";
import type { FunctionContext } from "./function-context.ts";

const timesSchema = z.object({
  available_slots: z.array(z.object({ id: z.string() })).optional(),
  appointments: z.array(z.object({ appointment_id: z.string() })).optional(),
  appointment_id: z.string().optional(),
});

/** How many of the offered slots the sentence may name. */
const mostNamed = 3;

/** The same answer. If it concerns a time today with a doctor who is late, it says so. */
export async function withDelays(answer: FunctionAnswer, context: FunctionContext): Promise<FunctionAnswer> {
  const { spoken, bookings } = context;
  if (spoken.doctors.every(({ late }) => late === undefined)) return answer;
  const times = await timesIn(answer, context);
  const { doctors, zone, language } = spoken;
  const said = spokenDelays(times, { doctors, zone, language, now: bookings.clock.now() });
  return said === undefined ? answer : { ...answer, message: `${answer.message} ${said}` };
}

async function timesIn(answer: FunctionAnswer, { bookings }: FunctionContext): Promise<readonly VisitTime[]> {
  const read = timesSchema.safeParse(answer);
  if (!read.success) return [];
  const { available_slots: slots = [], appointments = [], appointment_id: one } = read.data;
  const offered = slots.slice(0, mostNamed).flatMap(({ id }) => readSlotId(id) ?? []);
  const ids = new Set([...appointments.map((each) => each.appointment_id), ...(one === undefined ? [] : [one])]);
  const visits = await Promise.all([...ids].map((id) => bookings.database.stores.appointments.find(id)));
  return [...offered, ...visits.filter((visit) => visit !== undefined)];
}
