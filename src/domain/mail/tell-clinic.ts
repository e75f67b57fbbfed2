import type { BookingStores } from "../booking/ports.ts";
import { isActive } from "../booking/appointment.ts";
import type { CallStore } from "../call/ports.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { NoticesStore } from "../clinic/notices.ts";
import type { OutboxStore } from "../clinic/outbox.ts";
import type { Clock } from "../time/ports.ts";
import { addDays, type WallDate } from "../time/wall-date.ts";
import { dateAt, startOfDay, wallTimeAt } from "../time/zoned-time.ts";
import { callSummaryText } from "./call-summary.ts";
import { dailyDigestText } from "./daily-digest.ts";
import type { MailText } from "./mail-text.ts";
import { type MailKind, mailOf } from "./promise-mail.ts";

/** What one clinic's news is told from. */
export interface NewsStores {
  readonly notices: NoticesStore;
  readonly calls: CallStore;
  readonly outbox: Pick<OutboxStore, "add" | "has">;
  readonly booking: {
    readonly stores: {
      readonly appointments: Pick<BookingStores["appointments"], "ofCall" | "changedWithin" | "startingWithin">;
      readonly doctors: BookingStores["doctors"];
    };
  };
}

export interface NewsPorts {
  readonly clock: Clock;
  newId(): string;
}

interface News {
  readonly clinic: Clinic;
  readonly stores: NewsStores;
}

/** @returns how many mails it promised: none where the clinic did not ask, or was told before */
export async function tellOfCall(callId: string, { clinic, stores }: News, ports: NewsPorts): Promise<number> {
  const { callSummaries, recipients } = await stores.notices.find();
  const call = callSummaries && clinic.status !== "offboarded" ? await stores.calls.find(callId) : undefined;
  if (call === undefined || call.outcome === null) return 0;
  const { appointments, doctors } = stores.booking.stores;
  const facts = { call, appointments: await appointments.ofCall(callId), doctors: await doctors.list() };
  const about = { kind: "call-summary", key: callId, callId } as const;
  return promise({ text: callSummaryText(clinic, facts), about, recipients }, { clinic, stores }, ports);
}

/** Tells of the clinic's yesterday once its hour has come; later the same day where nobody was there to do it then. */
export async function tellOfDay({ clinic, stores }: News, ports: NewsPorts): Promise<number> {
  const { digestHour, recipients } = await stores.notices.find();
  const now = ports.clock.now();
  if (digestHour === null || clinic.status === "offboarded") return 0;
  if (Number(wallTimeAt(now, clinic.timezone).slice(0, 2)) < digestHour) return 0;
  const today = dateAt(now, clinic.timezone);
  const date = addDays(today, -1);
  const [first] = addressees(clinic, recipients);
  if (first === undefined || (await stores.outbox.has("daily-digest", keyFor(date, first)))) return 0;
  const text = dailyDigestText(clinic, await digestFacts(date, { clinic, stores }));
  return promise({ text, about: { kind: "daily-digest", key: date }, recipients }, { clinic, stores }, ports);
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

interface Promised {
  readonly text: MailText;
  readonly about: { readonly kind: MailKind; readonly key: string; readonly callId?: string };
  readonly recipients: readonly string[];
}

/** One mail each, so that an address that is refused keeps nobody else's back. */
async function promise({ text, about, recipients }: Promised, { clinic, stores }: News, ports: NewsPorts) {
  let promised = 0;
  for (const recipient of addressees(clinic, recipients)) {
    const stamp = { id: ports.newId(), createdAt: ports.clock.now(), recipient };
    const isNew = await stores.outbox.add(mailOf(text, { ...about, ...stamp, key: keyFor(about.key, recipient) }));
    if (isNew) promised += 1;
  }
  return promised;
}

function addressees({ ownerEmail }: Clinic, recipients: readonly string[]): readonly string[] {
  const all = recipients.length === 0 ? [ownerEmail] : recipients;
  return all.filter((address) => address !== "");
}

function keyFor(about: string, recipient: string): string {
  return `${about} ${recipient}`;
}
