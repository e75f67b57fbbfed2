import type { Appointment } from "../booking/appointment.ts";
import type { Contact, ContactState } from "../outreach/contact.ts";
import type { PageRequest } from "../page.ts";
import type { ListedPatient } from "../privacy/person.ts";
import type { Span } from "../time/spans.ts";

export interface AppointmentFilter extends PageRequest {
  readonly starting: Span;
  readonly isActiveOnly: boolean;
  readonly doctorId?: string | undefined;
}

/** A contact with the start of its appointment, from wherever that is stored. */
export interface ListedContact {
  readonly contact: Contact;
  readonly startsAt: number | null;
}

export interface ContactFilter extends PageRequest {
  readonly state?: ContactState | undefined;
  readonly hasFollowUp: boolean;
  /** Leaves out contacts whose appointment started before, unless they have a follow-up. */
  readonly startingAfter?: number | undefined;
}

/** One clinic's long lists, a page at a time. */
export interface ClinicLists {
  /** By start, then id. */
  appointments(filter: AppointmentFilter): Promise<readonly Appointment[]>;
  /** By start of the appointment, those without one first, then by id. */
  contacts(filter: ContactFilter): Promise<readonly ListedContact[]>;
  /** By name, then id. */
  patients(filter: PageRequest): Promise<readonly ListedPatient[]>;
}
