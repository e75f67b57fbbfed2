import { parseServices } from "../clinic/emergency-services.ts";
import { AscendiaError } from "../../errors.ts";
import { type Clinic, afterHoursAnswers, clinicArticles } from "../clinic/clinic.ts";
import { fieldProblem } from "../clinic/read-clinic-request.ts";
import { parseTelephone } from "../clinic/telephone.ts";
import { type Language, isLanguage, languages } from "../language/language.ts";
import { parseZone } from "../time/zoned-time.ts";

/** As typed, with the names of clinic.json. "none" clears an optional value. */
export interface ClinicChanges {
  readonly name?: string;
  readonly slug?: string;
  readonly address?: string;
  readonly country?: string;
  readonly timezone?: string;
  readonly language?: string;
  readonly phone?: string;
  readonly transfer_number?: string;
  readonly emergency_number?: string;
  readonly emergency_services?: string;
  readonly owner_email?: string;
  readonly instructions?: string;
  readonly after_hours?: string;
  readonly on_call_number?: string;
  readonly notice?: string;
  readonly article?: string;
  readonly voice?: string;
  readonly second_language?: string;
  readonly sms?: boolean;
}

type TextField = Exclude<keyof ClinicChanges, "sms">;

const emptiable: ReadonlySet<TextField> = new Set([
  "phone",
  "transfer_number",
  "emergency_number",
  "emergency_services",
  "instructions",
  "after_hours",
  "on_call_number",
  "notice",
  "voice",
  "second_language",
]);

type Reader = (text: string, country: string) => Partial<Clinic>;

const readers: Readonly<Record<TextField, Reader>> = {
  name: (name) => ({ name }),
  slug: (slug) => ({ slug }),
  address: (address) => ({ address }),
  country: (country) => ({ country: country.toUpperCase() }),
  timezone: (text) => ({ timezone: parseZone(text) }),
  language: (language) => (isLanguage(language) ? { language } : {}),
  phone: (text, country) => ({ phone: parseTelephone(text, country, "phone") }),
  transfer_number: (text, country) => ({ transferNumber: parseTelephone(text, country, "transfer_number") }),
  emergency_number: (text, country) => ({ emergencyNumber: parseTelephone(text, country, "emergency_number") }),
  emergency_services: (text) => ({ emergencyServices: parseServices(text) }),
  owner_email: (ownerEmail) => ({ ownerEmail }),
  instructions: (instructions) => ({ instructions }),
  after_hours: (text) => ({ afterHours: afterHoursAnswers.find((answer) => answer === text) ?? null }),
  notice: (text) => ({ notice: text.toLowerCase() === "default" ? null : text }),
  article: (text) => ({ article: clinicArticles.find((article) => article === text) ?? null }),
  voice: (voice) => ({ voice }),
  second_language: (language) => ({ secondLanguage: parseLanguage(language) }),
  on_call_number: (text, country) => ({ onCallNumber: parseTelephone(text, country, "on_call_number") }),
};

const emptied: Readonly<Partial<Record<TextField, Partial<Clinic>>>> = {
  phone: { phone: null },
  transfer_number: { transferNumber: null },
  emergency_number: { emergencyNumber: null },
  emergency_services: { emergencyServices: null },
  instructions: { instructions: null },
  after_hours: { afterHours: null },
  on_call_number: { onCallNumber: null },
  notice: { notice: "" },
  voice: { voice: null },
  second_language: { secondLanguage: null },
};

function parseLanguage(text: string): Language {
  if (isLanguage(text)) return text;
  throw new AscendiaError("invalid", `second_language: "${text.slice(0, 40)}" is not a language.`, {
    hint: `Use ${languages.join(" or ")}, or none.`,
  });
}

const textFields = Object.keys(readers).filter((name): name is TextField => Object.hasOwn(readers, name));

/** The clinic after the change. @throws invalid with every problem at once */
export function changedClinic(clinic: Clinic, changes: ClinicChanges): Clinic {
  const problems: string[] = [];
  const country = changes.country?.trim().toUpperCase() ?? clinic.country;
  const parts = textFields.map((field) => {
    const text = changes[field]?.trim();
    if (text === undefined) return {};
    if (field === "article" && text.toLowerCase() === "default") return { article: null };
    if (emptiable.has(field) && text.toLowerCase() === "none") return emptied[field] ?? {};
    const problem = fieldProblem(field, text, country);
    if (problem === undefined) return readers[field](text, country);
    problems.push(problem);
    return {};
  });
  const sms = changes.sms === undefined ? {} : { smsEnabled: changes.sms };
  const after = [...parts, sms].reduce<Clinic>((whole, part) => Object.assign({}, whole, part), clinic);
  if (after.afterHours === "forward" && after.onCallNumber === null) {
    problems.push("after_hours: forward needs the doctor on call: pass --on-call-number too");
  }
  if (problems.length === 0) return after;
  throw new AscendiaError("invalid", `Invalid change to ${clinic.slug}.`, {
    detail: problems,
    hint: "Correct this and run the same command again. Nothing was done.",
  });
}

export interface FieldChange {
  readonly field: string;
  readonly before: string | boolean | null;
  readonly after: string | boolean | null;
}

const storedFields = {
  name: "name",
  slug: "slug",
  address: "address",
  country: "country",
  timezone: "timezone",
  language: "language",
  phone: "phone",
  transferNumber: "transfer_number",
  emergencyNumber: "emergency_number",
  emergencyServices: "emergency_services",
  afterHours: "after_hours",
  onCallNumber: "on_call_number",
  notice: "notice",
  article: "article",
  voice: "voice",
  secondLanguage: "second_language",
  ownerEmail: "owner_email",
  instructions: "instructions",
  smsEnabled: "sms",
} as const satisfies Partial<Record<keyof Clinic, keyof ClinicChanges>>;

const storedKeys = Object.keys(storedFields).filter((key): key is keyof typeof storedFields =>
  Object.hasOwn(storedFields, key),
);

export function fieldChanges(before: Clinic, after: Clinic): readonly FieldChange[] {
  const changed = storedKeys
    .filter((key) => before[key] !== after[key])
    .map((key) => ({ field: storedFields[key], before: before[key], after: after[key] }));
  return [...changed, ...retellChanges(before, after)];
}

function retellFacts({ retell }: Clinic) {
  const agent = retell === null ? null : `${retell.agentId} version ${retell.agentVersion}`;
  return { retell_key_env: retell?.account ?? null, agent };
}

function retellChanges(before: Clinic, after: Clinic): readonly FieldChange[] {
  const [was, is] = [retellFacts(before), retellFacts(after)];
  return (["retell_key_env", "agent"] as const)
    .filter((field) => was[field] !== is[field])
    .map((field) => ({ field, before: was[field], after: is[field] }));
}
