import { DAY_MS, MINUTE_MS } from "../../../clock.ts";
import { possibleCountriesOf } from "../../clinic/telephone/telephone.ts";
import { type CallPurpose, isOpen, leadMinutesOf, wasAsked } from "../attempt.ts";
import { isWithinHours, nextWithinHours, retryMinutes } from "../policy.ts";
import { assumedCents } from "../outreach-settings.ts";
import { type CallFacts, appointmentAt } from "./outbound-variables.ts";

/** A rule's verdict on a call. `until`: the first instant at which time alone makes it pass; null: never. */
type Verdict =
  | { readonly passes: true; readonly says: string }
  | { readonly passes: false; readonly says: string; readonly until: number | null };

interface Rule {
  /** The kinds of call to which the rule applies; others pass. */
  readonly purposes: readonly CallPurpose[];
  readonly judge: (facts: CallFacts) => Verdict;
}

const everyPurpose = ["reminder", "callback", "waitlist", "notice", "manual"] as const satisfies readonly CallPurpose[];

function pass(says: string): Verdict {
  return { passes: true, says };
}

/** Refuses at any time. */
function refuse(says: string): Verdict {
  return { passes: false, says, until: null };
}

function refuseUntil(until: number | null, says: string): Verdict {
  return { passes: false, says, until };
}

/** Rules about the clinic. */
const clinicRules = {
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
    purposes: ["reminder", "callback", "waitlist"],
    judge: ({ policy }) => (policy.enabled ? pass("the clinic's policy is on") : refuse("the clinic's policy is off")),
  },
  NO_NUMBER: {
    purposes: everyPurpose,
    judge: ({ hasNumber }) =>
      hasNumber ? pass("the clinic has a number to call from") : refuse("the clinic has no number to call from"),
  },
  NOT_DIALLABLE: { purposes: everyPurpose, judge: judgeCountry },
  COSTLY_NUMBER: {
    purposes: everyPurpose,
    judge: ({ refusedKind }) =>
      refusedKind === null ? pass("the number is an ordinary one") : refuse(`the number is a ${refusedKind} one`),
  },
  OWN_NUMBER: {
    purposes: everyPurpose,
    judge: ({ isRetellNumber }) =>
      isRetellNumber
        ? refuse("the number belongs to a clinic at Retell: the call would reach its agent")
        : pass("the number does not belong to a clinic"),
  },
  DAILY_CAP: { purposes: everyPurpose, judge: judgeDay },
  TYPE_NOT_CALLED: {
    purposes: ["reminder"],
    judge: ({ policy: { typeIds }, appointment }) => {
      if (typeIds === null) return pass("the policy covers every appointment type");
      const typeId = appointment?.typeId ?? null;
      if (typeId !== null && typeIds.includes(typeId)) return pass("the policy covers the appointment's type");
      return refuse("the policy does not cover the appointment's type");
    },
  },
  OUTSIDE_HOURS: { purposes: everyPurpose, judge: judgeHours },
} as const satisfies Readonly<Record<string, Rule>>;

function judgeCountry({ contact, clinic, policy }: CallFacts) {
  const possible = possibleCountriesOf(contact.phone);
  const allowed = [clinic.country, ...policy.countries];
  const country = possible.find((each) => allowed.includes(each));
  if (country !== undefined) return pass(`the policy allows calls to ${country}`);
  const [first] = possible;
  if (first === undefined) return refuse("the number's country is unknown");
  return refuse(`the number is in ${first}; the policy allows calls to ${allowed.join(", ")}`);
}

/** Limits a day's calls, whatever was planned: the rest waits for the next day. */
function judgeDay({ at, today, policy: { mostDaily, mostDailyCents } }: CallFacts) {
  const said = `${today.calls} of ${mostDaily} calls and $${dollars(today.cents)} of $${dollars(mostDailyCents)} today`;
  // On a later day, nothing has been spent yet.
  if (at >= today.until) return pass("another day");
  const isOver = today.calls >= mostDaily || today.cents + assumedCents > mostDailyCents;
  return isOver ? refuseUntil(today.until, said) : pass(said);
}

function dollars(cents: number): string {
  return (cents / 100).toFixed(2);
}

function judgeHours({ at, hours, isForced }: CallFacts) {
  const said = `${hours.opensAt}–${hours.closesAt} in ${hours.zone}`;
  if (isForced) return pass(`an operator overrode the hours ${said}`);
  if (isWithinHours(at, hours)) return pass(`within ${said}`);
  return refuseUntil(nextWithinHours(at, hours), `not within ${said}`);
}

/** No reminder for an appointment that is about to begin. */
const leastNoticeMs = 3_600_000;

const aboutAppointment = ["reminder", "callback", "manual"] as const satisfies readonly CallPurpose[];

