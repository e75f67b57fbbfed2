import { array, assert, asyncProperty, constantFrom, integer } from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import type { CallerFactsStore } from "../../../src/domain/call/line/caller-variables.ts";
import { InboundReplies, replyOfClinic, replyOfNumber } from "../../../src/domain/call/line/inbound-reply.ts";
import type { InboundReply } from "../../../src/domain/call/kept/reply-record.ts";
import type { Clinic } from "../../../src/domain/clinic/clinic.ts";
import { closedAllWeek } from "../../../src/domain/clinic/opening-hours.ts";
import { testClinic } from "../../fakes/test-clinic.ts";

const answerSchema = z.object({
  dynamic_variables: z.record(z.string(), z.string()),
  agent_override: z.object({ agent: z.record(z.string(), z.unknown()) }),
});

const bodySchema = z.object({ call_inbound: answerSchema.optional(), chat_inbound: answerSchema.optional() });

function heardFrom(body: Uint8Array | undefined) {
  return bodySchema.parse(JSON.parse(new TextDecoder().decode(body)));
}

function callAnswer(reply: InboundReply | undefined, now: number) {
  return heardFrom(reply?.answer.forCallAt(now)).call_inbound;
}

const NOON = Date.UTC(2026, 10, 21, 12);

function clinicNamed(id: string): Clinic {
  return testClinic({
    id,
    slug: `${id}-slug`,
    name: id,
    address: "1 Test Street",
    country: "US",
    timezone: "America/Chicago",
    language: "en",
    ownerEmail: "owner@example.com",
  });
}

/** A fleet that counts how often it is read, and whose revisions change on `write`. */
class RememberingFleet implements CallerFactsStore {
  readonly found = new Map(["a", "b", "c"].map((id) => [id, clinicNamed(id)]));
  readonly revisionOf = new Map<string, number>();
  reads = 0;
  looks = 0;
  mark = 0;

  readonly clinics = {
    find: async (name: string) => {
      this.reads += 1;
      return [...this.found.values()].find(({ id, slug }) => id === name || slug === name);
    },
    findByNumber: async () => this.found.get("a"),
  };

  readonly revisions = {
    writeMark: () => this.mark,
    of: async (id: string) => {
      this.looks += 1;
      return this.revisionOf.get(id) ?? 0;
    },
  };

  scope() {
    return {
      callerRecords: {
        read: async () => ({
          phoneNumber: null,
          doctors: [],
          hours: closedAllWeek,
          periods: [],
          exceptions: [],
          holidays: null,
          phrases: [],
          suspension: undefined,
          types: 0,
        }),
      },
    };
  }

  /** Simulates a write by anyone, about the clinic if one is given. */
  write(clinic?: Clinic): void {
    this.mark += 1;
    if (clinic === undefined) return;
    this.found.set(clinic.id, clinic);
    this.revisionOf.set(clinic.id, (this.revisionOf.get(clinic.id) ?? 0) + 1);
  }
}

function start(capacityBytes?: number) {
  const fleet = new RememberingFleet();
  const clock = { time: NOON, now: () => clock.time };
  const speech = { phrases: { fr: {}, en: {}, es: {} }, voices: { en: "voice-en" } };
  const cards = new InboundReplies({ store: fleet, revisions: fleet.revisions, speech, clock }, capacityBytes);
  const variable = async (key: Parameters<InboundReplies["find"]>[0], name: string) => {
    const card = await cards.find(key);
    return callAnswer(card, clock.time)?.dynamic_variables[name];
  };
  return { fleet, cards, clock, variable };
}

test("a cached reply is found at once, and costs no query while nobody writes", async () => {
  const { fleet, cards } = start();
  expect(cards.atHand(replyOfClinic("a"))).toBeUndefined();
  const card = await cards.find(replyOfClinic("a"));
  const { reads, looks } = fleet;
  expect(cards.atHand(replyOfClinic("a"))).toBe(card);
  expect(await cards.find(replyOfClinic("a"))).toBe(card);
  expect([fleet.reads, fleet.looks]).toEqual([reads, looks]);
});

test("a write about something else costs one look at the revision and no read", async () => {
  const { fleet, cards } = start();
  const card = await cards.find(replyOfClinic("a"));
  const { reads, looks } = fleet;
  fleet.write(clinicNamed("b"));
  expect(cards.atHand(replyOfClinic("a"))).toBeUndefined();
  expect(await cards.find(replyOfClinic("a"))).toBe(card);
  expect(cards.atHand(replyOfClinic("a"))).toBe(card);
  expect([fleet.reads, fleet.looks]).toEqual([reads, looks + 1]);
});

test("a write about the clinic rebuilds its reply, under each of its keys", async () => {
  const { fleet, variable } = start();
  const keys = [replyOfClinic("a"), replyOfClinic("a-slug"), replyOfNumber("+14155550101")];
  for (const key of keys) expect(await variable(key, "clinic_name")).toBe("a");
  fleet.write({ ...clinicNamed("a"), name: "renamed" });
  for (const key of keys) expect(await variable(key, "clinic_name")).toBe("renamed");
});

test("a reply expires at the end of the clinic's day", async () => {
  const { clock, cards, variable } = start();
  expect(await variable(replyOfClinic("a"), "today_spoken")).toBe("Saturday, November 21, 2026");
  clock.time = Date.UTC(2026, 10, 22, 6);
  expect(cards.atHand(replyOfClinic("a"))).toBeUndefined();
  expect(await variable(replyOfClinic("a"), "today_spoken")).toBe("Sunday, November 22, 2026");
});

