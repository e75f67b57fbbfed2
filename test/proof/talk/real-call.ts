import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { systemClock } from "../../../src/adapters/system/clock.ts";
import type { Context } from "../../../src/commands/context.ts";
import { realCalls } from "../../../src/commands/talk.ts";
import type { LiveCalls } from "../../../src/talk/talk-session.ts";
import { silentContext } from "../../fakes/silent-context.ts";
import { axeFindings } from "../console/pages.ts";
import type { ConsoleInstallation } from "../console/installation.ts";

interface Seen {
  /** The page's final text. */
  readonly says: string;
  readonly calls: readonly string[];
  /** The addresses that Retell's library requested. */
  readonly asked: readonly string[];
  readonly violations: string;
  readonly findings: readonly string[];
}

const LIVEKIT = "retell-ai-4ihahnq7.livekit.cloud";

/** With a microphone that Chromium plays, or without permission to use one. */
const microphone = {
  allowed: ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
  refused: ["--use-fake-device-for-media-stream", "--deny-permission-prompts"],
} as const;

/**
 * The page of real calls in Chromium, against the sandbox: a refused microphone makes no call; with a microphone, a
 * call is made and Retell's library contacts LiveKit for it, which this machine cannot reach.
 */
export async function realCall(
  installation: ConsoleInstallation,
  { chrome, pictures }: { readonly chrome: string; readonly pictures: string },
) {
  const { context, page } = await openPage(installation);
  try {
    const seen: { refused?: Seen; allowed?: Seen } = {};
    for (const leave of ["refused", "allowed"] as const) {
      const browser = await chromium.launch({
        executablePath: chrome,
        args: ["--no-sandbox", "--disable-gpu", ...microphone[leave]],
      });
      try {
        seen[leave] = await starts(browser, page, join(pictures, `real-call-${leave}.png`));
      } finally {
        await browser.close();
      }
    }
    return [
      ...withoutMicrophone(seen.refused),
      ...withMicrophone(seen.allowed, await placedCall(seen.allowed?.calls[0], context)),
    ];
  } finally {
    await context.close();
  }
}

type Row = readonly [what: string, found: string, holds: boolean];

function withoutMicrophone(seen: Seen | undefined): readonly Row[] {
  if (seen === undefined) return [["real call: without a microphone", "not tried", false]];
  const { says, calls } = seen;
  const isRight = calls.length === 0 && says.includes("microphone is refused");
  return [
    ["real call: a refused microphone is explained, and makes no call", `${says} (${calls.length} calls)`, isRight],
  ];
}

function withMicrophone(seen: Seen | undefined, placed: string): readonly Row[] {
  if (seen === undefined) return [["real call: with a microphone", "not tried", false]];
  const { says, asked, violations, findings } = seen;
  const hosts = [...new Set(asked.map((url) => new URL(url).hostname))];
  const joins = asked.some((url) => url.startsWith(`wss://${LIVEKIT}/`));
  return [
    [
      "real call: asked of Retell with the clinic's variables",
      placed,
      /^web_call, demo-austin, \d\d+ variables$/u.test(placed),
    ],
    [
      "real call: the library joins at Retell's LiveKit, and nowhere else",
      hosts.join(),
      joins && hosts.join() === LIVEKIT,
    ],
    ["real call: no network is explained", says, says.includes("could not be connected")],
    [
      "real call: the page's rules forbid none of it, those of the copy's page do",
      violations,
      violations === "live 0, copy 1",
    ],
    ["real call: axe: serious findings", findings[0] ?? "none", findings.length === 0],
  ];
}

/** A call page whose real calls go to the sandbox, and a count of them. */
async function openPage({ env, folder }: ConsoleInstallation) {
  const context = silentContext(folder, env);
  const clinic = await (await context.store()).clinics.find("demo-austin");
  if (clinic === undefined) throw new Error("demo-austin is not there");
  const [world] = await (await context.simulation()).openWorlds({ now: systemClock.now() });
  if (world === undefined) throw new Error("there is no world");
  const facts = { clinic, phoneNumber: null, doctors: [], openDates: [] };
  const real = await realCalls(clinic, context);
  const calls: string[] = [];
  const live: LiveCalls = {
    centsPerMinute: real.centsPerMinute,
    create: async () => {
      const call = await real.create();
      calls.push(call.callId);
      return call;
    },
  };
  const ports = { world, facts, clock: systemClock, model: undefined, live };
  const start = () => context.startTalk({ ...ports, keep: keepNothing }, 0);
  return { context, page: { start, calls } };
}

function keepNothing(): Promise<never> {
  return Promise.reject(new Error("nothing is kept"));
}

type CallPage = Awaited<ReturnType<typeof openPage>>["page"];

async function starts(browser: Browser, { start, calls }: CallPage, picture: string): Promise<Seen> {
  calls.length = 0;
  const talk = await start();
  try {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "en-US" });
    const page = await context.newPage();
    const asked: string[] = [];
    page.on("websocket", (socket) => asked.push(socket.url()));
    page.on("request", (request) => {
      if (!request.url().startsWith("http://127.0.0.1:")) asked.push(request.url());
    });
    const violations = `
      window.violated = [];
      document.addEventListener("securitypolicyviolation", ({ blockedURI }) => window.violated.push(blockedURI));
    `;
    await context.addInitScript(violations);
    await page.goto(talk.link);
    await page.evaluate(`new Promise((done) => {
      try { const socket = new WebSocket("wss://${LIVEKIT}/"); socket.onerror = done; } catch { done(); }
    })`);
    const onCopy = Number(await page.evaluate("window.violated.length"));
    asked.length = 0;
    await page.locator('a[href="/live"]').click();
    await page.locator("#start").click();
    const end = page.locator("#state.bad");
    await end.waitFor({ timeout: 60_000 });
    const says = (await end.textContent()) ?? "";
    const onLive = Number(await page.evaluate("window.violated.length"));
    await page.screenshot({ path: picture, fullPage: true });
    // axe is not one of the page's own scripts.
    const looked = await browser.newContext({ bypassCSP: true, viewport: { width: 390, height: 844 } });
    await looked.addCookies(await context.cookies());
    const again = await looked.newPage();
    await again.goto(`${new URL(talk.link).origin}/live`);
    const findings = (await axeFindings(again)).map(({ id, example }) => `${id} ${example}`);
    return { says, calls: [...calls], asked, violations: `live ${onLive}, copy ${onCopy}`, findings };
  } finally {
    await talk.close();
  }
}

async function placedCall(callId: string | undefined, context: Context): Promise<string> {
  if (callId === undefined) return "none";
  const { body = {} } = (await (await context.retell()).calls.getCall(callId)) ?? {};
  const { retell_llm_dynamic_variables: variables, metadata } = body;
  const [clinicId] = typeof metadata === "object" && metadata !== null ? Object.values(metadata).map(String) : [];
  const clinic = await (await context.store()).clinics.find(clinicId ?? "");
  const given = typeof variables === "object" && variables !== null ? Object.keys(variables).length : 0;
  return `${String(body["call_type"])}, ${clinic?.slug}, ${given} variables`;
}
