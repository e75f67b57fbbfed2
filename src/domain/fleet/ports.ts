import { closestText } from "../closest-text.ts";
import type { Clock } from "../../clock.ts";
import { AscendiaError } from "../../errors.ts";
import type { AgentAddress, AgentStore, CustomLlmAgentStore } from "../agent/ports.ts";
import type { TextAgentStore } from "../agent/creation/text-agent.ts";
import type { AccountListStore } from "../agent/content/contract-drift.ts";
import type { UsualVoiceStore } from "../agent/voices.ts";
import type { Hearing } from "../call/requests/heard-request.ts";
import type { Servers } from "./servers.ts";
import type { AuditLog } from "../audit/audit-log.ts";
import type { BookingDatabase, BookingPorts } from "../booking/ports.ts";
import type { CallerRecordStore } from "../call/line/caller-variables.ts";
import type { FleetMessages } from "../call/message.ts";
import type { CalendarStore, FleetCalendars } from "../calendar/ports.ts";
import type { CallEventRecords, CallLedger, CallStore, FleetCalls } from "../call/ports.ts";
import type { Clinic, ClinicNumber, NoticesStore, PrivacySettingsStore, SuspensionStore } from "../clinic/clinic.ts";
import type {
  ClinicPhraseStore,
  ClinicDirectory,
  DoctorStore,
  NumberStore,
  OpeningHoursStore,
  OutboxStore,
} from "../clinic/ports.ts";
import type { DialogueSettingsStore } from "../clinic/dialogue-settings.ts";
import type { JobRecords } from "../job/ports.ts";
import type { StepPorts } from "../journal/journal.ts";
import type { MailQueue } from "../mail/ports.ts";
import type { FleetNumbers, NumberPlatform, PinnedAgent } from "../number/number.ts";
import type { ClinicRecordStore, FleetCosts } from "../report/ports.ts";
import type { OutreachDatabase, PauseStore } from "../outreach/ports.ts";
import type { PersonStore, RetentionStore, UnattributedRetention, ListedPatient } from "../privacy/person.ts";
import type { Appointment } from "../booking/appointment.ts";
import type { Contact, ContactState } from "../outreach/contact.ts";
import type { PageRequest } from "../page.ts";
import type { Span } from "../time/spans.ts";

/** The facts of a clinic that the fleet plan depends on. */
export interface FleetClinic {
  readonly clinic: Clinic;
  readonly number: ClinicNumber | null;
  /** null: its calls go to the master agent. */
  readonly ownAgent: PinnedAgent | null;
  /** The clinic has its own agent, and its calls use the socket. */
  readonly usesSocket: boolean;
  /** Active doctors. */
  readonly doctors: number;
  readonly hasHours: boolean;
}

/** Reads across all clinics. */
export interface FleetStore {
  /** By slug. */
  clinics(): Promise<readonly FleetClinic[]>;
  /** The same, read a page at a time. */
  all(): AsyncIterable<FleetClinic>;
}

export interface CallsOfClinic {
  /** The clinic's id. */
  readonly id: string;
  readonly slug: string;
  readonly webhookUrl: string;
}

export interface CallAddresses {
  /** Where Retell sends the calls of each clinic in service, by slug; leaves out targets below `address`. */
  callsSentElsewhere(address: string): AsyncIterable<CallsOfClinic>;
}

/** The event URL of an agent version; undefined: Retell does not have that version. */
export interface EventUrls {
  eventUrl(agent: PinnedAgent): Promise<string | null | undefined>;
}

/** The organisation that a key belongs to (docs/retell.md 12.1 `get-api-key-info`). */
export interface RetellAccount {
  /** @throws unauthorized when Retell rejects the key */
  organisation(): Promise<string>;
  /** Also false for a version that Retell does not have. */
  isPublished(agent: PinnedAgent): Promise<boolean>;
}

/** A Retell account, for the fleet comparison. */
export interface FleetAccount {
  readonly numbers: Pick<FleetNumbers, "listInFull">;
  readonly account: RetellAccount & EventUrls;
}

