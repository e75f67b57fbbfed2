import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { clientAddress, isOtherSite } from "../../../src/server/llm-socket/door.ts";
import { SOCKET_LIMITS } from "../../../src/server/llm-socket/open-calls.ts";
import type { LiveCalls } from "../../../src/server/llm-socket/ports.ts";
import type { RetellCaller } from "../../fakes/retell-caller.ts";
import { NUMBERS, austin, cotonou } from "../server-fixture.ts";
import { SECRET, startSocket } from "./socket-fixture.ts";

interface Refused {
  readonly status: number;
  readonly body: string;
}

/** The server's answer instead of an upgrade. */
function refusal(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Refused | "open"> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    onTestFinished(() => socket.terminate());
    socket.on("open", () => resolve("open"));
    socket.on("error", reject);
    socket.on("unexpected-response", (_request, response) => {
      let body = "";
      response.on("data", (chunk) => (body += String(chunk)));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    });
  });
}

test("a clinic without socket calls answers exactly like an unknown name", async () => {
  const { address, sockets, log } = await startSocket();
  await sockets.setKey(austin.id, null);
  const unknown = await refusal(`${address}/no-such-clinic/${SECRET}/call_1`);
  expect(unknown).toMatchObject({ status: 404 });
  for (const name of [austin.slug, austin.id]) {
    expect(await refusal(`${address}/${name}/${SECRET}/call_1`)).toEqual(unknown);
    expect(await refusal(`${address}/${name}/call_1`)).toEqual(unknown);
  }
  expect(log.text()).toContain("clinic:socket-url");
});

test("web pages of other sites are refused, even with the secret", async () => {
  const { address } = await startSocket({ publicUrl: "https://voice.example.com" });
  const url = `${address}/${cotonou.slug}/${SECRET}/call_1`;
  expect(await refusal(url, { origin: "https://evil.example" })).toMatchObject({ status: 403 });
  expect(await refusal(url, { origin: "https://voice.example.com" })).toBe("open");
});

test("wrong secrets are refused ever more slowly, and the right one is accepted at once", async () => {
  const waits: number[] = [];
  const { address, server } = await startSocket({
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
  });
  for (let guess = 0; guess < 9; guess += 1) {
    const url = `${address}/${cotonou.slug}/guess-${guess}/call_1`;
    expect(await refusal(url)).toMatchObject({ status: 401 });
  }
  expect(waits).toEqual([100, 200, 400, 800, 1600, 2000]);
  expect(await refusal(`${address}/${cotonou.slug}/${SECRET}/call_1`)).toBe("open");
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toContain("ascendia_socket_guesses_total 9\n");
});

test("an address that opens too many connections is refused for a while", async () => {
  const { address } = await startSocket();
  const statuses: unknown[] = [];
  for (let begun = 0; begun < 12; begun += 1) {
    const some = Array.from({ length: 50 }, () => refusal(`${address}/..%2f/x`));
    statuses.push(...(await Promise.all(some)).map((each) => (each === "open" ? 101 : each.status)));
  }
  expect(new Set(statuses)).toEqual(new Set([400, 429]));
});

test("a running call is not taken over, but one whose line is lost is", async () => {
  const { dial } = await startSocket();
  const first = await dial(cotonou.slug, "call_1");
  await first.greeting;
  await expect(dial(cotonou.slug, "call_1")).rejects.toThrow("HTTP 409");
  expect((await first.say("Bonjour, je voudrais un rendez-vous avec un médecin.")).text).not.toBe("");
  first.drop();
  const second = await dial(cotonou.slug, "call_1", { after: first });
  expect(await second.greeting).toBe("");
});

const underWay = {
  call_id: "call_1",
  call_type: "phone_call",
  call_status: "ongoing",
  direction: "inbound",
  agent_id: "agent_own",
  from_number: "+2290197000077",
  to_number: NUMBERS[cotonou.id],
};

function live(call: object | undefined, more: Partial<LiveCalls> = {}) {
  const asked: string[] = [];
  const calls: LiveCalls = {
    askForCall: async (callId) => {
      asked.push(callId);
      return call === undefined ? undefined : { ...call };
    },
    agentsOf: async () => ["agent_own"],
    hasModel: () => true,
    ...more,
  };
  return { calls, asked };
}

const ASKED = [
  "Bonjour, je voudrais un rendez-vous avec un médecin.",
  "Avec le docteur Awa Test, s'il vous plaît.",
  "Plutôt le lundi 30 novembre.",
] as const;

