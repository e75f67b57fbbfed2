import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../src/clock.ts";
import { countRefused, countSlow } from "../../../src/adapters/sql/monitoring/alert-stores.ts";
import { SqlJobQueue } from "../../../src/adapters/sql/calls/job-stores.ts";
import type { Clinic } from "../../../src/domain/clinic/clinic.ts";
import { addDays } from "../../../src/domain/time/wall-date.ts";
import { type Check, check } from "./checks.ts";
import { type Installation, installation, numberOf } from "./installation.ts";

const start = Date.UTC(2027, 4, 5, 10);
const today = "2027-05-05";

interface Trouble {
  readonly name: string;
  plant(at: number): Promise<void>;
  mend(at: number): Promise<void>;
  /** How long the alert lasts after the problem is fixed. */
  readonly lastsMs: number;
}

/** Each kind is planted in one of two clinics, lasts for an hour of rounds, and is fixed. */
export async function provedPlanted(): Promise<readonly Check[]> {
  const here = await installation(start);
  try {
    const clinic = await here.addClinic("planted");
    const other = await here.addClinic("other");
    const checks: Check[] = [];
    let at = start;
    await here.judge(at);
    checks.push(check("two clinics in order raise nothing", here.received().length, 0));
    for (const trouble of troublesOf(clinic, here)) {
      const before = here.received().length;
      await trouble.plant(at);
      for (let round = 0; round < 12; round += 1) await here.judge((at += 5 * MINUTE_MS));
      await trouble.mend(at);
      await here.judge((at += trouble.lastsMs + 5 * MINUTE_MS));
      await here.judge((at += 5 * MINUTE_MS));
      const changes = here
        .received()
        .slice(before)
        .flatMap((notice) => notice.changes);
      const told = changes.map(({ id, state }) => `${id} ${state}`).join(", ");
      checks.push(check(`planted: ${trouble.name}`, told, `${trouble.name} fail, ${trouble.name} ok`));
    }
    checks.push(...(await muted(clinic, here, at)));
    const touched = (await here.alerts.list({ clinicId: other.id, limit: 10 })).length;
    return [...checks, check("the other clinic has none", touched, 0)];
  } finally {
    await here.close();
  }
}

function slowOf(asked: "webhook" | "functions", minuteAt: number) {
  return { clinic: "planted", asked, minuteAt, requests: 20, slow: 6 };
}

/** A call that belongs to no clinic. */
const nobodys = { direction: "outbound", clinicId: null } as const;

function troublesOf(clinic: Clinic, here: Installation): readonly Trouble[] {
  const { store, database } = here;
  const { number, booking, outreach } = store.scope(clinic.id);
  const queue = new SqlJobQueue(database.fleet);
  const message = {
    id: "m1",
    callId: "call_m",
    name: null,
    phone: null,
    text: "Rappelez-moi.",
    urgency: "normal",
  } as const;
  const failing = { transcriptJson: '[{"role":"tool_call_result","successful":false}]' };
  const closed = { firstDate: today, lastDate: addDays(today, 40), fromTime: "00:00", toTime: "24:00" } as const;
  return [
    {
      // A day usually costs a dollar; this one costs twenty, until midnight in Paris.
      name: "unusual-cost-planted",
      plant: async (at) => {
        for (let back = 1; back <= 28; back += 1)
          await here.addCalls(clinic, [at - back * DAY_MS], { costCents: 100, direction: "outbound" });
        await here.addCalls(clinic, [at], { costCents: 2000, direction: "outbound" });
      },
      mend: () => Promise.resolve(),
      lastsMs: 11 * HOUR_MS,
    },
    {
      name: "unusual-cost",
      plant: (at) => here.addCalls(clinic, [at], { costCents: 900, attribution: "unknown", ...nobodys }),
      mend: () => Promise.resolve(),
      // A day in UTC, because there is no clinic whose zone would count.
      lastsMs: DAY_MS,
    },
    {
      name: "slow-webhook-planted",
      plant: (at) =>
        countSlow(database.fleet, [slowOf("webhook", at), { ...slowOf("webhook", at), clinic: "nobody" }], at),
      mend: () => Promise.resolve(),
      lastsMs: HOUR_MS,
    },
    {
      name: "slow-functions-planted",
      plant: async (at) => {
        await countSlow(database.fleet, [{ ...slowOf("functions", at), slow: 3 }], at);
        await countSlow(database.fleet, [{ ...slowOf("functions", at), slow: 3 }], at);
      },
      mend: () => Promise.resolve(),
      lastsMs: HOUR_MS,
    },
    {
      name: "unbound-number-planted",
      plant: () => number.save(numberOf(clinic, null)),
      mend: () => number.save(numberOf(clinic, "agent_1")),
      lastsMs: 0,
    },
    {
      name: "unbookable-planted",
      plant: () =>
        booking.stores.exceptions.add({ id: "away", kind: "closed", doctorId: null, reason: null, ...closed }),
      mend: async () => void (await booking.stores.exceptions.remove("away")),
      lastsMs: 0,
    },
    {
      name: "old-messages-planted",
      plant: (at) => outreach.stores.messages.add({ ...message, createdAt: at - DAY_MS, doneAt: null }),
      mend: (at) => outreach.stores.messages.update({ ...message, createdAt: at - DAY_MS, doneAt: at }),
      lastsMs: 0,
    },
    {
      name: "failing-functions-planted",
      plant: (at) => here.addCalls(clinic, [at, at + 1], failing),
      mend: () => Promise.resolve(),
      lastsMs: 3 * HOUR_MS,
    },
    {
      name: "refused-signatures",
      plant: (at) => countRefused(database.fleet, 12, at + 2 * MINUTE_MS),
      mend: () => Promise.resolve(),
      lastsMs: HOUR_MS,
    },
    {
      name: "dead-jobs",
      plant: async (at) => {
        await queue.order({ kind: "dies", key: "1", payload: "{}", dueAt: at });
        const [job] = await queue.take({ kinds: ["dies"], limit: 1, now: at, leasedUntil: at + 1 });
        if (job !== undefined) await queue.settle(job, { state: "dead", endedAt: at, lastError: "planted" });
      },
      mend: async (at) => {
        const [job] = await store.jobs.list({ state: "dead", limit: 1 });
        if (job !== undefined) await store.jobs.revive(job.id, at);
      },
      lastsMs: 0,
    },
  ];
}

/** Muted after its notice was sent; then the clinic is suspended. */
async function muted(clinic: Clinic, here: Installation, at: number): Promise<readonly Check[]> {
  const { number } = here.store.scope(clinic.id);
  await number.save(numberOf(clinic, null));
  await here.judge(at + 5 * MINUTE_MS);
  const [alert] = await here.alerts.open();
  await here.alerts.mute(alert?.id ?? "", at + 6 * MINUTE_MS);
  const before = here.received().length;
  await here.judge(at + 10 * MINUTE_MS);
  await here.store.clinics.update({ ...clinic, status: "suspended" });
  await here.judge(at + 15 * MINUTE_MS);
  const changes = here
    .received()
    .slice(before)
    .flatMap((notice) => notice.changes);
  const told = changes.map(({ state, detail }) => `${state} ${detail}`).join();
  return [check("a muted alert of a clinic that leaves: its end only", told, "ok the clinic is no longer in service")];
}
