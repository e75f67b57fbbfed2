import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Browser, type BrowserContext, type Page, chromium } from "playwright-core";
import { clinicRoutes, fleetRoutes } from "../../src/console/routes.ts";
import { table } from "../../src/terminal/table.ts";
import { AWAITED } from "./console/fill.ts";
import { CLINICS, type ConsoleInstallation, installConsole } from "./console/installation.ts";
import { flowCall, litNodes } from "./console/lit-path.ts";
import { axeFindings, clinicPages } from "./console/pages.ts";
import { type ClinicIds, prepare } from "./console/prepare.ts";
import { countHeld, isMoved, moveInGrid } from "./console/week-moves.ts";
import { openViewers, signInViewers, timeEvents } from "./console/viewers.ts";
import { addWilling, pressTwice } from "./console/dials-once.ts";
import { addFleet } from "./console/fleet.ts";

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const PICTURES = join("build", "generated", "console-pictures");

/** The clinic that signs in, and the one whose pages it must not see. */
const [OWN, OTHER] = ["demo-cotonou", "demo-austin"];
const LIVE_MS = { full: 1000, quick: 5000 } as const;
const VIEWERS = 200;
const EVENTS = 60;
const FIRST_PAGE_BYTES = 100_000;
const FIRST_PAGE_MS = 300;

