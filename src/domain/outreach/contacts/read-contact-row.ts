import { AscendiaError } from "../../../errors.ts";
import type { Clinic } from "../../clinic/clinic.ts";
import { parseTelephone, patientPhone } from "../../clinic/telephone/telephone.ts";
import { foldText } from "../../language/fold-text.ts";
import { type Language, isLanguage, languageFacts, languages } from "../../language/language.ts";
import { holdsVariable } from "../../language/plain-text.ts";
import { type WallDate, isWallDate } from "../../time/wall-date.ts";
import { minutesOfWallTime, minutesPerDay, wallTimeOfMinutes } from "../../time/wall-time.ts";
import { instantOf, parseZone } from "../../time/zoned-time.ts";

/** The columns of an imported list; `ascendia help contact:import` prints this table. */
export const contactColumns = {
  name: "the person's full name",
  phone: "with country code, or in the clinic's national format",
  appointment_id: "an appointment in the clinic's book; or",
  appointment_date: "such as 2026-03-03, in the clinic's time zone, and",
  appointment_time: "such as 09:30, in the clinic's time zone",
  appointment_type: "optional: what it is for, worded for the phone",
  provider: "optional: the doctor or other provider",
  language: `optional: ${languages.join(" or ")}; the clinic's when empty`,
  timezone: "optional: the person's zone, such as Europe/Paris; the clinic's when empty",
  instructions: "optional: what to bring or do",
  email: "optional",
  consent: "optional: yes or no, as stated; when empty, booking counts as yes where the policy accepts it",
  opt_out: "optional: yes if the number must not be called",
} as const;

export type ContactColumn = keyof typeof contactColumns;

export type ContactCells = Readonly<Partial<Record<ContactColumn, string>>>;

export const requiredColumns = ["name", "phone"] as const satisfies readonly ContactColumn[];

/** A row of a list, numbered as in the spreadsheet or by its position in a JSON list. */
export interface ContactRow {
  readonly row: number;
  /** Non-empty cells only. */
  readonly cells: ContactCells;
  /** What is wrong with the row as a whole; null: nothing. */
  readonly fault: string | null;
}

interface CellProblem {
  readonly column: ContactColumn | null;
  readonly message: string;
}

export function problemText({ column, message }: CellProblem): string {
  return column === null ? message : `column ${column}: ${message}`;
}

/** A parsed row; null stands for an empty cell. */
export interface ContactDraft {
  readonly row: number;
  readonly name: string;
  readonly phone: string;
  readonly appointmentId: string | null;
  readonly appointmentAt: number | null;
  readonly appointmentType: string | null;
  readonly provider: string | null;
  readonly language: Language | null;
  readonly timezone: string | null;
  readonly instructions: string | null;
  readonly email: string | null;
  readonly consent: boolean | null;
  readonly optOut: boolean;
}

type ReadRow = { readonly draft: ContactDraft } | { readonly problems: readonly CellProblem[] };

const longestText = 500;

const mailPattern = /^[^\s@]+@[^\s@]+\.[^\s@]+$/u;

/** Parses every cell, or reports everything that is wrong with the row. */
export function readContactRow({ row, cells, fault }: ContactRow, clinic: Clinic): ReadRow {
  const problems: CellProblem[] = fault === null ? [] : [{ column: null, message: fault }];
  const read = <T>(column: ContactColumn, understand: (text: string) => T): T | null => {
    const text = cells[column];
    if (text === undefined) return null;
    try {
      return understand(text);
    } catch (error) {
      if (!(error instanceof AscendiaError)) throw error;
      problems.push({
        column,
        message: [plainMessage(error), error.hint].filter((part) => part !== undefined).join(" "),
      });
      return null;
    }
  };
  const draft: ContactDraft = {
    row,
    name: read("name", plainText) ?? "",
    phone: read("phone", (text) => patientPhone(parseTelephone(text, clinic.country, "phone"))) ?? "",
    appointmentId: cells.appointment_id ?? null,
    appointmentAt: timeOf(cells, read, clinic),
    appointmentType: read("appointment_type", plainText),
    provider: read("provider", plainText),
    language: read("language", languageOf),
    timezone: read("timezone", (text) => parseZone(text)),
    instructions: read("instructions", plainText),
    email: read("email", mailOf),
    consent: read("consent", truthOf),
    optOut: read("opt_out", truthOf) ?? false,
  };
  problems.push(...missing(cells));
  return problems.length === 0 ? { draft } : { problems };
}

/** The caller adds the column to the problem. */
function plainMessage({ message }: AscendiaError): string {
  return message.replace(/^(?:phone|timezone): /u, "");
}

