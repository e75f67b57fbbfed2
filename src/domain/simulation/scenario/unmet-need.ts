import type { ClinicFacts } from "./clinic-facts.ts";
import type { Scenario } from "./schema.ts";

type Needs = NonNullable<Scenario["needs"]>;

/** Why a scenario does not apply to a clinic, or undefined when it does. */
export function unmetNeed(scenario: Scenario, facts: ClinicFacts, tools: ReadonlySet<string>): string | undefined {
  const { clinic } = facts;
  if (!scenario.languages.includes(clinic.language)) return `written for ${scenario.languages.join(", ")} only`;
  const needs: Needs = scenario.needs ?? {};
  const missing = needs.tools?.find((tool) => !tools.has(tool));
  if (missing !== undefined) return `the flow has no tool ${missing}`;
  return unmetByClinic(needs, facts);
}

function unmetByClinic(needs: Needs, { clinic, doctors, openDates }: ClinicFacts): string | undefined {
  const has = {
    sms: clinic.smsEnabled,
    transferNumber: clinic.transferNumber !== null,
    emergencyNumber: (clinic.emergencyNumber ?? clinic.transferNumber) !== null,
  };
  const times = openDates[0]?.times.length ?? 0;
  const checks: readonly (readonly [boolean, string])[] = [
    [doctors.length >= (needs.doctors ?? 0), `needs ${needs.doctors} doctors, the clinic has ${doctors.length}`],
    [needs.noDoctors !== true || doctors.length === 0, "the clinic has doctors"],
    [openDates.length >= (needs.openDates ?? 0), `needs ${needs.openDates} bookable dates, found ${openDates.length}`],
    [times >= (needs.freeTimes ?? 0), `needs ${needs.freeTimes} free slots on the first bookable date, found ${times}`],
    [needs.timeApart !== true || hasTimeApart(needs, openDates), "no time stays free when the first one is taken"],
    [
      needs.sms === undefined || needs.sms === has.sms,
      needs.sms === true ? "the clinic sends no SMS" : "the clinic sends SMS",
    ],
    [fits(needs.transferNumber, has.transferNumber), having("transfer number", has.transferNumber)],
    [fits(needs.emergencyNumber, has.emergencyNumber), having("number for emergencies", has.emergencyNumber)],
  ];
  return checks.find(([met]) => !met)?.[1];
}

function hasTimeApart({ openDates: dates = 1 }: Needs, openDates: ClinicFacts["openDates"]): boolean {
  return openDates.slice(0, dates).every(({ timeApart }) => timeApart !== null);
}

function fits(needed: boolean | undefined, has: boolean): boolean {
  return needed === undefined || needed === has;
}

function having(what: string, has: boolean): string {
  return has ? `the clinic has a ${what}` : `the clinic has no ${what}`;
}
