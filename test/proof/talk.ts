import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { type Browser, type Page, chromium } from "playwright-core";
import { z } from "zod";
import { table } from "../../src/terminal/table.ts";
import { axeFindings } from "./console/pages.ts";
import { realCall } from "./talk/real-call.ts";
import { type ConsoleInstallation, installConsole } from "./console/installation.ts";

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const PICTURES = join("build", "generated", "talk-pictures");

interface Check {
  readonly what: string;
  readonly found: string;
  readonly holds: boolean;
}

interface Caller {
  readonly clinic: string;
  readonly locale: string;
  /** What the caller types when the assistant waits, by the page's name for the node. */
  readonly lines: readonly string[];
  readonly booked: string;
}

/** The times are chosen from what the assistant offers. */
const callers: readonly Caller[] = [
  {
    clinic: "demo-cotonou",
    locale: "fr-FR",
    lines: [
      "Bonjour, je voudrais un rendez-vous.",
      "Bonjour, je voudrais un rendez-vous avec un médecin.",
      "Le premier médecin de la liste, s'il vous plaît.",
      "Lundi prochain.",
      "Le premier créneau.",
      "Je m'appelle Clarisse Agbodjan.",
      "C'est le 01 97 00 00 48.",
      "Oui, c'est bien ça.",
      "Non merci, c'est tout. Au revoir.",
    ],
    booked: "book_appointment",
  },
  {
    clinic: "demo-austin",
    locale: "en-US",
    lines: [
      "Hello, I would like an appointment with a doctor.",
      "With Doctor Harper Sample, please.",
      "Next Monday.",
      "The first one.",
      "My name is Theodora Vandermeer.",
      "It's 512 555 0148.",
      "Yes, that is right.",
      "No thanks, that's all. Goodbye.",
    ],
    booked: "book_appointment",
  },
];

