import type { Identified, IdentityTryStore } from "../booking/identity-tries.ts";
import type { BookingPorts, BookingStores } from "../booking/ports.ts";
import type { Call, CallOutcome } from "../call/call.ts";
import type { OutcomeOfCall } from "../call/outcome-of-call.ts";
import type { Clinic, PrivacySettingsStore } from "../clinic/clinic.ts";
import type { NumberStore, OutboxStore } from "../clinic/ports.ts";
import type { JobOrders } from "../job/ports.ts";
import type { AttemptStore } from "./attempt/ports.ts";
import type { Contact } from "./contact.ts";
import type { OutreachPolicy } from "./policy.ts";

/** Every store here belongs to one clinic and is handed out by its scope. */
export interface ContactStore {
  find(contactId: string): Promise<Contact | undefined>;
  ofAppointment(appointmentId: string): Promise<Contact | undefined>;
  /** Of that number (E.164, as patient-phone.ts writes it), first come first. */
  withPhone(phone: string): Promise<readonly Contact[]>;
  /** All, first come first. */
  list(): Promise<readonly Contact[]>;
  /** @throws conflict when the appointment has a contact already */
  add(contact: Contact): Promise<void>;
  update(contact: Contact): Promise<void>;
}

/** The number (E.164, as patient-phone.ts writes it) is not to be called by this clinic. */
export interface OptOut {
  readonly phone: string;
  /** `call`: said in a call; `staff`: told to the clinic; `import`: so in an imported list. */
  readonly source: "call" | "staff" | "import";
  readonly callId: string | null;
  readonly reason: string | null;
  readonly createdAt: number;
}

export interface OptOutStore {
  find(phone: string): Promise<OptOut | undefined>;
  list(): Promise<readonly OptOut[]>;
  /** The first one of a number stays. @returns whether it is new */
  add(optOut: OptOut): Promise<boolean>;
  /** @returns whether there was one */
  remove(phone: string): Promise<boolean>;
}

export interface PolicyStore {
  /** undefined: the clinic has not set its own (`defaultPolicy` holds). */
  find(): Promise<OutreachPolicy | undefined>;
  save(policy: OutreachPolicy): Promise<void>;
}

/** No call goes out until it is taken back. */
export interface Pause {
  readonly reason: string;
  readonly pausedAt: number;
}

/** Of one clinic, or of all of them. */
export interface PauseStore {
  find(): Promise<Pause | undefined>;
  save(pause: Pause): Promise<void>;
  remove(): Promise<void>;
}

/** What was already made of a call. */
export interface AppliedOutcome {
  readonly callId: string;
  readonly outcome: CallOutcome;
  /** A better one is applied over it: what was found out beats what the agent did, and that how the call ended. */
  readonly basis: OutcomeOfCall["basis"];
  readonly appliedAt: number;
}

export interface AppliedOutcomeStore {
  find(callId: string): Promise<AppliedOutcome | undefined>;
  save(applied: AppliedOutcome): Promise<void>;
}

/** One clinic's bookings beside all that calls to its patients change. */
export interface OutreachStores extends BookingStores {
  readonly contacts: ContactStore;
  readonly dials: AttemptStore;
  readonly optOuts: OptOutStore;
  readonly policy: PolicyStore;
  readonly pause: PauseStore;
  readonly applied: AppliedOutcomeStore;
  readonly calls: { find(callId: string): Promise<Call | undefined> };
  readonly number: Pick<NumberStore, "find">;
  readonly jobs: JobOrders;
  readonly outbox: Pick<OutboxStore, "add">;
  readonly tries: IdentityTryStore;
  readonly privacy: Pick<PrivacySettingsStore, "find">;
}

/** A BookingDatabase too, so that bookings change in the same transaction. */
export interface OutreachDatabase {
  readonly stores: OutreachStores;
  /** As BookingDatabase.transact. */
  transact<T>(work: (stores: OutreachStores) => Promise<T>): Promise<T>;
}

/** What the outreach of one clinic works with. */
export interface OutreachPorts extends BookingPorts {
  readonly clinic: Clinic;
  readonly database: OutreachDatabase;
  /** Of the whole fleet. */
  readonly fleetPause: Pick<PauseStore, "find">;
  /** Whether the number (E.164) is one that a clinic of the installation has at Retell. */
  isRetellNumber(phoneNumber: string): Promise<boolean>;
  /** Told of every caller who had to prove who they are. */
  readonly noteIdentity?: ((outcome: Identified["kind"]) => void) | undefined;
}
