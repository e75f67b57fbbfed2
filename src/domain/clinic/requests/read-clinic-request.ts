import { isSupportedCountry } from "libphonenumber-js/min";
import {
  type ClinicFile,
  type FieldProblem,
  type ClinicDetails,
  type ClinicRequest,
  type DoctorRequest,
  type NumberRequest,
  countryCode,
  clinicFile,
  problemText,
  schemaProblems,
} from "./clinic-request.ts";
import * as z from "zod";
import { AscendiaError } from "../../../errors.ts";
import { foldText } from "../../language/fold-text.ts";
import { parseZone } from "../../time/zoned-time.ts";
import { parseServices } from "./emergency-services.ts";
import { numberProblems } from "./number-problems.ts";
import { isSlug, slugOf } from "../clinic.ts";
import {
  mistakenText,
  hasNoOpenDay,
  openingHoursFromJson,
  openingHoursToJson,
  parseOpeningHours,
} from "../opening-hours.ts";
import { lacksCountry, parseTelephone } from "../telephone/telephone.ts";

const phoneFields = ["phone", "transfer_number", "emergency_number", "on_call_number"] as const;

const agentMissing: FieldProblem = {
  path: "agent",
  message: "is missing: a clinic's own account has its own agents.",
  fix: "Give the id of the agent that answers there.",
};

const draft = z.record(z.string(), z.unknown());

const drafts = z.array(draft);

/** Problems that the schema cannot express. Skips fields that have a schema problem (`formal`). */
function fieldProblems(value: unknown, formal: readonly FieldProblem[]): readonly FieldProblem[] {
  const parsed = draft.safeParse(value);
  if (!parsed.success) return [];
  const clinic = parsed.data;
  const sound = (path: string): boolean => !formal.some((problem) => problem.path.startsWith(path));
  const field = (path: string): unknown => (sound(path) ? clinic[path] : undefined);
  const country = typeof clinic["country"] === "string" ? clinic["country"].toUpperCase() : undefined;
  return [
    ...(clinic["retell_key_env"] === undefined || clinic["agent"] !== undefined ? [] : [agentMissing]),
    ...slugProblems(field("slug"), field("name")),
    ...nameProblems(field("name"), "name"),
    ...nameProblems(field("address"), "address"),
    ...textProblems(field("country"), (text) => checkCountry(text)),
    ...textProblems(field("timezone"), (text) => parseZone(text)),
    ...phoneFields.flatMap((path) =>
      textProblems(field(path), (text) => lacksCountry(text, country) || parseTelephone(text, country, path)),
    ),
    ...hoursProblems(field("hours"), "hours"),
    ...doctorProblems(field("doctors")),
    ...namesakes(field("rooms"), "rooms"),
    ...entryProblems(field("rooms"), "rooms", ["name"]),
    ...numberProblems(field("number"), country),
  ];
}

/** A doctor's name as stored, without a title; speech and lists add it. */
export function withoutTitle(name: string): string {
  return name.replace(/^(?:dr\.?|docteur|doctor)\s+/iu, "");
}

function slugProblems(slug: unknown, name: unknown): readonly FieldProblem[] {
  const path = "slug";
  if (typeof slug === "string" && !isSlug(slug)) {
    const proposal = slugOf(slug);
    const fix = `Use at most 60 lower-case letters, digits and single hyphens${proposal === "" ? "" : `, such as "${proposal}"`}.`;
    return [{ path, message: `"${slug}" is not a slug.`, fix }];
  }
  if (slug !== undefined || typeof name !== "string" || slugOf(name) !== "") return [];
  return [{ path, message: `no slug can be derived from the name "${name}".`, fix: 'Give one, such as "clinic-1".' }];
}

function checkCountry(text: string): void {
  if (/^[a-z]{2}$/iu.test(text) && isSupportedCountry(text.toUpperCase())) return;
  throw new AscendiaError("invalid", `country: "${text}" is not a country code.`, {
    hint: `Use the two letters of ISO 3166-1, such as ${countryCode(text) ?? "BJ, CA or US"}.`,
  });
}

