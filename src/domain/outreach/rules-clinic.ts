import { possibleCountriesOf } from "../clinic/telephone.ts";
import { isWithinHours, nextWithinHours } from "./call-hours.ts";
import type { CallFacts } from "./call-facts.ts";
import { everyPurpose, pass, refuse, refuseUntil, type Rule } from "./rule.ts";

/** What the clinic is, has and wants. */
export const clinicRules = {
  CLINIC_SUSPENDED: {
    purposes: everyPurpose,
    judge: ({ clinic: { status } }) =>
      status === "active" ? pass("the clinic is active") : refuse(`the clinic is ${status}`),
  },
  OUTREACH_PAUSED: {
    purposes: everyPurpose,
    judge: ({ pause }) => (pause === null ? pass("calls are not paused") : refuse(`calls are paused: ${pause.reason}`)),
  },
  POLICY_OFF: {
    purposes: ["reminder", "callback"],
    judge: ({ policy }) => (policy.enabled ? pass("the clinic's policy is on") : refuse("the clinic's policy is off")),
  },
  NO_NUMBER: {
    purposes: everyPurpose,
    judge: ({ hasNumber }) =>
      hasNumber ? pass("the clinic has a number to call from") : refuse("the clinic has no number to call from"),
  },
  NOT_DIALLABLE: { purposes: everyPurpose, judge: judgeCountry },
  TYPE_NOT_CALLED: {
    purposes: ["reminder"],
    judge: ({ policy: { typeIds }, appointment }) => {
      if (typeIds === null) return pass("every appointment type is called about");
      const typeId = appointment?.typeId ?? null;
      if (typeId !== null && typeIds.includes(typeId)) return pass("the appointment's type is called about");
      return refuse("the appointment's type is not among those called about");
    },
  },
  OUTSIDE_HOURS: { purposes: everyPurpose, judge: judgeHours },
} as const satisfies Readonly<Record<string, Rule>>;

function judgeCountry({ contact, clinic, policy }: CallFacts) {
  const possible = possibleCountriesOf(contact.phone);
  const allowed = [clinic.country, ...policy.countries];
  const country = possible.find((each) => allowed.includes(each));
  if (country !== undefined) return pass(`numbers of ${country} are called`);
  const [first] = possible;
  if (first === undefined) return refuse("the number's country is not known");
  return refuse(`the number is of ${first}; called are ${allowed.join(", ")}`);
}

function judgeHours({ at, hours, isForced }: CallFacts) {
  const said = `${hours.opensAt}–${hours.closesAt} in ${hours.zone}`;
  if (isForced) return pass(`an operator overruled the hours ${said}`);
  if (isWithinHours(at, hours)) return pass(`within ${said}`);
  return refuseUntil(nextWithinHours(at, hours), `not within ${said}`);
}
