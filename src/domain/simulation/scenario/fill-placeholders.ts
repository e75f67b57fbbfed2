import { AscendiaError } from "../../errors.ts";
import { spokenDate } from "../../language/spoken-date.ts";
import { spokenWallTime } from "../../language/spoken-time.ts";
import type { WallTime } from "../../time/wall-time.ts";
import { callerName } from "./caller-name.ts";
import type { CallerNumber } from "./caller-number.ts";
import type { ClinicFacts } from "./clinic-facts.ts";
import type { Scenario } from "./schema.ts";

const placeholder = /\{\{\s*((?:clinic|caller)\b[^{}]*?)\s*\}\}/g;

/** The scenario with its {{clinic.…}} and {{caller.…}} filled in. @throws invalid for a name that stands for nothing */
export function fillPlaceholders(scenario: Scenario, facts: ClinicFacts, caller: CallerNumber): Scenario {
  const root = { clinic: clinicNames(facts), caller: { ...caller, name: callerName(facts) } };
  return fill(scenario, (name) => {
    const value = valueAt(root, name);
    if (typeof value === "string") return value;
    throw new AscendiaError(
      "invalid",
      `Scenario ${scenario.name}: {{${name}}} stands for nothing at ${facts.clinic.slug}.`,
      {
        hint: `Names: ${namesIn(root).join(", ")}. Say under "needs" what a clinic must have.`,
      },
    );
  });
}

function fill<T>(value: T, valueOf: (name: string) => string): T;
function fill(value: unknown, valueOf: (name: string) => string): unknown {
  if (typeof value === "string") return value.replaceAll(placeholder, (_, name: string) => valueOf(name));
  if (Array.isArray(value)) return value.map((item: unknown) => fill(item, valueOf));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, valueOf)]));
}

function clinicNames({ clinic, phoneNumber, doctors, openDates }: ClinicFacts) {
  const { language } = clinic;
  const spoken = (time: WallTime) => ({ time, spoken: spokenWallTime(time, language) });
  return {
    id: clinic.id,
    slug: clinic.slug,
    name: clinic.name,
    address: clinic.address,
    phone: clinic.phone,
    number: phoneNumber,
    transferNumber: clinic.transferNumber,
    emergencyNumber: clinic.emergencyNumber ?? clinic.transferNumber,
    doctors: doctors.map(({ id, name, specialty }) => ({ id, name, specialty })),
    openDates: openDates.map(({ date, times, timeApart }) => ({
      date,
      spoken: spokenDate(date, language),
      times: times.map(spoken),
      timeApart: timeApart === null ? null : spoken(timeApart),
    })),
    nextOpenDate: openDates[0]?.date,
    nextOpenDateSpoken: openDates[0] === undefined ? undefined : spokenDate(openDates[0].date, language),
  };
}

/** "clinic.doctors[0].name" */
function valueAt(root: unknown, name: string): unknown {
  const keys = name.split(/[.[\]]+/).filter((key) => key !== "");
  return keys.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    root,
  );
}

function namesIn(value: unknown, path = ""): readonly string[] {
  if (typeof value === "string") return [path];
  if (Array.isArray(value)) return value.length === 0 ? [] : namesIn(value[0], `${path}[0]`);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => namesIn(item, path === "" ? key : `${path}.${key}`));
}
