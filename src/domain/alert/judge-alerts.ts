import { DAY_MS, HOUR_MS } from "../../clock.ts";
import { clinicOpenings, readCalendar } from "../booking/calendar/clinic-calendar.ts";
import { whyNotBookable } from "../booking/slots/booking-troubles.ts";
import type { BookingPorts } from "../booking/ports.ts";
import type { FleetMessages, OpenMessages } from "../call/message.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { FleetClinic, FleetStore } from "../fleet/ports.ts";
import { addDays } from "../time/wall-date.ts";
import { dateAt } from "../time/zoned-time.ts";
import { untilStopped } from "../job/run-jobs.ts";
import type { AlertFinding, AlertSignals, DeadJobs, FailingCalls, FleetAlert } from "./ports.ts";
import { COUNTED_MS, slowAnswers } from "./slow-answers.ts";
import type { costJudge } from "./unusual-cost.ts";
import { COUNTED_DAYS, LEARNED_WEEKS, silentHours } from "./silence.ts";

export type AlertBookings = Pick<BookingPorts, "clinic" | "database" | "holidays" | "clock">;

export interface JudgePorts {
  readonly fleet: Pick<FleetStore, "all">;
  readonly messages: FleetMessages;
  readonly signals: AlertSignals;
  readonly bookings: (clinic: Clinic) => AlertBookings;
  /** When callers have called the clinic since then, ascending. */
  callsTo(clinicId: string, since: number): Promise<readonly number[]>;
  /** How many usual hours without a call make a silence. */
  readonly silenceHours: number;
  readonly clock: AlertBookings["clock"];
}

export interface Judgement {
  readonly found: readonly AlertFinding[];
  /** The clinics with an open alert that are no longer active. */
  readonly outOfService: ReadonlySet<string>;
}

/**
 * Everything that is wrong, in all active clinics, which are read a page at a time.
 * @param open the open alerts, because a silence lasts until a call comes
 * @throws JobPutOff when the program stops
 */
export async function judgeAlerts(
  open: readonly FleetAlert[],
  judgeCosts: ReturnType<typeof costJudge>,
  ports: JudgePorts,
  stopping?: AbortSignal,
): Promise<Judgement> {
  const now = ports.clock.now();
  const signs = await readSigns(ports, now);
  const costs = await judgeCosts(now);
  const silent = new Map(open.flatMap((alert) => (alert.kind === "silence" ? [[alert.clinicId, alert]] : [])));
  const outOfService = new Set(open.flatMap(({ clinicId }) => clinicId ?? []));
  const slugs = new Map<string, string>();
  const found: Found = { unbound: [], unbookable: [], costs: [], silences: [] };
  for await (const facts of untilStopped(ports.fleet.all(), stopping)) {
    const { clinic } = facts;
    if (clinic.status !== "active") continue;
    outOfService.delete(clinic.id);
    if (signs.clinics.has(clinic.id) || signs.clinics.has(clinic.slug)) slugs.set(clinic.id, clinic.slug);
    found.unbound.push(...unboundNumber(facts));
    found.unbookable.push(...(await unbookable(clinic, ports)));
    found.costs.push(...(await costs.ofClinic(clinic)));
    if (!signs.called.has(clinic.id)) found.silences.push(...(await silence(clinic, silent.get(clinic.id), ports)));
  }
  return {
    found: [
      ...found.unbound,
      ...found.unbookable,
      ...oldMessages(signs.messages, slugs, now),
      ...failingFunctions(signs.failing, slugs),
      ...deadJobs(signs.dead, slugs),
      ...(await refusedSignatures(ports)),
      ...slowAnswers(signs.slow, slugs),
      ...found.costs,
      ...(await costs.ofNoClinic()),
      ...found.silences,
    ],
    outOfService,
  };
}

type Found = Record<"unbound" | "unbookable" | "costs" | "silences", AlertFinding[]>;

/** What is read over all clinics at once. */
async function readSigns({ messages, signals, silenceHours }: JudgePorts, now: number) {
  const signs = {
    messages: await messages.open(),
    failing: await signals.failingCalls(now - FAILING_MS),
    dead: await signals.deadJobs(),
    slow: await signals.slowAnswers(now - COUNTED_MS),
    called: await signals.lastCallsTo(now - silenceHours * HOUR_MS, now),
  };
  const { failing, dead, slow } = signs;
  const ids = [...failing, ...dead, ...slow].map(({ clinicId }) => clinicId);
  /** Those that they are about, by id or slug. */
  const clinics = new Set([...ids, ...signs.messages.map(({ clinicSlug }) => clinicSlug)]);
  return { ...signs, clinics };
}

/** By clinic id, of those in service that a sign is about. */
type Slugs = ReadonlyMap<string, string>;

function unboundNumber({ clinic, number }: FleetClinic): readonly AlertFinding[] {
  const kind = "unbound_number";
  if (number === null) {
    return [{ kind, clinicId: clinic.id, detail: "it has no number", fix: `ascendia clinic:show ${clinic.slug}` }];
  }
  if (number.agentId !== null && number.webhookUrl !== null) return [];
  const detail = "its number is bound to no agent: no one answers";
  return [{ kind, clinicId: clinic.id, detail, fix: `ascendia number:bind --clinic ${clinic.slug}` }];
}

