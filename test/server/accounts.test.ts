import { describe, expect, test } from "vitest";
import { signBody } from "../../src/adapters/retell/signature.ts";
import { KEY, NOON, NORTH_KEY, NUMBERS, austin, cotonou, inboundCall, posted, startApp } from "./server-fixture.ts";

/** Cotonou has its own account; Austin uses the installation's. */
async function installation() {
  const ran: string[] = [];
  const functions = {
    get_doctors: async ({ clinic }: { readonly clinic: { readonly slug: string } }) => {
      ran.push(clinic.slug);
      return { message: "Awa Test", doctors: [] };
    },
  };
  const { app, store, database } = await startApp({ functions });
  await store.clinics.update({ ...cotonou, retell: { account: "NORTH", agentId: "agent_north", agentVersion: 2 } });
  const send = async (path: string, body: unknown, key: string) => {
    const raw = JSON.stringify(body);
    return (await app.request(posted(path, raw, { "x-retell-signature": signBody(raw, key, NOON) }))).status;
  };
  return { send, store, database, ran };
}

const callOf = (clinicId: string) => ({
  call_id: `call_${clinicId}`,
  direction: "inbound",
  to_number: NUMBERS[clinicId],
  retell_llm_dynamic_variables: { clinic_id: clinicId },
});

const requests = {
  "an inbound call by path": (id: string) => [`/webhooks/retell/inbound/${id}`, inboundCall(NUMBERS[id])],
  "an inbound call by number": (id: string) => ["/webhooks/retell/inbound", inboundCall(NUMBERS[id])],
  "an event": (id: string) => ["/api/retell/webhook", { event: "call_ended", call: callOf(id) }],
  "an outcome": (id: string) => ["/api/webhook/call-outcome", { event: "call_analyzed", call: callOf(id) }],
  "a function": (id: string) => ["/api/get-doctors", { name: "get_doctors", args: {}, call: callOf(id) }],
} as const satisfies Readonly<Record<string, (id: string) => readonly [string, unknown]>>;

describe.each(Object.entries(requests))("%s", (_, request) => {
  test.each([
    ["of the clinic with an account, under that account's key", cotonou.id, NORTH_KEY, 200],
    ["of the clinic with an account, under the installation's key", cotonou.id, KEY, 401],
    ["of the clinic without an account, under the installation's key", austin.id, KEY, 200],
    ["of the clinic without an account, under another account's key", austin.id, NORTH_KEY, 401],
    ["under a key of nobody", austin.id, "key_of_nobody", 401],
  ])("%s", async (_case, clinicId, key, status) => {
    const { send } = await installation();
    const [path, body] = request(clinicId);
    expect(await send(path, body, key)).toBe(status);
    // The second answer comes from memory.
    expect(await send(path, body, key)).toBe(status);
  });
});

test("a request signed by another account leaves no trace", async () => {
  const { send, store, ran } = await installation();
  await send("/api/retell/webhook", { event: "call_ended", call: callOf(cotonou.id) }, KEY);
  await send("/api/get-doctors", { name: "get_doctors", args: {}, call: callOf(austin.id) }, NORTH_KEY);
  expect(await store.events.list({ limit: 10 })).toEqual([]);
  expect(ran).toEqual([]);
});

test("a clinic that returns to the installation's account accepts its key again", async () => {
  const { send, store } = await installation();
  const [path, body] = requests["an inbound call by number"](cotonou.id);
  expect(await send(path, body, NORTH_KEY)).toBe(200);
  await store.clinics.update(cotonou);
  expect(await send(path, body, NORTH_KEY)).toBe(401);
  expect(await send(path, body, KEY)).toBe(200);
});
