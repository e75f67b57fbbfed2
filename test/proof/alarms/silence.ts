import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../src/clock.ts";
import type { Clinic } from "../../../src/domain/clinic/clinic.ts";
import { type WallDate, addDays, weekdayNumber } from "../../../src/domain/time/wall-date.ts";
import { instantOf } from "../../../src/domain/time/zoned-time.ts";
import { type Installation, installation } from "./installation.ts";
import { type Check, check } from "./checks.ts";

const zone = "Europe/Paris";
const firstDate = "2027-03-01";
/** Mondays without a call: the silent one, Whit Monday, one during a closure, and another silent one. */
const silentMonday = "2027-05-10";
const holiday = "2027-05-17";
const closure = "2027-05-24";
const again = "2027-05-31";
const lastDate = "2027-06-03";

interface Clinics {
  /** Called every hour it is open. */
  readonly busy: Clinic;
  /** Called every morning, but never in the afternoon. */
  readonly mornings: Clinic;
  /** Never called. */
  readonly fresh: Clinic;
}

/** Thirteen weeks with a clock change; the last four are judged every `everyMs`. */
export async function provedSilence(everyMs: number): Promise<readonly Check[]> {
  const here = await installation(instantOf(firstDate, "00:00", zone));
  try {
    const clinics = {
      busy: await here.addClinic("busy"),
      mornings: await here.addClinic("mornings"),
      fresh: await here.addClinic("fresh"),
    };
    const day = { firstDate: closure, lastDate: closure, fromTime: "00:00", toTime: "24:00" } as const;
    const { exceptions } = here.store.scope(clinics.busy.id).booking.stores;
    await exceptions.add({ id: "closure", kind: "closed", doctorId: null, reason: null, ...day });
    for (let date = firstDate; date < silentMonday; date = addDays(date, 1)) await liveDay(date, clinics, here);
    for (let date = silentMonday; date <= lastDate; date = addDays(date, 1)) {
      await judgedDay(date, { everyMs, clinics, here });
    }
    return await checksOf(here, everyMs);
  } finally {
    await here.close();
  }
}

/** The calls of a day, ascending: twenty minutes past each hour. */
function callsOn(date: WallDate): { readonly busy: readonly number[]; readonly mornings: readonly number[] } {
  if (weekdayNumber(date) > 5) return { busy: [], mornings: [] };
  const at = (hour: number): number => instantOf(date, `${String(hour).padStart(2, "0")}:20`, zone);
  const mornings = [9, 10, 11, 12].map(at);
  const isSilent = [silentMonday, holiday, closure, again].includes(date);
  return {
    busy: isSilent ? [] : [...mornings, ...[13, 14, 15, 16].map(at)],
    mornings: date === holiday ? [] : mornings,
  };
}

async function liveDay(date: WallDate, { busy, mornings }: Clinics, here: Installation): Promise<void> {
  const calls = callsOn(date);
  await here.addCalls(busy, calls.busy);
  await here.addCalls(mornings, calls.mornings);
}

interface Judged {
  readonly everyMs: number;
  readonly clinics: Clinics;
  readonly here: Installation;
}

/** Stores calls as they arrive, and judges again and again. */
async function judgedDay(date: WallDate, { everyMs, clinics: { busy, mornings }, here }: Judged): Promise<void> {
  const calls = callsOn(date);
  const start = instantOf(date, "00:00", zone);
  for (let at = start; at < start + DAY_MS; at += everyMs) {
    const came = (call: number): boolean => at - everyMs < call && call <= at;
    await here.addCalls(busy, calls.busy.filter(came));
    await here.addCalls(mornings, calls.mornings.filter(came));
    await here.judge(at);
  }
}

async function checksOf(here: Installation, everyMs: number): Promise<readonly Check[]> {
  const alerts = (await here.alerts.list({ clinicId: undefined, limit: 100 })).toReversed();
  const of = (slug: string) => alerts.filter(({ clinicSlug }) => clinicSlug === slug);
  const raised = of("busy").map(({ raisedAt }) => wall(raisedAt));
  const ended = of("busy").map(({ endedAt }) => wall(endedAt ?? 0));
  const [first, second] = [here.received().slice(0, 2), here.received().slice(2)];
  const states = (notices: typeof first): string =>
    notices.flatMap(({ changes }) => changes.map(({ id, state }) => `${id} ${state}`)).join(", ");
  const told = "silence-busy fail, silence-busy ok";
  return [
    check("a silent Monday raises once, after three usual hours", raised[0], "2027-05-10 12:00"),
    check("it ends with Tuesday's first call", ended[0], firstRoundAfter("2027-05-11", everyMs)),
    check("notices: one that it began, one that it ended", states(first), told),
    check("a holiday (Whit Monday) raises nothing", raised.filter((at) => at.startsWith(holiday)).length, 0),
    check("a closure raises nothing", raised.filter((at) => at.startsWith(closure)).length, 0),
    check("a later silent Monday raises once", raised.slice(1).join(), "2027-05-31 12:00"),
    check("and ends with the next call", ended.slice(1).join(), firstRoundAfter("2027-06-01", everyMs)),
    check("with two notices more", states(second), told),
    check("a clinic that is always quiet in the afternoon raises nothing", of("mornings").length, 0),
    check("a clinic that was never called raises nothing", of("fresh").length, 0),
    check("mails and commands, one for each notice", `${here.mailed()} ${here.commanded()}`, "4 4"),
    check("every webhook was signed", here.refused(), 0),
  ];
}

/** The first round after the day's first call. */
function firstRoundAfter(date: WallDate, everyMs: number): string {
  return wall(Math.ceil(instantOf(date, "09:20", zone) / everyMs) * everyMs);
}

function wall(at: number): string {
  return new Date(at + 2 * HOUR_MS).toISOString().slice(0, 16).replace("T", " ");
}

export const usualEveryMs = 5 * MINUTE_MS;
export const quickEveryMs = 60 * MINUTE_MS;