async function unbookable(clinic: Clinic, { bookings }: JudgePorts): Promise<readonly AlertFinding[]> {
  const why = await whyNotBookable(clinic.slug, bookings(clinic));
  return why === null ? [] : [{ kind: "unbookable", clinicId: clinic.id, ...why }];
}

function oldMessages(open: readonly OpenMessages[], slugs: Slugs, now: number): readonly AlertFinding[] {
  const ids = new Map([...slugs].map(([id, slug]) => [slug, id]));
  return open.flatMap(({ clinicSlug, count, oldestAt }) => {
    const clinicId = ids.get(clinicSlug);
    if (clinicId === undefined || oldestAt > now - DAY_MS) return [];
    const detail = `${count} of callers' messages not done, the oldest from ${minuteText(oldestAt)}`;
    return [{ kind: "old_messages", clinicId, detail, fix: `ascendia message:list --clinic ${clinicSlug}` }];
  });
}

/** How long a failure counts; if no other follows, the alert ends after this time. */
const FAILING_MS = 3 * HOUR_MS;
/** Failures among the calls to one clinic, and to all clinics, that raise an alert. */
const FAILING_CLINIC = { calls: 2, share: 0.2 } as const;
const FAILING_FLEET = { calls: 5, share: 0.1 } as const;

function failingFunctions(counts: readonly FailingCalls[], slugs: Slugs): readonly AlertFinding[] {
  const found = counts.flatMap(({ clinicId, calls, failing }): readonly AlertFinding[] => {
    const slug = slugs.get(clinicId ?? "");
    if (slug === undefined || failing < FAILING_CLINIC.calls || failing / calls < FAILING_CLINIC.share) return [];
    return [{ ...failingText(failing, calls), clinicId, fix: `ascendia call:hotspots --clinic ${slug}` }];
  });
  const all = sum(counts.map(({ calls }) => calls));
  const failing = sum(counts.map((count) => count.failing));
  const concerned = counts.filter((count) => count.failing > 0).length;
  if (concerned < 2 || failing < FAILING_FLEET.calls || failing / all < FAILING_FLEET.share) return found;
  return [...found, { ...failingText(failing, all), clinicId: null, fix: "ascendia check, and the log of serve" }];
}

function failingText(failing: number, calls: number): Pick<AlertFinding, "kind" | "detail"> {
  return { kind: "failing_functions", detail: `a function failed in ${failing} of the last 3 hours' ${calls} calls` };
}

function deadJobs(dead: readonly DeadJobs[], slugs: Slugs): readonly AlertFinding[] {
  return dead
    .filter(({ clinicId }) => clinicId === null || slugs.has(clinicId))
    .map(({ clinicId, jobs }) => ({
      kind: "dead_jobs",
      clinicId,
      detail: `permanently failed jobs: ${jobs}`,
      fix: "ascendia job:list --state dead, then ascendia job:retry --dead",
    }));
}

/** Scanners send an unsigned request now and then; this many in an hour mean a wrong key or an attack. */
const REFUSED_PER_HOUR = 10;

async function refusedSignatures({ signals, clock }: JudgePorts): Promise<readonly AlertFinding[]> {
  const refused = await signals.refusedSignatures(clock.now() - HOUR_MS);
  if (refused < REFUSED_PER_HOUR) return [];
  const detail = `requests refused in the last hour for lack of a recent signature from Retell: ${refused}`;
  const fix = "Compare RETELL_API_KEY with the key that has the webhook badge, and check the clock: ascendia check";
  return [{ kind: "refused_signatures", clinicId: null, detail, fix }];
}

async function silence(
  clinic: Clinic,
  known: FleetAlert | undefined,
  ports: JudgePorts,
): Promise<readonly AlertFinding[]> {
  if (known === undefined) return newSilence(clinic, ports);
  return (await wasCalledSince(known, ports)) ? [] : [known];
}

async function wasCalledSince({ clinicId, raisedAt }: FleetAlert, ports: JudgePorts): Promise<boolean> {
  return (await ports.callsTo(clinicId ?? "", raisedAt - ports.silenceHours * HOUR_MS)).length > 0;
}

async function newSilence(clinic: Clinic, ports: JudgePorts): Promise<readonly AlertFinding[]> {
  const now = ports.clock.now();
  const { database, holidays } = ports.bookings(clinic);
  const today = dateAt(now, clinic.timezone);
  const days = 7 * LEARNED_WEEKS + COUNTED_DAYS;
  const range = { firstDate: addDays(today, -days), lastDate: today };
  const openings = clinicOpenings(await readCalendar(range, database.stores, { clinic, holidays }));
  // While a clinic is closed, which is most of the day, nothing more is read.
  if (!openings.some(({ from, to }) => from < now && now - HOUR_MS < to)) return [];
  const calls = await ports.callsTo(clinic.id, now - days * DAY_MS);
  const hours = silentHours({ zone: clinic.timezone, openings, calls, now });
  if (hours < ports.silenceHours) return [];
  const last = calls.at(-1);
  const since = last === undefined ? "" : `, the last at ${minuteText(last)}`;
  const detail = `no call in ${hours} usually busy hours${since}`;
  const fix = `Call its number. ascendia check --clinic ${clinic.slug}`;
  return [{ kind: "silence", clinicId: clinic.id, detail, fix }];
}

function minuteText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
