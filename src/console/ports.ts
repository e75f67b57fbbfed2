import type { JsonObject } from "../domain/agent/ports.ts";
import type { MailLinkPorts } from "../domain/access/mail-link.ts";
import type { AuditLog } from "../domain/audit/audit-log.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import type { Store } from "../domain/fleet/ports.ts";
import type { PinnedAgent } from "../domain/number/number.ts";
import type { OutreachPorts } from "../domain/outreach/ports.ts";

/** Structured. Never pass a patient's name or a phone number. */
export interface ConsoleLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface ConsoleFiles {
  readonly style: string;
  readonly script: string;
}

/** What the console needs from outside. */
export interface ConsolePorts extends MailLinkPorts {
  readonly store: Store;
  readonly files: ConsoleFiles;
  readonly log: ConsoleLog;
  /** The log in the name of someone who is signed in. */
  auditAs(actor: string): AuditLog;
  bookings(clinic: Clinic): OutreachPorts;
  /** What the work writes is there whole or not at all. */
  atomically<T>(work: () => Promise<T>): Promise<T>;
  /** @throws not_found, conflict for a version that has no flow */
  flowOf(agent: PinnedAgent, account: string | null): Promise<JsonObject>;
  /** Where people reach the console: where its forms may come from. */
  readonly url: string;
}
