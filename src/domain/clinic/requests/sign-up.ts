import * as z from "zod";
import type { SignUp, SignUpStore } from "../ports.ts";
import type { FieldProblem } from "./clinic-request.ts";
import { checkClinic } from "./read-clinic-request.ts";
import { AscendiaError } from "../../../errors.ts";
import { parseZone } from "../../time/zoned-time.ts";
import { assertZoneOfCountry, usualZoneOf } from "../../time/zones-of-country.ts";
import type { Clock } from "../../../clock.ts";
import type { AuditLog } from "../../audit/audit-log.ts";

const formShape = z.record(z.string(), z.unknown());

/** The form's content in the form of clinic.json; null once the sign-up is decided. */
export function filledIn({ formJson }: Pick<SignUp, "formJson">): Readonly<Record<string, unknown>> | null {
  return formJson === null ? null : formShape.parse(JSON.parse(formJson));
}

/** What people type in the form, each field as one text. */
export interface SignUpForm {
  readonly name: string;
  readonly address: string;
  readonly country: string;
  /** Empty: the country's usual zone, if it has one. */
  readonly timezone: string;
  readonly language: string;
  readonly phone: string;
  readonly transfer_number: string;
  readonly owner_email: string;
  readonly hours: string;
  /** One per line: "Awa Test; dentist". */
  readonly doctors: string;
  readonly instructions: string;
}

export type SignUpField = keyof SignUpForm;

/** In the order of the form. */
export const signUpFields: readonly SignUpField[] = [
  "name",
  "address",
  "country",
  "timezone",
  "language",
  "phone",
  "transfer_number",
  "owner_email",
  "hours",
  "doctors",
  "instructions",
];

/** "doctors[1].name" → "doctors" */
export function fieldOf({ path }: FieldProblem): string {
  return path.split(/[.[]/u)[0] ?? "";
}

type CheckedSignUp =
  | { readonly value: Readonly<Record<string, unknown>>; readonly problems: readonly [] }
  | { readonly value: null; readonly problems: readonly FieldProblem[] };

/** Checked like clinic.json, except for the number, which the operator chooses. */
export function checkSignUp(form: SignUpForm, now: number): CheckedSignUp {
  const country = form.country.trim().toUpperCase();
  const timezone = form.timezone.trim() === "" ? (usualZoneOf(country, now) ?? "") : form.timezone.trim();
  const { doctors, ...texts } = { ...form, country, timezone };
  const filled = Object.entries(texts)
    .map(([key, text]) => [key, text.trim()] as const)
    .filter(([, text]) => text !== "");
  const value = { ...Object.fromEntries(filled), doctors: doctorsIn(doctors) };
  const problems = checkClinic({ value }).problems.map(withPath);
  const all = [...problems.filter((each) => fieldOf(each) !== "number"), ...zoneProblems(timezone, country, now)];
  return all.length === 0 ? { value, problems: [] } : { value: null, problems: all };
}

/** Adds the field's path, which some rules name only in the message. */
function withPath(problem: FieldProblem): FieldProblem {
  const named = /^([a-z_]+(?:\[\d+\])?[a-z_.]*): /u.exec(problem.message)?.[1];
  return problem.path === "" && named !== undefined ? { ...problem, path: named } : problem;
}

function doctorsIn(text: string): readonly Readonly<Record<string, string>>[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map(doctorIn);
}

/** A doctor without a specialty is refused, as in clinic.json. */
function doctorIn(line: string): Readonly<Record<string, string>> {
  const [name = "", ...rest] = line.split(/\s*[;,]\s*|\s+[-–—]\s+/u);
  return rest.length === 0 ? { name } : { name, specialty: rest.join(", ") };
}

function zoneProblems(timezone: string, country: string, now: number): readonly FieldProblem[] {
  if (timezone === "" || !/^[A-Z]{2}$/u.test(country)) return [];
  try {
    assertZoneOfCountry(parseZone(timezone), country, now);
    return [];
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    return [{ path: "timezone", message: error.message, fix: error.hint ?? "" }];
  }
}

interface RefusePorts {
  readonly signUps: Pick<SignUpStore, "decide">;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly newId: () => string;
  /** The work's writes to the database are committed together or not at all. */
  readonly atomically: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * Refuses the sign-up, erases the form's content and records this in the audit log. @throws conflict when the sign-up
 * was decided meanwhile
 */
export async function refuseSignUp(
  { id, name }: Pick<SignUp, "id" | "name">,
  reason: string | null,
  { signUps, audit, clock, newId, atomically }: RefusePorts,
): Promise<void> {
  await atomically(async () => {
    const decision = { state: "refused", reason, clinicId: null, decidedAt: clock.now() } as const;
    if (!(await signUps.decide(id, decision))) {
      throw new AscendiaError("conflict", `The sign-up of ${name} was decided meanwhile.`);
    }
    await audit.record({
      act: newId(),
      action: "signup:refuse",
      subject: `signup:${id}`,
      before: { state: "waiting" },
      after: { state: "refused" },
      reason,
    });
  });
}
