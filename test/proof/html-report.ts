import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { type Browser, chromium } from "playwright-core";
import { main } from "../../src/main.ts";
import { table } from "../../src/terminal/table.ts";
import { austin, cotonou, empty, installClinics } from "../commands/simulate-fixture.ts";
import { type PageCheck, type Screen, checkPage } from "./html-report/check-page.ts";
import { numberedClinics } from "./html-report/fleet.ts";

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

const screens: readonly Screen[] = [
  { name: "desktop, light", width: 1366, height: 850, scheme: "light", touch: false },
  { name: "desktop, dark", width: 1366, height: 850, scheme: "dark", touch: false },
  { name: "phone, light", width: 390, height: 844, scheme: "light", touch: true },
  { name: "phone, dark", width: 390, height: 844, scheme: "dark", touch: true },
];

/**
 * The page of `simulate --all --html` in a real browser without a network: grid, filters, transcript and highlighted
 * flow, at desktop and phone size, light and dark; and its size for a fleet. Installs nothing: without Chromium it
 * fails.
 */
export async function run({ quick, seed }: { readonly quick: boolean; readonly seed: number }) {
  if (!existsSync(CHROMIUM))
    throw new Error(`there is no ${CHROMIUM}: install Chromium (apt-get install chromium) and try again`);
  const folder = mkdtempSync(join(tmpdir(), "ascendia-page-"));
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  try {
    const fleet = quick ? [austin, empty] : [cotonou, austin, empty, ...numberedClinics(97)];
    await installClinics(folder, fleet);
    const file = join(folder, "report.html");
    await simulate(folder, ["simulate", "--all", "--html", file, "--seed", String(seed), "--quiet"]);
    const checks = [
      sizeCheck(file, fleet.length),
      ...(await checkScreens(file, { browser, clinics: fleet.length, quick })),
    ];
    process.stdout.write(`${table(["screen", "what", "found", "result"], checks.map(row))}\n`);
    return { passed: checks.filter(({ holds }) => holds).length, total: checks.length };
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The simulation's outcome does not matter here: failures get a page too. */
async function simulate(cwd: string, argv: readonly string[]): Promise<void> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const stdin = (async function* () {})();
  await main(argv, { env: {}, cwd: () => cwd, stdin, stdout: nowhere, stderr: process.stderr });
}

interface Opened {
  readonly browser: Browser;
  readonly clinics: number;
  readonly quick: boolean;
}

/** Quick: the first and the last screen, which have nothing in common. */
async function checkScreens(file: string, { browser, clinics, quick }: Opened): Promise<readonly PageCheck[]> {
  const checks: PageCheck[] = [];
  const chosen = quick ? screens.filter((_, index) => index % (screens.length - 1) === 0) : screens;
  for (const screen of chosen) checks.push(...(await checkPage({ file, screen, clinics }, browser)));
  return checks;
}

/**
 * The flow and its drawing take some 320 KB. At 40 KB per clinic, a hundred clinics make 4 MB: a page that can still be
 * mailed.
 */
function sizeCheck(file: string, clinics: number): PageCheck {
  const kilobytes = Math.ceil(statSync(file).size / 1024);
  return {
    screen: "-",
    what: `size for ${clinics} clinics`,
    found: `${kilobytes} KB`,
    holds: kilobytes < 350 + 40 * clinics,
  };
}

function row({ screen, what, found, holds }: PageCheck): readonly string[] {
  return [screen, what, found, holds ? "ok" : "FAILED"];
}
