import { sqlAttemptTraffic } from "../../../../src/adapters/sql/outreach/attempt-stores.ts";
import { sqlStore } from "../../../../src/adapters/sql/store.ts";
import { readCallerFacts } from "../../../../src/domain/call/line/caller-variables.ts";
import { type AttemptPorts, Pacer } from "../../../../src/domain/outreach/attempts/attempt-ports.ts";
import type { CallAttempt } from "../../../../src/domain/outreach/attempt.ts";
import { placeAttempt } from "../../../../src/domain/outreach/attempts/place-attempt.ts";
import type { Contact } from "../../../../src/domain/outreach/contact.ts";
import { defaultPolicy } from "../../../../src/domain/outreach/policy.ts";
import { FakeCallPlatform } from "../../../fakes/call-platform.ts";
import { SettableTime } from "../../../fakes/settable-time.ts";
import { addClinic, awa, cotonou, openTestDatabase } from "../../../server/server-fixture.ts";

export const hour = 3_600_000;

/** A Monday, 10:00 in Cotonou. */
export const monday = Date.UTC(2026, 10, 23, 9);

const phrases = {
  fr: { greeting: "Bonjour.", goodbye: "Au revoir.", reminder_greeting: "Bonjour.", reminder_goodbye: "Au revoir." },
  en: { greeting: "Hello.", goodbye: "Goodbye.", reminder_greeting: "Hello.", reminder_goodbye: "Goodbye." },
  es: {
    greeting: "Buen día.",
    goodbye: "Hasta luego.",
    reminder_greeting: "Buen día.",
    reminder_goodbye: "Hasta luego.",
  },
};

export const contact: Contact = {
  id: "contact-1",
  name: "Awa Test",
  phone: "+2290197000077",
  language: "fr",
  timezone: null,
  appointmentId: null,
  appointmentAt: monday + 24 * hour,
  appointmentType: "Détartrage",
  provider: "Dr. Bo Test",
  instructions: null,
  email: null,
  consent: true,
  consentBasis: "stated",
  state: "open",
  followUp: null,
  followUpAt: null,
  createdAt: monday,
  updatedAt: monday,
};

export const dial: CallAttempt = {
  id: "dial-0001",
  contactId: contact.id,
  state: "planned",
  key: "reminder:contact-1:1440",
  dueAt: monday,
  attempt: 1,
  about: null,
  forced: null,
  requestedAt: null,
  callId: null,
  reason: null,
  outcome: null,
  endedAt: null,
  createdAt: monday,
  updatedAt: monday,
};

/** A clinic with a number, a contact and a due attempt, on real stores, with a Retell that remembers. */
export async function stage(
  changes: { readonly dial?: Partial<CallAttempt>; readonly contact?: Partial<Contact> } = {},
) {
  const database = await openTestDatabase();
  const store = sqlStore(database);
  await addClinic(store, cotonou, [awa]);
  const scope = store.scope(cotonou.id);
  const outreach = scope.outreach;
  const [number] = [await scope.number.find()];
  if (number !== undefined) await scope.number.save({ ...number, agentId: "agent_1", agentVersion: 3 });
  await outreach.stores.policy.save({ ...defaultPolicy, enabled: true });
  await outreach.stores.contacts.add({ ...contact, ...changes.contact });
  await outreach.stores.dials.add({ ...dial, ...changes.dial });
  const time = new SettableTime(monday);
  const calls = new FakeCallPlatform();
  const traffic = sqlAttemptTraffic(database.fleet, null);
  const taken: string[] = [];
  const limits = { outboundLines: null, reservedLines: null, callsPerSecond: 5 };
  const ports: AttemptPorts = {
    clinic: cotonou,
    database: outreach,
    holidays: { ofYear: () => Promise.resolve([]) },
    isRetellNumber: () => Promise.resolve(false),
    fleetPause: { find: () => Promise.resolve(undefined) },
    clock: time,
    newId: () => "id",
    calls,
    pacer: new Pacer({ traffic, calls, clock: time }, limits),
    callerFacts: () => readCallerFacts(cotonou, store, time.now()),
    voices: { fr: "11labs-Marie" },
    phrases,
    takeEvent: (body) => Promise.resolve(void taken.push(body)),
  };
  return {
    ports,
    taken,
    time,
    calls,
    store,
    outreach,
    place: () => placeAttempt(dial.id, ports),
    stored: async () => await outreach.stores.dials.find(dial.id),
    change: async (fields: Partial<CallAttempt>) => {
      const present = await outreach.stores.dials.find(dial.id);
      await outreach.stores.dials.update({ ...dial, ...present, ...fields });
    },
  };
}
