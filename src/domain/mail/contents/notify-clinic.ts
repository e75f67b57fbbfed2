import type { Clock } from "../../../clock.ts";
import { isActive } from "../../booking/appointment.ts";
import type { BookingStores, HolidayCalendar } from "../../booking/ports.ts";
import type { CallStore } from "../../call/ports.ts";
import type { Clinic, NoticesStore } from "../../clinic/clinic.ts";
import type { ClinicDirectory, OutboxStore } from "../../clinic/ports.ts";
import type { JobKinds } from "../../job/ports.ts";
import { untilStopped } from "../../job/run-jobs.ts";
import { clinicReport } from "../../report/clinic-report.ts";
import type { ClinicRecordStore } from "../../report/ports.ts";
import { spanOfWeek, weekBefore, weekOf } from "../../report/week.ts";
import { type WallDate, addDays, weekdayNumber } from "../../time/wall-date.ts";
import { dateAt, startOfDay, wallTimeAt } from "../../time/zoned-time.ts";
import { callSummaryText } from "./call-summary.ts";
import { dailyDigestText } from "./daily-digest.ts";
import { type MailKind, type MailText, mailOf } from "../mail.ts";
import { weeklyReportText } from "./weekly-mail.ts";

/** The stores that a clinic's notices are made from. */
export interface NewsStores {
  readonly notices: NoticesStore;
  readonly calls: CallStore;
  readonly outbox: Pick<OutboxStore, "add" | "has">;
  readonly booking: { readonly stores: BookingStores };
  readonly records: ClinicRecordStore;
}

export interface NewsPorts {
  readonly clock: Clock;
  readonly holidays: HolidayCalendar;
  newId(): string;
}

interface News {
  readonly clinic: Clinic;
  readonly stores: NewsStores;
}

/** @returns how many mails were queued: 0 if the clinic does not want them or already got them */
export async function notifyOfCall(callId: string, { clinic, stores }: News, ports: NewsPorts): Promise<number> {
  const { callSummaries, recipients } = await stores.notices.find();
  const call = callSummaries && clinic.status !== "offboarded" ? await stores.calls.find(callId) : undefined;
  if (call === undefined || call.outcome === null) return 0;
  const { appointments, doctors } = stores.booking.stores;
  const facts = { call, appointments: await appointments.ofCall(callId), doctors: await doctors.list() };
  const about = { kind: "call-summary", key: callId, callId } as const;
  return queueMails({ text: callSummaryText(clinic, facts), about, recipients }, { clinic, stores }, ports);
}

/** Reports the clinic's previous day once the digest hour has come, or later that day if nothing ran then. */
export async function notifyOfDay({ clinic, stores }: News, ports: NewsPorts): Promise<number> {
  const { digestHour, recipients } = await stores.notices.find();
  const now = ports.clock.now();
  if (digestHour === null || clinic.status === "offboarded") return 0;
  if (Number(wallTimeAt(now, clinic.timezone).slice(0, 2)) < digestHour) return 0;
  const today = dateAt(now, clinic.timezone);
  const date = addDays(today, -1);
  const [first] = addressees(clinic, recipients);
  if (first === undefined || (await stores.outbox.has("daily-digest", keyFor(date, first)))) return 0;
  const text = dailyDigestText(clinic, await digestFacts(date, { clinic, stores }));
  return queueMails({ text, about: { kind: "daily-digest", key: date }, recipients }, { clinic, stores }, ports);
}

/** Reports are sent from this hour on: on the weekly day or, if nothing ran then, on a later day of that week. */
const REPORT_FROM_HOUR = 8;

/**
 * Reports the previous week, once, from eight o'clock on the clinic's weekly day. A paused clinic gets a report only
 * for a week in which something happened.
 */
