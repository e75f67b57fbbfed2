import { createServer } from "node:http";
import { connect } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { signBody } from "../../src/adapters/retell/signature.ts";
import { type RunningServer, listen } from "../../src/server/listen.ts";
import type { ServerPorts } from "../../src/server/ports.ts";
import { KEY, NOON, NUMBERS, RememberedLog, cotonou, inboundCall, startApp, toldBy } from "./server-fixture.ts";

const INBOUND = "/webhooks/retell/inbound";
const HERE = { host: "127.0.0.1", port: 0 };
const body = JSON.stringify(inboundCall(NUMBERS[cotonou.id]));
const headers = { "x-retell-signature": signBody(body, KEY, NOON), "x-request-id": "trace-1" };

/** Looks signed, as far as the headers show. */
const HEAD = "host: test\r\nx-retell-signature: v=1,d=0\r\n";

async function start(more: Partial<ServerPorts> = {}) {
  const { ports, log } = await startApp(more);
  const server = await listen(ports, HERE);
  onTestFinished(() => server.close(0));
  return {
    server,
    log,
    post: (path: string, init: object) => fetch(`${server.url}${path}`, { method: "POST", ...init }),
  };
}

test.each([INBOUND, `${INBOUND}?source=number`, `${INBOUND}/${cotonou.id}`, `${INBOUND}/clinique%2Dtest%2Dcotonou`])(
  "POST %s over a real connection is answered as by the application",
  async (path) => {
    const { post, log } = await start();
    const response = await post(path, { body, headers });
    expect(response.status).toBe(200);
    expect(response.headers.get("x-request-id")).toBe("trace-1");
    expect(response.headers.get("content-type")).toContain("application/json");
    expect((await toldBy(response)).metadata.clinic_id).toBe(cotonou.id);
    expect(log.lines.at(-1)?.fields).toMatchObject({ requestId: "trace-1", status: 200, clinic: cotonou.slug });
  },
);

