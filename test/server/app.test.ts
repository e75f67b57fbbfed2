import { expect, test } from "vitest";
import { signBody } from "../../src/adapters/retell/signature.ts";
import { AscendiaError } from "../../src/errors.ts";
import { KEY, NOON, NUMBERS, cotonou, inboundCall, posted, signed, startApp } from "./server-fixture.ts";

const INBOUND = "/webhooks/retell/inbound";
const body = JSON.stringify(inboundCall(NUMBERS[cotonou.id]));
const good = signBody(body, KEY, NOON);
const anyText: unknown = expect.any(String);
const anyNumber: unknown = expect.any(Number);
const LIMIT = 1024 * 1024;

const SIGNED_PATHS = [
  INBOUND,
  `${INBOUND}/clinic-cotonou`,
  "/api/echo",
  "/api/retell/webhook",
  "/api/webhook/call-outcome",
];

const echo = { echo: () => Promise.resolve({ message: "echo" }) };

const FORGED = [
  { flaw: "no signature", sent: body, signature: undefined },
  { flaw: "another key", sent: body, signature: signBody(body, "key_of_somebody_else", NOON) },
  { flaw: "a stale signature", sent: body, signature: signBody(body, KEY, NOON - 300_001) },
  { flaw: "a signature of other bytes", sent: `${body} `, signature: good },
  { flaw: "no JSON and no signature", sent: "{", signature: undefined },
] as const;

test.each(SIGNED_PATHS.flatMap((path) => FORGED.map(({ flaw, sent, signature }) => ({ path, flaw, sent, signature }))))(
  "$path with $flaw is answered 401",
  async ({ path, sent, signature }) => {
    const { app } = await startApp({ functions: echo });
    const headers = signature === undefined ? {} : { "x-retell-signature": signature };
    const response = await app.request(posted(path, sent, headers));
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: "The signature is missing, wrong or older than five minutes" });
  },
);

test.each(SIGNED_PATHS)("%s accepts no malformed JSON, even if it is signed", async (path) => {
  const { app } = await startApp({ functions: echo });
  const response = await app.request(signed(path, '{"call_inbound":'));
  expect([response.status, await response.json()]).toEqual([400, { error: "The body is not JSON" }]);
});

test.each(["null", "[]", "7", '"text"', "{}", '{"call_inbound":null}', '{"call_inbound":[]}', '{"event":7}'])(
  "%s is JSON, but not what any route expects: 400 everywhere",
  async (json) => {
    const { app } = await startApp({ functions: echo });
    for (const path of SIGNED_PATHS) expect((await app.request(signed(path, json))).status).toBe(400);
  },
);

test("a body of 1 MB is read, and one byte more is refused by its declared length", async () => {
  const { app } = await startApp({ functions: echo });
  const call = JSON.stringify({ name: "echo", args: {}, call: { call_id: "call_1", to_number: NUMBERS[cotonou.id] } });
  const padded = `${call}${" ".repeat(LIMIT - call.length)}`;
  expect((await app.request(signed("/api/echo", padded))).status).toBe(200);
  const refused = posted("/api/echo", `${padded} `, {
    "content-length": String(LIMIT + 1),
    "x-retell-signature": "v=1",
  });
  expect((await app.request(refused)).status).toBe(413);
});

test("a body without a declared length is read up to 1 MB and no further", async () => {
  const { app } = await startApp();
  let sent = 0;
  let isAnswered = false;
  const endless = new ReadableStream({
    pull(controller) {
      // After the server closes the connection, fetch may read on endlessly and store everything.
      if (isAnswered) return controller.close();
      sent += 65_536;
      controller.enqueue(new Uint8Array(65_536));
    },
  });
  const response = await app.request(posted("/api/retell/webhook", endless, { "x-retell-signature": "v=1" }));
  isAnswered = true;
  expect(response.status).toBe(413);
  // The sockets' buffers add some megabytes.
  expect(sent).toBeLessThan(32 * LIMIT);
});

