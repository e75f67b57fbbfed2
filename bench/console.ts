import { type Browser, type Page, chromium } from "playwright-core";
import { addFleet } from "../test/proof/console/fleet.ts";
import { type ConsoleInstallation, installConsole } from "../test/proof/console/installation.ts";
import { prepare } from "../test/proof/console/prepare.ts";
import { openViewers, signInViewers, timeEvents } from "../test/proof/console/viewers.ts";
import { table } from "../src/terminal/table.ts";
import { median, quantile } from "./load/generate.ts";
import type { BenchRun } from "./load/bench-run.ts";

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const VIEWERS = 200;
const ROUNDS = 4;

interface Size {
  readonly clinics: number;
  readonly calls: number;
  /** Loads of each page. */
  readonly loads: number;
  /** Events of each round. */
  readonly events: number;
}

interface Load {
  /** Until the page's last byte, and until it is drawn with its style. */
  readonly answerMs: number;
  readonly loadMs: number;
  /** Of everything that the page loads, with nothing kept from before. */
  readonly bytes: number;
}

/**
 * Pages of the console in Chromium, at 1,000 clinics with 100,000 calls, beside its sign-in page, which reads nothing; and
 * what an event of Retell's costs while 200 people watch the list of calls, beside the same without them.
 */
export async function run({ quick, note }: BenchRun): Promise<void> {
  const size = quick
    ? { clinics: 100, calls: 10_000, loads: 3, events: 100 }
    : { clinics: 1000, calls: 100_000, loads: 9, events: 400 };
  const installation = await installConsole();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    await prepare(installation);
    await addFleet(installation, size);
    const url = await installation.serve();
    await pages({ installation, browser, url }, size);
    await watched(installation, url, { ...size, note });
  } finally {
    await browser.close();
    await installation.close();
  }
}

interface Stage {
  readonly installation: ConsoleInstallation;
  readonly browser: Browser;
  readonly url: string;
}

const PAGES = [
  ["sign in", "/sign-in"],
  ["clinics", "/"],
  ["clinics, found by name", "/?search=number+77"],
  ["all calls", "/calls"],
  ["a clinic's today", "/clinics/clinic-7"],
  ["its week", "/clinics/clinic-7/week"],
  ["its calls", "/clinics/clinic-7/calls"],
  ["one call", "/clinics/clinic-7/calls/call_many_7"],
  ["its messages", "/clinics/clinic-7/messages"],
  ["its reminders", "/clinics/clinic-7/reminders"],
] as const;

async function pages({ installation, browser, url }: Stage, { loads, clinics, calls }: Size): Promise<void> {
  const page = await signedIn({ installation, browser, url });
  const rows: (readonly string[])[] = [];
  let reference = 0;
  for (const [name, path] of PAGES) {
    await load(page, url + path);
    const all: Load[] = [];
    for (let turn = 0; turn < loads; turn += 1) all.push(await load(page, url + path));
    const answer = median(all.map(({ answerMs }) => answerMs));
    if (reference === 0) reference = answer;
    const drawn = median(all.map(({ loadMs }) => loadMs));
    const bytes = Math.max(...all.map((each) => each.bytes));
    const times = [answer.toFixed(0), (answer / reference).toFixed(1), drawn.toFixed(0)];
    rows.push([name, (bytes / 1000).toFixed(1), ...times]);
  }
  print(`${clinics} clinics, ${calls} calls, Chromium; times are medians of ${loads}`);
  print(table(["page", "kB in all", "answer, ms", "× sign in", "drawn, ms"], rows));
}

async function signedIn({ installation, browser, url }: Stage): Promise<Page> {
  const [link = ""] = (await installation.ascendia("console:open")).split("\n");
  const page = await browser.newPage();
  await page.goto(link);
  await page.locator("main button").click();
  await page.waitForURL(`${url}/`);
  const session = await page.context().newCDPSession(page);
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  return page;
}

const MEASURE = `(() => {
  const [page] = performance.getEntriesByType("navigation");
  const all = [page, ...performance.getEntriesByType("resource").filter(({ name }) => !name.includes("/live"))];
  return [page.responseEnd, page.loadEventEnd, all.reduce((sum, { transferSize, encodedBodySize }) => sum + Math.max(transferSize, encodedBodySize), 0)];
})()`;

async function load(page: Page, address: string): Promise<Load> {
  const answer = await page.goto(address, { waitUntil: "load" });
  if (answer?.status() !== 200) throw new Error(`${address}: ${answer?.status()}`);
  await page.waitForFunction("performance.getEntriesByType('navigation')[0].loadEventEnd > 0");
  const measured: unknown = await page.evaluate(MEASURE);
  const [answerMs = 0, loadMs = 0, bytes = 0] = Array.isArray(measured) ? measured.map(Number) : [];
  return { answerMs, loadMs, bytes };
}

/** Rounds without and with viewers in turns, so that a busy machine is busy for both. */
async function watched(
  installation: ConsoleInstallation,
  url: string,
  { events, note }: Size & Pick<BenchRun, "note">,
): Promise<void> {
  const { ascendia, apiKey, server } = installation;
  const link = async (): Promise<string> => (await ascendia("console:open")).split("\n")[0] ?? "";
  const desk = { url, server, apiKey, link };
  const [alone, beside] = [noRounds(), noRounds()];
  const cookies = await signInViewers(VIEWERS, desk);
  await timeEvents(events, desk);
  const round = async (into: Rounds): Promise<void> => {
    const before = installation.processorMs() ?? Number.NaN;
    into.times.push(...(await timeEvents(events / ROUNDS, desk)));
    into.processorMs += (installation.processorMs() ?? Number.NaN) - before;
  };
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    await round(alone);
    const viewers = await openViewers(VIEWERS, cookies, desk);
    await round(beside);
    await viewers.close();
  }
  print(
    table(
      ["an event of Retell's, ms", "p50", "p95", "p99", "of the server's processor"],
      [timesRow("nobody watches", alone), timesRow(`${VIEWERS} watch`, beside)],
    ),
  );
  const ratio = median(beside.times) / median(alone.times);
  note(`an event, ${VIEWERS} watching`, ratio);
  print(`with viewers / without: ${ratio.toFixed(2)}`);
}

interface Rounds {
  readonly times: number[];
  processorMs: number;
}

function noRounds(): Rounds {
  return { times: [], processorMs: 0 };
}

function timesRow(name: string, { times, processorMs }: Rounds): readonly string[] {
  const sorted = times.toSorted((one, other) => one - other);
  const quantiles = [0.5, 0.95, 0.99].map((share) => quantile(sorted, share).toFixed(2));
  return [name, ...quantiles, (processorMs / times.length).toFixed(2)];
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
