export interface Moment {
  readonly what: string;
  /** In every clinic's local time. */
  readonly at: string;
}

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"].map((what, index) => ({
  what,
  at: `2026-06-${String(index + 8).padStart(2, "0")}T09:05`,
}));

/** Days and hours at which dates often go wrong. */
export const daysOfTrouble: readonly Moment[] = [
  ...weekdays,
  { what: "spring forward in the north, in the hour that is skipped", at: "2026-03-08T02:30" },
  { what: "the day before spring forward", at: "2026-03-07T23:50" },
  { what: "fall back in the north, in the hour that comes twice", at: "2026-11-01T01:30" },
  { what: "the evening before fall back", at: "2026-10-31T23:30" },
  { what: "spring forward in the south", at: "2026-10-04T02:30" },
  { what: "fall back in the south", at: "2026-04-05T02:30" },
  { what: "European change, in spring", at: "2026-03-29T02:30" },
  { what: "European change, in autumn", at: "2026-10-25T02:30" },
  { what: "New Year's Eve", at: "2026-12-31T09:05" },
  { what: "a minute before the new year", at: "2026-12-31T23:59" },
  { what: "New Year's Day", at: "2027-01-01T00:00" },
  { what: "the day before the leap day", at: "2028-02-28T18:00" },
  { what: "the leap day", at: "2028-02-29T09:05" },
  { what: "28 February of an ordinary year", at: "2027-02-28T23:00" },
  { what: "Christmas Eve", at: "2026-12-24T16:40" },
  { what: "Christmas Day", at: "2026-12-25T12:00" },
  { what: "Good Friday", at: "2026-04-03T08:00" },
  { what: "midnight of a weekday", at: "2026-07-15T00:00" },
  { what: "midnight of a Sunday", at: "2026-07-19T00:00" },
  { what: "ten at night, when UTC has tomorrow west of Greenwich", at: "2026-11-20T22:10" },
  { what: "early morning, when UTC has yesterday east of Greenwich", at: "2026-11-20T05:10" },
  { what: "the last day of a month of thirty", at: "2026-09-30T11:45" },
  { what: "the last minute before a month's end", at: "2026-01-31T23:59" },
  { what: "during lunch", at: "2026-05-19T12:40" },
  { what: "after closing on a Friday", at: "2026-05-22T18:30" },
];
