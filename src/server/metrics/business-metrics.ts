import { setTimeout as wait } from "node:timers/promises";
import type { BusinessFigures } from "../../domain/fleet/ports.ts";
import type { Identified } from "../../domain/booking/patients/patient-identity.ts";
import { type Urgency, urgencies } from "../../domain/call/message.ts";
import { described, sample } from "./prometheus-text.ts";

interface BusinessSource {
  figures(): Promise<BusinessFigures>;
  /** Slugs of active clinics at which nothing can be booked. Searches every clinic's calendar. */
  unbookable(): Promise<readonly string[]>;
  /** Epoch milliseconds. */
  now(): number;
  failed(error: unknown): void;
}

const FIGURES_MS = 10_000;

const UNBOOKABLE_MS = 5 * 60_000;

/** Prometheus gives up after ten seconds. */
const PATIENCE_MS = 1_000;

/**
 * Read whenever Prometheus asks, however often. Clinics' calendars are searched at most every five minutes, and an
 * answer waits at most a second for the search.
 */
export class BusinessMetrics {
  readonly #figures: () => Promise<BusinessFigures>;
  readonly #unbookable: () => Promise<readonly string[] | undefined>;
  readonly #failed: (error: unknown) => void;

  constructor(source: BusinessSource) {
    this.#figures = keptFor(FIGURES_MS, () => source.figures(), source);
    this.#unbookable = lastReadOf(UNBOOKABLE_MS, () => source.unbookable(), source);
    this.#failed = (error) => source.failed(error);
  }

  /** If the database does not answer, a metric says so, and the other metrics are still returned. */
  async text(): Promise<string> {
    try {
      const figures = await this.#figures();
      return [...linesOf(figures), ...unbookableLines(await this.#unbookable()), ...isUp(1), ""].join("\n");
    } catch (error) {
      this.#failed(error);
      return [...isUp(0), ""].join("\n");
    }
  }
}

function isUp(value: 0 | 1): readonly string[] {
  return gauge("ascendia_figures_up", "Whether the figures below could be read from the database.", [[{}, value]]);
}

function linesOf(figures: BusinessFigures): readonly string[] {
  const { calls, bookings, clinics } = figures;
  return [
    ...gauge(
      "ascendia_calls_last_day",
      "Calls of the last 24 hours, by direction and outcome.",
      calls.map(({ direction, outcome, count }) => [{ direction, outcome: outcome ?? "none" }, count]),
    ),
    ...gauge("ascendia_bookings_last_day", "Appointments made in the last 24 hours, by call or staff.", [
      [{ by: "call" }, bookings.byCall],
      [{ by: "staff" }, bookings.byStaff],
    ]),
    ...gauge("ascendia_open_messages", "Messages from callers that no one has marked as done.", [
      [{}, figures.openMessages],
    ]),
    ...gauge("ascendia_dead_jobs", "Jobs that failed permanently: ascendia job:retry --dead.", [
      [{}, figures.deadJobs],
    ]),
    ...gauge("ascendia_late_jobs", "Jobs due for more than a minute that no worker has started.", [
      [{}, figures.lateJobs],
    ]),
    ...gauge("ascendia_waiting_mails", "Emails waiting to be sent.", [[{}, figures.waitingMails]]),
    ...gauge("ascendia_failed_mails", "Emails that the mail server permanently refused.", [[{}, figures.failedMails]]),
    ...gauge(
      "ascendia_clinics",
      "Clinics, by status.",
      clinics.map(({ status, count }) => [{ status }, count]),
    ),
  ];
}

/** @param slugs undefined: no search has finished yet */
function unbookableLines(slugs: readonly string[] | undefined): readonly string[] {
  if (slugs === undefined) return [];
  const name = "ascendia_unbookable_clinics";
  return gauge(name, "Clinics in service at which callers cannot book anything in the next two weeks.", [
    [{}, slugs.length],
  ]);
}

type Labelled = readonly [labels: Readonly<Record<string, string>>, value: number];

function gauge(name: string, help: string, values: readonly Labelled[]): readonly string[] {
  return [...described(name, "gauge", help), ...values.map(([labels, value]) => sample(name, value, labels))];
}

/** Caches a value for `ms`; concurrent callers share one reading. */
function keptFor<T>(ms: number, read: () => Promise<T>, { now }: Pick<BusinessSource, "now">): () => Promise<T> {
  let kept: { readonly at: number; readonly value: Promise<T> } | undefined;
  return () => {
    if (kept === undefined || now() - kept.at >= ms) {
      const value = read();
      kept = { at: now(), value };
      value.catch(() => {
        kept = undefined;
      });
    }
    return kept.value;
  };
}

/**
 * Returns the last value whose reading finished. If that is older than `ms`, starts another reading and waits up to a
 * second for it. undefined: no reading has finished yet, or the last one failed.
 */
function lastReadOf<T>(
  ms: number,
  read: () => Promise<T>,
  { now, failed }: Pick<BusinessSource, "now" | "failed">,
): () => Promise<T | undefined> {
  let last: { readonly begunAt: number; readonly value: T } | undefined;
  let reading: Promise<void> | undefined;
  const begin = async (begunAt: number): Promise<void> => {
    try {
      last = { begunAt, value: await read() };
    } catch (error) {
      last = undefined;
      failed(error);
    }
    reading = undefined;
  };
  return async () => {
    if (last === undefined || now() - last.begunAt >= ms) reading ??= begin(now());
    if (reading !== undefined) await atMost(PATIENCE_MS, reading);
    return last?.value;
  };
}

async function atMost(ms: number, work: Promise<void>): Promise<void> {
  const patience = new AbortController();
  await Promise.race([work, wait(ms, undefined, { signal: patience.signal }).catch(() => undefined)]);
  patience.abort();
}

const outcomes = ["proved", "denied", "blocked", "callback"] as const satisfies readonly Identified["kind"][];

/** Outcomes for callers who ask about an existing appointment. */
export class IdentityMetrics {
  readonly #counts = new Map<Identified["kind"], number>(outcomes.map((outcome) => [outcome, 0]));

  note = (outcome: Identified["kind"]): void => {
    this.#counts.set(outcome, (this.#counts.get(outcome) ?? 0) + 1);
  };

  text(): string {
    const name = "ascendia_identity_checks_total";
    return [
      ...described(name, "counter", "Callers who had to prove their identity, by outcome; blocked: no attempts left."),
      ...[...this.#counts].map(([outcome, count]) => sample(name, count, { outcome })),
      "",
    ].join("\n");
  }
}

/** Messages that callers left. */
export class MessageMetrics {
  readonly #counts = new Map<Urgency, number>(urgencies.map((urgency) => [urgency, 0]));

  note = (urgency: Urgency): void => {
    this.#counts.set(urgency, (this.#counts.get(urgency) ?? 0) + 1);
  };

  text(): string {
    const name = "ascendia_messages_total";
    return [
      ...described(name, "counter", "Messages that callers left for a clinic, by urgency."),
      ...[...this.#counts].map(([urgency, count]) => sample(name, count, { urgency })),
      "",
    ].join("\n");
  }
}