type Read = <T>(column: ContactColumn, understand: (text: string) => T) => T | null;

function timeOf({ appointment_id: id }: ContactCells, read: Read, { timezone, country }: Clinic): number | null {
  const date = read("appointment_date", (text) => dateOf(text, country));
  const time = read("appointment_time", wallTimeOf);
  return id !== undefined || date === null || time === null ? null : instantOf(date, time, timezone);
}

function missing(cells: ContactCells): readonly CellProblem[] {
  const needed: readonly ContactColumn[] =
    cells.appointment_id === undefined ? ["name", "phone", "appointment_date", "appointment_time"] : ["name", "phone"];
  return needed
    .filter((column) => cells[column] === undefined)
    .map((column) => ({ column, message: column.startsWith("app") ? noAppointment : "is empty." }));
}

const noAppointment = "is empty. Fill in the date and time of the appointment, or its appointment_id.";

function plainText(text: string): string {
  const plain = text.replaceAll(/\p{C}+/gu, " ").trim();
  if (holdsVariable(plain)) throw new AscendiaError("invalid", "must not contain {{ or }}, which mark a variable.");
  if (plain !== "" && plain.length <= longestText) return plain;
  throw new AscendiaError("invalid", `must have 1 to ${longestText} characters.`);
}

/** "2026-03-31", or as the country's spreadsheets write it: "31/03/2026", in the US "3/31/2026". */
function dateOf(text: string, country: string): WallDate {
  if (isWallDate(text)) return text;
  const [, first = "", second = "", year = ""] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/u.exec(text) ?? [];
  const dated = (month: string, day: string): string => `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const dayFirst = dated(second, first);
  const monthFirst = dated(first, second);
  // Both orders are used in Canada.
  const orders = { US: [monthFirst], CA: [dayFirst, monthFirst] }[country] ?? [dayFirst];
  const [date, other] = [...new Set(orders)].filter((each) => isWallDate(each));
  if (date !== undefined && other === undefined) return date;
  throw new AscendiaError("invalid", `"${text}" is not a date${date === undefined ? "" : " that is clear"}.`, {
    hint: date === undefined ? "Write it as 2026-03-31." : `Write it as ${date} or ${other}.`,
  });
}

/** "9h30", "09:30", or as spreadsheets write it, "09:30:00" and "9:30 AM". */
function wallTimeOf(text: string): string {
  const [, hour = "", rest = "", half] = /^(\d{1,2})(:\d{2})(?::[0-5]\d)?(?:\s*([ap])\.?m\.?)?$/iu.exec(text) ?? [];
  const isAfterNoon = half?.toLowerCase() === "p";
  const written = half === undefined ? hour : String((Number(hour) % 12) + (isAfterNoon ? 12 : 0));
  const minutes = minutesOfWallTime(hour === "" ? text : `${written}${rest}`);
  if (minutes !== undefined && minutes < minutesPerDay) return wallTimeOfMinutes(minutes);
  throw new AscendiaError("invalid", `"${text}" is not a time.`, { hint: "Write it as 09:30." });
}

/** Languages' names in other languages. */
const foreignNames: ReadonlyMap<string, Language> = new Map([
  ["anglais", "en"],
  ["ingles", "en"],
  ["espagnol", "es"],
  ["frances", "fr"],
]);

function languageNamed(folded: string): Language | undefined {
  const named = languages.find((language) => {
    const { ownName, englishName } = languageFacts(language);
    return foldText(ownName) === folded || foldText(englishName) === folded;
  });
  return named ?? foreignNames.get(folded);
}

/** "fr", "fr-FR" or "français". */
function languageOf(text: string): Language {
  const folded = foldText(text);
  const code = folded.split(/[-_]/u, 1)[0] ?? "";
  const language = languageNamed(folded) ?? code;
  if (isLanguage(language)) return language;
  throw new AscendiaError("invalid", `"${text}" is not a language.`, { hint: `Use ${languages.join(" or ")}.` });
}

function mailOf(text: string): string {
  if (mailPattern.test(text)) return text;
  throw new AscendiaError("invalid", `"${text}" is not an email address.`);
}

const truths: ReadonlyMap<string, boolean> = new Map(
  Object.entries({
    yes: true,
    true: true,
    oui: true,
    vrai: true,
    si: true,
    "1": true,
    no: false,
    false: false,
    non: false,
    faux: false,
    "0": false,
  }),
);

function truthOf(text: string): boolean {
  const truth = truths.get(foldText(text));
  if (truth !== undefined) return truth;
  throw new AscendiaError("invalid", `"${text}" is neither yes nor no.`, {
    hint: "Write yes or no, oui or non, sí or no.",
  });
}
