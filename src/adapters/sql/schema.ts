import type { Language } from "../../domain/language/language.ts";
import type { ClinicStatus } from "../../domain/clinic/clinic.ts";

/** 0 or 1: SQLite has no boolean. */
export type Flag = 0 | 1;

export interface ClinicRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly address: string;
  readonly country: string;
  readonly timezone: string;
  readonly language: Language;
  readonly phone: string | null;
  readonly transfer_number: string | null;
  readonly emergency_number: string | null;
  readonly owner_email: string;
  readonly instructions: string | null;
  readonly sms_enabled: Flag;
  readonly status: ClinicStatus;
  readonly created_at: number;
}

interface JournalRow {
  readonly subject: string;
  readonly step: string;
  readonly state: "intended" | "done";
  readonly facts: string;
  readonly changed_at: number;
}

interface MetaRow {
  readonly key: string;
  readonly value: string;
}

interface AgentRow {
  readonly key: string;
  readonly agent_id: string;
  readonly flow_id: string;
  readonly version: number;
  readonly template_hash: string;
  readonly created_at: number;
}

export interface DoctorRow {
  readonly id: string;
  readonly clinic_id: string;
  readonly name: string;
  readonly specialty: string;
  readonly email: string | null;
  readonly active: Flag;
  /** Order of addition within the clinic. */
  readonly position: number;
}

interface WeeklyHoursRow {
  readonly clinic_id: string;
  /** null: the clinic's own hours. */
  readonly doctor_id: string | null;
  readonly weekday: string;
  readonly opens: string;
  readonly closes: string;
}

export interface PhoneNumberRow {
  readonly phone_number: string;
  readonly clinic_id: string;
  readonly source: "bought" | "imported";
  readonly agent_id: string | null;
  readonly agent_version: number | null;
  readonly webhook_url: string | null;
  readonly monthly_cents: number;
}

interface MailRow {
  readonly id: string;
  readonly clinic_id: string;
  readonly kind: string;
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
  readonly state: "waiting" | "sent" | "failed";
  readonly created_at: number;
}

/** Kysely's own record of what ran. */
interface MigrationRow {
  readonly name: string;
  readonly timestamp: string;
}

interface FleetTables {
  kysely_migration: MigrationRow;
  meta: MetaRow;
  clinics: ClinicRow;
  agents: AgentRow;
  journal: JournalRow;
}

/** Every table here has clinic_id; scoped stores see it without that column (see clinic-scope.ts). */
interface ClinicOwnedTables {
  doctors: DoctorRow;
  weekly_hours: WeeklyHoursRow;
  phone_numbers: PhoneNumberRow;
  outbox: MailRow;
}

export type FleetSchema = FleetTables & ClinicOwnedTables;

/** What a clinic's scope can name: its own tables, without the column that tells clinics apart. */
export type ClinicSchema = { [Table in keyof ClinicOwnedTables]: Omit<ClinicOwnedTables[Table], "clinic_id"> };
