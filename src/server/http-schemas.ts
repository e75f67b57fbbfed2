import { z } from "zod";

/**
 * Requests and responses without a schema in another file: the inbound webhook is parsed by hand and answered with
 * prepared bytes. `npm run generate` writes docs/openapi.json from these; the tests check every answer against it.
 */

const numberText = z.string().describe("E.164");
const flag = z.enum(["true", "false"]).describe("As text: the flow compares it.");

const inboundCall = z.object({
  agent_id: z.string().optional(),
  from_number: numberText.optional(),
  to_number: numberText.optional().describe("E.164. It decides which clinic answers when the path names another one."),
});

export const inboundRequestSchema = z.union([
  z.object({
    event: z.literal("call_inbound").optional(),
    call_inbound: inboundCall.extend({ call_id: z.string().optional() }),
  }),
  z.object({
    event: z.literal("chat_inbound").optional(),
    chat_inbound: inboundCall.extend({ chat_id: z.string().optional() }),
  }),
]);

const inboundAnswer = z.union([
  z.object({ reject: z.literal(true) }).describe("The clinic takes no calls."),
  z.object({
    dynamic_variables: z.record(z.string(), z.string()),
    metadata: z.object({ clinic_id: z.string() }),
    agent_override: z.object({
      agent: z.object({
        language: z.union([z.string(), z.array(z.string())]).optional(),
        voice_id: z.string().optional(),
        voice_model: z.null().optional(),
        boosted_keywords: z.array(z.string()).optional(),
        pronunciation_dictionary: z
          .array(z.object({ word: z.string(), alphabet: z.literal("ipa"), phoneme: z.string() }))
          .optional(),
      }),
    }),
  }),
]);

export const inboundAnswerSchema = z.union([
  z.object({ call_inbound: inboundAnswer }),
  z.object({ chat_inbound: inboundAnswer }),
]);

export const eventAnswerSchema = z.object({ received: z.literal(true) });
/** The answer that the older system's senders expect. */
export const outcomeAnswerSchema = z.object({ status: z.literal("received") });
export const healthSchema = z.object({ status: z.literal("ok") });
export const readySchema = z.object({ status: z.literal("ready") });
export const unreadySchema = z.object({ status: z.literal("unavailable"), error: z.string() });

export const refusalSchema = z.object({
  error: z.string().describe("What is wrong and why."),
  hint: z.string().optional().describe("What to do about it."),
  requestId: z.string().optional().describe("Set for an internal error; find it in the server's log."),
});

const message = z.string().describe("The sentence the agent says.");

const slots = z.object({
  available_slots: z.array(
    z.object({
      time: z.string().describe("As said."),
      id: z.string().describe("Books this slot."),
      doctor: z.string(),
    }),
  ),
  next_available_date: z.iso.date().optional(),
  available: flag.optional(),
  date: z.iso.date().optional(),
  asks: z.literal("true").optional().describe("`message` asks back: which day or which doctor is meant."),
  said_first: z.string().optional().describe("The first time that `message` names, YYYY-MM-DDTHH:MM."),
  said_last: z.string().optional().describe("The last one. Both passed back, `part_of_day` may be earlier or later."),
});

const appointment = z.object({
  appointment_id: z.string(),
  appointment_time: z.string().describe("As said."),
  doctor_name: z.string(),
});

/** Why nothing was done. */
const reason = z.enum([
  "unclear",
  "slot_taken",
  "closed",
  "past",
  "too_soon",
  "too_far",
  "same_day",
  "past_cutoff",
  "not_active",
  "not_found",
  "limit",
  "too_many_tries",
  "callback",
]);

/** For a caller who did not prove their identity: no appointment. */
const unproven = { reason: reason.optional(), appointments: z.array(appointment).max(0).optional() };

const asked = z
  .string()
  .regex(/^(?:which|new_or_known)(?: (?:which|new_or_known))*$/)
  .describe("What `message` asks about the visit. Passed back as `asked`, it is not asked again.");

