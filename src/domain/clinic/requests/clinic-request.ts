import { type Clinic, type Doctor, afterHoursAnswers, clinicArticles } from "../clinic.ts";
import { type WeeklyHours, weekdays } from "../opening-hours.ts";
import * as z from "zod";
import { closestText } from "../../closest-text.ts";
import { languages } from "../../language/language.ts";
import { holdsVariable, isDecoded, isOneLine } from "../../language/plain-text.ts";
import { foldText } from "../../language/fold-text.ts";
import { getCountries } from "libphonenumber-js/min";

/** Everything a new clinic provides, checked: phones are E.164, the zone and the hours are valid. */
export interface ClinicRequest {
  readonly details: ClinicDetails;
  readonly hours: WeeklyHours;
  readonly doctors: readonly DoctorRequest[];
  /** Names of treatment rooms; without any, rooms do not limit bookings. */
  readonly rooms: readonly string[];
  readonly number: NumberRequest;
  /** null: the installation's account and its master agent. */
  readonly retell: RequestedRetell | null;
}

/**
 * The clinic's own agent. `account`: the environment variable with the key of its account; null: the installation's
 * account.
 */
interface RequestedRetell {
  readonly account: string | null;
  readonly agentId: string;
}

/** The clinic as stored, without the fields the installation sets. */
export type ClinicDetails = Omit<Clinic, "id" | "status" | "createdAt" | "retell">;

export interface DoctorRequest extends Pick<Doctor, "name" | "specialty" | "email"> {
  /** null: keeps the clinic's hours. */
  readonly hours: WeeklyHours | null;
}

export interface NumberToBuy {
  readonly kind: "buy";
  readonly country: "US" | "CA";
  readonly areaCode: number | null;
  readonly tollFree: boolean;
}

export const transports = ["TCP", "TLS", "UDP"] as const;

export type Transport = (typeof transports)[number];

/** A number from the clinic's own carrier, reached over a SIP trunk. The password stays in the environment. */
export interface NumberToImport {
  readonly kind: "import";
  readonly phoneNumber: string;
  readonly terminationUri: string;
  readonly username: string | null;
  readonly passwordVariable: string | null;
  /** null: Retell's default, TCP (docs/retell.md 3.3). */
  readonly transport: Transport | null;
}

export type NumberRequest = NumberToBuy | NumberToImport;

const requiredText = z.string().trim().min(1);

/** Longer than any name, address or notice that a caller listens to. */
const LONGEST_LINE = 300;

/** The limit of instructions, which a model reads before every call. */
const LONGEST_INSTRUCTIONS = 20_000;

/** Names and addresses appear in lists and prompts, one per line. */
const line = requiredText
  .max(LONGEST_LINE, `is longer than ${LONGEST_LINE} characters. Shorten it`)
  .refine(isDecoded, "is not valid UTF-8. Save it as UTF-8")
  .refine(isOneLine, "must be one line without control or direction characters")
  .refine((text) => !holdsVariable(text), "must not contain {{ or }}, which mark a variable");

const mail = z.email().meta({ description: "an email address" });

const phone = requiredText.meta({
  description: "E.164 such as +14155550100, or national digits of the clinic's country",
});

const interval = z
  .tuple([z.string(), z.string()])
  .meta({ description: 'opening and closing time, such as ["08:00", "12:30"]' });

const day = z.array(interval).optional();

/** Weekdays left out are closed. */
const weeklyHours = z.strictObject({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day });

const doctor = z.strictObject({
  name: line.meta({ description: "as callers say it, without the title" }),
  specialty: line,
  email: mail.optional(),
  hours: weeklyHours.optional().meta({ description: "where they differ from the clinic's" }),
});

/** The name of an environment variable, never a key itself, because keys must not be written down. */
const keyVariable = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_]{0,99}$/u, "must be the name of a variable, such as NORTH_RETELL_KEY, not the key itself");

const room = z.strictObject({ name: line });

const buy = z.strictObject({
  country: z.enum(["US", "CA"]).meta({ description: "Retell sells US and CA numbers only" }),
  area_code: z.int().min(200).max(999).optional().meta({ description: "a US area code" }),
  toll_free: z.boolean().optional().meta({ description: "US only" }),
});

const importing = z.strictObject({
  phone_number: phone,
  termination_uri: requiredText.meta({ description: "host of the carrier's SIP trunk, such as trunk.example.com" }),
  username: requiredText.optional(),
  password_env: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/u)
    .optional()
    .meta({ description: "the environment variable that holds the trunk's password" }),
  transport: z
    .enum(transports)
    .optional()
    .meta({ description: "transport between Retell and the trunk (default: TCP)" }),
});

const number = z
  .strictObject({ buy: buy.optional(), import: importing.optional() })
  .meta({ minProperties: 1, maxProperties: 1 });

/**
 * clinic.json as written. What a schema cannot check (zones, phone numbers, hours) is checked in
 * read-clinic-request.ts.
 */
