import { AscendiaError } from "../errors.ts";
import { parseZone } from "../time/zone.ts";
import { clinicFile, type ClinicFile } from "./clinic-file.ts";
import { type FieldProblem, problemText, schemaProblems } from "./clinic-file-problem.ts";
import { fieldProblems, withoutTitle } from "./clinic-request-fields.ts";
import type { ClinicDetails, ClinicRequest, DoctorRequest, NumberRequest } from "./clinic-request.ts";
import { openingHoursFromJson } from "./opening-hours-json.ts";
import { slugOf } from "./slug.ts";
import { parseTelephone } from "./telephone.ts";

export interface ClinicSource {
  /** In the form of clinic.json, whatever it came from. */
  readonly value: unknown;
  /** As the user knows it: a file name, "the flags". */
  readonly name: string;
  /** What was wrong before it had this form. */
  readonly problems?: readonly FieldProblem[];
}

/** @throws invalid with every problem at once as `detail`, a line each: path, what is wrong, what to do */
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
export function checkClinic({ value, problems = [] }: Pick<ClinicSource, "value" | "problems">): CheckedClinic {
  const parsed = clinicFile.safeParse(value);
  const told = new Set(problems.map(({ path }) => path));
  const formal = (parsed.error?.issues ?? [])
    .flatMap((issue) => schemaProblems(issue, value))
    .filter(({ path }) => !told.has(path));
  const all = [...problems, ...formal, ...fieldProblems(value, formal)];
  if (parsed.success && all.length === 0) return { request: toRequest(parsed.data), problems: [] };
  return { request: null, problems: all };
}

/** What is wrong with one field by itself, for asking anew at once; undefined when it is good. */
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

function toRequest(file: ClinicFile): ClinicRequest {
  return {
    details: detailsOf(file),
    hours: openingHoursFromJson(file.hours),
    doctors: file.doctors.map(toDoctor),
    rooms: (file.rooms ?? []).map(({ name }) => name),
    number: toNumber(file),
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
