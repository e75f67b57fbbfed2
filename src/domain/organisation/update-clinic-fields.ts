import type { Clinic } from "../clinic/clinic.ts";
import { fieldProblem } from "../clinic/read-clinic-request.ts";
import { parseTelephone } from "../clinic/telephone.ts";
import { AscendiaError } from "../errors.ts";
import { isLanguage } from "../language/language.ts";

/** As typed, under the names of clinic.json. "none" empties what may be empty. */
export interface ClinicChanges {
  readonly name?: string;
  readonly slug?: string;
  readonly address?: string;
  readonly language?: string;
  readonly phone?: string;
  readonly transfer_number?: string;
  readonly emergency_number?: string;
  readonly owner_email?: string;
  readonly instructions?: string;
  readonly sms?: boolean;
}

type TextField = Exclude<keyof ClinicChanges, "sms">;

const emptiable: ReadonlySet<TextField> = new Set(["phone", "transfer_number", "emergency_number", "instructions"]);

type Reader = (text: string, country: string) => Partial<Clinic>;

const readers: Readonly<Record<TextField, Reader>> = {
  name: (name) => ({ name }),
  slug: (slug) => ({ slug }),
  address: (address) => ({ address }),
  language: (language) => (isLanguage(language) ? { language } : {}),
  phone: (text, country) => ({ phone: parseTelephone(text, country, "phone") }),
  transfer_number: (text, country) => ({ transferNumber: parseTelephone(text, country, "transfer_number") }),
  emergency_number: (text, country) => ({ emergencyNumber: parseTelephone(text, country, "emergency_number") }),
  owner_email: (ownerEmail) => ({ ownerEmail }),
  instructions: (instructions) => ({ instructions }),
};

const emptied: Readonly<Partial<Record<TextField, Partial<Clinic>>>> = {
  phone: { phone: null },
  transfer_number: { transferNumber: null },
  emergency_number: { emergencyNumber: null },
  instructions: { instructions: null },
};

const textFields = Object.keys(readers).filter((name): name is TextField => Object.hasOwn(readers, name));

/** The clinic as it would be. @throws invalid with every problem at once */
export function changedClinic(clinic: Clinic, changes: ClinicChanges): Clinic {
  const problems: string[] = [];
  const parts = textFields.map((field) => {
    const text = changes[field]?.trim();
    if (text === undefined) return {};
    if (emptiable.has(field) && text.toLowerCase() === "none") return emptied[field] ?? {};
    const problem = fieldProblem(field, text, clinic.country);
    if (problem === undefined) return readers[field](text, clinic.country);
    problems.push(problem);
    return {};
  });
  const sms = changes.sms === undefined ? {} : { smsEnabled: changes.sms };
  const after = [...parts, sms].reduce<Clinic>((whole, part) => Object.assign({}, whole, part), clinic);
  if (problems.length === 0) return after;
  throw new AscendiaError("invalid", `${clinic.slug} cannot be changed like this.`, {
    detail: problems,
    hint: "Correct this and run the same command again. Nothing was done.",
  });
}

export interface FieldChange {
  readonly field: string;
  readonly before: string | boolean | null;
  readonly after: string | boolean | null;
}

const stored = {
  name: "name",
  slug: "slug",
  address: "address",
  language: "language",
  phone: "phone",
  transferNumber: "transfer_number",
  emergencyNumber: "emergency_number",
  ownerEmail: "owner_email",
  instructions: "instructions",
  smsEnabled: "sms",
} as const satisfies Partial<Record<keyof Clinic, keyof ClinicChanges>>;

const storedKeys = Object.keys(stored).filter((key): key is keyof typeof stored => Object.hasOwn(stored, key));

export function fieldChanges(before: Clinic, after: Clinic): readonly FieldChange[] {
  return storedKeys
    .filter((key) => before[key] !== after[key])
    .map((key) => ({ field: stored[key], before: before[key], after: after[key] }));
}