export const clinicFile = z
  .strictObject({
    $schema: z.string().optional(),
    name: line,
    slug: z.string().optional().meta({ description: "default: derived from the name" }),
    address: line,
    country: requiredText.meta({ description: "ISO 3166-1 alpha-2, such as BJ" }),
    timezone: requiredText.meta({ description: "IANA name, such as Africa/Porto-Novo" }),
    language: z.enum(languages),
    phone: phone.optional(),
    transfer_number: phone.optional(),
    emergency_number: phone.optional(),
    after_hours: z.enum(afterHoursAnswers).optional().meta({
      description:
        "What happens when callers ask for a person while the clinic is closed: they leave a message, can only book, or are put through to the doctor on call. Without it, they are put through at any hour.",
    }),
    notice: line.optional().meta({
      description:
        "Notice that an assistant answers and the call may be recorded, in the clinic's language; without it, the country's notice.",
    }),
    article: z.enum(clinicArticles).optional().meta({
      description: "Article before the name in French or Spanish; without it, the one that the first word takes.",
    }),
    second_language: z.enum(languages).optional().meta({
      description: "Second language, for callers who begin in it or ask for it.",
    }),
    voice: line.optional().meta({ description: "Id of a voice at Retell; without it, the voice of the language." }),
    on_call_number: requiredText.optional().meta({ description: "The doctor on call, for after_hours: forward." }),
    emergency_services: requiredText.optional().meta({
      description: "short numbers that callers in danger are given instead of their country's, such as 112, 118",
    }),
    owner_email: mail,
    instructions: requiredText
      .max(LONGEST_INSTRUCTIONS, `is longer than ${LONGEST_INSTRUCTIONS} characters. Shorten it`)
      .optional()
      .meta({ description: "what the receptionist should know about this clinic" }),
    hours: weeklyHours,
    doctors: z.array(doctor).min(1),
    rooms: z.array(room).optional().meta({ description: "treatment rooms; when there are any, a visit takes one" }),
    sms: z.boolean().optional(),
    retell_key_env: keyVariable
      .optional()
      .meta({ description: "the environment variable with the key of the clinic's own Retell account; needs agent" }),
    agent: requiredText
      .max(200)
      .optional()
      .meta({ description: "id of the Retell agent that answers this clinic instead of the master agent" }),
    number,
  })
  .meta({ title: "clinic.json of ascendia clinic:onboard" });

export type ClinicFile = z.infer<typeof clinicFile>;

/** The keys allowed at each place; places have no list positions ("doctors", "number.buy"). */
const clinicFileKeys: Readonly<Record<string, readonly string[]>> = {
  "": Object.keys(clinicFile.shape),
  hours: weekdays,
  doctors: Object.keys(doctor.shape),
  "doctors.hours": weekdays,
  rooms: Object.keys(room.shape),
  number: Object.keys(number.shape),
  "number.buy": Object.keys(buy.shape),
  "number.import": Object.keys(importing.shape),
};

/** The content of templates/clinic.schema.json. */
export function clinicFileJsonSchema(): unknown {
  return z.toJSONSchema(clinicFile, { io: "input" });
}

/** One problem in a clinic's data: where it is, what is wrong, what to do. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

export function problemText({ path, message, fix }: FieldProblem): string {
  return `${path === "" ? "" : `${path}: `}${message} ${fix}`.trim();
}

/** The problems behind a zod issue on clinic.json; `value` is the parsed value. */
export function schemaProblems(issue: z.core.$ZodIssue, value: unknown): readonly FieldProblem[] {
  const path = pathText(issue.path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path,
      message: `"${key}" is not a known key here.`,
      fix: keyFix(issue.path, key),
    }));
  }
  if (valueAt(value, issue.path) === undefined) {
    return [{ path, message: "is missing.", fix: issue.code === "invalid_value" ? oneOf(issue.values) : "Add it." }];
  }
  if (issue.code === "invalid_value")
    return [
      { path, message: `${shownValue(valueAt(value, issue.path))} is not valid here.`, fix: oneOf(issue.values) },
    ];
  return [{ path, ...valueProblem(issue) }];
}

const longestShown = 40;

function shownValue(value: unknown): string {
  if (typeof value !== "string") return typeof value === "number" ? String(value) : "this";
  return value.length > longestShown ? `"${value.slice(0, longestShown)}…"` : `"${value}"`;
}

function valueProblem(issue: z.core.$ZodIssue): Omit<FieldProblem, "path"> {
  if (issue.code === "invalid_type") return { message: `must be ${article(issue.expected)}.`, fix: "" };
  if (issue.code === "too_small" && issue.origin === "array")
    return { message: "is empty.", fix: "Give at least one." };
  if (issue.code === "too_small" && issue.origin === "string") return { message: "is empty.", fix: "Fill it in." };
  if (issue.code === "invalid_format" && issue.format === "email") {
    return { message: "is not an email address.", fix: "Write for example owner@example.com." };
  }
  return { message: `${issue.message}.`, fix: "" };
}

const articles: Readonly<Record<string, string>> = {
  string: "a text",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
  tuple: 'a pair of times such as ["08:00", "12:30"]',
};

function article(expected: string): string {
  return articles[expected] ?? expected;
}

function oneOf(values: readonly unknown[]): string {
  const [last, ...before] = values.map(String).toReversed();
  return before.length === 0 ? `Use ${last}.` : `Use ${before.toReversed().join(", ")} or ${last}.`;
}

function keyFix(path: readonly PropertyKey[], key: string): string {
  const place = path.filter((part) => typeof part === "string").join(".");
  const known = (clinicFileKeys[place] ?? []).filter((name) => !name.startsWith("$"));
  const closest = closestText(key, known);
  return closest === undefined ? `Known keys: ${known.join(", ")}.` : `Did you mean "${closest}"?`;
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, "");
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

/** Created when the first country is read, because it takes some milliseconds. */
let byName: ReadonlyMap<string, string> | undefined;

/**
 * A country's two-letter code, from the code or the country's name in one of our languages; undefined: it is neither.
 */
export function countryCode(written: string): string | undefined {
  byName ??= codesByName();
  return byName.get(foldText(written.trim()));
}

function codesByName(): ReadonlyMap<string, string> {
  const codes = getCountries();
  const found = new Map<string, string>(codes.map((code) => [code.toLowerCase(), code]));
  for (const language of languages) {
    const names = new Intl.DisplayNames([language], { type: "region" });
    for (const code of codes) found.set(foldText(names.of(code) ?? code), code);
  }
  return found;
}
