import type { SqlDatabase } from "../adapters/sql/database.ts";
import { spareTurns, systemAlarm, systemClock } from "../adapters/system/clock.ts";
import { newId } from "../adapters/system/ids.ts";
import { MINUTE_MS } from "../clock.ts";
import type { Context, LogChoice, WorkerPace } from "../commands/context.ts";
import type { AlertPorts } from "../domain/alert/alert-jobs.ts";
import type { TextOrder } from "../domain/fleet/text-confirmation.ts";
import type { JobHandler, JobKinds } from "../domain/job/ports.ts";
import type { Mailer } from "../domain/mail/ports.ts";
import { type BookingSurroundings, bookingsOf } from "./bookings.ts";
import { calendarKinds, outsideOf } from "./calendars.ts";
import type { ClockGuard } from "../domain/time/clock-guard.ts";
import { recordingsBeside } from "./recording.ts";
import { type Surroundings, once } from "./surroundings.ts";

/** The mailer; null while SMTP_URL is not set. */
export function mailingParts(surroundings: Surroundings): Pick<Context, "mailer"> {
  return { mailer: once(() => openMailer(surroundings)) };
}

/** Job kinds for mail delivery and data retention. */
export async function mailAndPrivacyKinds(surroundings: Surroundings, guard: ClockGuard): Promise<JobKinds> {
  const { sendMailKind } = await import("../domain/mail/send-mail.ts");
  const { clinicNewsKinds } = await import("../domain/mail/contents/notify-clinic.ts");
  const { retentionKinds } = await import("../domain/privacy/retention.ts");
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const store = sqlStore(await surroundings.database());
  const { clinics, mails, unattributed, hearing } = store;
  const { publicHolidays } = await import("../domain/booking/calendar/public-holidays.ts");
  const scope = (clinicId: string) => store.scope(clinicId);
  const ports = { clinics, scope, holidays: publicHolidays(), clock: systemClock, newId };
  const mailer = () => openMailer(surroundings);
  return {
    "send-mail": sendMailKind({ mails, mailer, clock: systemClock }),
    ...clinicNewsKinds(ports),
    ...retentionKinds({
      ...ports,
      unattributed,
      guard,
      recordings: await recordingsBeside(surroundings.config()),
      hearing,
    }),
  };
}

async function openMailer({ config }: Surroundings): Promise<Mailer | null> {
  const { smtpUrl: url, mailFrom: from } = config();
  if (url === null) return null;
  return (await import("../adapters/mail/smtp-mailer.ts")).smtpMailer(url, from);
}

type OutreachInstallation = BookingSurroundings;

/** Job kinds that process calls, and those that order calls. */
export async function outreachKindsOn(installation: OutreachInstallation): Promise<JobKinds> {
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const { callOverKind, outcomeKind, remindersKind, waitlistCallKind } =
    await import("../domain/outreach/outcomes/outreach-jobs.ts");
  const ports = { clinics: sqlStore(installation.database).clinics, outreach: (await bookingsOf())(installation) };
  return {
    "call-over": callOverKind(ports),
    "call-outcome": outcomeKind(ports),
    reminders: remindersKind(ports),
    "waitlist-call": waitlistCallKind(ports),
  };
}

/** How long running jobs may take to finish when the program stops. */
const PATIENCE_MS = 10_000;

/** The parts that run jobs on the installation's database. */
export function workingParts(
  surroundings: Surroundings,
  { dialling, mailer, retell }: Pick<Context, "dialling" | "mailer" | "retell">,
): Pick<Context, "startWorker"> {
  return { startWorker: (pace) => startWorker({ ...surroundings, dialling, mailer, retell }, pace) };
}

type Working = Surroundings & Pick<Context, "dialling" | "mailer" | "retell">;

/** Each part of the program adds its job kinds with a line here. */
async function jobKinds(surroundings: Working, guard: ClockGuard): Promise<JobKinds> {
  const { database, dialling } = surroundings;
  const opened = await database();
  const { attemptKind } = await import("../domain/outreach/attempts/place-attempt.ts");
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const { clinics } = sqlStore(opened);
  const outside = outsideOf({ surroundings, database: opened });
  return {
    dial: attemptKind(async () => ({ clinics, dialling: await dialling() })),
    "call-event": { run: await callEvents({ database: opened, clock: systemClock }) },
    ...(await mailAndPrivacyKinds(surroundings, guard)),
    ...(await outreachKindsOn({ database: opened, clock: systemClock, newId, outside })),
    "waitlist-pass-on": { run: await waitlists({ database: opened, clock: systemClock, newId }), ...everyMinute },
    ...(await calendarKinds(surroundings, opened)),
    ...(await alertKinds(surroundings, opened)),
    ...(await textKinds(surroundings, opened)),
    "forget-jobs": await forgetting(opened, guard),
  };
}

