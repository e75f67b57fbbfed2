import { type Browser, type Page, chromium } from "playwright-core";
import { addFleet } from "../test/proof/console/fleet.ts";
import { type ConsoleInstallation, installConsole } from "../test/proof/console/installation.ts";
import { prepare } from "../test/proof/console/prepare.ts";
import { table } from "../src/terminal/table.ts";
import { median } from "./load/generate.ts";
import { watched } from "./load/watched.ts";
import type { BenchRun } from "./load/bench-run.ts";

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

interface Size {
  readonly clinics: number;
  readonly calls: number;
  /** How often each page is loaded. */
  readonly loads: number;
  readonly rounds: number;
  /** The number of events per round, and of inbound calls. */
  readonly requests: number;
}

interface Load {
  /** Time to the page's last byte, and until the page is drawn with its styles. */
  readonly answerMs: number;
  readonly loadMs: number;
  /** Everything that the page loads, with an empty cache. */
  readonly bytes: number;
}

/**
 * Pages of the console in Chromium, at 1,000 clinics with 100,000 calls, compared with its sign-in page, which reads
 * nothing; and the cost of Retell's requests while 200 people watch the list of calls, compared with nobody watching.
 */
export async function run({ quick, note }: BenchRun): Promise<void> {
  const size = quick
    ? { clinics: 100, calls: 10_000, loads: 3, rounds: 5, requests: 100 }
    : { clinics: 1000, calls: 100_000, loads: 9, rounds: 9, requests: 400 };
  const installation = await installConsole();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    await prepare(installation);
    await addFleet(installation, size);
    const url = await installation.serve();
    await pages({ installation, browser, url }, size);
    await watched({ installation, url }, { ...size, note });
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

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
