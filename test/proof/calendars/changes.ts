import { instantOf } from "../../../src/domain/time/zoned-time.ts";
import { cancelByStaff, moveByStaff } from "../../../src/domain/booking/visits/staff-booking.ts";
import { type Check, type Here, ZONE, cleared, connected, dateIn, othersOf } from "./check.ts";
import { doctorId } from "./installation.ts";
import type { Side } from "./side.ts";

/** Bookings, moves and cancellations here appear there, and the other way round. */
export async function changeChecks(side: Side): Promise<readonly Check[]> {
  const given = dateIn(10);
  for (const [index, time] of ["08:00", "12:00", "17:00"].entries()) {
    await side.add({ id: `other-${index}`, startsAt: at(given, time), endsAt: at(given, time) + 1_800_000 });
  }
  const before = await othersOf(side);
  const checks = [
    await bookedMovedCancelled(side),
    await movedThere(side),
    await deletedThere(side),
    await onlyTold(side),
    await noEcho(side),
  ];
  const after = await othersOf(side);
  const what = "events of others, by hash, before and after";
  checks.push({ side: side.name, what, found: after === before ? "the same" : "changed", passed: after === before });
  await cleared(side);
  return checks;
}

async function bookedMovedCancelled(side: Side): Promise<Check> {
  return connected(side, {}, async (here) => {
    const [first, second] = [at(dateIn(10), "09:00"), at(dateIn(11), "09:00")];
    const booked = await visit(here, first, 1);
    const seen = [await startOf(side, booked.calendarUid)];
    const by = { appointmentId: booked.id, choice: { doctorId, startsAt: second, typeId: null }, reason: null };
    const { appointment } = await moveByStaff(by, here.bookings);
    seen.push(await startOf(side, booked.calendarUid));
    await cancelByStaff({ appointmentId: appointment.id, reason: null }, here.bookings);
    await here.write();
    seen.push(await startOf(side, booked.calendarUid));
    const passed = seen[0] === first && seen[1] === second && seen[2] === undefined;
    return {
      side: side.name,
      what: "booked, moved, cancelled here",
      found: passed ? "so there" : seen.join(" "),
      passed,
    };
  });
}

async function movedThere(side: Side): Promise<Check> {
  return connected(side, {}, async (here) => {
    const [first, second] = [at(dateIn(10), "10:00"), at(dateIn(12), "11:00")];
    const { calendarUid } = await visit(here, first, 2);
    await side.move(await idOf(side, calendarUid), second);
    await here.sync();
    const [active] = await activeOf(here, calendarUid);
    const asked = here.proxy.requests;
    await here.sync();
    await here.write();
    const calls = here.proxy.requests - asked;
    await side.remove(await idOf(side, calendarUid));
    const passed = active === second && calls === 1;
    return {
      side: side.name,
      what: "our event moved there",
      found: `the visit followed; ${calls} request after`,
      passed,
    };
  });
}

async function deletedThere(side: Side): Promise<Check> {
  return connected(side, {}, async (here) => {
    const first = at(dateIn(10), "11:00");
    const { calendarUid } = await visit(here, first, 3);
    await side.remove(await idOf(side, calendarUid));
    await here.sync();
    const active = await activeOf(here, calendarUid);
    const isFree = (await here.free(dateIn(10))).includes("11:00");
    const found = active.length === 0 && isFree ? "the visit is cancelled, its time free" : "the visit stands";
    return { side: side.name, what: "our event deleted there", found, passed: active.length === 0 && isFree };
  });
}

/** With the other policy nothing is changed here: the team gets a notice, once. */
async function onlyTold(side: Side): Promise<Check> {
  return connected(side, { changes: "message" }, async (here) => {
    const [first, second] = [at(dateIn(10), "13:00"), at(dateIn(10), "15:00")];
    const { calendarUid } = await visit(here, first, 4);
    const id = await idOf(side, calendarUid);
    await side.move(id, second);
    await here.sync();
    await here.sync();
    const [active] = await activeOf(here, calendarUid);
    const isBusy = !(await here.free(dateIn(10))).includes("15:00");
    await side.remove(id);
    await here.sync();
    const messages = await here.messages();
    const stillActive = await activeOf(here, calendarUid);
    const passed = active === first && isBusy && messages.length === 2 && stillActive.length === 1;
    const found = `${messages.length} messages, the visit stands, the new time is ${isBusy ? "kept" : "offered"}`;
    return { side: side.name, what: "moved, then deleted there; policy: message", found, passed };
  });
}

/** Reading after writing asks for changes, finds our own and does nothing. */
async function noEcho(side: Side): Promise<Check> {
  return connected(side, {}, async (here) => {
    const visits = [];
    for (const [index, time] of ["09:00", "09:30", "10:00", "10:30"].entries()) {
      visits.push(await visit(here, at(dateIn(14), time), 10 + index));
    }
    const before = await othersOf(side);
    const asked = here.proxy.requests;
    for (let round = 0; round < 10; round += 1) await here.sync();
    const calls = here.proxy.requests - asked;
    const isSame = (await othersOf(side)) === before;
    for (const { calendarUid } of visits) await side.remove(await idOf(side, calendarUid));
    const found = `${calls} requests in 10 readings, ${isSame ? "nothing" : "something"} written`;
    return { side: side.name, what: "no echo of our own events", found, passed: calls === 10 && isSame };
  });
}

async function visit(here: Here, startsAt: number, caller: number) {
  const outcome = await here.book(startsAt, caller);
  if (outcome.kind === "booked") return outcome.appointment;
  throw new Error(`the visit was not booked: ${outcome.reason}`);
}

async function startOf(side: Side, uid: string): Promise<number | undefined> {
  return (await side.events()).find((event) => event.uid === uid)?.startsAt;
}

async function idOf(side: Side, uid: string): Promise<string> {
  const event = (await side.events()).find((each) => each.uid === uid);
  if (event === undefined) throw new Error("our event does not stand there");
  return event.id;
}

/** The start times of the active visits with that UID. */
async function activeOf({ rows }: Here, uid: string): Promise<readonly number[]> {
  return rows
    .prepare<[string], number>(
      "select starts_at from appointments where calendar_uid = ? and status in ('scheduled', 'confirmed')",
    )
    .pluck()
    .all(uid);
}

function at(date: string, time: string): number {
  return instantOf(date, time, ZONE);
}
