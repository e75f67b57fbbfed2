import type { Child } from "hono/jsx";
import type { Session } from "../domain/access/access.ts";
import type { AuditEntry, AuditLog } from "../domain/audit/audit-log.ts";
import type { AppointmentNews } from "../domain/booking/ports.ts";
import { recordedBookings } from "../domain/booking/transactions.ts";
import { canonicalJson } from "../domain/canonical-json.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import type { AllClinicStores } from "../domain/fleet/ports.ts";
import type { PageLanguage } from "./words/words.ts";
import type { OutreachPorts } from "../domain/outreach/ports.ts";
import type { ConsolePorts } from "./ports.ts";
import type { Words } from "./words/en.ts";

/** What the browser sent, bounded. */
export interface Asked {
  readonly path: string;
  /** A query parameter; empty when it is missing. */
  readonly query: (name: string) => string;
  /** A field of a posted form; empty when it is missing. */
  readonly field: (name: string) => string;
  /** A parameter of the route. */
  readonly parameter: (name: string) => string;
}

/** One request of someone who is signed in. */
export interface Visit extends Asked {
  readonly session: Session;
  readonly language: PageLanguage;
  readonly words: Words;
  /** The token that every form of the page must send, or its post is refused. */
  readonly formToken: string;
  readonly audit: AuditLog;
  readonly ports: ConsolePorts;
}

/** A visit to a clinic that this person may reach. Nothing here reaches another clinic. */
export interface ClinicVisit extends Visit {
  readonly clinic: Clinic;
  readonly stores: AllClinicStores;
  readonly bookings: OutreachPorts;
}

export type Answer =
  | {
      readonly kind: "page";
      readonly title: string;
      readonly body: Child;
      readonly status?: 200 | 404 | 409 | 422;
      /** The address of the events that keep the page up to date. */
      readonly live?: string;
      /** Appointments can be dragged on it. */
      readonly moves?: boolean;
    }
  /** A redirect after an action, so that reloading the page repeats nothing. */
  | { readonly kind: "go"; readonly to: string }
  /** A file that the browser saves instead of showing it. */
  | { readonly kind: "file"; readonly name: string; readonly type: string; readonly text: string }
  /** Calls as they change, for as long as the page is open; null: of every clinic, and every call. */
  | { readonly kind: "events"; readonly clinicId: string | null; readonly callId: string | null };

export function page(
  title: string,
  body: Child,
  more: { readonly live?: string; readonly moves?: boolean } = {},
): Answer {
  return { kind: "page", title, body, ...more };
}

/** A page that says why an action was refused; the browser keeps what was typed. */
export function refused(title: string, body: Child, status: 409 | 422 = 409): Answer {
  return { kind: "page", title, body, status };
}

export function go(to: string): Answer {
  return { kind: "go", to };
}

export function clinicPath({ clinic }: Pick<ClinicVisit, "clinic">, rest = ""): string {
  return `/clinics/${clinic.slug}${rest}`;
}

/**
 * Records that patients' data is shown. Call it before showing the data: a read that cannot be recorded is not shown.
 */
export async function recordRead(
  visit: Pick<ClinicVisit, "clinic" | "audit" | "ports">,
  page_: string,
  shown: Readonly<Record<string, string | number>>,
): Promise<void> {
  const { clinic, audit, ports } = visit;
  const subject = `clinic:${clinic.slug}`;
  await audit.record({
    act: ports.newId(),
    action: `console:${page_}`,
    subject,
    before: null,
    after: { shown },
    reason: null,
  });
}

type Change = Pick<AuditEntry, "action" | "before" | "after"> & { readonly reason?: string | null };

/** The clinic's bookings, whose moves are recorded in the transaction that makes them. */
export function recordingBookings(
  { clinic, audit, ports, bookings }: Pick<ClinicVisit, "clinic" | "audit" | "ports" | "bookings">,
  describe: (news: AppointmentNews) => Change,
): ClinicVisit["bookings"] {
  return recordedBookings(bookings, {
    atomically: (work) => ports.atomically(work),
    record: async (news) => {
      const { reason = null, ...change } = describe(news);
      await audit.record({ act: ports.newId(), subject: `clinic:${clinic.slug}`, ...change, reason });
    },
  });
}

/** Makes the change and records it in one transaction; a change that alters nothing leaves no entry. */
export async function changeAndRecord<T>(
  make: () => Promise<T>,
  describe: (made: T) => Change,
  { clinic, audit, ports }: Pick<ClinicVisit, "clinic" | "audit" | "ports">,
): Promise<T> {
  return ports.atomically(async () => {
    const made = await make();
    const { action, before, after, reason = null } = describe(made);
    if (canonicalJson(before) === canonicalJson(after)) return made;
    await audit.record({ act: ports.newId(), action, subject: `clinic:${clinic.slug}`, before, after, reason });
    return made;
  });
}
