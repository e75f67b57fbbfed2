import { shortId } from "../../domain/find-by-id.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { maskNumber } from "../../domain/clinic/telephone/mask-number.ts";
import type { ListedContact } from "../../domain/fleet/ports.ts";
import { dateAt, wallTimeAt } from "../../domain/time/zoned-time.ts";
import type { Columns } from "../pages.ts";

export interface Shown {
  readonly clinic: Pick<Clinic, "slug" | "timezone">;
  /** Full phone numbers instead of masked ones. */
  readonly reveal: boolean;
}

export function contactJson({ contact, startsAt }: ListedContact, { reveal }: Pick<Shown, "reveal">) {
  return {
    id: contact.id,
    name: contact.name,
    phone: reveal ? contact.phone : maskNumber(contact.phone),
    language: contact.language,
    timezone: contact.timezone,
    appointment_id: contact.appointmentId,
    appointment_at: isoOf(startsAt),
    appointment_type: contact.appointmentType,
    provider: contact.provider,
    instructions: contact.instructions,
    consent: contact.consent,
    consent_basis: contact.consentBasis,
    state: contact.state,
    follow_up: contact.followUp,
    follow_up_at: isoOf(contact.followUpAt),
    updated_at: new Date(contact.updatedAt).toISOString(),
  };
}

export function contactColumns({ clinic, reveal }: Shown): Columns<ListedContact> {
  return {
    head: ["appointment", "name", "phone", "lang", "state", "follow-up", "id"],
    empty: "No contacts.",
    cells: ({ contact, startsAt }) => [
      momentSaid(startsAt, clinic.timezone),
      contact.name,
      (reveal ? contact.phone : maskNumber(contact.phone)) ?? "",
      contact.language,
      contact.state,
      contact.followUp === null ? "" : `${contact.followUp} ${momentSaid(contact.followUpAt, clinic.timezone)}`,
      shortId(contact.id),
    ],
  };
}

export function momentSaid(instant: number | null, zone: string): string {
  return instant === null ? "" : `${dateAt(instant, zone)} ${wallTimeAt(instant, zone)}`;
}

export function isoOf(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