test("in live mode Retell confirms the call before the first function, once for all its connections", async () => {
  const { calls, asked } = live(underWay);
  const { dial } = await startSocket({ live: calls });
  // The peer's own statement about its call would be refused if it counted.
  const caller = await dial(cotonou.slug, "call_1", { details: { to_number: NUMBERS[austin.id] } });
  await caller.greeting;
  const said = [];
  for (const sentence of ASKED) said.push((await caller.say(sentence)).text);
  expect(said.at(-1)).toContain("peut vous recevoir");
  caller.drop();
  const again = await dial(cotonou.slug, "call_1", { after: caller });
  await again.greeting;
  expect((await again.say("Je prends 9 heures.")).text).not.toBe("");
  expect(asked).toEqual(["call_1"]);
});

test.each([
  ["is not known to Retell", undefined],
  ["is over", { ...underWay, call_status: "ended" }],
  ["is another agent's", { ...underWay, agent_id: "agent_other" }],
  ["is held on another number", { ...underWay, to_number: "+14155550155" }],
  ["has no number", { ...underWay, to_number: undefined }],
  ["is another call", { ...underWay, call_id: "call_2" }],
])("in live mode a call that %s is ended before it reaches any data", async (_, call) => {
  const { calls } = live(call);
  const { dial, store } = await startSocket({ live: calls, wait: async () => {} });
  const caller = await dial(cotonou.slug, "call_1");
  await caller.greeting;
  const said = [];
  for (const sentence of ASKED) said.push((await caller.say(sentence)).text);
  expect(said.at(-1)).toContain("Nous ne pouvons pas prendre votre appel sur cette ligne");
  expect(await store.scope(cotonou.id).booking.stores.appointments.ofCall("call_1")).toEqual([]);
});

test("in live mode unconfirmed calls give up their places to confirmed ones", async () => {
  const refused = new Set(["call_1", "call_2"]);
  const { calls } = live(undefined, {
    askForCall: (call_id) => {
      if (call_id === "call_0") return new Promise(() => {});
      return Promise.resolve(refused.has(call_id) ? undefined : { ...underWay, call_id });
    },
  });
  const limits = { ...SOCKET_LIMITS, callsPerClinic: 3, unconfirmed: 2 };
  const { dial } = await startSocket({ live: calls, limits, wait: async () => {} });
  const asked = await dial(cotonou.slug, "call_0");
  const first = await dial(cotonou.slug, "call_1");
  await heardEnd(first);
  const second = await dial(cotonou.slug, "call_2");
  await heardEnd(second);
  const rightful = await dial(cotonou.slug, "call_3");
  expect(await rightful.greeting).toContain(cotonou.name);
  expect((await first.closed).code).toBe(1000);
  expect(await (await dial(cotonou.slug, "call_4")).greeting).toContain(cotonou.name);
  expect((await second.closed).code).toBe(1000);
  expect((await (await dial(cotonou.slug, "call_5")).closed).code).toBe(1013);
  asked.drop();
});

/** Waits until the caller has heard that the line is not the clinic's. */
async function heardEnd(caller: RetellCaller): Promise<void> {
  await caller.greeting;
  await caller.say("Bonjour.");
}

test("in live mode no call is accepted without a language model, and the log says what to set", async () => {
  const { calls } = live(underWay, { hasModel: () => false });
  const { dial, log } = await startSocket({ live: calls });
  await expect(dial(cotonou.slug, "call_1")).rejects.toThrow("HTTP 503");
  expect(log.text()).toContain("no language model is configured");
  expect(log.text()).toContain("ASCENDIA_MODEL");
});

test("a call that has used up its turns is transferred", async () => {
  const { dial } = await startSocket({ callLimits: { turns: 2, tokens: 1000 } });
  const caller = await dial(cotonou.slug, "call_1");
  await caller.greeting;
  await caller.say("Bonjour.");
  await caller.say("Bonjour.");
  expect((await caller.say("Bonjour.")).last.transfer_number).toBe(cotonou.transferNumber);
});

test.each([
  ["203.0.113.9", undefined, "203.0.113.9"],
  ["203.0.113.9", "198.51.100.1", "203.0.113.9"],
  ["127.0.0.1", "198.51.100.1, 198.51.100.2", "198.51.100.2"],
  ["::ffff:10.0.0.4", "2001:db8::1", "2001:db8::1"],
  ["127.0.0.1", "unknown", "127.0.0.1"],
])("a client at %s with X-Forwarded-For %s has the address %s", (remoteAddress, forwarded, address) => {
  const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  // Only these two fields of a request are used.
  const request = { socket: { remoteAddress }, headers };
  expect(clientAddress(request)).toBe(address);
});

test.each([
  [undefined, null, false],
  ["https://voice.example.com", "https://voice.example.com", false],
  ["https://voice.example.com", "https://voice.example.com/below", false],
  ["http://voice.example.com", "https://voice.example.com", true],
  ["null", "https://voice.example.com", true],
  ["http://localhost:3000", null, true],
])("Origin %s at %s is foreign: %s", (origin, publicUrl, expected) => {
  expect(isOtherSite(origin, publicUrl)).toBe(expected);
});
