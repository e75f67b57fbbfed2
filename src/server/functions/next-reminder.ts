import { doctorSaid } from "../../domain/booking/speech/speech.ts";
import { type MoreReminders, nextReminder as nextReminderOf } from "../../domain/outreach/outcomes/more-reminders.ts";
import { type ReminderCall, asSentence } from "../../domain/outreach/reminders/outbound-variables.ts";
import { outreachPhrases } from "../../domain/outreach/reminders/outreach-phrases.ts";
import { oneLine } from "../../domain/language/plain-text.ts";
import { spokenDate, spokenTimeAt } from "../../domain/language/dates/spoken-date.ts";
import { dateAt } from "../../domain/time/zoned-time.ts";
import type { FunctionAnswer } from "../ports.ts";
import type { FunctionContext } from "./function-context.ts";
import { readArgument } from "./read-argument.ts";

type Told = Extract<MoreReminders, { readonly kind: "say" }>;

/**
 * After one appointment of a reminder call is settled, the next reminder for the same number. For another person's
 * appointment, the answer contains only the name until `asked` confirms that this person, or their parent, is on the
 * line.
 */
export async function nextReminder(context: FunctionContext): Promise<FunctionAnswer> {
  const { request, bookings } = context;
  const appointmentId = readArgument(request.args, "appointment_id");
  const { isOutbound, callerNumber: dialled, callId } = request;
  if (!isOutbound || dialled === null || appointmentId === undefined) return { message: "", more: "none" };
  const isAnswered = readArgument(request.args, "asked") === "true";
  return answered(await nextReminderOf({ callId, dialled, appointmentId, isAnswered }, bookings), context);
}

function answered(more: MoreReminders, context: FunctionContext): FunctionAnswer {
  if (more.kind === "none") return { message: "", more: "none" };
  const { contact, reminder } = more;
  const isAdult = reminder.isAdult === true;
  const name = oneLine(contact.name);
  const about = {
    more: more.kind,
    asked: String(more.kind === "ask"),
    appointment_id: idOf(reminder),
    name,
    is_adult: String(isAdult),
    question: outreachPhrases[context.spoken.language].isOther(name, isAdult),
  };
  return { ...about, ...(more.kind === "ask" ? untold : told(more, context)) };
}

function idOf({ appointment }: ReminderCall): string {
  return appointment === null ? "" : appointment.id;
}

/** Clears what the first person's appointment left in the call before the next person speaks. */
const untold = { message: "", date: "", time: "", provider: "", note: "", type: "", doctor_id: "" };

function told({ isOther, contact, reminder }: Told, { spoken }: FunctionContext): typeof untold {
  const { appointment, typeName } = reminder;
  if (appointment === null) return untold;
  const { language, zone } = spoken;
  const { doctorId, startsAt } = appointment;
  const said = {
    date: spokenDate(dateAt(startsAt, zone), language),
    time: spokenTimeAt(startsAt, zone, language),
    provider: doctorSaid(doctorId, spoken),
    note: oneLine(asSentence(contact.instructions ?? "")),
  };
  const words = outreachPhrases[language];
  const message = isOther ? words.otherReminded(said) : words.alsoReminded(said);
  return { ...said, message, type: oneLine(typeName ?? contact.appointmentType ?? ""), doctor_id: doctorId };
}
