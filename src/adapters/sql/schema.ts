import type { HeardRequest, Listener } from "../../domain/call/requests/heard-request.ts";
import type { ServerSign } from "../../domain/fleet/servers.ts";
import type { WallDate } from "../../domain/time/wall-date.ts";
import type { HoursPeriod } from "../../domain/clinic/opening-hours.ts";
import { z } from "zod";
import type { Link, Session } from "../../domain/access/access.ts";
import type { Alert, SlowAnswers } from "../../domain/alert/ports.ts";
import type { AcceptedChange } from "../../domain/agent/conduct/accepted-changes.ts";
import type { CustomLlmAgent } from "../../domain/agent/ports.ts";
import type { AuditRecord } from "../../domain/audit/audit-log.ts";
import type { Appointment } from "../../domain/booking/appointment.ts";
import type { IdentityTry } from "../../domain/booking/patients/patient-identity.ts";
import type {
  AppointmentType,
  BookingOrigin,
  CalendarException,
  Hold,
  Patient,
  Room,
  OfferedSlot,
  WaitlistEntry,
} from "../../domain/booking/ports.ts";
import type { CalendarEntry } from "../../domain/booking/calendar-entries.ts";
import type { ConnectedCalendar } from "../../domain/calendar/ports.ts";
import type { Call } from "../../domain/call/call.ts";
import type { Message } from "../../domain/call/message.ts";
import type { CallEvent } from "../../domain/call/ports.ts";
import type {
  Clinic,
  ClinicNotices,
  ClinicNumber,
  Doctor,
  PrivacySettings,
  Suspension,
} from "../../domain/clinic/clinic.ts";
import type { ClinicPhrase, Mail } from "../../domain/clinic/ports.ts";
import { languages } from "../../domain/language/language.ts";
import { type DialogueSettings, dialogueModes } from "../../domain/clinic/dialogue-settings.ts";
import type { SignUp } from "../../domain/clinic/ports.ts";
import type { StoredDialogue } from "../../domain/dialogue/ports.ts";
import type { Job } from "../../domain/job/ports.ts";
import type { CallAttempt } from "../../domain/outreach/attempt.ts";
import type { Contact } from "../../domain/outreach/contact.ts";
import type { OutreachPolicy } from "../../domain/outreach/policy.ts";
import type { AppliedOutcome, OptOut, Pause } from "../../domain/outreach/ports.ts";

/** 0 or 1: the same in every engine. */
export type Flag = 0 | 1;

/**
 * Rows are the domain's records with booleans as flags; columns are their names in snake_case (Kysely's CamelCasePlugin
 * translates). Only the differences from the record are spelt out here.
 */
type Row<Record, Flags extends keyof Record = never> = Omit<Record, Flags> & { readonly [Name in Flags]: Flag };

export type ClinicRow = Omit<Row<Clinic, "smsEnabled">, "retell"> & {
  readonly retellAccount: string | null;
  readonly retellAgent: string | null;
  readonly retellAgentVersion: number | null;
};

interface MetaRow {
  readonly key: string;
  readonly value: string;
}

/** Kysely's own record of the migrations that ran. */
interface MigrationRow {
  readonly name: string;
  readonly timestamp: string;
}

/** A time at which that resource of that calendar blocks the doctor or room (both null: the whole clinic). */
interface BusyTimeRow {
  readonly feedId: string;
  readonly resource: string;
  readonly doctorId: string | null;
  readonly roomId: string | null;
  readonly uid: string | null;
  readonly fromAt: number;
  readonly toAt: number;
}

/** All busy times of one week of one calendar, as searches read them (busy-weeks.ts). */
export interface BusyWeekRow {
  readonly feedId: string;
  readonly week: number;
  readonly uid: string | null;
  readonly spans: string;
}

interface JournalRow {
  readonly subject: string;
  readonly step: string;
  readonly state: "intended" | "done";
  readonly facts: string;
  readonly changedAt: number;
}