export async function notifyOfWeek({ clinic, stores }: News, ports: NewsPorts): Promise<number> {
  const { weeklyDay, recipients } = await stores.notices.find();
  const now = ports.clock.now();
  const { status, timezone } = clinic;
  if (weeklyDay === null || (status !== "active" && status !== "suspended")) return 0;
  const today = dateAt(now, timezone);
  const daysLate = weekdayNumber(today) - weeklyDay;
  if (daysLate < 0 || (daysLate === 0 && Number(wallTimeAt(now, timezone).slice(0, 2)) < REPORT_FROM_HOUR)) return 0;
  const week = weekBefore(weekOf(today));
  const [first] = addressees(clinic, recipients);
  if (first === undefined || clinic.createdAt >= spanOfWeek(week, timezone).to) return 0;
  if (await stores.outbox.has("weekly-report", keyFor(week.name, first))) return 0;
  const sources = { records: stores.records, bookings: stores.booking.stores, holidays: ports.holidays };
  const report = await clinicReport(week, clinic, sources);
  if (status === "suspended" && report.figures.calls === 0) return 0;
  const text = weeklyReportText(clinic, report, weeklyDay);
  return queueMails({ text, about: { kind: "weekly-report", key: week.name }, recipients }, { clinic, stores }, ports);
}

const MOST_CALLS = 10_000;

async function digestFacts(date: WallDate, { clinic: { timezone }, stores }: News) {
  const span = { from: startOfDay(date, timezone), to: startOfDay(addDays(date, 1), timezone) };
  const today = { from: span.to, to: startOfDay(addDays(date, 2), timezone) };
  const { appointments } = stores.booking.stores;
  return {
    date,
    span,
    calls: await stores.calls.list({ sinceAt: span.from, untilAt: span.to, limit: MOST_CALLS }),
    appointments: await appointments.changedWithin(span),
    visitsToday: (await appointments.startingWithin(today)).filter((visit) => isActive(visit)).length,
  };
}

interface MailsToQueue {
  readonly text: MailText;
  readonly about: { readonly kind: MailKind; readonly key: string; readonly callId?: string };
  readonly recipients: readonly string[];
}

/** One mail per recipient, so that a rejected address does not block the others. */
async function queueMails({ text, about, recipients }: MailsToQueue, { clinic, stores }: News, ports: NewsPorts) {
  let queued = 0;
  for (const recipient of addressees(clinic, recipients)) {
    const stamp = { id: ports.newId(), createdAt: ports.clock.now(), recipient };
    const isNew = await stores.outbox.add(mailOf(text, { ...about, ...stamp, key: keyFor(about.key, recipient) }));
    if (isNew) queued += 1;
  }
  return queued;
}

function keyFor(about: string, recipient: string): string {
  return `${about} ${recipient}`;
}

export interface ClinicNewsPorts extends NewsPorts {
  readonly clinics: Pick<ClinicDirectory, "find" | "all">;
  scope(clinicId: string): NewsStores;
}

const DIGEST_EVERY_MS = 600_000;

/**
 * Job `call-summary` belongs to the call's clinic and is keyed by the call's id; `daily-digest` and `weekly-report` are
 * periodic.
 */
export function clinicNewsKinds(ports: ClinicNewsPorts): JobKinds {
  const newsOf = (clinic: Clinic) => ({ clinic, stores: ports.scope(clinic.id) });
  return {
    "call-summary": {
      run: async ({ key: callId, clinicId }) => {
        const clinic = clinicId === null ? undefined : await ports.clinics.find(clinicId);
        if (clinic !== undefined) await notifyOfCall(callId, newsOf(clinic), ports);
      },
    },
    "daily-digest": {
      everyMs: DIGEST_EVERY_MS,
      attempts: 3,
      run: async (_, stopping) => {
        for await (const clinic of untilStopped(ports.clinics.all(), stopping)) {
          await notifyOfDay(newsOf(clinic), ports);
        }
      },
    },
    "weekly-report": {
      everyMs: DIGEST_EVERY_MS,
      attempts: 3,
      run: async (_, stopping) => {
        for await (const clinic of untilStopped(ports.clinics.all(), stopping)) {
          await notifyOfWeek(newsOf(clinic), ports);
        }
      },
    },
  };
}

/** Who gets a clinic's notices: the chosen recipients, else its owner. */
export function addressees(
  { ownerEmail }: Pick<Clinic, "ownerEmail">,
  recipients: readonly string[],
): readonly string[] {
  const all = recipients.length === 0 ? [ownerEmail] : recipients;
  return all.filter((address) => address !== "");
}
