import type { Patient } from "../booking/records.ts";
import type { Person } from "./person.ts";

/** Rows by table. */
export type PersonRecords = Readonly<Record<string, readonly unknown[]>>;

/** Where something of the person is left, which erasing does not reach. */
export interface Remains {
  readonly table: string;
  readonly rows: number;
}

/** A patient as operators choose them; erased ones have no name. */
export interface ListedPatient extends Patient {
  readonly appointments: number;
}

/** All that one clinic keeps of a person, whatever tables there are. */
export interface PersonStore {
  /** By name. */
  list(): Promise<readonly ListedPatient[]>;
  /** The one patient of that id, or everybody of that number (E.164); undefined when there is nobody. */
  find(by: { readonly patientId: string } | { readonly phone: string }): Promise<Person | undefined>;
  read(person: Person): Promise<PersonRecords>;
  /** @returns how many rows were changed or removed, by table. Within one transaction. */
  erase(person: Person): Promise<Readonly<Record<string, number>>>;
  /** Every table that can hold something of a patient is looked through, and the installation's own logs. */
  remains(person: Person): Promise<readonly Remains[]>;
}

/** What a clinic's retention takes away. Counts are of rows, by table. */
export interface RetentionStore {
  /** Transcripts and analyses of calls, bodies of events, mails, and dialogues, from before that instant. */
  eraseBefore(instant: number): Promise<Readonly<Record<string, number>>>;
}
