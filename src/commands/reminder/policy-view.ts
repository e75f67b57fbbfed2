import type { OutreachPolicy } from "../../domain/outreach/policy.ts";
import { durationSaid } from "../duration-said.ts";

export function policyJson(policy: OutreachPolicy) {
  return {
    enabled: policy.enabled,
    lead_minutes: policy.leadMinutes,
    type_ids: policy.typeIds,
    hours: { opens: policy.opensAt, closes: policy.closesAt },
    sundays: policy.onSundays,
    holidays: policy.onHolidays,
    tries: policy.mostTries,
    busy_minutes: policy.busyMinutes,
    no_answer_minutes: policy.noAnswerMinutes,
    voicemail_minutes: policy.voicemailMinutes,
    failed_minutes: policy.failedMinutes,
    weekly: policy.mostWeekly,
    consent: policy.consent,
    countries: policy.countries,
  };
}

const consentWords = { booking: "to have booked is to agree", stated: "each person must have said so" } as const;

export function policyText(policy: OutreachPolicy, typeNames: ReadonlyMap<string, string>): readonly string[] {
  const { typeIds, countries } = policy;
  const types = typeIds === null ? "all" : typeIds.map((id) => typeNames.get(id) ?? id).join(", ");
  const days = [
    policy.onSundays ? "Sundays too" : "no Sundays",
    policy.onHolidays ? "holidays too" : "no public holidays",
  ];
  return [
    `  reminders         ${policy.enabled ? "on" : "off"}`,
    `  before            ${policy.leadMinutes.map(durationSaid).join(" and ")}`,
    `  types             ${types}`,
    `  hours             ${policy.opensAt}-${policy.closesAt} where the person lives, ${days.join(", ")}`,
    `  tries             ${policy.mostTries} about one appointment`,
    `  again after       busy ${durationSaid(policy.busyMinutes)}, no answer ${durationSaid(policy.noAnswerMinutes)}, voicemail ${durationSaid(policy.voicemailMinutes)}, failed ${durationSaid(policy.failedMinutes)}`,
    `  to one number     ${policy.mostWeekly} calls in 7 days`,
    `  consent           ${consentWords[policy.consent]}`,
    `  countries         the clinic's own${countries.length === 0 ? "" : `, ${countries.join(", ")}`}`,
  ];
}
