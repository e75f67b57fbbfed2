import { Temporal } from "temporal-polyfill";
import { addDays } from "../../../src/domain/time/wall-date.ts";
import { instantOf } from "../../../src/domain/time/zoned-time.ts";
import { type Check, type SideOptions, ZONE, cleared, connected, dateIn } from "./check.ts";
import type { Side } from "./side.ts";

/** Northern and southern zones; Lord Howe Island changes its clocks by half an hour. */
const ZONES = ["Europe/Paris", "America/New_York", "Australia/Sydney", "Australia/Lord_Howe"];

/** Events there block slots, at the right times on every day. */
export async function readingChecks(side: Side, { quick, turn }: SideOptions): Promise<readonly Check[]> {
  const checks = [await busyNotOffered(side), await unknownZone(side)];
  const zones = quick ? ZONES.filter((_, index) => index % 3 === turn) : ZONES;
  for (const zone of zones) checks.push(await acrossClockChanges(side, zone));
  return checks;
}

async function busyNotOffered(side: Side): Promise<Check> {
  const date = dateIn(8);
  await side.add({ id: "busy-at-ten", startsAt: at(date, "10:00"), endsAt: at(date, "11:00") });
  const found = await connected(side, {}, async (here) => {
    const free = await here.free(date);
    const refused = await here.book(at(date, "10:30"), 1);
    const refusal = refused.kind === "unavailable" ? refused.reason : refused.kind;
    const blocked = ["09:30", "10:00", "10:30", "11:00"].filter((time) => !free.includes(time));
    return { blocked: blocked.join(" "), refusal };
  });
  await cleared(side);
  const passed = found.blocked === "10:00 10:30" && found.refusal === "taken";
  const what = "busy 10:00-11:00: not offered, not booked";
  return { side: side.name, what, found: `without ${found.blocked}; 10:30 ${found.refusal}`, passed };
}

async function unknownZone(side: Side): Promise<Check> {
  const date = dateIn(9);
  await side.addInUnknownZone("strange-zone", date, ["14:00", "15:00"]);
  const found = await connected(side, {}, async (here) => {
    const { problem } = await here.calendar();
    const free = await here.free(date);
    return {
      problem: problem ?? "",
      isBlocked: !free.includes("14:00") && !free.includes("14:30") && free.includes("15:00"),
    };
  });
  await cleared(side);
  const passed = found.isBlocked && found.problem.includes("unknown time zone");
  return { side: side.name, what: "unknown zone id: read as the clinic's, and named", found: found.problem, passed };
}

/** A weekly event across both clock changes of the next year, compared with the zone's own rules. */
async function acrossClockChanges(side: Side, zone: string): Promise<Check> {
  const firstDate = dateIn(3, zone);
  const dates = Array.from({ length: 52 }, (_, week) => addDays(firstDate, 7 * week));
  const [excluded = "", moved = "", cancelled = ""] = [dates[3], dates[5], dates[7]];
  const weekly = { id: "weekly", zone, firstDate, from: "09:00", to: "10:30", count: 52, excluded, cancelled };
  await side.addWeekly({ ...weekly, moved: { date: moved, from: "15:00", to: "16:00" } });
  const expected = dates
    .filter((date) => date !== excluded && date !== cancelled)
    .map((date) =>
      date === moved
        ? [wall(date, "15:00", zone), wall(date, "16:00", zone)]
        : [wall(date, "09:00", zone), wall(date, "10:30", zone)],
    );
  const busy = await connected(side, { zone }, async ({ rows }) =>
    rows.prepare<[], [number, number]>("select from_at, to_at from busy_times order by from_at").raw().all(),
  );
  await cleared(side);
  const offsets = new Set(
    dates.map((date) => Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone }).offset),
  );
  const passed = JSON.stringify(busy) === JSON.stringify(expected) && offsets.size === 2;
  const what = `weekly in ${zone}, one left out, one moved, one cancelled`;
  return { side: side.name, what, found: `${busy.length} busy times under ${offsets.size} offsets`, passed };
}

function wall(date: string, time: string, timeZone: string): number {
  return Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(timeZone).epochMilliseconds;
}

function at(date: string, time: string): number {
  return instantOf(date, time, ZONE);
}