const screens = [
  { name: "phone", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
  { name: "desktop", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
] as const;

interface Check {
  readonly what: string;
  readonly found: string;
  readonly holds: boolean;
}

interface Stage {
  readonly installation: ConsoleInstallation;
  readonly browser: Browser;
  readonly url: string;
  readonly quick: boolean;
  readonly seed: number;
  readonly ids: Readonly<Record<string, ClinicIds>>;
  /** A call of `OTHER` that the flow led, and the ids of the nodes that it passed. */
  readonly led: Awaited<ReturnType<typeof flowCall>>;
}

/**
 * The console of a real `ascendia serve --console` in a real browser: who can sign in, what they can and cannot see,
 * live calls, hostile input, no script, access by keyboard and screen reader (axe), and pictures of every page.
 */
export async function run({ quick, seed }: { readonly quick: boolean; readonly seed: number }) {
  if (!existsSync(CHROMIUM))
    throw new Error(`there is no ${CHROMIUM}: install Chromium (apt-get install chromium) and try again`);
  const installation = await installConsole();
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  try {
    mkdirSync(PICTURES, { recursive: true });
    const ids = await prepare(installation);
    const url = await installation.serve();
    const stage = { installation, browser, url, quick, seed, ids, led: await flowCall(installation, OTHER) };
    const parts = [
      signsIn,
      keepsApart,
      refusesForgery,
      isLive,
      staysInert,
      showsPath,
      makesScenario,
      works,
      movesInWeek,
      dialsOnce,
      takesOn,
      looksRight,
    ];
    const checks: Check[] = [];
    for (const part of quick ? parts : [...parts, watches, staysQuick]) checks.push(...(await part(stage)));
    process.stdout.write(`${table(["check", "found", "result"], checks.map(row))}\n`);
    return { passed: checks.filter(({ holds }) => holds).length, total: checks.length };
  } finally {
    await browser.close();
    await installation.close();
  }
}

function row({ what, found, holds }: Check): readonly string[] {
  return [what, found, holds ? "ok" : "FAILED"];
}

/** A clinic fills in the sign-up form. @returns the status of the answer */
async function register(name: string, { installation, url }: Stage): Promise<number> {
  await installation.ascendia("clinic:signup", "--open");
  const typed = {
    name,
    address: "12 rue du Test, Cotonou",
    country: "BJ",
    language: "fr",
    owner_email: "owner@example.com",
    hours: "lun-ven 8h-12h30, 14h-18h ; sam 9h-12h",
    doctors: "Awa Test, Dentiste",
    transfer_number: "01 97 00 00 77",
  };
  const form = { method: "POST", headers: { origin: url, "accept-language": "fr" }, redirect: "manual" } as const;
  return (await fetch(`${url}/sign-up`, { ...form, body: new URLSearchParams(typed) })).status;
}

async function dialsOnce(stage: Stage): Promise<readonly Check[]> {
  const contact = await addWilling(stage.installation, OWN);
  const { page, context } = await enter(stage, ["--clinic", OWN], { javaScriptEnabled: false });
  await page.goto(`${stage.url}/clinics/${OWN}/reminders`);
  const { ordered, says } = await pressTwice(page, contact, OWN, stage.installation);
  await context.close();
  return [check("a double click on Call now dials once", `${ordered} call; ${says.trim()}`, ordered === 1)];
}

/** Two clinics register themselves; an operator approves one in the browser, with a number of its carrier. */
async function takesOn(stage: Stage): Promise<readonly Check[]> {
  const statuses = [await register("Cabinet des Filaos", stage), await register("Cabinet du Lac", stage)];
  const { page, context } = await enter(stage, []);
  await page.goto(`${stage.url}/sign-ups`);
  const card = page.locator(".cards .card", { hasText: "Cabinet du Lac" });
  await card.locator('input[name="number"]').fill("+2290197000099");
  await card.locator('input[name="host"]').fill("trunk.example.com");
  await card.locator('form[action$="/approve"] button').click();
  await page.waitForURL(`${stage.url}/clinics/cabinet-du-lac`, { timeout: 120_000 });
  await page.goto(`${stage.url}/sign-ups`);
  const left = await page.locator(".cards .card").count();
  await context.close();
  const clinics = await stage.installation.ascendia("clinic:list");
  return [
    check(
      "clinics register themselves",
      statuses.join(),
      statuses.every((status) => status === 303),
    ),
    check("an operator takes one on", `${left} left`, left === 1),
    check("and it is in service", "cabinet-du-lac", /cabinet-du-lac.*active/u.test(clinics)),
  ];
}

/** Opens a link that the command line created, in a separate browser context. */
async function enter(
  { installation, browser, url }: Stage,
  flags: readonly string[],
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<{ readonly context: BrowserContext; readonly page: Page; readonly link: string }> {
  const [link = ""] = (await installation.ascendia("console:open", ...flags)).split("\n");
  const context = await browser.newContext({ locale: "en-GB", ...options });
  const page = await context.newPage();
  await page.goto(link);
  await page.locator("main button").click();
  await page.waitForURL((at) => !at.pathname.startsWith("/enter"));
  if (!page.url().startsWith(url)) throw new Error(`led to ${page.url()}`);
  return { context, page, link };
}

async function signsIn(stage: Stage): Promise<readonly Check[]> {
  const operator = await enter(stage, []);
  const seen = await operator.page.locator("table.rows tbody tr").count();
  const stranger = await stage.browser.newPage();
  await stranger.goto(operator.link);
  await stranger.locator("main button").click();
  const again = (await stranger.textContent("main")) ?? "";
  await stranger.goto(`${stage.url}/clinics/${OWN}`);
  const led = new URL(stranger.url()).pathname;
  const clinic = await enter(stage, ["--clinic", OWN]);
  const title = (await clinic.page.textContent(".brand")) ?? "";
  const cookies = await clinic.context.cookies();
  const borrowed = await stage.browser.newContext({ userAgent: "another browser" });
  await borrowed.addCookies(cookies);
  const elsewhere = await (await borrowed.newPage()).goto(`${stage.url}/clinics/${OWN}`);
  const listed = await stage.installation.ascendia("console:sessions");
  await stage.installation.ascendia("console:revoke", "--clinic", OWN, "--yes");
  await clinic.page.reload();
  const after = new URL(clinic.page.url()).pathname;
  return [
    check("an operator sees the fleet", `${seen} clinics`, seen === CLINICS.length),
    check("a link works once", again.slice(0, 60), again.includes("expired or was already used")),
    check("without a session", led, led === "/sign-in"),
    check(
      "a clinic sees its own desk",
      title,
      title.trim().length > 0 && new URL(clinic.page.url()).pathname === "/sign-in",
    ),
    check("a cookie in another browser", elsewhere?.url() ?? "", elsewhere?.url().endsWith("/sign-in") === true),
    check(
      "the cookie",
      `httpOnly ${cookies[0]?.httpOnly}`,
      cookies.every(({ httpOnly, sameSite }) => httpOnly && sameSite === "Lax"),
    ),
    check("sessions are listed and end", after, listed.includes("operator") && after === "/sign-in"),
  ];
}

function check(what: string, found: string, holds: boolean): Check {
  return { what, found: found.replaceAll(/\s+/gu, " ").trim().slice(0, 90), holds };
}

interface Asking {
  readonly method: string;
  readonly path: string;
}

/** Every route of the table, as the address of one of that clinic's objects. */
function addressesOf(slug: string, { ids }: Stage): readonly Asking[] {
  const own = ids[slug] ?? { appointment: "none", shown: "none", message: "none", call: "none" };
  return clinicRoutes.map(({ method, path }) => ({
    method,
    path: `/clinics/${slug}${path
      .replace(":appointment", own.appointment)
      .replace(":message", own.message)
      .replace(":call", own.call)
      .replace(":closure", "none")
      .replace(":phrase", "greeting")
      .replace(":contact", "none")}`,
  }));
}

async function statusOf(page: Page, { method, path }: Asking, url: string): Promise<number> {
  const token = (await page.locator('input[name="token"]').first().getAttribute("value")) ?? "";
  const { request } = page.context();
  if (method === "GET" && path.endsWith("/live")) {
    // A stream never ends: the browser's own fetch returns the status as soon as it begins.
    return page.evaluate(async (place) => {
      const stop = new AbortController();
      const { status } = await fetch(place, { signal: stop.signal });
      stop.abort();
      return status;
    }, path);
  }
  const options = { form: { token }, headers: { origin: url }, maxRedirects: 0 };
  const answer =
    method === "GET" ? await request.get(url + path, { maxRedirects: 0 }) : await request.post(url + path, options);
  return answer.status();
}

async function keepsApart(stage: Stage): Promise<readonly Check[]> {
  const { page } = await enter(stage, ["--clinic", OWN]);
  const foreign = [...addressesOf(OTHER, stage), ...fleetRoutes.filter(({ path }) => path !== "/")];
  const leaks: string[] = [];
  for (const asking of foreign) {
    const status = await statusOf(page, asking, stage.url);
    if (status !== 404) leaks.push(`${asking.method} ${asking.path}: ${status}`);
  }
  // The other clinic's objects do not exist under the own clinic's address either.
  const borrowed = addressesOf(OTHER, stage).filter(({ path }) => /call_|-[0-9a-f]{12}/u.test(path));
  for (const { method, path } of borrowed) {
    const status = await statusOf(page, { method, path: path.replace(OTHER, OWN) }, stage.url);
    if (status !== 404) leaks.push(`${method} ${path} as ${OWN}: ${status}`);
  }
  const operator = await enter(stage, []);
  const real: number[] = [];
  for (const asking of addressesOf(OTHER, stage).filter(({ method }) => method === "GET")) {
    real.push(await statusOf(operator.page, asking, stage.url));
  }
  const viewer = await enter(stage, ["--clinic", OTHER, "--role", "viewer"]);
  const acts = addressesOf(OTHER, stage).filter(({ method }) => method === "POST");
  const acted: number[] = [];
  for (const asking of acts) acted.push(await statusOf(viewer.page, asking, stage.url));
  const asked = foreign.length + borrowed.length;
  return [
    check(`clinic ${OWN} asks for ${OTHER}`, leaks[0] ?? `404 for ${asked} of ${asked}`, leaks.length === 0),
    check(
      "the same pages for an operator",
      `200 for ${real.filter((status) => status === 200).length} of ${real.length}`,
      real.every((status) => status === 200),
    ),
    check(
      "a viewer acts",
      `403 for ${acted.filter((status) => status === 403).length} of ${acted.length}`,
      acted.every((status) => status === 403),
    ),
  ];
}

async function refusesForgery(stage: Stage): Promise<readonly Check[]> {
  const { page } = await enter(stage, ["--clinic", OWN]);
  const { request } = page.context();
  const place = `${stage.url}/clinics/${OWN}/assistant/pause`;
  const token = (await page.locator('input[name="token"]').first().getAttribute("value")) ?? "";
  const from = async (origin: string | undefined, form: Record<string, string>): Promise<number> => {
    const headers = origin === undefined ? {} : { origin };
    return (await request.post(place, { form, headers, maxRedirects: 0 })).status();
  };
  const [foreign, none, forged] = [
    await from("https://evil.example", { token, answer: "reject" }),
    await from(undefined, { token, answer: "reject" }),
    await from(stage.url, { token: "guessed", answer: "reject" }),
  ];
  const renamed = (await request.get(stage.url, { headers: { host: "evil.example" } })).status();
  return [
    check("a post from another site", `${foreign}, ${none} without origin`, foreign === 403 && none === 403),
    check("a post with another token", String(forged), forged === 409),
    check("under another host's name", String(renamed), renamed === 421),
  ];
}

async function isLive(stage: Stage): Promise<readonly Check[]> {
  const { installation } = stage;
  const { page } = await enter(stage, ["--clinic", OWN]);
  await page.goto(`${stage.url}/clinics/${OWN}/calls`);
  const other = await enter(stage, ["--clinic", "demo-montreal"]);
  await other.page.goto(`${stage.url}/clinics/demo-montreal/calls`);
  const known = await page.locator("#calls tr").count();
  await sleep(500);
  const appeared = page.locator("#calls tr").nth(known).waitFor({ state: "attached" });
  const placing = ["--to", AWAITED, "--force", "a proof has no hours", "--yes"];
  const [seenAt] = await Promise.all([
    appeared.then(() => Date.now()),
    installation.ascendia("call:place", "--clinic", OWN, ...placing),
  ]);
  const newest = page.locator("#calls tr").first();
  let startedAt = 0;
  await installation.inStore(async (store) => {
    const [started] = await store.events.list({ event: "call_started", limit: 1 });
    startedAt = started?.receivedAt ?? 0;
  });
  const took = seenAt - startedAt;
  await page.locator("#calls tr .tag.live").waitFor({ state: "detached" });
  const said = (await newest.textContent()) ?? "";
  const foreign = await other.page.locator("#calls tr").count();
  return [
    check(
      "a call played in the sandbox appears",
      `${took} ms after call_started`,
      startedAt > 0 && took <= LIVE_MS[stage.quick ? "quick" : "full"],
    ),
    check("and shows how it ended", said, said.length > 0),
    check("and no one else's list has it", `${foreign} calls`, foreign === 0),
  ];
}

async function staysInert(stage: Stage): Promise<readonly Check[]> {
  const { page } = await enter(stage, ["--clinic", OWN]);
  const errors: string[] = [];
  const places: string[] = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("request", (request) => places.push(new URL(request.url()).origin));
  const answer = await page.goto(`${stage.url}/clinics/${OWN}/calls/call_hostile`);
  if (answer === null) throw new Error("the page did not answer");
  const size = (await answer.body()).length;
  const { "content-security-policy": rules = "" } = await answer.allHeaders();
  const next = await page.locator(".pager a").count();
  const foreign = places.filter((place) => place !== stage.url);
  return [
    await checkMarkup(page),
    check("its page is bounded, the rest a page further", `${Math.ceil(size / 1024)} kB`, size < 150_000 && next === 1),
    check("what the browser complained of", errors[0] ?? "nothing", errors.length === 0),
    check("other hosts asked", String(foreign.length), foreign.length === 0),
    check("rules for scripts", rules, rules.includes("script-src 'self'") && !rules.includes("unsafe")),
  ];
}

async function checkMarkup(page: Page): Promise<Check> {
  const text = (await page.textContent("main")) ?? "";
  const title = await page.title();
  const bad = await page.locator("main script, main img, main iframe").count();
  const isShown = text.includes("<script>") && !/[\u202A-\u202E\u2066-\u2069]/u.test(text);
  return check(
    "markup in a transcript",
    `${bad} elements, title ${title}`,
    bad === 0 && isShown && !title.includes("owned"),
  );
}

/** Without scripts: the picture is drawn on the server, and the address scrolls it to a node. */
async function showsPath(stage: Stage): Promise<readonly Check[]> {
  const { callId, nodes } = stage.led;
  const { page } = await enter(stage, [], { javaScriptEnabled: false });
  const place = `${stage.url}/clinics/${OTHER}/calls/${callId}`;
  await page.goto(place);
  const drawnUnasked = await page.locator("main svg").count();
  const { topics, lit, steps, isSeen } = await litNodes(page);
  const passed = [...new Set(nodes)].toSorted();
  if (!stage.quick) {
    await page.goto(`${place}?topic=booking`);
    await page.locator("main nav.steps a[aria-current]").click();
    await page.screenshot({ path: join(PICTURES, "call.png") });
  }
  const own = await enter(stage, ["--clinic", OTHER]);
  await own.page.goto(`${place}?topic=booking`);
  const clinics = await own.page.locator("main svg, main nav.steps a[href*='topic=']").count();
  return [
    check(
      `the nodes lit in ${topics} topics are those of the call`,
      `${lit.length} lit, ${passed.length} passed`,
      topics > 1 && lit.join() === passed.join() && steps === lit.length,
    ),
    check("scripts off: each picture begins at the call's first node", String(isSeen), isSeen && drawnUnasked === 0),
    check("a clinic's own page has no drawing", `${clinics}`, clinics === 0),
  ];
}

/** The button on a call's page returns the file that `call:to-scenario` writes. */
async function makesScenario(stage: Stage): Promise<readonly Check[]> {
  const { installation, led, url } = stage;
  const { page } = await enter(stage, [], { javaScriptEnabled: false, acceptDownloads: true });
  await page.goto(`${url}/clinics/${OTHER}/calls/${led.callId}`);
  const begun = page.waitForEvent("download", { timeout: 60_000 });
  await page.locator("#scenario button").click();
  const download = await begun;
  const file = join(installation.folder, download.suggestedFilename());
  await download.saveAs(file);
  const { code } = await installation.outcome(["simulate", "--scenario", file, "--quiet"]);
  return [
    check("a call's page gives a scenario, which passes", `${download.suggestedFilename()}, exit ${code}`, code === 0),
  ];
}

/** An appointment moves to another day of the week's grid, by mouse and by keyboard; the rules apply. */
async function movesInWeek(stage: Stage): Promise<readonly Check[]> {
  const week = `${stage.url}/clinics/${OWN}/week`;
  const { page } = await enter(stage, ["--clinic", OWN], { viewport: { width: 1280, height: 900 } });
  const { closed, dragged, keyed } = await moveInGrid(page, week);
  const viewer = await enter(stage, ["--clinic", OWN, "--role", "viewer"]);
  await viewer.page.goto(page.url());
  const [seen, held] = await countHeld(viewer.page);
  return [
    check("a drag to a closed day is refused", closed.refused, /fermée|absent/u.test(closed.refused)),
    check("a drag asks, then moves", dragged.asked, isMoved(dragged)),
    check("so do space, arrow and Enter", keyed.asked, isMoved(keyed)),
    check("a viewer can drag nothing", `${held} of ${seen}`, seen > 0 && held === 0),
  ];
}

/** A receptionist's tasks, with scripts disabled. */
async function works(stage: Stage): Promise<readonly Check[]> {
  const { page } = await enter(stage, ["--clinic", OWN], { javaScriptEnabled: false });
  const at = (path: string): Promise<unknown> => page.goto(`${stage.url}/clinics/${OWN}${path}`);
  await at("/messages");
  const open = await page.locator(".cards > li").count();
  const form = page.locator(".cards > li form").first();
  const token = (await form.locator('input[name="token"]').getAttribute("value")) ?? "";
  const place = stage.url + ((await form.getAttribute("action")) ?? "");
  const twice = { form: { token }, headers: { origin: stage.url } };
  await Promise.all([1, 2].map(() => page.context().request.post(place, twice)));
  await at("/messages");
  const left = await page.locator(".cards > li").count();
  const done = await stage.installation.ascendia("audit:list", "--json", "--action", "message:done");
  const marks = done.split('"message:done"').length - 1;
  await at("/closures");
  const date = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  await page.fill('input[name="from"]', date);
  await page.fill('input[name="reason"]', "<b>inventaire</b>");
  await page.locator("main section button").click();
  const closure = (await page.textContent("main")) ?? "";
  await at("/hours");
  await page.fill('input[name="mon-closes-0"]', "07:00");
  await page.locator(".hours > button").click();
  const unreadable = await page.locator('[role="alert"]').count();
  await at("/hours");
  for (const day of ["mon", "tue", "wed", "thu", "fri"]) {
    await page.fill(`input[name="${day}-opens-0"]`, "12:00");
    await page.fill(`input[name="${day}-closes-0"]`, "12:30");
    await page.fill(`input[name="${day}-opens-1"]`, "");
    await page.fill(`input[name="${day}-closes-1"]`, "");
  }
  await page.locator(".hours > button").click();
  const affected = await page.locator('input[name="anyway"]').count();
  const own = stage.ids[OWN]?.appointment ?? "";
  await at(`/appointments/${own}`);
  const times = page.locator(".times button");
  const free = await times.count();
  if (free > 0) await times.last().click();
  const moved = new URL(page.url()).pathname;
  await at("/assistant");
  await page.locator("section.card button").click();
  const paused = await page.locator(".state.warn").count();
  await page.locator(".state button").click();
  const resumed = await page.locator(".state.good").count();
  return [
    check(
      "scripts off: a double click on Done",
      `${open} open, then ${left}, ${marks} entry`,
      left === open - 1 && marks === 1,
    ),
    check("scripts off: a closure", date, closure.includes("<b>inventaire</b>")),
    check("scripts off: hours that cannot be", `${unreadable} message`, unreadable === 1),
    check("scripts off: hours that leave patients outside", `asks first: ${affected}`, affected === 1),
    check("scripts off: an appointment moves", `${free} free times`, free > 0 && !moved.endsWith(own)),
    check("scripts off: the assistant pauses and resumes", `${paused}, ${resumed}`, paused === 1 && resumed === 1),
  ];
}

interface Look {
  readonly findings: string[];
  readonly wide: string[];
  pages: number;
}

async function looksRight(stage: Stage): Promise<readonly Check[]> {
  const look: Look = { findings: [], wide: [], pages: 0 };
  for (const { name, ...screen } of stage.quick ? screens.slice(0, 1) : screens) {
    const options = { ...screen, bypassCSP: true };
    for (const [who, flags, addresses] of visitors(stage)) {
      const { page, context } = await enter(stage, flags, options);
      for (const [what, path] of addresses)
        await lookAt(page, { path, name: `${name}-${who}-${what}` }, { stage, look });
      await context.close();
    }
    const stranger = await stage.browser.newContext(options);
    for (const path of ["/sign-in", "/sign-up"])
      await lookAt(await stranger.newPage(), { path, name: `${name}${path.replace("/", "-")}` }, { stage, look });
    await stranger.close();
  }
  const { findings, wide, pages } = look;
  return [
    check(`axe on ${pages} pages: serious findings`, findings[0] ?? "none", findings.length === 0),
    check("pages wider than the screen", wide[0] ?? "none", wide.length === 0),
  ];
}

type Visitor = readonly [name: string, flags: readonly string[], pages: readonly (readonly [string, string])[]];

/** An operator, a clinic in use, and a new one. Quick: a quarter of their pages, different ones for each seed. */
function visitors({ ids, quick, seed, led }: Stage): readonly Visitor[] {
  const { shown: appointment = "", call = "" } = ids[OWN] ?? {};
  const whole = clinicPages(OWN, { appointment, call });
  const lists = clinicPages("demo-montreal", { appointment: "", call: "" }).filter(([, path]) => !path.endsWith("/"));
  const fleet: Visitor = [
    "operator",
    [],
    [
      ["fleet", "/"],
      ["all-calls", "/calls"],
      ["sign-ups", "/sign-ups"],
      ["call", `/clinics/${OWN}/calls/${call}`],
      ["path", `/clinics/${OTHER}/calls/${led.callId}?topic=booking`],
    ],
  ];
  const own: Visitor = ["clinic", ["--clinic", OWN], whole];
  if (!quick) return [fleet, own, ["new", ["--clinic", "demo-montreal"], lists]];
  return [fleet, own].map(([who, flags, pages]) => [who, flags, pages.filter((_, index) => index % 4 === seed % 4)]);
}

interface Looking {
  readonly stage: Stage;
  readonly look: Look;
}

async function lookAt(
  page: Page,
  { path, name }: { readonly path: string; readonly name: string },
  { stage, look }: Looking,
) {
  await page.goto(stage.url + path);
  look.pages += 1;
  look.findings.push(...(await axeFindings(page)).map(({ id, example }) => `${name}: ${id} ${example}`));
  const excess = Number(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth"));
  if (excess > 0) look.wide.push(`${name}: ${excess} px`);
  if (!stage.quick) await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

/** Two hundred people watch the list of all calls while events arrive. */
async function watches({ installation, url }: Stage): Promise<readonly Check[]> {
  const { ascendia, apiKey, server } = installation;
  const link = async (): Promise<string> => (await ascendia("console:open")).split("\n")[0] ?? "";
  const desk = { url, server, apiKey, link };
  await timeEvents(50, desk);
  const alone = await timeEvents(EVENTS, desk);
  const viewers = await openViewers(VIEWERS, await signInViewers(VIEWERS, desk), desk);
  const watched = await timeEvents(EVENTS, desk);
  await sleep(2000);
  const rows = await viewers.rows();
  await viewers.close();
  const [before = 0, after = 0] = [alone, watched].map((times) => times[Math.floor(times.length / 2)]);
  const least = VIEWERS * EVENTS;
  return [
    check(`${VIEWERS} viewers see ${EVENTS} calls`, `${rows} rows`, rows >= least),
    check(
      "an event takes, without and with them",
      `${before.toFixed(1)} ms, ${after.toFixed(1)} ms`,
      after < 2 * before + 5,
    ),
  ];
}

/** A thousand clinics and a hundred thousand calls. */
async function staysQuick(stage: Stage): Promise<readonly Check[]> {
  await addFleet(stage.installation, { clinics: 1000, calls: 100_000 });
  const { page } = await enter(stage, []);
  const times: number[] = [];
  let size = 0;
  for (let turn = 0; turn < 7; turn += 1) {
    const began = performance.now();
    const answer = await page.context().request.get(`${stage.url}/`);
    size = (await answer.body()).length;
    times.push(performance.now() - began);
  }
  const median = times.toSorted((one, other) => one - other)[3] ?? 0;
  return [
    check("first page with 1,003 clinics", `${Math.ceil(size / 1024)} kB`, size < FIRST_PAGE_BYTES),
    check("and 100,000 calls", `${Math.round(median)} ms`, median < FIRST_PAGE_MS),
  ];
}
