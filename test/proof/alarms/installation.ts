import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openChannels } from "../../../src/adapters/notices/channels.ts";
import { smtpMailer } from "../../../src/adapters/mail/smtp-mailer.ts";
import { SqlAlertStore } from "../../../src/adapters/sql/monitoring/alert-stores.ts";
import { SqlJobQueue } from "../../../src/adapters/sql/calls/job-stores.ts";
import { openDatabase } from "../../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { newId } from "../../../src/adapters/system/ids.ts";
import { alertKindsOn } from "../../../src/composition/worker.ts";
import { defaultBookingRules } from "../../../src/domain/booking/booking-rules.ts";
import type { FleetCall } from "../../../src/domain/call/ports.ts";
import type { Clinic } from "../../../src/domain/clinic/clinic.ts";
import { parseOpeningHours } from "../../../src/domain/clinic/opening-hours.ts";
import { SettableTime } from "../../fakes/settable-time.ts";
import { startMailServer } from "../../fakes/mail/mail-server.ts";
import { type ReceivedNotice, startReceiver, webhookSecret } from "./receiver.ts";
import { testClinic } from "../../fakes/test-clinic.ts";
import { testCall } from "../../fakes/test-call.ts";

const zone = "Europe/Paris";

export type Installation = Awaited<ReturnType<typeof installation>>;

/** The clinics of an installation whose clock is moved by hand, and three recipients of notices. */
export async function installation(startsAt: number) {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-alarms-"));
  const file = join(folder, "notices.txt");
  const time = new SettableTime(startsAt);
  const database = await openDatabase(join(folder, "sandbox.db"), "sandbox");
  const store = sqlStore(database);
  const [receiver, mails] = [await startReceiver(), await startMailServer()];
  const mailer = smtpMailer(mails.url, "alerts@example.org");
  const channels = openChannels(
    { url: receiver.url, mails: ["operator@example.org"], command: `cat >> '${file}'` },
    { secret: webhookSecret, environment: process.env, mailer: () => Promise.resolve(mailer) },
  );
  const settings = { silenceHours: 3, channels: () => Promise.resolve(channels) };
  const kinds = await alertKindsOn({ database, clock: time, newId }, settings);
  const queue = new SqlJobQueue(database.fleet);
  /** Judges once, as the worker does every five minutes, and sends the notices that were ordered. */
  const judge = async (at: number): Promise<void> => {
    time.moveTo(at);
    await queue.order({ kind: "judge-alerts", key: new Date(at).toISOString(), payload: "{}", dueAt: at });
    for (;;) {
      const request = { kinds: Object.keys(kinds), limit: 10, now: at, leasedUntil: at + 60_000 };
      const jobs = await queue.take(request);
      if (jobs.length === 0) return;
      for (const job of jobs) {
        await kinds[job.kind]?.run(job);
        await queue.settle(job, { state: "done", endedAt: at });
      }
    }
  };
  return {
    store,
    database,
    alerts: new SqlAlertStore(database.fleet),
    judge,
    /** The notices that the webhook received. */
    received: (): readonly ReceivedNotice[] => receiver.received,
    mailed: () => mails.received.length,
    /** The number of notices that the command received. */
    commanded: (): number => readFileSync(file, { encoding: "utf8", flag: "a+" }).split("\n").length - 1,
    refused: receiver.refused,
    addClinic: async (slug: string): Promise<Clinic> => {
      const clinic = { ...clinicOf(slug), createdAt: startsAt };
      await store.clinics.add(clinic);
      await furnish(clinic, store);
      return clinic;
    },
    addCalls: async (clinic: Clinic, times: readonly number[], more: Partial<FleetCall> = {}): Promise<void> => {
      for (const at of times) await addCall(clinic, { at, more }, store);
    },
    close: async () => {
      await receiver.close();
      await mails.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Stores = ReturnType<typeof sqlStore>;

/** In this order: bookable, open on weekdays, closed on France's holidays, its number bound. */
async function furnish(clinic: Clinic, store: Stores): Promise<void> {
  const { doctors, openingHours, booking, number } = store.scope(clinic.id);
  await doctors.add({ id: `dr-${clinic.slug}`, name: "Awa Test", specialty: "Dentiste", email: null, active: true });
  await openingHours.setForClinic(parseOpeningHours("Mon-Fri 09:00-17:00"));
  const holidays = { country: "FR", region: null, openOn: [] };
  await booking.stores.rules.save({ ...defaultBookingRules, holidays });
  await number.save(numberOf(clinic, "agent_1"));
}

export function numberOf({ phone }: Clinic, agentId: string | null) {
  const bound = { agentId, agentVersion: agentId === null ? null : 1, webhookUrl: "https://voice.example.com/in" };
  return { phoneNumber: phone ?? "", source: "imported", monthlyCents: 0, ...bound } as const;
}

let made = 0;

async function addCall(
  { id: clinicId }: Clinic,
  { at, more }: { readonly at: number; readonly more: Partial<FleetCall> },
  { callLedger }: Stores,
): Promise<void> {
  made += 1;
  const callId = `call_${made}`;
  const call = { ...testCall(at, { callId }), clinicId, ...more };
  await callLedger.rewrite(callId, () => ({ call, orders: [] }));
}

let lines = 10;

export function clinicOf(slug: string): Clinic {
  lines += 1;
  return testClinic({
    id: `id-${slug}`,
    slug,
    name: `Clinique ${slug}`,
    address: "1 rue des Essais, Paris",
    timezone: zone,
    phone: `+331990000${lines}`,
    ownerEmail: "owner@example.com",
  });
}