/** Rules about the person and the appointment. */
const personRules = {
  OPTED_OUT: {
    purposes: everyPurpose,
    judge: ({ optOut, contact }) =>
      optOut === null && contact.state !== "opted_out"
        ? pass("the number has not opted out")
        : refuse("the number has opted out"),
  },
  WRONG_PERSON: {
    purposes: everyPurpose,
    judge: ({ contact }) =>
      contact.state === "wrong_person"
        ? refuse("someone said in a call that the number is wrong")
        : pass("no one said that the number is wrong"),
  },
  DECEASED: {
    purposes: everyPurpose,
    judge: ({ isDeceased }) =>
      isDeceased
        ? refuse("someone said in a call that the patient has died")
        : pass("no one said that the patient has died"),
  },
  NO_CONSENT: { purposes: ["reminder", "waitlist", "notice", "manual"], judge: judgeConsent },
  OFFER_OVER: { purposes: ["waitlist"], judge: judgeOffer },
  NO_APPOINTMENT: {
    purposes: aboutAppointment,
    judge: (facts) =>
      appointmentAt(facts) === null ? refuse("there is no appointment to call about") : pass("there is an appointment"),
  },
  APPOINTMENT_CANCELLED: {
    purposes: aboutAppointment,
    judge: ({ appointment, contact }) =>
      appointment?.status === "cancelled" || (appointment === null && contact.state === "cancelled")
        ? refuse("the appointment is cancelled")
        : pass("the appointment is not cancelled"),
  },
  APPOINTMENT_MOVED: {
    purposes: aboutAppointment,
    judge: ({ appointment, contact }) =>
      appointment?.status === "rescheduled" || contact.state === "rescheduled"
        ? refuse("the appointment was moved")
        : pass("the appointment was not moved"),
  },
  APPOINTMENT_PAST: {
    purposes: aboutAppointment,
    judge: (facts) => {
      const startsAt = appointmentAt(facts);
      if (startsAt === null || facts.at < startsAt) return pass("the appointment is still to come");
      return refuse("the appointment is in the past");
    },
  },
  TOO_NEAR: {
    purposes: ["reminder"],
    judge: (facts) => {
      const startsAt = appointmentAt(facts);
      const isNear = startsAt !== null && facts.at >= startsAt - leastNoticeMs && facts.at < startsAt;
      return isNear
        ? refuse("the appointment begins within the hour")
        : pass("there is still time to come or to reschedule");
    },
  },
  BOOKED_SINCE: { purposes: ["reminder"], judge: judgeBooking },
  STAFF_FOLLOW_UP: {
    purposes: ["reminder"],
    judge: ({ contact: { followUp } }) =>
      followUp === "staff_callback" || followUp === "staff_move" || followUp === "staff_check"
        ? refuse(`staff have an open follow-up: ${followUp}`)
        : pass("staff have no open follow-up"),
  },
  ALREADY_CONFIRMED: {
    purposes: ["reminder"],
    judge: ({ appointment, contact }) =>
      appointment?.status === "confirmed" || contact.state === "confirmed"
        ? refuse("the appointment is confirmed")
        : pass("the appointment is not confirmed yet"),
  },
} as const satisfies Readonly<Record<string, Rule>>;

/** A person who booked or moved after the reminder would have been due does not need it. */
function judgeBooking({ appointment, key }: CallFacts) {
  const lead = key === null ? undefined : leadMinutesOf(key);
  const isFresh =
    appointment !== null && lead !== undefined && appointment.createdAt > appointment.startsAt - lead * MINUTE_MS;
  return isFresh
    ? refuse("it was booked after this reminder was due")
    : pass("it was booked before this reminder is due");
}

/** The slot must still be held, and begin late enough for the patient to come. */
function judgeOffer({ at, offer }: CallFacts) {
  if (offer === null) return refuse("the offered slot is no longer held");
  if (at >= offer.lastCallAt) return refuse("the offered slot begins too soon");
  return pass("the offered slot is held");
}

function judgeConsent({ contact, policy, isNumberConfirmed }: CallFacts) {
  if (!contact.consent) return refuse("the person has not agreed to be called");
  if (contact.consentBasis === "stated") return pass("the person agreed to be called");
  if (!isNumberConfirmed) return refuse("the number was given in a call from another line, and no one confirmed it");
  return policy.consent === "booking"
    ? pass("booking implies consent under the clinic's policy")
    : refuse("the clinic's policy requires stated consent, and the person was not asked");
}

/** Longer than any reminder lasts: appointments that it does not get to are called about afterwards. */
const callMinutes = 20;