function doctorProblems(value: unknown): readonly FieldProblem[] {
  const doctors = drafts.safeParse(value).data ?? [];
  const hours = doctors.flatMap((doctor, index) => hoursProblems(doctor["hours"], `doctors[${index}].hours`));
  return [...namesakes(value, "doctors"), ...entryProblems(value, "doctors", ["name", "specialty"]), ...hours];
}

function entryProblems(value: unknown, path: string, keys: readonly string[]): readonly FieldProblem[] {
  return (drafts.safeParse(value).data ?? []).flatMap((entry, index) =>
    keys.flatMap((key) => nameProblems(entry[key], `${path}[${index}].${key}`)),
  );
}

function nameProblems(value: unknown, path: string): readonly FieldProblem[] {
  const kind = typeof value === "string" ? mistakenText(value.trim()) : null;
  if (kind === null) return [];
  const what = path.replace(/^.*\./u, "");
  return [
    {
      path,
      message: `"${String(value)}" ${kind === "opening hours" ? "are" : "is"} ${kind}.`,
      fix: `Give the ${what} here.`,
    },
  ];
}

function namesakes(value: unknown, path: string): readonly FieldProblem[] {
  const entries = drafts.safeParse(value).data ?? [];
  const names = entries.map(({ name }) => (typeof name === "string" ? foldText(withoutTitle(name)) : undefined));
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (name === undefined || first === index) return [];
    return [
      {
        path: `${path}[${index}].name`,
        message: `is also the name of ${path}[${first}].`,
        fix: "Use names that differ.",
      },
    ];
  });
}

function hoursProblems(value: unknown, path: string): readonly FieldProblem[] {
  if (value === undefined) return [];
  return attempt(() => {
    if (!hasNoOpenDay(openingHoursFromJson(value, path))) return;
    throw new AscendiaError("invalid", `${path}: no day is open, so nothing could be booked.`, {
      hint: 'Give at least one day, such as {"mon": [["08:00", "12:30"]]}.',
    });
  });
}

function textProblems(value: unknown, check: (text: string) => unknown): readonly FieldProblem[] {
  return typeof value === "string" ? attempt(() => check(value)) : [];
}

function attempt(check: () => unknown): readonly FieldProblem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    return [{ path: "", message: error.message, fix: error.hint ?? "" }];
  }
}

export interface ClinicSource {
  /** In the form of clinic.json, whatever its origin. */
  readonly value: unknown;
  /** The source's name in messages: a file name, or "the flags". */
  readonly name: string;
  /** Problems found while converting to this form. */
  readonly problems?: readonly FieldProblem[];
}

/** @throws invalid with every problem at once in `detail`, one per line: path, what is wrong, what to do */
export function readClinicRequest(source: ClinicSource): ClinicRequest {
  const { request, problems } = checkClinic(source);
  if (request !== null) return request;
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  throw new AscendiaError("invalid", `${source.name} has ${count}.`, {
    detail: problems.map(problemText),
    hint: "Correct this and run the same command again. Nothing was done. Its form: templates/clinic.schema.json.",
  });
}

type CheckedClinic =
  | { readonly request: ClinicRequest; readonly problems: readonly [] }
  | { readonly request: null; readonly problems: readonly FieldProblem[] };

/** The request, or every problem at once. */
export function checkClinic({
  value: written,
  problems: known = [],
}: Pick<ClinicSource, "value" | "problems">): CheckedClinic {
  const problems = [...known];
  const value = withWrittenHours(written, problems);
  const parsed = clinicFile.safeParse(value);
  const reported = new Set(problems.map(({ path }) => path));
  const formal = (parsed.error?.issues ?? [])
    .flatMap((issue) => schemaProblems(issue, value))
    .filter(({ path }) => !reported.has(path));
  const all = [...problems, ...formal, ...fieldProblems(value, [...problems, ...formal])];
  if (parsed.success && all.length === 0) return { request: toRequest(parsed.data), problems: [] };
  return { request: null, problems: all };
}