test("the local time is right at every call and costs no other read", async () => {
  const { cards, clock, fleet } = start();
  const key = replyOfClinic("a");
  const first = await cards.find(key);
  const { reads } = fleet;
  const heard = (): unknown => {
    const reply = cards.atHand(key);
    if (reply === undefined) throw new Error("not at hand");
    return callAnswer(reply, clock.time)?.dynamic_variables["local_time"];
  };
  expect(first?.expiresAt).toBeGreaterThan(clock.time + 61 * 60_000);
  const shown = (): string =>
    new Date(clock.time).toLocaleTimeString("en-GB", {
      timeZone: "America/Chicago",
      hour: "2-digit",
      minute: "2-digit",
    });
  for (const minutes of [0, 1, 60]) {
    clock.time += minutes * 60_000;
    expect(heard()).toBe(shown());
  }
  expect(fleet.reads).toBe(reads);
});

test("a write while the reply is being built is noticed at the next call", async () => {
  const { fleet, cards, variable } = start();
  const making = cards.find(replyOfClinic("a"));
  fleet.write({ ...clinicNamed("a"), name: "renamed" });
  await making;
  expect(cards.atHand(replyOfClinic("a"))).toBeUndefined();
  expect(await variable(replyOfClinic("a"), "clinic_name")).toBe("renamed");
});

test("beyond the replies at hand, replies are kept as records and still answer the same", async () => {
  const { fleet, cards, clock, variable } = start(RECORDS_ONLY);
  const first = await cards.find(replyOfClinic("a"));
  for (const id of ["b", "c"]) await cards.find(replyOfClinic(id));
  const { reads } = fleet;
  const again = cards.atHand(replyOfClinic("a"));
  expect(again).not.toBe(first);
  expect({ ...again, answer: null }).toEqual({ ...first, answer: null });
  expect(again?.answer.forCallAt(clock.time)).toEqual(first?.answer.forCallAt(clock.time));
  clock.time += 90_000;
  for (const id of ["a", "b", "c", "a"]) {
    expect(cards.atHand(replyOfClinic(id))?.slug).toBe(`${id}-slug`);
    expect(await variable(replyOfClinic(id), "clinic_name")).toBe(id);
    expect(await variable(replyOfClinic(id), "local_time")).toBe("06:01");
  }
  expect(fleet.reads).toBe(reads);
  expect(callAnswer(first, clock.time)?.dynamic_variables["clinic_name"]).toBe("a");
});

test("a record is checked after a write, and then valid until the next", async () => {
  const { fleet, cards } = start(RECORDS_ONLY);
  for (const id of ["a", "b"]) await cards.find(replyOfClinic(id));
  fleet.write(clinicNamed("b"));
  const { reads, looks } = fleet;
  expect(cards.atHand(replyOfClinic("a"))).toBeUndefined();
  await cards.find(replyOfClinic("a"));
  expect(cards.atHand(replyOfClinic("a"))?.clinicId).toBe("a");
  expect([fleet.reads, fleet.looks]).toEqual([reads, looks + 1]);
});

/** Too little for any reply at hand, but enough for records. */
const RECORDS_ONLY = 12_000;

test("without room for records, the least recently called clinics are read again", async () => {
  const { cards } = start(1);
  for (const id of ["a", "b", "c"]) await cards.find(replyOfClinic(id));
  expect(["a", "b"].map((id) => cards.atHand(replyOfClinic(id)))).toEqual([undefined, undefined]);
});

test("with room for a few replies, calls of many clinics get the same answers as with room for all", async () => {
  const ids = ["a", "b", "c"];
  const room = await roomFor(2);
  await assert(
    asyncProperty(array(constantFrom(...ids)), integer({ min: 0, max: room }), async (called, bytes) => {
      const { cards, clock } = start(bytes);
      for (const id of called) {
        clock.time += 45_000;
        const heard = callAnswer(await cards.find(replyOfClinic(id)), clock.time)?.dynamic_variables;
        expect([heard?.["clinic_name"], heard?.["local_time"]]).toEqual([id, clockIn("America/Chicago", clock.time)]);
      }
    }),
  );
});

/** The capacity for this many replies, including each one's overhead. */
async function roomFor(replies: number): Promise<number> {
  const one = await start().cards.find(replyOfClinic("a"));
  return ((one?.answer.bytes.byteLength ?? 0) + 500) * replies;
}

function clockIn(timeZone: string, at: number): string {
  return new Date(at).toLocaleTimeString("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
}

test("a language with its own voice is spoken in it", async () => {
  const card = await start().cards.find(replyOfClinic("a"));
  expect(callAnswer(card, NOON)?.agent_override).toMatchObject({
    agent: { language: "en-US", voice_id: "voice-en" },
  });
});

test("the calls of one minute share an answer's bytes; the next minute does not change them", async () => {
  const card = await start().cards.find(replyOfClinic("a"));
  const [first, same] = [0, 59_999].map((later) => card?.answer.forCallAt(NOON + later));
  expect(same).toBe(first);
  const before = Uint8Array.from(first ?? []);
  const next = callAnswer(card, NOON + 60_000)?.dynamic_variables;
  expect(first).toEqual(before);
  expect(next?.["local_time"]).toBe("06:01");
});

test("a chat gets the same answer as a call", async () => {
  const card = await start().cards.find(replyOfClinic("a"));
  const chat = heardFrom(card?.answer.forChatAt(NOON));
  expect(chat.chat_inbound).toEqual(callAnswer(card, NOON));
  expect(chat.call_inbound).toBeUndefined();
});