/** Rules about earlier tries. */
const triesRules = {
  ALREADY_CALLED: {
    purposes: ["reminder", "callback", "waitlist", "notice"],
    judge: ({ key, dials }) =>
      key !== null && dials.some((attempt) => attempt.key === key)
        ? refuse("this call was already ordered")
        : pass("this call was not ordered yet"),
  },
  CALL_UNDER_WAY: {
    purposes: everyPurpose,
    judge: ({ dials }) =>
      dials.some(isOpen)
        ? refuse("another call to this contact is planned or in progress")
        : pass("no other call is open"),
  },
  NUMBER_IN_CALL: {
    purposes: ["reminder"],
    judge: ({ at, otherCallAt }) => {
      const until = otherCallAt === null ? at : otherCallAt + callMinutes * MINUTE_MS;
      return at < until
        ? refuseUntil(until, "the number is being called about another appointment")
        : pass("no other call to the number is active");
    },
  },
  TRIES_USED_UP: {
    purposes: ["reminder"],
    judge: ({ dials, policy: { mostTries } }) => {
      const tries = dials.filter(wasAsked).length;
      const said = `${tries} of ${mostTries} tries`;
      return tries < mostTries ? pass(said) : refuse(`no tries left: ${said}`);
    },
  },
  TRIED_RECENTLY: { purposes: ["reminder"], judge: judgeSpacing },
  FREQUENCY_CAP: { purposes: ["reminder", "waitlist", "notice", "manual"], judge: judgeCap },
} as const satisfies Readonly<Record<string, Rule>>;

/** A person who was reached is left alone for as long as one who did not answer. */
function judgeSpacing({ at, dials, policy }: CallFacts) {
  const last = dials.findLast(({ outcome }) => outcome !== null);
  if (last === undefined || last.outcome === null) return pass("no waiting time applies");
  const minutes = retryMinutes(last.outcome, policy) ?? policy.noAnswerMinutes;
  const until = (last.endedAt ?? last.updatedAt) + minutes * MINUTE_MS;
  const said = `${minutes} minutes after ${last.outcome}`;
  return at < until ? refuseUntil(until, `the next try is due ${said}`) : pass(said);
}

const WEEK_MS = 7 * DAY_MS;

function judgeCap({ at, calledAt, policy: { mostWeekly } }: CallFacts) {
  const recent = calledAt.filter((called) => called > at - WEEK_MS).toSorted((one, other) => one - other);
  const said = `${recent.length} calls to the number in 7 days, of ${mostWeekly}`;
  if (recent.length < mostWeekly) return pass(said);
  const freeing = recent[recent.length - mostWeekly];
  return refuseUntil(freeing === undefined ? null : freeing + WEEK_MS, said);
}

export type RuleCode = keyof typeof clinicRules | keyof typeof personRules | keyof typeof triesRules;

/** Every rule by name, in reporting order. */
export const callRules: Readonly<Record<RuleCode, Rule>> = { ...clinicRules, ...personRules, ...triesRules };

/** Rules that staff can lift and that do not concern the person. */
export const liftedByStaff: ReadonlySet<RuleCode> = new Set([
  "OUTREACH_PAUSED",
  "CLINIC_SUSPENDED",
  "POLICY_OFF",
  "NO_NUMBER",
]);

export type JudgedRule = Verdict & { readonly code: RuleCode };

const table = Object.entries(callRules).filter(isRule);

function isRule(entry: [string, Rule]): entry is [RuleCode, Rule] {
  return Object.hasOwn(callRules, entry[0]);
}

/** Judges every rule, so that the result lists everything that forbids the call. */
export function judgeCall(facts: CallFacts): readonly JudgedRule[] {
  return table.map(([code, { purposes, judge }]) => {
    const verdict = purposes.includes(facts.purpose) ? judge(facts) : pass(`not a rule for a ${facts.purpose} call`);
    return Object.assign({ code }, verdict);
  });
}

/** The rules that forbid the call at that instant. */
export function refusalsOf(facts: CallFacts): readonly (JudgedRule & { readonly passes: false })[] {
  return judgeCall(facts).filter((judged) => !judged.passes);
}

/** Each round resolves one rule; hours and caps can invalidate each other only a few times. */
const mostRounds = 50;

/** The first instant from `facts.at` on at which every rule passes; null: time alone never makes the call pass. */
export function nextCallAt(facts: CallFacts): number | null {
  let { at } = facts;
  for (let round = 0; round < mostRounds; round += 1) {
    const times = refusalsOf({ ...facts, at }).map(({ until }) => until);
    if (times.length === 0) return at;
    const later = Math.max(...times.map((until) => until ?? Number.POSITIVE_INFINITY));
    if (later === Number.POSITIVE_INFINITY || later <= at) return null;
    at = later;
  }
  return null;
}