/** The Retell account of a clinic's number and agent. */
export interface ClinicAccount {
  readonly numbers: NumberPlatform & FleetNumbers;
  /** The newest published version. @throws not_found */
  readonly pinned: (agentId: string) => Promise<PinnedAgent>;
}

interface OnboardingAccount extends Pick<ClinicAccount, "pinned"> {
  readonly numbers: NumberPlatform;
}

/** Ports of the operations on single numbers. */
export interface NumberPorts {
  readonly store: Pick<Store, "clinics" | "scope">;
  readonly numbers: NumberPlatform & FleetNumbers;
  readonly audit: AuditLog;
  newId(): string;
  /** @throws not_configured when there is no published master agent */
  masterAgent(): Promise<PinnedAgent>;
  /** The clinic's own agent; undefined: the master agent answers. */
  ownAgent(clinic: Clinic): Promise<PinnedAgent | undefined>;
  readonly publicUrl: string;
}

export interface OnboardingPorts extends StepPorts {
  readonly clinics: Pick<ClinicDirectory, "find" | "findByNumber" | "all" | "add" | "update">;
  scope(clinicId: string): ClinicStores;
  /** @throws not_configured when the account's key is not set */
  readonly inAccount: (account: string | null) => Promise<OnboardingAccount>;
  readonly audit: AuditLog;
  readonly clock: Clock;
  newId(): string;
  /** The bookings of a stored clinic. */
  bookings(clinic: Clinic): Promise<BookingPorts>;
  /** Commits the database writes of `work` together or not at all. */
  atomically<T>(work: () => Promise<T>): Promise<T>;
  /** @throws not_configured when there is no published master agent */
  masterAgent(): Promise<PinnedAgent>;
  /** The clinic's own agent; undefined: the master agent answers. */
  ownAgent(clinic: Clinic): Promise<PinnedAgent | undefined>;
  /** The address at which Retell reaches the server. */
  readonly publicUrl: string;
  /** The value of an environment variable that the request names. */
  secret(variable: string): string | undefined;
  /** The trunk's password as typed at the terminal, if the request names no variable for it. */
  readonly typedPassword?: string;
}

/** Adds the numbers of the account of the clinic being onboarded. */
export interface ClinicOnboardingPorts extends OnboardingPorts {
  readonly numbers: NumberPlatform;
}

/** @throws not_found */
export async function requireClinic(idOrSlug: string, clinics: Pick<ClinicDirectory, "find" | "all">): Promise<Clinic> {
  const found = await clinics.find(idOrSlug);
  if (found !== undefined) return found;
  const slugs: string[] = [];
  for await (const { slug } of clinics.all()) slugs.push(slug);
  throw noSuchClinic(idOrSlug, slugs);
}

export function noSuchClinic(idOrSlug: string, slugs: readonly string[]): AscendiaError {
  const close = closestText(idOrSlug, slugs) ?? slugs.find((slug) => slug.includes(idOrSlug.toLowerCase()));
  return new AscendiaError("not_found", `Clinic ${idOrSlug} not found.`, {
    hint: `${close === undefined ? "" : `Did you mean ${close}? `}See them with: ascendia clinic:list`,
  });
}

/** Everything that belongs to one clinic. This is the only access to it, and no method here takes a clinic id. */
export interface ClinicStores {
  readonly doctors: DoctorStore;
  readonly openingHours: OpeningHoursStore;
  readonly number: NumberStore;
  readonly outbox: OutboxStore;
  readonly booking: BookingDatabase;
}

/** Adds stores that only fleet operators need. */
export interface AllClinicStores extends ClinicStores {
  readonly dialogue: DialogueSettingsStore;
  readonly suspension: SuspensionStore;
  readonly callerRecords: CallerRecordStore;
  /** Contains the clinic's bookings, so that changes to both share a transaction. */
  readonly outreach: OutreachDatabase;
  readonly calls: CallStore;
  readonly records: ClinicRecordStore;
  readonly notices: NoticesStore;
  readonly phrases: ClinicPhraseStore;
  readonly privacySettings: PrivacySettingsStore;
  readonly people: PersonStore;
  readonly retention: RetentionStore;
  readonly archive: ArchiveStore;
  readonly lists: ClinicLists;
  readonly calendars: CalendarStore;
}

