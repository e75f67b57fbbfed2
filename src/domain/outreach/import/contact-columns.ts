/** What the columns of an imported list hold; `ascendia help contact:import` prints this table. */
export const contactColumns = {
  name: "the person as they are called",
  phone: "with country code, or as written in the clinic's country",
  appointment_id: "an appointment of the clinic's book; or",
  appointment_date: "such as 2026-03-03, by the clinic's calendar, and",
  appointment_time: "such as 09:30, by the clinic's clock",
  appointment_type: "optional: what it is for, as it may be said on the phone",
  provider: "optional: whom the person will see",
  language: "optional: fr or en; the clinic's when empty",
  timezone: "optional: where the person lives, such as Europe/Paris; the clinic's when empty",
  instructions: "optional: what to bring or to do",
  email: "optional",
  consent: "optional: yes or no, as the person said; to have booked counts as yes where the policy says so",
  opt_out: "optional: yes when the number must not be called",
} as const;

export type ContactColumn = keyof typeof contactColumns;
export type ContactCells = Readonly<Partial<Record<ContactColumn, string>>>;

export const requiredColumns = ["name", "phone"] as const satisfies readonly ContactColumn[];

/** A row of a list; its number is as a spreadsheet counts, or the place in a JSON list. */
export interface ContactRow {
  readonly row: number;
  /** Those that are not empty. */
  readonly cells: ContactCells;
  /** What is wrong with the row as a whole; null: nothing. */
  readonly fault: string | null;
}

export interface CellProblem {
  readonly column: ContactColumn | null;
  readonly message: string;
}

export function problemText({ column, message }: CellProblem): string {
  return column === null ? message : `column ${column}: ${message}`;
}
