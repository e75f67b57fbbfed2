/** The sandbox's script for one attempt. */
export type Played = string | { readonly outcome: string; readonly [setting: string]: unknown };

/** Replaced by the time in the person's script. */
export const itsTime = "<time>";

/**
 * How the calls to a person go, and the expected result. Derived from the script alone: the only rule of the program
 * used here is that it tries three times.
 */
export interface Course {
  readonly name: string;
  readonly outcomes: readonly Played[];
  /** The expected number of calls. */
  readonly calls: number;
  readonly contact: string;
  /** The status of the appointment; of a moved one, the status of its replacement. */
  readonly appointment: string;
  /** Whether this course needs an appointment in the clinic's own book. */
  readonly inBook?: boolean;
  readonly before?: "no consent" | "opted out";
}

const settled = (
  name: string,
  outcomes: readonly Played[],
  after: Pick<Course, "contact" | "appointment">,
): Course => ({
  name,
  outcomes,
  calls: outcomes.length,
  ...after,
});

export const courses: readonly Course[] = [
  settled("confirms", ["confirm"], { contact: "confirmed", appointment: "confirmed" }),
  settled("confirms after a voicemail", ["voicemail", "confirm"], { contact: "confirmed", appointment: "confirmed" }),
  settled("confirms at the third try", ["busy", "no_answer", "confirm"], {
    contact: "confirmed",
    appointment: "confirmed",
  }),
  settled("confirms, no tool called", [{ outcome: "confirm", mode: "analysis_only" }], {
    contact: "confirmed",
    appointment: "confirmed",
  }),
  settled("confirms, call_ended lost", [{ outcome: "confirm", withheld: ["call_ended"] }], {
    contact: "confirmed",
    appointment: "confirmed",
  }),
  settled(
    "confirms, every event lost",
    [{ outcome: "confirm", mode: "analysis_only", withheld: ["call_started", "call_ended", "call_analyzed"] }],
    { contact: "confirmed", appointment: "confirmed" },
  ),
  settled("cancels", ["cancel"], { contact: "cancelled", appointment: "cancelled" }),
  settled("cancels, no tool called", [{ outcome: "cancel", mode: "analysis_only" }], {
    contact: "cancelled",
    appointment: "cancelled",
  }),
  settled("cancels after a declined call", ["declined", "cancel"], { contact: "cancelled", appointment: "cancelled" }),
  settled("is another person", ["wrong_person"], { contact: "wrong_person", appointment: "scheduled" }),
  settled("hangs up", ["hang_up"], { contact: "open", appointment: "scheduled" }),
  settled("asks to be called back", [{ outcome: "callback", args: itsTime }, "confirm"], {
    contact: "confirmed",
    appointment: "confirmed",
  }),
  settled("is never reached", ["no_answer", "no_answer", "no_answer"], {
    contact: "unreached",
    appointment: "scheduled",
  }),
  settled("is reached by voicemails alone", ["voicemail", "busy", "voicemail"], {
    contact: "unreached",
    appointment: "scheduled",
  }),
  { ...settled("opts out", ["opt_out", "confirm"], { contact: "opted_out", appointment: "scheduled" }), calls: 1 },
  {
    ...settled("opts out, analysis lost", [{ outcome: "opt_out", withheld: ["call_analyzed"] }, "confirm"], {
      contact: "opted_out",
      appointment: "scheduled",
    }),
    calls: 1,
  },
  {
    ...settled("moves", [{ outcome: "move", args: itsTime }, "confirm"], {
      contact: "rescheduled",
      appointment: "confirmed",
    }),
    inBook: true,
  },
  {
    ...settled("never agreed to be called", ["confirm"], { contact: "open", appointment: "scheduled" }),
    calls: 0,
    before: "no consent",
    inBook: false,
  },
  {
    ...settled("opted out before", ["confirm"], { contact: "open", appointment: "scheduled" }),
    calls: 0,
    before: "opted out",
  },
];