/** `position`: the order in which the clinic added them. */
export type DoctorRow = Omit<Row<Doctor, "active">, "late" | "pronunciation"> & {
  readonly position: number;
  readonly pronunciation: string | null;
  readonly lateOn: WallDate | null;
  readonly lateMinutes: number | null;
};
export type RoomRow = Row<Room, "active"> & { readonly position: number };

export type AppointmentTypeRow = Omit<
  Row<AppointmentType, "active" | "isDefault">,
  "name" | "reasons" | "minutesWith"
> & {
  readonly nameFr: string;
  readonly nameEn: string;
  /** JSON: names in further languages, by language. */
  readonly otherNames: string;
  /** One per line. */
  readonly reasons: string;
  /** JSON: minutes by doctor id. */
  readonly minutesWith: string;
  readonly position: number;
};

export interface WeeklyHoursRow {
  /** null: the clinic's own hours. */
  readonly doctorId: string | null;
  readonly weekday: string;
  readonly opens: string;
  readonly closes: string;
}

export interface DoctorTypeRow {
  readonly doctorId: string;
  readonly typeId: string;
}

export interface HoursPeriodRow extends Omit<HoursPeriod, "hours"> {
  /** JSON. */
  readonly hours: string;
}

export interface BookingRulesRow {
  readonly slotMinutes: number;
  readonly leastNoticeMinutes: number;
  readonly horizonDays: number;
  readonly cancelCutoffMinutes: number;
  readonly waitlistHoldMinutes: number;
  readonly mostPerCall: number;
  readonly mostPerDay: number;
  readonly mostUpcoming: number;
  readonly mostProven: number;
  readonly mostSpread: number;
  readonly mostWithheld: number;
  readonly sameDayFrom: string | null;
  readonly sameDayTo: string | null;
  readonly holidayCountry: string | null;
  readonly holidayRegion: string | null;
  /** One per line. */
  readonly holidaysOpenOn: string;
}

/** `recipients`: one per line. */
type NoticesRow = Omit<Row<ClinicNotices, "callSummaries" | "messages">, "recipients"> & {
  readonly recipients: string;
};

export type ContactRow = Row<Contact, "consent">;

export type WaitlistRow = Row<WaitlistEntry, "mayCall">;

/** Lists are stored as words, separated by spaces. */
export type OutreachPolicyRow = Omit<
  Row<OutreachPolicy, "enabled" | "onSundays" | "onHolidays">,
  "leadMinutes" | "typeIds" | "countries"
> & { readonly leadMinutes: string; readonly typeIds: string | null; readonly countries: string };

interface RevisionRow {
  readonly clinicId: string;
  readonly revision: number;
}

interface AgentRow {
  /** The agent's purpose: `master` is the only one. */
  readonly role: string;
  readonly agentId: string;
  readonly flowId: string;
  readonly version: number;
  readonly templateHash: string;
  readonly createdAt: number;
}

/** `written` and `readBack` hold the agent and its flow as JSON. */
interface AgentVersionRow {
  readonly agentId: string;
  readonly version: number;
  readonly flowId: string;
  readonly flowVersion: number;
  readonly templateHash: string;
  readonly written: string;
  readonly readBack: string;
  readonly writtenAt: number;
  readonly publishedAt: number | null;
  readonly promotedAt: number | null;
  readonly withdrawnAt: number | null;
  readonly templatePath: string | null;
  readonly note: string | null;
}

interface AgentSnapshotRow {
  readonly id: string;
  readonly agentId: string;
  readonly version: number;
  readonly content: string;
  readonly takenAt: number;
  readonly takenBefore: string;
}

/** `readyAt`: see 005-jobs-and-calls. */
export type JobRow = Omit<Job, "clinicId"> & { readonly readyAt: number | null };

/** `digest`: hash of the signed text; `reply`: JSON, null while the first request is being answered. */
export interface FunctionReplyRow {
  readonly digest: string;
  readonly callId: string;
  readonly reply: string | null;
  readonly askedAt: number;
}

/** `role`: words separated by spaces. */
export type ServerRow = Omit<ServerSign, "roles"> & { readonly role: string };

