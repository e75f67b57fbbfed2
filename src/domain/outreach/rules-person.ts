import { appointmentAt, type CallFacts } from "./call-facts.ts";
import { leadMinutesOf } from "./dial/dial-key.ts";
import { everyPurpose, pass, refuse, type Rule } from "./rule.ts";

/** Nobody is reminded of what is about to begin. */
const leastNoticeMs = 3_600_000;

/** What the person wants and how the appointment stands. */
export const personRules = {
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
        ? refuse("the number is somebody else's, as was said in a call")
        : pass("nobody said that the number is wrong"),
  },
  NO_CONSENT: { purposes: ["reminder", "manual"], judge: judgeConsent },
  NO_APPOINTMENT: {
    purposes: everyPurpose,
    judge: (facts) =>
      appointmentAt(facts) === null ? refuse("there is no appointment to call about") : pass("there is an appointment"),
  },
  APPOINTMENT_CANCELLED: {
    purposes: everyPurpose,
    judge: ({ appointment, contact }) =>
      appointment?.status === "cancelled" || (appointment === null && contact.state === "cancelled")
        ? refuse("the appointment is cancelled")
        : pass("the appointment is not cancelled"),
  },
  APPOINTMENT_MOVED: {
    purposes: everyPurpose,
    judge: ({ appointment, contact }) =>
      appointment?.status === "rescheduled" || contact.state === "rescheduled"
        ? refuse("the appointment was moved")
        : pass("the appointment was not moved"),
  },
  APPOINTMENT_PAST: {
    purposes: everyPurpose,
    judge: (facts) => {
      const startsAt = appointmentAt(facts);
      if (startsAt === null || facts.at < startsAt) return pass("the appointment is still to come");
      return refuse("the appointment is past");
    },
  },
  TOO_NEAR: {
    purposes: ["reminder"],
    judge: (facts) => {
      const startsAt = appointmentAt(facts);
      const isNear = startsAt !== null && facts.at >= startsAt - leastNoticeMs && facts.at < startsAt;
      return isNear ? refuse("the appointment begins within the hour") : pass("there is still time to come or to move");
    },
  },
  BOOKED_SINCE: { purposes: ["reminder"], judge: judgeBooking },
  STAFF_FOLLOW_UP: {
    purposes: ["reminder"],
    judge: ({ contact: { followUp } }) =>
      followUp === "staff_callback" || followUp === "staff_move" || followUp === "staff_check"
        ? refuse(`the clinic's staff have something to settle first: ${followUp}`)
        : pass("staff have nothing to settle first"),
  },
  ALREADY_CONFIRMED: {
    purposes: ["reminder"],
    judge: ({ appointment, contact }) =>
      appointment?.status === "confirmed" || contact.state === "confirmed"
        ? refuse("the appointment is confirmed")
        : pass("the appointment is not confirmed yet"),
  },
} as const satisfies Readonly<Record<string, Rule>>;

/** Who booked or moved when a reminder would have been due already has the appointment fresh in mind. */
function judgeBooking({ appointment, key }: CallFacts) {
  const lead = key === null ? undefined : leadMinutesOf(key);
  const isFresh =
    appointment !== null && lead !== undefined && appointment.createdAt > appointment.startsAt - lead * 60_000;
  return isFresh
    ? refuse("it was booked when this reminder would have been due already")
    : pass("it was booked before this reminder is due");
}

function judgeConsent({ contact, policy }: CallFacts) {
  if (!contact.consent) return refuse("the person has not agreed to be called");
  if (contact.consentBasis === "stated") return pass("the person agreed to be called");
  return policy.consent === "booking"
    ? pass("to have booked is to agree, by the clinic's policy")
    : refuse("the person was never asked, which the clinic's policy wants");
}