/** The whole installation. Unscoped members are fleet-wide, as their names show. */
export interface Store {
  readonly clinics: ClinicDirectory;
  readonly agents: AgentStore & AgentAddress & CustomLlmAgentStore & TextAgentStore;
  readonly fleet: FleetStore & CallAddresses;
  /** While it is set, no calls are placed for any clinic. */
  readonly fleetPause: PauseStore;
  readonly mails: MailQueue;
  readonly calendars: FleetCalendars;
  /** Calls of all clinics, and those without a clinic, for operators; a clinic's own are in `scope(id).calls`. */
  readonly calls: FleetCalls;
  readonly costs: FleetCosts;
  readonly callLedger: CallLedger;
  readonly messages: FleetMessages;
  readonly events: CallEventRecords;
  readonly jobs: JobRecords;
  readonly servers: Servers;
  readonly hearing: Hearing;
  /** The defaults for clinics without their own settings. */
  readonly dialogueDefaults: DialogueSettingsStore;
  /** The voice of each language, chosen when the agent was created. */
  readonly voices: UsualVoiceStore;
  /** What Retell reported about this account's lists. */
  readonly accountLists: AccountListStore;
  /** Data that belongs to no clinic. */
  readonly unattributed: UnattributedRetention;
  scope(clinicId: string): AllClinicStores;
  /**
   * Removes all traces of deleted data from the database. @returns where some may remain and what to do about it; null:
   * nowhere. @throws transient while the database is in use
   */
  purge(): Promise<string | null>;
  close(): Promise<void>;
}

export interface AppointmentFilter extends PageRequest {
  readonly starting: Span;
  readonly isActiveOnly: boolean;
  readonly doctorId?: string | undefined;
}

/** A contact with the start of its appointment, wherever that is stored. */
export interface ListedContact {
  readonly contact: Contact;
  readonly startsAt: number | null;
}

export interface ContactFilter extends PageRequest {
  readonly state?: ContactState | undefined;
  readonly hasFollowUp: boolean;
  /** Leaves out contacts whose appointment started earlier, unless they have a follow-up. */
  readonly startingAfter?: number | undefined;
}

/** One clinic's long lists, page by page. */
export interface ClinicLists {
  /** Sorted by start, then id. */
  appointments(filter: AppointmentFilter): Promise<readonly Appointment[]>;
  /** Sorted by start of the appointment, those without one first, then by id. */
  contacts(filter: ContactFilter): Promise<readonly ListedContact[]>;
  /** Sorted by name, then id. */
  patients(filter: PageRequest): Promise<readonly ListedPatient[]>;
}

/** The stored rows of a clinic, table by table. */
export type ClinicArchive = Readonly<Record<string, readonly unknown[]>>;

/** All tables' rows of one clinic, for export and erasure. */
export interface ArchiveStore {
  read(): Promise<ClinicArchive>;
  /** Removes every row except the clinic's own. @returns how many, by table */
  erase(): Promise<Readonly<Record<string, number>>>;
}

export function rowsIn(archive: ClinicArchive): number {
  return Object.values(archive).reduce((sum, rows) => sum + rows.length, 0);
}

/** What operators monitor besides the server itself, over all clinics. */
export interface BusinessFigures {
  /** In the last 24 hours. */
  readonly calls: readonly { readonly direction: string; readonly outcome: string | null; readonly count: number }[];
  /** Made in the last 24 hours. */
  readonly bookings: { readonly byCall: number; readonly byStaff: number };
  readonly openMessages: number;
  readonly deadJobs: number;
  /** Due for more than a minute and not started. */
  readonly lateJobs: number;
  readonly waitingMails: number;
  readonly failedMails: number;
  readonly clinics: readonly { readonly status: string; readonly count: number }[];
}