interface Sent {
  readonly method?: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const refused: readonly (readonly [number, string, Sent])[] = [
  [401, INBOUND, { body }],
  [401, INBOUND, { body: `${body} `, headers }],
  [401, "/api/retell/webhook", { body }],
  [400, INBOUND, { body: "{", headers: { "x-retell-signature": signBody("{", KEY, NOON) } }],
  [404, `${INBOUND}/nobody`, { body, headers }],
  [404, `${INBOUND}/%E0%A4%A`, { body, headers }],
  [404, `${INBOUND}/a/b`, { body, headers }],
  [404, `${INBOUND}s`, { body, headers }],
  [405, INBOUND, { method: "PUT", body }],
  [413, INBOUND, { body: "x".repeat(64 * 1024 + 1), headers }],
  [413, "/api/retell/webhook", { body: "x".repeat(4 * 1024 * 1024 + 1), headers }],
];

function withoutHttp(server: RunningServer, url: string, { method = "POST", headers: given, body: text }: Sent) {
  return server.answer({ method, url, rawBody: Buffer.from(text), signature: given?.["x-retell-signature"] });
}

test.each(refused)("%i for POST %s, also without HTTP", async (status, path, sent) => {
  const { server } = await start();
  const answer = await withoutHttp(server, path, sent);
  expect(answer.status).toBe(status);
  expect(JSON.parse(answer.body)).toHaveProperty("error");
});

test("without HTTP, a call is answered and logged as over a connection", async () => {
  const { server, post, log } = await start();
  const answer = await withoutHttp(server, `${INBOUND}/${cotonou.id}`, { body, headers });
  expect(answer).toEqual({
    status: 200,
    body: await (await post(`${INBOUND}/${cotonou.id}`, { body, headers })).text(),
  });
  const [direct, posted] = log.lines;
  const { requestId, ms, ...facts } = { requestId: "", ms: 0, ...direct?.fields };
  expect(requestId).not.toBe("");
  expect(ms).toBeGreaterThan(0);
  expect({ ...facts, requestId, ms }).toEqual({ ...posted?.fields, requestId, ms });
});

test.each(refused)("%i for POST %s, in JSON", async (status, path, init) => {
  const { post } = await start();
  const response = await post(path, init);
  expect(response.status).toBe(status);
  const answer: unknown = await response.json();
  expect(answer).toHaveProperty("error");
});

test.each([
  [INBOUND, "64 kB"],
  ["/api/retell/webhook", "4096 kB"],
])("a chunked body to %s is refused once it exceeds %s, before its end", async (path, limit) => {
  const { server } = await start();
  const socket = connect(server.port, HERE.host);
  let answer = "";
  socket.on("data", (chunk) => (answer += chunk.toString()));
  const closed = new Promise<void>((resolve) => {
    socket.on("close", () => resolve());
  });
  // The server closes while the body is still being written: EPIPE or ECONNRESET.
  socket.on("error", () => undefined);
  socket.write(`POST ${path} HTTP/1.1\r\n${HEAD}transfer-encoding: chunked\r\n\r\n`);
  const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
  for (let sent = 0; sent <= 64; sent += 1) socket.write(chunk);
  await closed;
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain(`larger than ${limit}`);
});

test.each([INBOUND, "/api/retell/webhook"])("a body declared too large for %s is refused unread", async (path) => {
  const { server } = await start();
  const answer = await answerTo(server, `POST ${path} HTTP/1.1\r\n${HEAD}content-length: 9999999999\r\n\r\nx`);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
});

test("a sender who hangs up halfway is logged as such, not as a bug", async () => {
  const told = new Gate();
  const log = new RememberedLog();
  const warn = log.warn;
  const error = log.error;
  log.warn = (fields, message) => (warn(fields, message), told.open());
  log.error = (fields, message) => (error(fields, message), told.open());
  const { server } = await start({ log });
  const socket = connect(server.port, HERE.host);
  const head = `POST /api/retell/webhook HTTP/1.1\r\n${HEAD}content-length: 100\r\n\r\nx`;
  socket.write(head, () => socket.destroy());
  await told.passed;
  expect(log.lines).toMatchObject([{ level: "warn", fields: { status: 400 } }]);
});

test("an occupied port is reported in one message that says what to do", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, HERE.host, resolve));
  onTestFinished(() => void taken.close());
  const address = taken.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  const { ports } = await startApp();
  await expect(listen(ports, { ...HERE, port })).rejects.toMatchObject({
    code: "failed",
    message: `The server cannot listen on 127.0.0.1:${port}: another program uses this port.`,
    hint: "Choose another with --port and --host, or stop the program that uses this one.",
  });
});

/** Blocks until it is opened. */
class Gate {
  open: () => void = () => {};
  readonly passed = new Promise<void>((resolve) => {
    this.open = resolve;
  });
}

test("closing answers requests in progress despite keep-alive, and accepts no new ones", async () => {
  const [entered, leave] = [new Gate(), new Gate()];
  const slow = async () => {
    entered.open();
    await leave.passed;
    return { message: "late" };
  };
  const { server, post } = await start({ functions: { slow } });
  const call = JSON.stringify({ name: "slow", args: {}, call: { call_id: "call_1", to_number: NUMBERS[cotonou.id] } });
  const inFlight = post("/api/slow", { body: call, headers: { "x-retell-signature": signBody(call, KEY, NOON) } });
  await entered.passed;
  const closing = closedIn(server);
  await vi.waitUntil(() => !server.http.listening, { timeout: 120_000, interval: 1 });
  await expect(post(INBOUND, { body, headers })).rejects.toThrow("fetch failed");
  leave.open();
  expect(await (await inFlight).json()).toEqual({ message: "late" });
  expect(await closing).toBe("closed");
});

