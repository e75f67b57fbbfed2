import type { Identified, IdentityTryStore } from "../booking/patients/patient-identity.ts";
import type { BookingPorts, BookingStores } from "../booking/ports.ts";
import type { Call, CallOutcome } from "../call/call.ts";
import type { OutcomeOfCall } from "../call/events/describe-call.ts";
import type { Message, MessageStore } from "../call/message.ts";
import type { Clinic, NoticesStore, PrivacySettingsStore } from "../clinic/clinic.ts";
import type { NumberStore, OutboxStore } from "../clinic/ports.ts";
import type { AttemptStore } from "./attempt.ts";
import type { Contact } from "./contact.ts";
import type { OutreachPolicy } from "./policy.ts";

/** This and every other store here belongs to one clinic and is reached through its scope. */
export interface ContactStore {
  find(contactId: string): Promise<Contact | undefined>;
  ofAppointment(appointmentId: string): Promise<Contact | undefined>;
  /** Contacts with that number (E.164, as `patientPhone` writes it), oldest first. */
  withPhone(phone: string): Promise<readonly Contact[]>;
  /** All contacts, oldest first. */
  list(): Promise<readonly Contact[]>;
  /** @throws conflict when the appointment already has a contact */
  add(contact: Contact): Promise<void>;
  update(contact: Contact): Promise<void>;
}

/** The clinic must not call this number (E.164, as `patientPhone` writes it). */
export interface OptOut {
  readonly phone: string;
  /** `call`: said in a call; `staff`: recorded by staff; `import`: from an imported list. */
  readonly source: "call" | "staff" | "import";
  readonly callId: string | null;
  readonly reason: string | null;
  readonly createdAt: number;
}

export interface OptOutStore {
  find(phone: string): Promise<OptOut | undefined>;
  list(): Promise<readonly OptOut[]>;
  /** A number's first opt-out stays. @returns whether it is new */
  add(optOut: OptOut): Promise<boolean>;
  /** @returns whether the number had one */
  remove(phone: string): Promise<boolean>;
}

export interface PolicyStore {
  /** undefined: the clinic has not set its own (`defaultPolicy` applies). */
  find(): Promise<OutreachPolicy | undefined>;
  save(policy: OutreachPolicy): Promise<void>;
}

/** No call goes out until the pause ends. */
export interface Pause {
  readonly reason: string;
  readonly pausedAt: number;
}

/** The pause of one clinic, or of the fleet. */
export interface PauseStore {
  find(): Promise<Pause | undefined>;
  save(pause: Pause): Promise<void>;
  remove(): Promise<void>;
}

/** The outcome of a call, already applied. */
export interface AppliedOutcome {
  readonly callId: string;
  readonly outcome: CallOutcome;
  /** A better basis replaces it: analysis beats the agent's tools, which beat the way the call ended. */
  readonly basis: OutcomeOfCall["basis"];
  readonly appliedAt: number;
}

export interface AppliedOutcomeStore {
  find(callId: string): Promise<AppliedOutcome | undefined>;
  save(applied: AppliedOutcome): Promise<void>;
}

/** One clinic's bookings, and everything else that calls to its patients change. */
export interface OutreachStores extends BookingStores {
  readonly contacts: ContactStore;
  readonly dials: AttemptStore;
  readonly optOuts: OptOutStore;
  readonly policy: PolicyStore;
  readonly pause: PauseStore;
  readonly applied: AppliedOutcomeStore;
  readonly calls: { find(callId: string): Promise<Call | undefined> };
  readonly number: Pick<NumberStore, "find">;
  readonly outbox: Pick<OutboxStore, "add">;
  readonly tries: IdentityTryStore;
  readonly messages: MessageStore;
  readonly notices: Pick<NoticesStore, "find">;
  readonly privacy: Pick<PrivacySettingsStore, "find">;
}

/** Also a BookingDatabase, so that bookings change in the same transaction. */
export interface OutreachDatabase {
  readonly stores: OutreachStores;
  /** See BookingDatabase. */
  transact<T>(work: (stores: OutreachStores) => Promise<T>): Promise<T>;
  transactForHolds<T>(work: (stores: OutreachStores) => Promise<T>): Promise<T>;
}

/** What one clinic's outreach needs. */
export interface OutreachPorts extends BookingPorts {
  readonly clinic: Clinic;
  readonly database: OutreachDatabase;
  /** The pause of the whole fleet. */
  readonly fleetPause: Pick<PauseStore, "find">;
  /** Whether the number (E.164) belongs to a clinic of this installation at Retell. */
  isRetellNumber(phoneNumber: string): Promise<boolean>;
  /** Called for every caller who had to prove who they are. */
  readonly noteIdentity?: ((outcome: Identified["kind"]) => void) | undefined;
  /** Whether the clinic's account can send text messages to any number. */
  readonly sendsTexts?: (() => Promise<boolean>) | undefined;
  /** Called for every message that a caller leaves. */
  readonly noteMessage?: ((urgency: Message["urgency"]) => void) | undefined;
}
