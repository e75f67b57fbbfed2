import { z } from "zod";
import type { Fleet, Onboarded } from "./one-flow.ts";
import type { Answer, Statement, World } from "./world.ts";

const slotsSchema = z.looseObject({
  message: z.string(),
  available_slots: z.array(z.looseObject({ time: z.string(), id: z.string() })),
});
const doctorsSchema = z.looseObject({ doctors: z.array(z.looseObject({ id: z.string(), name: z.string() })) });
const bookedSchema = z.looseObject({ booked: z.string(), appointment_id: z.string().optional() });
const appointmentsSchema = z.looseObject({
  appointments: z.array(z.looseObject({ id: z.string(), status: z.string(), room: z.string().nullable() })),
});

/** Tuesday of the week after next, and the Sunday before it. */
export const tuesday = dayAfterNext(2);
const sunday = dayAfterNext(0);

function dayAfterNext(weekday: number): string {
  const now = new Date();
  const days = 14 + ((weekday - now.getUTCDay() + 7) % 7);
  return new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

const caller = "+2290197000055";

export function callOf({ clinic_id: clinicId, phone_number: to }: Onboarded, callId: string) {
  const about = { clinic_id: clinicId };
  return {
    call_id: callId,
    direction: "inbound",
    from_number: caller,
    to_number: to,
    retell_llm_dynamic_variables: about,
  };
}

/** The functions that the agent calls during a call, over HTTP as Retell calls them. */
export async function ofFunctions(world: World, { cotonou, austin }: Fleet): Promise<readonly Statement[]> {
  const ask = (name: string, args: object, clinic: Onboarded = cotonou, path = name): Promise<Answer> => {
    const body = { name, args: { clinic_id: clinic.clinic_id, ...args }, call: callOf(clinic, "call_functions") };
    return world.signed(`/api/${path.replaceAll("_", "-")}`, body);
  };
  const doctorsOf = async (clinic: Onboarded) =>
    doctorsSchema.parse((await ask("get_doctors", {}, clinic)).body).doctors;
  const [doctor] = await doctorsOf(cotonou);
  const [foreign] = await doctorsOf(austin);
  const free = async (clinic: Onboarded, date: string, id = doctor?.id) =>
    slotsSchema.parse((await ask("check_availability", { doctor_id: id, date }, clinic)).body);
  const person = { patient_name: "Koffi Essai", patient_phone: caller };
  const [first, second] = (await free(cotonou, tuesday)).available_slots;
  const order = { doctor_id: doctor?.id, date: tuesday, slot_id: first?.id, time: first?.time, ...person };
  const booked = bookedSchema.parse((await ask("book_appointment", order)).body);
  const found = await ask("find_appointment", person);
  const list = (clinic: Onboarded) =>
    world.data(appointmentsSchema, "appointment:list", "--clinic", clinic.slug, "--from", tuesday, "--to", tuesday);
  const after = await list(cotonou);
  const move = {
    appointment_id: booked.appointment_id,
    date: tuesday,
    slot_id: second?.id,
    time: second?.time,
    ...person,
  };
  const moved = await ask("reschedule_appointment", move);
  const movedId = z.looseObject({ appointment_id: z.string().optional() }).parse(moved.body).appointment_id;
  const cancelled = await ask("cancel_appointment", { appointment_id: movedId ?? booked.appointment_id, ...person });
  const rows: readonly (readonly [string, () => boolean | Promise<boolean>])[] = [
    [
      "doctors: each clinic's own alone",
      () => doctor !== undefined && foreign !== undefined && doctor.id !== foreign.id,
    ],
    [
      "availability: the free times in a French sentence",
      async () => /^.* peut vous recevoir .*Quelle heure vous convient/u.test((await free(cotonou, tuesday)).message),
    ],
    ["availability: each slot with its time and id", () => (first?.id ?? "") !== "" && (first?.time ?? "") !== ""],
    [
      "availability: none is a French sentence and an empty list",
      async () => {
        const none = await free(cotonou, sunday);
        return none.message.startsWith("Désolé, aucun créneau disponible") && none.available_slots.length === 0;
      },
    ],
    [
      "availability: none is said in English at an English clinic",
      async () => (await free(austin, sunday, foreign?.id)).message.startsWith("Sorry"),
    ],
    [
      "availability: under its older name and path",
      async () => (await ask("check_doctor_availability", { doctor_id: doctor?.id, date: tuesday })).status === 200,
    ],
    ["booking: the chosen slot is booked", () => booked.booked === "true" && after.appointments.length === 1],
    [
      "booking: the times offered afterwards lack it",
      async () =>
        !(await free(cotonou, tuesday)).available_slots.some(({ id }) => id === second?.id) || moved.status === 200,
    ],
    ["booking: nothing is booked at another clinic", async () => (await list(austin)).appointments.length === 0],
    [
      "find: the caller's appointment, by number and name",
      () => JSON.stringify(found.body).includes(booked.appointment_id ?? "none"),
    ],
    ["move: to another slot", () => moved.body["rescheduled"] === "true"],
    ["cancel: the appointment", () => cancelled.body["cancelled"] === "true"],
    [
      "another clinic in the arguments is refused",
      async () => (await ask("get_doctors", { clinic_id: austin.clinic_id })).status === 403,
    ],
    [
      "another clinic's doctor has no slots here",
      async () => {
        const answer = await ask("check_availability", { doctor_id: foreign?.id, date: tuesday });
        return !JSON.stringify(answer.body).includes(foreign?.id ?? "none");
      },
    ],
    [
      "a function without Retell's signature is 401",
      async () =>
        (await world.send("/api/get-doctors", JSON.stringify({ name: "get_doctors", args: {} }), {})).status === 401,
    ],
    [
      "a function with a wrong signature is 401",
      async () =>
        (await world.send("/api/book-appointment", "{}", { "x-retell-signature": "v=1,d=00" })).status === 401,
    ],
  ];
  return rows.map(([says, holds]) => ({ source: "A", says: `functions: ${says}`, holds }));
}
