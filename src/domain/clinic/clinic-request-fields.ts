import { isSupportedCountry } from "libphonenumber-js/min";
import * as z from "zod";
import { AscendiaError } from "../errors.ts";
import { foldText } from "../language/fold-text.ts";
import { parseZone } from "../time/zone.ts";
import type { FieldProblem } from "./clinic-file-problem.ts";
import { numberProblems } from "./clinic-request-number.ts";
import { openingHoursFromJson } from "./opening-hours-json.ts";
import { hasNoOpenDay } from "./opening-hours.ts";
import { isSlug, slugOf } from "./slug.ts";
import { lacksCountry, parseTelephone } from "./telephone.ts";

const phoneFields = ["phone", "transfer_number", "emergency_number"] as const;

const draft = z.record(z.string(), z.unknown());
const drafts = z.array(draft);

/** What the form of clinic.json cannot say. Fields whose form is wrong already (`formal`) are left alone. */
export function fieldProblems(value: unknown, formal: readonly FieldProblem[]): readonly FieldProblem[] {
  const parsed = draft.safeParse(value);
  if (!parsed.success) return [];
  const clinic = parsed.data;
  const sound = (path: string): boolean => !formal.some((problem) => problem.path.startsWith(path));
  const field = (path: string): unknown => (sound(path) ? clinic[path] : undefined);
  const country = typeof clinic["country"] === "string" ? clinic["country"].toUpperCase() : undefined;
  return [
    ...slugProblems(field("slug"), field("name")),
    ...textProblems(field("country"), (text) => checkCountry(text)),
    ...textProblems(field("timezone"), (text) => parseZone(text)),
    ...phoneFields.flatMap((path) =>
      textProblems(field(path), (text) => lacksCountry(text, country) || parseTelephone(text, country, path)),
    ),
    ...hoursProblems(field("hours"), "hours"),
    ...doctorProblems(field("doctors")),
    ...namesakes(field("rooms"), "rooms"),
    ...numberProblems(field("number"), country),
  ];
}

/** A doctor's name as it is stored: speech and lists put the title in front themselves. */
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
  return [{ path, message: `none can be made from the name "${name}".`, fix: 'Give one, such as "clinic-1".' }];
}

function checkCountry(text: string): void {
  if (/^[a-z]{2}$/iu.test(text) && isSupportedCountry(text.toUpperCase())) return;
  throw new AscendiaError("invalid", `country: "${text}" is not a country code.`, {
    hint: "Use the two letters of ISO 3166-1, such as BJ, CA or US.",
  });
}

function doctorProblems(value: unknown): readonly FieldProblem[] {
  const doctors = drafts.safeParse(value).data ?? [];
  const hours = doctors.flatMap((doctor, index) => hoursProblems(doctor["hours"], `doctors[${index}].hours`));
  return [...namesakes(value, "doctors"), ...hours];
}

function namesakes(value: unknown, path: string): readonly FieldProblem[] {
  const entries = drafts.safeParse(value).data ?? [];
  const names = entries.map(({ name }) => (typeof name === "string" ? foldText(withoutTitle(name)) : undefined));
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (name === undefined || first === index) return [];
    return [
      { path: `${path}[${index}].name`, message: `is the name of ${path}[${first}] too.`, fix: "Tell the two apart." },
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
