import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../src/adapters/system/clock.ts";
import type { Context } from "../../src/commands/context.ts";
import { realCalls } from "../../src/commands/talk.ts";
import { type WebCall, inboundAnswer, webCallOrder } from "../../src/domain/call/line/inbound-reply.ts";
import { createTalk } from "../../src/talk/talk-app.tsx";
import { type LiveCalls, TalkSession } from "../../src/talk/talk-session.ts";
import { AscendiaError } from "../../src/errors.ts";
import { sha256 } from "../../src/adapters/system/sha256.ts";
import { main } from "../../src/main.ts";
import { silentContext } from "../fakes/silent-context.ts";
import { Recorder, inputOf } from "../fakes/streams.ts";

const SLUG = "demo-austin";

let folder = "";
let context: Context & { close(): Promise<void> };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ascendia-live-"));
  const streams = { stdout: new Recorder(), stderr: new Recorder() };
  const world = { env: { LOG_LEVEL: "error" }, cwd: () => folder, stdin: inputOf(""), ...streams };
  const file = resolve("templates/demo/austin.json");
  for (const argv of [
    ["agent:create", "--yes"],
    ["clinic:onboard", "--file", file, "--yes"],
  ]) {
    if ((await main(argv, world)) !== 0) throw new Error(streams.stderr.text);
  }
  context = silentContext(folder);
});

afterAll(async () => {
  await context.close();
  rmSync(folder, { recursive: true, force: true });
});

async function clinicNow() {
  const clinic = await (await context.store()).clinics.find(SLUG);
  if (clinic === undefined) throw new Error("no clinic");
  return clinic;
}

test("a real call is created with the clinic's agent and its inbound webhook's answer, and is in the audit log", async () => {
  const clinic = await clinicNow();
  const call = await (await realCalls(clinic, context)).create();
  const { body } = (await (await context.retell()).calls.getCall(call.callId)) ?? {};
  const number = await (await context.store()).scope(clinic.id).number.find();
  const dialling = await (await context.dialling())(clinic);
  const answer = inboundAnswer(await dialling.callerFacts(), dialling, systemClock.now());
  const { local_time: _time, ...variables } = answer.dynamic_variables;
  expect(body).toMatchObject({
    call_type: "web_call",
    call_status: "registered",
    access_token: call.accessToken,
    agent_id: number?.agentId,
    agent_version: number?.agentVersion,
    metadata: { clinic_id: clinic.id },
    retell_llm_dynamic_variables: variables,
  });
  const log = await (await context.audit()).list({ limit: 1 });
  expect(log).toMatchObject([{ action: "talk:call", subject: `clinic:${SLUG}` }]);
  expect(JSON.stringify(log)).toContain(call.callId);
});

test("a clinic that takes no calls, and one whose number has no agent, get none", async () => {
  const clinic = await clinicNow();
  const dialling = await (await context.dialling())(clinic);
  const [facts, now] = [await dialling.callerFacts(), systemClock.now()];
  const order = (status: typeof clinic.status, line: Parameters<typeof webCallOrder>[0]) =>
    webCallOrder(line, { ...facts, clinic: { ...clinic, status } }, dialling, now);
  const line = { agentId: "agent_1", agentVersion: 3 };
  expect(order("active", line).agent).toEqual({ agentId: "agent_1", version: 3 });
  expect(() => order("onboarding", line)).toThrow(/takes no calls now/u);
  expect(() => order("active", undefined)).toThrow(/No agent answers/u);
  expect(() => order("active", { ...line, agentVersion: null })).toThrow(/No agent answers/u);
});

/** Someone who has opened the link. */
async function visitor(live: LiveCalls | undefined) {
  const clinic = await clinicNow();
  const [world] = await (await context.simulation()).openWorlds({ now: systemClock.now() });
  if (world === undefined) throw new Error("no world");
  const facts = { clinic, phoneNumber: null, doctors: [], openDates: [] };
  const desk = new TalkSession({
    world,
    facts,
    clock: systemClock,
    model: undefined,
    live,
    keep: () => Promise.reject(new Error("nothing is kept")),
  });
  const app = createTalk({
    desk,
    clinic,
    flow: world.agent.flow,
    hasModel: false,
    live,
    files: { console: "c", talk: "t", script: "s", live: "library" },
    digest: sha256,
    newSecret: () => `secret-${Math.random()}`,
    secret: "link",
    hosts: new Set(["127.0.0.1:1"]),
  });
  const host = { host: "127.0.0.1:1", origin: "http://127.0.0.1:1" };
  const entered = await app.request("/enter/link", { headers: host });
  const headers = { ...host, cookie: (entered.headers.get("set-cookie") ?? "").split(";")[0] ?? "" };
  const get = (path: string) => app.request(path, { headers });
  const post = (body: string) =>
    app.request("/live", {
      method: "POST",
      headers: {
        ...headers,
        "content-type": "application/x-www-form-urlencoded",
        "content-length": String(body.length),
      },
      body,
    });
  return { app, get, post, host };
}

const joined: WebCall = { callId: "call_1", accessToken: "token_1" };

test("only the page of real calls may reach Retell's hosts, and only it loads the library", async () => {
  const { get, app, host } = await visitor({ create: () => Promise.resolve(joined), centsPerMinute: 12.3 });
  const [copy, live] = [await get("/"), await get("/live")];
  expect(copy.headers.get("content-security-policy")).toContain("connect-src 'self';");
  expect(live.headers.get("content-security-policy")).toContain(
    "connect-src 'self' https://retell-ai-4ihahnq7.livekit.cloud wss://retell-ai-4ihahnq7.livekit.cloud https://*.production.livekit.cloud wss://*.production.livekit.cloud;",
  );
  expect(live.headers.get("content-security-policy")).toContain("script-src 'self';");
  const [copyText, page] = [await copy.text(), await live.text()];
  expect(copyText).not.toContain("live.js");
  expect(page).toContain("about $0.12 a minute");
  const script = /src="([^"]+live\.js)"/u.exec(page)?.[1] ?? "";
  expect(await (await get(script)).text()).toBe("library");
  expect((await app.request("/live", { headers: host })).status).toBe(403);
});

test("a call is ordered by the page's own form only; a refusal says why and what to do", async () => {
  let orders = 0;
  const { get, post } = await visitor({
    centsPerMinute: null,
    create: () => {
      orders += 1;
      if (orders === 1) return Promise.resolve(joined);
      return Promise.reject(new AscendiaError("failed", "Retell did not.", { hint: "Pay." }));
    },
  });
  const page = await (await get("/live")).text();
  expect(page).toContain("Retell charges for every minute");
  const token = /data-token="([^"]+)"/u.exec(page)?.[1] ?? "";
  expect((await post("token=wrong")).status).toBe(409);
  expect(orders).toBe(0);
  expect(await (await post(`token=${token}`)).json()).toEqual(joined);
  const refused = await post(`token=${token}`);
  expect([refused.status, await refused.json()]).toEqual([502, { problem: "Retell did not. Pay." }]);
});

test("without real calls there is no such page", async () => {
  const { get, post } = await visitor(undefined);
  const page = await (await get("/")).text();
  expect(page).not.toContain("/live");
  expect((await get("/live")).status).toBe(303);
  expect((await post("token=x")).status).toBe(303);
});