/** Converts hours that are a text, as registries write them. */
function withWrittenHours(value: unknown, problems: FieldProblem[]): unknown {
  const parsed = draft.safeParse(value);
  if (!parsed.success) return value;
  const clinic = withHours(parsed.data, "hours", problems);
  const doctors = drafts.safeParse(clinic["doctors"]);
  if (!doctors.success) return clinic;
  return {
    ...clinic,
    doctors: doctors.data.map((doctor, index) => withHours(doctor, `doctors[${index}].hours`, problems)),
  };
}

type Entry = z.infer<typeof draft>;

function withHours(entry: Entry, path: string, problems: FieldProblem[]): Entry {
  const { hours } = entry;
  if (typeof hours !== "string") return entry;
  try {
    return { ...entry, hours: openingHoursToJson(parseOpeningHours(hours)) };
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    problems.push({ path, message: error.message, fix: error.hint ?? "" });
    return entry;
  }
}

/** The problem with a single field, so that it can be asked for again at once; undefined when it is valid. */
export function fieldProblem(
  field: keyof typeof clinicFile.shape,
  value: unknown,
  country: unknown,
): string | undefined {
  const fields = { country, [field]: value };
  const issues = clinicFile.safeParse(fields).error?.issues ?? [];
  const formal = issues.flatMap((issue) => schemaProblems(issue, fields));
  return [...formal, ...fieldProblems(fields, formal)].map(problemText).find((text) => text.startsWith(field));
}

/**
 * Checks the name of the variable with an account's key. Messages do not repeat the text, because it may be the key.
 * @throws invalid
 */
export function keyVariable(text: string): string {
  const problem = fieldProblem("retell_key_env", text, undefined);
  if (problem === undefined) return text;
  throw new AscendiaError("invalid", problem.replace(/^retell_key_env:?/u, "--retell-key-env"));
}

function toRequest(file: ClinicFile): ClinicRequest {
  return {
    details: detailsOf(file),
    hours: openingHoursFromJson(file.hours),
    doctors: file.doctors.map(toDoctor),
    rooms: (file.rooms ?? []).map(({ name }) => name),
    number: toNumber(file),
    retell: file.agent === undefined ? null : { account: file.retell_key_env ?? null, agentId: file.agent },
  };
}

function detailsOf(file: ClinicFile): ClinicDetails {
  const country = file.country.toUpperCase();
  const phone = (written: string | undefined, where: string): string | null =>
    written === undefined ? null : parseTelephone(written, country, where);
  return {
    slug: file.slug ?? slugOf(file.name),
    name: file.name,
    address: file.address,
    country,
    timezone: parseZone(file.timezone),
    language: file.language,
    phone: phone(file.phone, "phone"),
    transferNumber: phone(file.transfer_number, "transfer_number"),
    emergencyNumber: phone(file.emergency_number, "emergency_number"),
    emergencyServices: file.emergency_services === undefined ? null : parseServices(file.emergency_services),
    notice: file.notice ?? null,
    article: file.article ?? null,
    voice: file.voice ?? null,
    secondLanguage: file.second_language === file.language ? null : (file.second_language ?? null),
    afterHours: file.after_hours ?? null,
    onCallNumber: phone(file.on_call_number, "on_call_number"),
    ownerEmail: file.owner_email,
    instructions: file.instructions ?? null,
    smsEnabled: file.sms ?? false,
  };
}

function toDoctor(doctor: ClinicFile["doctors"][number]): DoctorRequest {
  return {
    name: withoutTitle(doctor.name),
    specialty: doctor.specialty,
    email: doctor.email ?? null,
    hours: doctor.hours === undefined ? null : openingHoursFromJson(doctor.hours),
  };
}

function toNumber({ number, country }: ClinicFile): NumberRequest {
  const { buy, import: imported } = number;
  if (buy !== undefined) {
    return { kind: "buy", country: buy.country, areaCode: buy.area_code ?? null, tollFree: buy.toll_free ?? false };
  }
  if (imported === undefined) throw new Error("a checked clinic file says where its number comes from");
  return {
    kind: "import",
    phoneNumber: parseTelephone(imported.phone_number, country.toUpperCase(), "number.import.phone_number"),
    terminationUri: imported.termination_uri,
    username: imported.username ?? null,
    passwordVariable: imported.password_env ?? null,
    transport: imported.transport ?? null,
  };
}
