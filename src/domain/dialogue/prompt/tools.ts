import type { ChatTool } from "./ports.ts";

const doctor = {
  doctor_id: { type: "string", description: "ID of the doctor, from the list of doctors." },
  doctor_name: { type: "string", description: "Name of the doctor, from the list of doctors." },
};
const day = { date: { type: "string", description: "YYYY-MM-DD" } };
const time = { time: { type: "string", description: "HH:MM, one of the times that check_availability gave." } };
const patient = {
  patient_name: { type: "string", description: "First and last name as the caller gave them." },
  patient_phone: { type: "string", description: "Phone number as the caller gave it." },
};
const appointment = {
  appointment_id: { type: "string", description: "appointment_id that find_appointment or book_appointment gave." },
};

interface Parameters {
  readonly properties: Readonly<Record<string, object>>;
  readonly required: readonly string[];
}

const nothing: Parameters = { properties: {}, required: [] };

function tool(name: string, description: string, parameters: Parameters): ChatTool {
  return { name, description, parameters: { type: "object", ...parameters, additionalProperties: false } };
}

/** Of one call of one clinic: no argument names a clinic. */
const bookingTools: readonly ChatTool[] = [
  tool("get_doctors", "Lists the doctors of the clinic.", nothing),
  tool("check_availability", "Finds the free times of a doctor on a day.", {
    properties: { ...doctor, ...day, part_of_day: { type: "string", enum: ["morning", "afternoon", "evening"] } },
    required: ["doctor_id", "date"],
  }),
  tool("book_appointment", "Books the appointment that the caller agreed to, after reading name and number back.", {
    properties: { ...doctor, ...day, ...time, ...patient },
    required: ["doctor_id", "date", "time", "patient_name", "patient_phone"],
  }),
  tool("find_appointment", "Finds the appointments of the caller.", {
    properties: patient,
    required: ["patient_phone"],
  }),
  tool("reschedule_appointment", "Moves an appointment to a day and time that the caller agreed to.", {
    properties: { ...appointment, ...day, ...time, patient_phone: patient.patient_phone },
    required: ["appointment_id", "date", "time", "patient_phone"],
  }),
  tool("cancel_appointment", "Cancels an appointment, after the caller said yes to it.", {
    properties: { ...appointment, patient_phone: patient.patient_phone },
    required: ["appointment_id", "patient_phone"],
  }),
  tool("join_waitlist", "Puts the caller on the waiting list for an earlier time.", {
    properties: { ...doctor, ...day, ...patient },
    required: ["date", "patient_name", "patient_phone"],
  }),
];

export const END_CALL = "end_call";
export const TRANSFER_CALL = "transfer_call";

const endCall = tool(END_CALL, "Ends the call. Say goodbye first.", nothing);
const transferCall = tool(
  TRANSFER_CALL,
  "Puts the caller through to the clinic's team, or in an emergency to its emergency number. Say so first.",
  { properties: { emergency: { type: "boolean" } }, required: [] },
);

export function promptTools(canTransfer: boolean): readonly ChatTool[] {
  return [...bookingTools, endCall, ...(canTransfer ? [transferCall] : [])];
}

/** Those that write to the book: what a turn that was cut off has done is not done again. */
export const WRITING_TOOLS: ReadonlySet<string> = new Set([
  "book_appointment",
  "reschedule_appointment",
  "cancel_appointment",
  "join_waitlist",
]);