async function startWorker(surroundings: Working, { logFormat, ...pace }: Partial<WorkerPace> & LogChoice = {}) {
  const { SqlJobQueue } = await import("../adapters/sql/calls/job-stores.ts");
  const { orderSignal } = await import("../adapters/sql/calls/job-stores.ts");
  const { openLog } = await import("../adapters/system/log.ts");
  const { runJobs, usualPace } = await import("../domain/job/run-jobs.ts");
  const { ClockGuard } = await import("../domain/time/clock-guard.ts");
  const { SqlClockMarks } = await import("../adapters/sql/fleet/installation-marks.ts");
  const { database, config } = surroundings;
  const alarm = systemAlarm();
  const log = openLog(config().logLevel, logFormat);
  const opened = await database();
  await opened.startBackgroundWork();
  const { nonDurable } = opened;
  const queue = new SqlJobQueue(nonDurable);
  const guard = new ClockGuard(new SqlClockMarks(nonDurable));
  const kinds = await jobKinds(surroundings, guard);
  const ports = { queue, guard, clock: systemClock, alarm, random: Math.random, log, turn: spareTurns() };
  const stopListening = orderSignal.listen(() => alarm.ring());
  const running = runJobs(kinds, { ...usualPace, ...pace }, ports);
  return {
    kinds: Object.keys(kinds),
    stop: async () => {
      const unfinished = await running.stop(PATIENCE_MS);
      stopListening();
      log.close();
      return unfinished;
    },
  };
}

async function textKinds({ retell }: Working, database: SqlDatabase): Promise<JobKinds> {
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const { textConfirmationKinds } = await import("../domain/fleet/text-confirmation.ts");
  const store = sqlStore(database);
  const send = async (order: TextOrder, account: string | null) => (await retell(account)).sendText(order);
  const { clinics, agents } = store;
  return textConfirmationKinds({ clinics, agents, scope: (id) => store.scope(id), send, clock: systemClock });
}

async function alertKinds(surroundings: Working, database: SqlDatabase): Promise<JobKinds> {
  const { alertChannels } = await import("./notices.ts");
  const silenceHours = surroundings.config().alertSilenceHours;
  const channels = () => alertChannels(surroundings, surroundings);
  return alertKindsOn({ database, clock: systemClock, newId }, { silenceHours, channels });
}

/** Job kinds that detect problems and send notices of them. */
export async function alertKindsOn(
  installation: OutreachInstallation,
  settings: Pick<AlertPorts, "silenceHours" | "channels">,
): Promise<JobKinds> {
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const { SqlAlertSignals, SqlAlertStore, SqlCostSignals, callTimes } =
    await import("../adapters/sql/monitoring/alert-stores.ts");
  const { clinicScope } = await import("../adapters/sql/clinic-scope.ts");
  const { alertKindsOf } = await import("../domain/alert/alert-jobs.ts");
  const { database } = installation;
  const { fleet, messages } = sqlStore(database);
  return alertKindsOf({
    ...installation,
    ...settings,
    fleet,
    messages,
    alerts: new SqlAlertStore(database.fleet),
    signals: new SqlAlertSignals(database.fleet),
    costs: new SqlCostSignals(database.fleet),
    bookings: (await bookingsOf())(installation),
    callsTo: (clinicId, since) => callTimes(clinicScope(database, clinicId), since),
  });
}

async function forgetting(database: SqlDatabase, guard: ClockGuard) {
  const { SqlJobQueue } = await import("../adapters/sql/calls/job-stores.ts");
  const { forgetJobsKind } = await import("../domain/job/forget-jobs.ts");
  return forgetJobsKind({ queue: new SqlJobQueue(database.nonDurable), clock: systemClock, guard });
}

const everyMinute = { everyMs: MINUTE_MS, attempts: 3 } as const;

/** Job kinds that change what callers hear but contact nobody: for a copy of the data, at its own time. */
export async function answerKindsOn(installation: OutreachInstallation): Promise<JobKinds> {
  return {
    "call-event": { run: await callEvents(installation) },
    ...(await outreachKindsOn(installation)),
    "waitlist-pass-on": { run: await waitlists(installation), ...everyMinute },
  };
}

async function callEvents({ database, clock }: Pick<OutreachInstallation, "database" | "clock">): Promise<JobHandler> {
  const { SqlCallEventStore } = await import("../adapters/sql/calls/call-stores.ts");
  const { SqlCallLedger } = await import("../adapters/sql/calls/call-stores.ts");
  const { callEventHandler } = await import("../domain/call/events/call-event.ts");
  const { fleet, nonDurable } = database;
  return callEventHandler({
    events: new SqlCallEventStore(fleet),
    calls: new SqlCallLedger(nonDurable),
    clock,
  });
}

/** Passes slots with expired offers on to the next patient in line, even if nobody calls. */
async function waitlists(installation: OutreachInstallation): Promise<JobHandler> {
  const { clinicsWithLapsedOffers } = await import("../adapters/sql/booking/waitlist-stores.ts");
  const { passOnLapsedOffers } = await import("../domain/booking/visits/waitlist.ts");
  const { database, clock } = installation;
  const bookings = (await bookingsOf())(installation);
  return async () => {
    const clinics = await clinicsWithLapsedOffers(database, clock.now());
    for (const clinic of clinics) await passOnLapsedOffers(bookings(clinic));
  };
}