test("closing answers requests that were sent but not yet read", async () => {
  const { server } = await start();
  const request = "GET /healthz HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n";
  const sockets = Array.from({ length: 20 }, () => connect(server.port, HERE.host));
  const answers = sockets.map((socket) => {
    let answer = "";
    socket.on("data", (chunk) => (answer += chunk.toString()));
    return new Promise<string>((resolve) =>
      socket.on("close", () => resolve(answer)).on("error", () => resolve("cut")),
    );
  });
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.on("connect", resolve))));
  for (const socket of sockets) socket.write(request);
  expect(await closedIn(server)).toBe("closed");
  expect((await Promise.all(answers)).filter((answer) => !answer.startsWith("HTTP/1.1 200"))).toEqual([]);
});

test("closing ends after its time limit", async () => {
  const entered = new Gate();
  const never = () => {
    entered.open();
    return new Promise<never>(() => {});
  };
  const { server, post } = await start({ functions: { never } });
  const call = JSON.stringify({ name: "never", args: {}, call: { call_id: "call_1", to_number: NUMBERS[cotonou.id] } });
  const cut = post("/api/never", { body: call, headers: { "x-retell-signature": signBody(call, KEY, NOON) } }).then(
    () => "answered",
    () => "cut off",
  );
  await entered.passed;
  await server.close(10);
  expect(await cut).toBe("cut off");
});

async function closedIn(server: RunningServer): Promise<string> {
  await server.close();
  return "closed";
}

test.each([INBOUND, "/api/get-doctors", "/api/retell/webhook"])(
  "a body for %s without a signature header is refused unread, and the connection closed",
  async (path) => {
    const { server } = await start({ functions: { get_doctors: async () => ({ message: "" }) } });
    const answer = await answerTo(server, `POST ${path} HTTP/1.1\r\nhost: test\r\ncontent-length: 1000\r\n\r\n{`);
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer).toContain("The signature is missing, wrong or older than five minutes");
  },
);

test("headers and bodies that do not end are abandoned after their time limit", async () => {
  const { server } = await start();
  expect(server.http).toMatchObject({ headersTimeout: 10_000, requestTimeout: 15_000 });
  // Node checks these as often as the server told it to; here they are shorter.
  server.http.headersTimeout = 300;
  server.http.requestTimeout = 300;
  const began = performance.now();
  const answers = await Promise.all([
    answerTo(server, ""),
    answerTo(server, "POST /webhooks"),
    answerTo(server, `POST ${INBOUND} HTTP/1.1\r\n${HEAD}content-length: 1000\r\n\r\n{`),
    answerTo(server, `POST /api/retell/webhook HTTP/1.1\r\n${HEAD}content-length: 1000\r\n\r\n{`),
  ]);
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(answers.filter((answer) => answer !== "" && !answer.startsWith("HTTP/1.1 408"))).toEqual([]);
});

/** The server's answer to these bytes before it closes the connection. */
async function answerTo(server: RunningServer, bytes: string): Promise<string> {
  const socket = connect(server.port, HERE.host);
  let answer = "";
  socket.on("data", (chunk) => (answer += chunk.toString()));
  socket.write(bytes);
  await new Promise<void>((resolve) => {
    socket.on("close", () => resolve());
  });
  return answer;
}

test.each([
  ["web", 200],
  ["socket", 404],
  ["jobs", 404],
] as const)(
  "a server for %s alone answers an inbound call with %i, and always for its health",
  async (only, status) => {
    const { ports } = await startApp();
    const server = await listen({ ...ports, only }, HERE);
    onTestFinished(() => server.close(0));
    expect(server.lastRequestAt()).toBeNull();
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    expect(server.lastRequestAt()).toBeNull();
    expect((await fetch(`${server.url}${INBOUND}`, { method: "POST", body, headers })).status).toBe(status);
    expect(server.lastRequestAt()).toBe(NOON);
  },
);

test("a server that is leaving reports that it is not ready, and still answers", async () => {
  const { server, post } = await start();
  server.leave();
  const readiness = await fetch(`${server.url}/readyz`);
  expect([readiness.status, await readiness.text()]).toEqual([503, expect.stringContaining("stopping")]);
  expect((await post(INBOUND, { body, headers })).status).toBe(200);
});