const screens = [
  { name: "phone-dark", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
  { name: "phone-light", viewport: { width: 390, height: 844 }, colorScheme: "light" },
  { name: "desktop-light", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { name: "desktop-dark", viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
] as const;

/** A real `ascendia talk` in a real browser: a person types, books, and saves the call as a scenario that passes. */
export async function run({ quick }: { readonly quick: boolean; readonly seed: number }) {
  if (!existsSync(CHROMIUM))
    throw new Error(`there is no ${CHROMIUM}: install Chromium (apt-get install chromium) and try again`);
  mkdirSync(PICTURES, { recursive: true });
  const installation = await installConsole();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
  const checks: Check[] = [];
  try {
    for (const caller of callers) checks.push(...(await books(caller, { installation, browser, quick })));
    const real = await realCall(installation, { chrome: CHROMIUM, pictures: PICTURES });
    checks.push(...real.map(([what, found, holds]) => check(what, found, holds)));
    const drawn = table(
      ["what", "found", "right"],
      checks.map(({ what, found, holds }) => [what, found.slice(0, 90), holds ? "yes" : "NO"]),
    );
    process.stdout.write(`${drawn}\n`);
    return { passed: checks.filter(({ holds }) => holds).length, total: checks.length };
  } finally {
    await browser.close();
    await installation.close();
  }
}

interface Stage {
  readonly installation: ConsoleInstallation;
  readonly browser: Browser;
  readonly quick: boolean;
}

const started = z.object({ data: z.object({ link: z.url() }) });

async function startTalk({ folder, env }: ConsoleInstallation, clinic: string) {
  const argv = [resolve("bin/ascendia.js"), "talk", "--clinic", clinic, "--json"];
  const child: ChildProcess = spawn(process.execPath, argv, {
    cwd: folder,
    env: { ...env, PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const close = async (): Promise<void> => {
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    await exited;
  };
  if (child.stdout === null) throw new Error("the page has no output");
  for await (const line of createInterface({ input: child.stdout })) {
    return { link: started.parse(JSON.parse(line)).data.link, close };
  }
  throw new Error("the page ended before it listened");
}

/** Records what the page would have spoken, because a browser without sound speaks nothing. */
const EAR = `
  window.heard = [];
  window.speechSynthesis.speak = (words) => window.heard.push(words.lang + " " + words.text);
`;

async function books(caller: Caller, stage: Stage): Promise<readonly Check[]> {
  const { installation, browser, quick } = stage;
  const talk = await startTalk(installation, caller.clinic);
  const context = await browser.newContext({
    locale: caller.locale,
    viewport: { width: 1280, height: 900 },
    bypassCSP: true,
  });
  await context.addInitScript(EAR);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  try {
    const answer = await page.goto(talk.link);
    const { "content-security-policy": rules = "" } = (await answer?.allHeaders()) ?? {};
    const again = await (await browser.newContext()).request.get(talk.link);
    await page.locator("main form button").click();
    await page.locator(".turns .agent").first().waitFor();
    const seen = await types(page, caller, quick);
    const saved = await save(page);
    const played = await installation.outcome(["simulate", "--scenario", saved, "--json"]);
    const spoken = String(
      await page.evaluate("window.heard.length + ' sentences, first in ' + window.heard[0]?.slice(0, 5)"),
    );
    const kept = await installation.outcome(["appointment:list", "--clinic", caller.clinic, "--json"]);
    const of = caller.clinic;
    return [
      check(`${of}: the link lets one browser in`, `then ${again.status()}`, again.status() === 403),
      check(`${of}: rules for scripts`, rules, rules.includes("script-src 'self'") && !rules.includes("unsafe")),
      check(`${of}: books by typing`, seen.ended, seen.tools.includes(caller.booked) && seen.isBooked),
      check(
        `${of}: nodes and variables move`,
        `${seen.nodes} nodes, ${seen.variables} variables`,
        seen.nodes > 10 && seen.variables > 5,
      ),
      check(`${of}: the answer is spoken`, spoken, spoken.includes(`first in ${caller.locale}`)),
      check(
        `${of}: nothing is really booked`,
        kept.stdout.includes("Vandermeer") ? "booked" : "nothing",
        !/Vandermeer|Agbodjan/u.test(kept.stdout),
      ),
      check(`${of}: the saved scenario passes`, saved, played.code === 0 && played.stdout.includes('"passed":1')),
      check(`${of}: wider than the screen while talking`, seen.wide[0] ?? "none", seen.wide.length === 0),
      ...(await looksRight({ page, of, errors, quick })),
    ];
  } finally {
    await context.close();
    await talk.close();
  }
}

function check(what: string, found: string, holds: boolean): Check {
  return { what, found, holds };
}

async function types(page: Page, { lines, clinic }: Caller, quick: boolean) {
  const wide: string[] = [];
  for (const [index, line] of lines.entries()) {
    const before = await page.locator(".turns li").count();
    const input = page.locator("#words");
    if ((await input.count()) === 0) break;
    await input.fill(line);
    await page.locator(".say button").first().click();
    await page.waitForFunction(
      `document.querySelectorAll(".turns li").length > ${before} || document.querySelector("[role=alert]")`,
    );
    await page.waitForFunction('!document.body.classList.contains("busy")');
    if (index === 6) wide.push(...(await pictures(page, clinic, quick)));
  }
  const tools = await page.locator(".tools code").allTextContents();
  const answers = await page.locator(".tools pre").allTextContents();
  return {
    wide,
    ended: (await page.locator(".composer .hint").first().textContent()) ?? "",
    tools,
    isBooked: answers.some((text) => /"booked": "true"/u.test(text)),
    nodes: await page.locator(".way li").count(),
    variables: await page.locator(".noted > div").count(),
  };
}

async function save(page: Page): Promise<string> {
  await page.locator(".save button").click();
  const notice = page.locator(".notice code, .notice.bad");
  await notice.waitFor();
  const text = (await notice.textContent()) ?? "";
  return text.replace("ascendia simulate --scenario ", "").trim();
}

/** @returns what is wider than its screen */
async function pictures(page: Page, clinic: string, quick: boolean): Promise<readonly string[]> {
  const wide: string[] = [];
  for (const { name, viewport, colorScheme } of quick ? screens.slice(0, 1) : screens) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    const excess = await excessOf(page);
    if (excess > 0) wide.push(`${name}: ${excess} px`);
    if (quick) continue;
    await page.waitForTimeout(2700);
    await page.screenshot({ path: join(PICTURES, `${name}-${clinic}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
  return wide;
}

async function excessOf(page: Page): Promise<number> {
  return Number(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth"));
}

interface Looked {
  readonly page: Page;
  readonly of: string;
  readonly errors: readonly string[];
  readonly quick: boolean;
}

async function looksRight({ page, of, errors, quick }: Looked): Promise<readonly Check[]> {
  const findings: string[] = [];
  const wide: string[] = [];
  for (const { name, viewport, colorScheme } of quick ? screens.slice(0, 1) : screens) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(100);
    findings.push(...(await axeFindings(page)).map(({ id, example }) => `${name}: ${id} ${example}`));
    const excess = await excessOf(page);
    if (excess > 0) wide.push(`${name}: ${excess} px`);
  }
  return [
    check(`${of}: axe: serious findings`, findings[0] ?? "none", findings.length === 0),
    check(`${of}: wider than the screen`, wide[0] ?? "none", wide.length === 0),
    check(`${of}: what the browser complained of`, errors[0] ?? "nothing", errors.length === 0),
  ];
}
