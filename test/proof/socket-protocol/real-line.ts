import { array, constantFrom, sample } from "fast-check";
import { v7 } from "uuid";
import { sqlClinicRevisions } from "../../../src/adapters/sql/clinics/clinic-stores.ts";
import { newDatabase } from "../../../src/adapters/sql/migrations/new-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { systemClock } from "../../../src/adapters/system/clock.ts";
import { startServerOn } from "../../../src/composition/server.ts";
import { addDays } from "../../../src/domain/time/wall-date.ts";
import { dateAt } from "../../../src/domain/time/zoned-time.ts";
import { type Calling, RetellCaller } from "../../fakes/retell-caller.ts";
import { sentencesOf } from "../socket-load/booking-talk.ts";
import {
  type LoadClinic,
  LOAD_SECRET,
  ZONE,
  fillLoadClinics,
  loadClinics,
  openLoadSockets,
} from "../socket-load/clinics.ts";
import type { Tally } from "./tally.ts";

/** What happens before a sentence is answered. */
const disturbances = ["none", "none", "reconnect", "dropped", "extended", "repeated", "flood", "ping"] as const;
type Disturbance = (typeof disturbances)[number];

interface RealCalls {
  readonly calls: number;
  readonly seed: number;
}

/**
 * Whole bookings with the master flow over real sockets, disturbed before any sentence; each must still book exactly
 * once.
 */
export async function playOverSocket({ calls, seed }: RealCalls, tally: Tally): Promise<number> {
  const database = await newDatabase();
  const store = sqlStore(database);
  await fillLoadClinics(store);
  await openLoadSockets(database);
  const installation = { database, revisions: sqlClinicRevisions(database), clock: systemClock, newId: v7 };
  const address = { host: "127.0.0.1", port: 0 };
  const server = await startServerOn(installation, { keys: ["key"], logLevel: "silent", address, live: true });
  const plans = sample(array(constantFrom(...disturbances), { minLength: 8, maxLength: 8 }), {
    numRuns: calls,
    seed,
  });
  try {
    for (let from = 0; from < calls; from += 20) {
      const some = plans.slice(from, from + 20);
      await Promise.all(
        some.map(async (plan, index) => {
          const clinic = loadClinics[index];
          if (clinic === undefined) throw new RangeError("twenty clinics");
          const number = String(from / 20).padStart(4, "0");
          const callId = `call_${clinic.slug}_${number}`;
          await bookDisturbed(
            { clinic, callId, day: from / 20, plan },
            `${server.url.replace("http", "ws")}/llm-websocket`,
            tally,
          );
          const rows = await store.scope(clinic.id).booking.stores.appointments.ofCall(callId);
          tally.check("a disturbed call books exactly once", rows.length === 1, () => JSON.stringify(plan));
        }),
      );
    }
  } finally {
    await server.close(0, 0);
    await database.close();
  }
  return calls;
}

interface Disturbed {
  readonly clinic: LoadClinic;
  readonly callId: string;
  readonly day: number;
  readonly plan: readonly Disturbance[];
}

async function bookDisturbed({ clinic, callId, day, plan }: Disturbed, address: string, tally: Tally): Promise<void> {
  const [doctor] = clinic.doctors;
  if (doctor === undefined) throw new RangeError("a clinic has doctors");
  const date = addDays(addDays(dateAt(Date.now(), ZONE), 2), day);
  // Each call has a different line, because bookings per line and day are limited.
  const from_number = `+229019500${callId.slice(-4)}`;
  const details = { agent_id: `agent_${clinic.slug}`, from_number, to_number: clinic.number };
  const dialling: Calling = { address: `${address}/${clinic.slug}/${LOAD_SECRET}`, callId, details };
  const dial = (after?: RetellCaller) => RetellCaller.dial({ ...dialling, ...(after !== undefined && { after }) });
  const example = (): string => JSON.stringify(plan);
  let caller = await dial();
  tally.check(
    "over a real socket the clinic's greeting comes first",
    (await caller.greeting).includes(clinic.marks[0] ?? ""),
    example,
  );
  let isOver = false;
  for (const [index, sentence] of sentencesOf({ clinic, doctor, date, callId }).entries()) {
    const disturbance = plan[index] ?? "none";
    if (disturbance === "reconnect" || disturbance === "dropped") {
      if (disturbance === "dropped") caller.drop();
      else {
        caller.hangUp();
        await caller.closed;
      }
      const former = caller;
      caller = await dial(former);
      tally.check("over a real socket who reconnects is not greeted again", (await caller.greeting) === "", example);
    }
    const said = await saidWith(disturbance, sentence, caller);
    tally.check("over a real socket every sentence is answered with words", said.text !== "", example);
    isOver = said.last.end_call === true;
  }
  tally.check("over a real socket the server says goodbye and hangs up", isOver, example);
  const stale = caller.frames.filter(({ response_id: id }, at) =>
    caller.frames.slice(0, at).some(({ response_id: before = -1 }) => id !== undefined && before > id),
  );
  tally.check("over a real socket no id comes after a newer one", stale.length === 0, example);
  caller.hangUp();
  await caller.closed;
}

async function saidWith(disturbance: Disturbance, sentence: string, caller: RetellCaller) {
  if (disturbance === "extended") {
    // The caller keeps speaking while the brain works on the first words.
    caller.transcript.push({ role: "user", content: sentence.slice(0, Math.ceil(sentence.length / 2)) });
    caller.ask();
    caller.transcript.pop();
  }
  if (disturbance === "repeated") {
    caller.transcript.push({ role: "user", content: sentence });
    caller.ask();
    caller.transcript.pop();
  }
  if (disturbance === "flood") {
    for (let sent = 0; sent < 50; sent += 1)
      caller.send({ interaction_type: "update_only", transcript: caller.transcript });
  }
  if (disturbance === "ping") caller.send({ interaction_type: "ping_pong", timestamp: 1 });
  return caller.say(sentence);
}
