import { expect, test } from "vitest";
import * as z from "zod";
import { eventOfReport } from "../../src/domain/call/events/outcome-report.ts";
import { inboundCall, awa, cotonou, signed, startApp } from "./server-fixture.ts";

/** Addresses, names and payloads of the systems that this one replaces. */
const SECRET = "a-secret-of-the-installation";
const PATH = "/api/webhook/call-outcome";

const outcomes = {
  isSecret: (given: string) => given === SECRET,
  callNamed: async (id: string) => (id === "call_7" ? { callId: id, clinicId: cotonou.id } : undefined),
};

function report(body: object, secret = SECRET): Request {
  return new Request(`http://test${PATH}`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

const stored = z.object({ event: z.string(), clinicId: z.string(), body: z.string() });

async function start(more: object = { outcomes }) {
  const server = await startApp(more);
  const events = async () =>
    z
      .array(stored)
      .parse(await server.database.fleet.selectFrom("callEvents").select(["event", "clinicId", "body"]).execute());
  return { ...server, events };
}

test.each([
  [{ session_id: "call_7", status: "completed", appointment_action: "confirmed" }, "call_analyzed", "confirmed"],
  [{ session_id: "call_7", status: "completed", outcome: "Cancel" }, "call_analyzed", "cancelled"],
  [{ call_id: "call_7", status: "completed", outcome: "rescheduled" }, "call_analyzed", "rescheduled"],
  [{ session_id: "call_7", status: "completed" }, "call_ended", "user_hangup"],
  [{ session_id: "call_7", status: "completed", appointment_action: null, outcome: "" }, "call_ended", "user_hangup"],
  [{ session_id: null, call_id: "call_7", status: "completed", outcome: null }, "call_ended", "user_hangup"],
  [{ session_id: "", call_id: "call_7", status: null, outcome: "confirmed" }, "call_analyzed", "confirmed"],
  [{ session_id: "call_7", status: "no-answer" }, "call_analyzed", "dial_no_answer"],
  [{ session_id: "call_7", status: "voicemail" }, "call_analyzed", "voicemail_reached"],
])("an outcome report %j counts as Retell's event", async (body, event, word) => {
  const { app, events } = await start();
  const answer = await app.request(report(body));
  expect([answer.status, await answer.json()]).toEqual([200, { status: "received" }]);
  const [only, ...others] = await events();
  expect(others).toEqual([]);
  expect(only).toMatchObject({ event, clinicId: cotonou.id });
  expect(only?.body).toContain(word);
  await app.request(report(body));
  expect(await events()).toHaveLength(1);
});

test("a report without the secret, about an unknown call or with unknown words changes nothing", async () => {
  const { app, events } = await start();
  const good = { session_id: "call_7", status: "completed", appointment_action: "confirmed" };
  expect((await app.request(report(good, "another-secret-altogether"))).status).toBe(401);
  expect((await app.request(report({ ...good, session_id: "call_8" }))).status).toBe(404);
  expect((await app.request(report({ status: "completed", outcome: "confirmed" }))).status).toBe(400);
  expect((await app.request(report({ ...good, appointment_action: "perhaps" }))).status).toBe(400);
  expect((await app.request(report({ ...good, appointment_action: "constructor" }))).status).toBe(400);
  expect(await (await app.request(report({ session_id: "call_7", status: "ringing" }))).json()).toEqual({
    status: "received",
  });
  const closed = await start({});
  expect((await closed.app.request(report(good))).status).toBe(401);
  expect([...(await events()), ...(await closed.events())]).toEqual([]);
});

test("a report says who decided what, even if it says it twice", () => {
  const call = { callId: "call_7", clinicId: cotonou.id };
  expect(eventOfReport({ status: "confirmed", outcome: "completed" }, call)).toMatchObject({
    event: "call_analyzed",
    call: { call_status: "ended", metadata: { clinic_id: cotonou.id } },
  });
});

test("the older inbound path answers like the new one, by path and by number", async () => {
  const { app } = await start();
  for (const path of ["/api/retell/inbound", `/api/retell/inbound/${cotonou.slug}`]) {
    const answer = await app.request(signed(path, inboundCall("+2290197000001")));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ call_inbound: { dynamic_variables: { clinic_id: cotonou.id } } });
  }
  const unknown = await app.request(signed("/api/retell/inbound/nobody", inboundCall()));
  expect([unknown.status, await unknown.json()]).toEqual([404, { error: "Clinic not found" }]);
});

test("check_doctor_availability is check_availability, only at its own path", async () => {
  const functions = { check_availability: async () => ({ message: "none", available_slots: [], available: "false" }) };
  const { app } = await start({ functions });
  const call = { call_id: "call_1", to_number: "+2290197000001" };
  const body = { name: "check_doctor_availability", args: { doctor_id: awa.id }, call };
  expect((await app.request(signed("/api/check-doctor-availability", body))).status).toBe(200);
  expect((await app.request(signed("/api/check-availability", body))).status).toBe(400);
});
