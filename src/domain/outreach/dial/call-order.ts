import { agentLocale } from "../../call/agent-locale.ts";
import { outboundVariables, type ReminderCall } from "../outbound-variables.ts";
import type { OutreachStores } from "../ports.ts";
import type { PhoneCallOrder } from "./call-platform.ts";
import type { DialPorts } from "./dial-ports.ts";
import type { Dial } from "./dial.ts";

/** Number or appointment may have gone since the call was judged: then the rule that it would break. */
export type Unorderable = "NO_NUMBER" | "NO_APPOINTMENT";

/** The call as it is worded now. */
export async function callOrder(dial: Dial, ports: DialPorts): Promise<PhoneCallOrder | Unorderable> {
  const { clinic, database, clock, phrases } = ports;
  const from = await database.stores.number.find();
  if (from === undefined) return "NO_NUMBER";
  const contact = await database.stores.contacts.find(dial.contactId);
  const reminder = contact === undefined ? undefined : await reminderOf(contact, database.stores);
  if (contact === undefined || reminder === undefined) return "NO_APPOINTMENT";
  const { agentId, agentVersion: version } = from;
  return {
    dialId: dial.id,
    clinicId: clinic.id,
    contactId: contact.id,
    fromNumber: from.phoneNumber,
    toNumber: contact.phone,
    agent: agentId === null || version === null ? null : { agentId, version },
    locale: agentLocale({ language: contact.language, country: clinic.country }),
    variables: outboundVariables(reminder, await ports.callerFacts(), { phrases, now: clock.now() }),
  };
}

/** What the contact is called about; undefined: nobody knows when that is. */
async function reminderOf(
  contact: ReminderCall["contact"] & { readonly appointmentId: string | null },
  { appointments, types }: OutreachStores,
): Promise<ReminderCall | undefined> {
  const { appointmentId, language } = contact;
  const appointment = appointmentId === null ? undefined : await appointments.find(appointmentId);
  if (appointment === undefined) {
    return contact.appointmentAt === null ? undefined : { contact, appointment: null, typeName: null };
  }
  const type = appointment.typeId === null ? undefined : await types.find(appointment.typeId);
  return { contact, appointment, typeName: type?.name[language] ?? null };
}