/** The number of requests refused in the minute that starts at `minuteAt`. */
interface RefusedRow {
  readonly minuteAt: number;
  readonly requests: number;
}

/** Of one clinic, in the minute that starts at `minuteAt`. */
interface SlowAnswersRow extends Omit<SlowAnswers, "clinicId"> {
  readonly minuteAt: number;
}

interface FleetTables {
  kyselyMigration: MigrationRow;
  meta: MetaRow;
  clinics: ClinicRow;
  journal: JournalRow;
  agents: AgentRow;
  agentVersions: AgentVersionRow;
  agentSnapshots: AgentSnapshotRow;
  audit: AuditRecord;
  clinicRevisions: RevisionRow;
  acceptedChanges: AcceptedChange;
  consoleLinks: Link;
  consoleSessions: Session;
  refusedRequests: RefusedRow;
  servers: ServerRow;
  listeners: Listener;
  heardRequests: HeardRequest;
  signUps: SignUp;
}

/** In the database each of these tables has clinic_id; the types omit it: see clinic-scope.ts. */
export interface ClinicSchema {
  doctors: DoctorRow;
  weeklyHours: WeeklyHoursRow;
  phoneNumbers: ClinicNumber;
  outbox: Mail;
  clinicNotices: NoticesRow;
  clinicPhrases: ClinicPhrase;
  privacySettings: Row<PrivacySettings, "redactTranscripts">;
  suspensions: Suspension;
  socketKeys: { readonly key: string };
  socketDialogues: StoredDialogue;
  dialogueSettings: DialogueSettings;
  organisationAgents: Omit<CustomLlmAgent, "clinicId">;
  contacts: ContactRow;
  dials: CallAttempt;
  optOuts: OptOut;
  outreachPolicies: OutreachPolicyRow;
  outreachPauses: Pause;
  appliedOutcomes: AppliedOutcome;
  rooms: RoomRow;
  appointmentTypes: AppointmentTypeRow;
  doctorTypes: DoctorTypeRow;
  calendarExceptions: CalendarException;
  hoursPeriods: HoursPeriodRow;
  bookingRules: BookingRulesRow;
  patients: Patient;
  appointments: Appointment;
  holds: Hold;
  waitlist: WaitlistRow;
  waitlistOffers: OfferedSlot;
  identityTries: IdentityTry;
  bookingOrigins: Row<BookingOrigin, "phoneConfirmed" | "proven">;
  functionReplies: FunctionReplyRow;
  jobs: JobRow;
  calls: Call;
  messages: Message;
  calendarFeeds: ConnectedCalendar;
  busyTimes: BusyTimeRow;
  busyWeeks: BusyWeekRow;
  calendarEntries: CalendarEntry;
  alerts: Omit<Alert, "clinicId">;
  slowAnswers: SlowAnswersRow;
  callEvents: Omit<CallEvent, "clinicId">;
}

/** Tables that may have rows without a clinic. */
export type OwnerlessTable = "jobs" | "calls" | "callEvents" | "alerts";

type Owned = { readonly clinicId: string };

type Ownerless = { readonly clinicId: string | null };

export type FleetSchema = FleetTables & {
  [Table in keyof ClinicSchema]: ClinicSchema[Table] & (Table extends OwnerlessTable ? Ownerless : Owned);
};

// Values of `meta` that are JSON. Imported on first use: at start-up, zod would cost every command 6 ms.

const optional = { text: z.string().nullable().default(null), number: z.number().nullable().default(null) };

export const dialogueSettingsSchema = z.object({
  mode: z.enum(dialogueModes).nullable().default(null),
  instructions: optional.text,
  model: optional.text,
  voice: optional.text,
  responsiveness: optional.number,
  interruptionSensitivity: optional.number,
  reminderTriggerMs: optional.number,
  reminderMaxCount: optional.number,
});

export const voicesSchema = z.partialRecord(z.enum(languages), z.string());

export const pauseSchema = z.object({ reason: z.string(), pausedAt: z.int() });