test.each([
  ["GET", INBOUND, 405],
  ["PUT", "/api/echo", 405],
  ["DELETE", "/api/retell/webhook", 405],
  ["POST", "/healthz", 405],
  ["POST", "/api/no-such-function", 404],
  ["GET", "/", 404],
  ["POST", `${INBOUND}/a/b`, 404],
])("%s %s is answered with %i, in JSON", async (method, path, status) => {
  const { app } = await startApp({ functions: echo });
  const response = await app.request(path, { method });
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ error: anyText });
  expect(response.headers.get("allow")).toBe(status === 405 ? (path === "/healthz" ? "GET" : "POST") : null);
});

test("a request id is returned unchanged, or replaced if it is unsafe", async () => {
  const { app } = await startApp();
  const idFor = async (sent: string) =>
    (await app.request("/healthz", { headers: { "x-request-id": sent } })).headers.get("x-request-id");
  expect(await idFor("trace-42")).toBe("trace-42");
  expect(await idFor("two words")).toBe("id-1");
  expect(await idFor("x".repeat(101))).toBe("id-2");
  expect((await app.request("/nowhere")).headers.get("x-request-id")).toBe("id-3");
});

test("a bug is answered without details, which go to the log with the request's id", async () => {
  const broken = { broken: () => Promise.reject(new TypeError("inside")) };
  const { app, log } = await startApp({ functions: broken });
  const call = { name: "broken", args: {}, call: { call_id: "call_1", to_number: NUMBERS[cotonou.id] } };
  const response = await app.request(signed("/api/broken", call));
  expect([response.status, await response.json()]).toEqual([500, { error: "Internal error", requestId: "id-1" }]);
  const told = log.lines.find(({ message }) => message === "unexpected failure");
  expect(told?.fields).toMatchObject({ requestId: "id-1" });
  expect(JSON.stringify(told)).toContain("TypeError: inside");
});

test("the server is alive without its database, but ready only with it", async () => {
  const { app } = await startApp();
  expect((await app.request("/readyz")).status).toBe(200);
  const down = await startApp({
    ready: () => Promise.reject(new AscendiaError("conflict", "The database is of another version")),
  });
  expect((await down.app.request("/healthz")).status).toBe(200);
  const response = await down.app.request("/readyz");
  expect([response.status, await response.json()]).toEqual([
    503,
    { status: "unavailable", error: "The database is of another version" },
  ]);
});

test("metrics count by route pattern and status", async () => {
  const { app } = await startApp();
  await app.request(signed(`${INBOUND}/${cotonou.id}`, body));
  await app.request(signed(`${INBOUND}/${cotonou.slug}`, body));
  await app.request(posted(`${INBOUND}/${cotonou.slug}`, body));
  await app.request("/wp-login.php");
  const response = await app.request("/metrics");
  const text = await response.text();
  const route = 'route="/webhooks/retell/inbound/:clinic"';
  expect(response.headers.get("content-type")).toContain("text/plain");
  expect(text).toContain(`ascendia_http_requests_total{${route},status="200"} 2`);
  expect(text).toContain(`ascendia_http_requests_total{${route},status="401"} 1`);
  expect(text).toContain(`ascendia_http_request_duration_seconds_count{${route}} 3`);
  expect(text).toContain(`le="+Inf"} 3`);
  expect(text).not.toContain("wp-login");
});

test("a log line contains route, status, time and clinic, and only the last digits of numbers", async () => {
  const { app, log } = await startApp();
  await app.request(signed(INBOUND, body));
  expect(log.lines).toEqual([
    {
      level: "info",
      message: "request",
      fields: {
        requestId: "id-1",
        route: INBOUND,
        status: 200,
        ms: anyNumber,
        clinic: cotonou.slug,
        callId: "call_1",
        to: "**01",
        from: "**99",
      },
    },
  ]);
});