const types = z
  .array(z.object({ id: z.string(), name: z.string() }))
  .optional()
  .describe("The clinic's appointment types, where an unknown `type_id` was passed on.");

/** By tool name. */
export const functionAnswerSchemas: Readonly<Record<string, z.ZodObject>> = {
  get_doctors: z.object({
    message,
    doctors: z.array(z.object({ id: z.string(), name: z.string(), specialty: z.string() })),
  }),
  choose_appointment_type: z.object({
    message: z.string().describe("The question to ask, or the name of the type that was chosen."),
    chosen: flag,
    type_id: z.string().optional().describe("Pass it to `check_availability` and `book_appointment`."),
    asked: asked.optional(),
    types,
  }),
  check_availability: slots.extend({ message, available: flag, asked: asked.optional(), types }),
  review_booking: slots.partial().extend({
    message: message.describe("What to read back, or what to ask again."),
    reviewed: flag,
    booked: z.literal(false).optional(),
    asks: z.enum(["name", "phone", "time"]).optional().describe("What was wrong; ask that alone again."),
    reason: reason.optional(),
  }),
  review_move: slots.partial().extend({ message, reviewed: flag, booked: z.literal(false).optional(), ...unproven }),
  review_cancellation: z.object({ message, reviewed: flag, ...unproven }),
  book_appointment: slots.partial().extend({
    asked: asked.optional(),
    types,
    ...appointment.partial().shape,
    patient_name: z.string().optional(),
    message,
    booked: flag,
    sms_enabled: flag.optional().describe("Whether this line gets a confirmation by text message."),
    reason: reason.optional(),
  }),
  find_appointment: z.object({
    message,
    found: flag,
    appointments: z.array(appointment.extend({ doctor_id: z.string(), type_id: z.string().optional() })),
    appointment_id: z.string().optional().describe("Set when there is exactly one."),
    reason: reason.optional(),
  }),
  reschedule_appointment: slots.extend({
    ...appointment.partial().shape,
    message,
    rescheduled: flag,
    booked: z.literal(false).optional(),
    ...unproven,
  }),
  cancel_appointment: z.object({
    ...appointment.partial().shape,
    message,
    cancelled: flag,
    ...unproven,
  }),
  join_waitlist: z.object({
    message,
    joined: flag,
    waitlist_id: z.string().optional(),
    place: z.int().optional(),
    reason: reason.optional(),
  }),
  confirm_appointment: z.object({ message, confirmed: flag, ...unproven }),
  next_reminder: z.object({
    message,
    more: z.enum(["say", "ask", "none"]),
    question: z.string().optional(),
    asked: flag.optional(),
    appointment_id: z.string().optional(),
    name: z.string().optional(),
    is_adult: flag.optional(),
    date: z.string().optional(),
    time: z.string().optional(),
    provider: z.string().optional(),
    note: z.string().optional(),
    type: z.string().optional(),
    doctor_id: z.string().optional(),
  }),
  request_callback: z.object({ message, requested: flag, ...unproven }),
  opt_out: z.object({ message, opted_out: flag }),
  accept_slot: z.object({
    ...appointment.partial().shape,
    patient_name: z.string().optional(),
    message,
    booked: flag,
    reason: reason.optional(),
  }),
  decline_slot: z.object({ message, declined: flag }),
  report_death: z.object({ message, recorded: flag }),
  take_message: z.object({ message, taken: z.enum(["true", "false", "refused"]) }),
};

/** The answer of every function while the clinic takes no calls. */
export const closedAnswerSchema = z.object({
  message,
  available: z.literal("false"),
  available_slots: z.array(z.never()),
  booked: z.literal("false"),
  found: z.literal("false"),
  rescheduled: z.literal("false"),
  cancelled: z.literal("false"),
  joined: z.literal("false"),
  confirmed: z.literal("false"),
  requested: z.literal("false"),
  reviewed: z.literal("false"),
  chosen: z.literal("false"),
  opted_out: z.literal("false"),
  taken: z.literal("false"),
  declined: z.literal("false"),
  recorded: z.literal("false"),
  reason: z.literal("clinic_closed"),
});
