import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

/**
 * `npm run pictures`: draws docs/images/flow.png, flow-overview.png and simulation.png from the output of `agent:graph
 * --coverage` and `simulate --all --html` of the built program, for the demo clinics, those of examples/clinics.csv and
 * those below. The proofs of the console and of `talk` take those pictures.
 * Takes a few minutes. CHROMIUM names a browser other than Debian's. Needs no network.
 */

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(CHROMIUM)) {
  console.error(`error: there is no ${CHROMIUM}.\nnext:  apt-get install chromium, or name a browser with CHROMIUM.`);
  process.exit(1);
}

/** Fictitious clinics: slug, name, address, country, zone, language, sms, number. */
const CLINICS = [
  ["harbor-pediatrics", "Harbor Pediatrics", "12 Pier Street, Boston", "US", "America/New_York", "en", "yes", "buy:US:617"],
  ["mesa-dental", "Mesa Dental", "800 Main Street, Denver", "US", "America/Denver", "en", "no", "buy:US:303"],
  ["pacific-heart", "Pacific Heart Clinic", "5 Hill Road, Seattle", "US", "America/Los_Angeles", "en", "yes", "buy:US:206"],
  ["clinique-akpakpa", "Clinique Akpakpa", "5 rue du Marché, Cotonou", "BJ", "Africa/Porto-Novo", "fr", "no", "import:+2290197000032:trunk.example.com"],
  ["clinique-rosemont", "Clinique Rosemont", "9 rue Masson, Montréal", "CA", "America/Toronto", "fr", "yes", "buy:CA"],
  ["clinique-limoilou", "Clinique Limoilou", "3 avenue du Lac, Québec", "CA", "America/Toronto", "fr", "no", "buy:CA"],
];
const DOCTORS = { en: "Ann Sample;Family medicine | Lee Specimen;Cardiology", fr: "Awa Modèle;Pédiatrie | Luc Essai;Cardiologie" };

const program = resolve("bin/ascendia.js");
const images = resolve("docs/images");
const folder = mkdtempSync(join(tmpdir(), "ascendia-pictures-"));
try {
  writePages();
  await takePictures();
  takeConsolePictures();
  takeTalkPicture();
  console.log("The pictures in docs/images are written; look at them.");
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function writePages() {
  const examples = resolve("examples/clinics.csv");
  const columns = "slug,name,address,country,timezone,language,sms,number,owner_email,hours,doctors";
  const rows = CLINICS.map((cells) =>
    [...cells, `owner@${cells[0]}.example.com`, "Mon-Fri 08:00-12:00,13:00-17:00", DOCTORS[cells[5]]]
      .map((cell) => `"${cell}"`)
      .join(","),
  );
  writeFileSync(join(folder, "clinics.csv"), [columns, ...rows, ""].join("\n"));
  ascendia("agent:create");
  for (const name of ["austin", "cotonou", "montreal"]) {
    ascendia("clinic:onboard", "--file", resolve(`templates/demo/${name}.json`), "--yes");
  }
  for (const table of [examples, "clinics.csv"]) {
    ascendia("clinic:onboard", "--from", table, "--yes", "--result", "result.json");
  }
  const report = ascendia("simulate", "--all", "--json", "--html", "simulation.html");
  writeFileSync(join(folder, "report.json"), report);
  ascendia("agent:graph", "--coverage", "report.json", "--output", "flow.html");
}

function ascendia(...line) {
  console.log(`ascendia ${line[0]}`);
  const env = { PATH: process.env.PATH };
  try {
    return execFileSync(process.execPath, [program, ...line, "--quiet"], {
      cwd: folder,
      env,
      maxBuffer: 2 ** 28,
      stdio: ["ignore", "pipe", "inherit"],
    });
  } catch (error) {
    throw new Error(`ascendia ${line.join(" ")} failed: ${String(error.stdout).slice(0, 2000)}`);
  }
}

/** The proof fills a clinic, and looks at every page. */
function takeConsolePictures() {
  console.log("proof console");
  execFileSync(process.execPath, ["build/run.mjs", "proof", "console"], { stdio: ["ignore", "ignore", "inherit"] });
  for (const page of ["today", "week"]) {
    copyFileSync(`build/generated/console-pictures/desktop-clinic-${page}.png`, join(images, `console-${page}.png`));
  }
  copyFileSync("build/generated/console-pictures/call.png", join(images, "console-call.png"));
}

/** The proof books by typing, and takes a picture halfway through. */
function takeTalkPicture() {
  console.log("proof talk");
  execFileSync(process.execPath, ["build/run.mjs", "proof", "talk"], { stdio: ["ignore", "ignore", "inherit"] });
  copyFileSync("build/generated/talk-pictures/desktop-light-demo-cotonou.png", join(images, "talk.png"));
}

async function takePictures() {
  mkdirSync(images, { recursive: true });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 780 }, colorScheme: "light" });
    await page.goto(pathToFileURL(join(folder, "flow.html")).href);
    await page.locator("#fit").click();
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(images, "flow-overview.png"), clip: { x: 0, y: 0, width: 1600, height: 640 } });
    await page.locator('[data-topic="booking"]').click();
    await page.locator("#search").fill("Choose a time");
    await page.locator("#search").press("Tab");
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(images, "flow.png") });

    await page.goto(pathToFileURL(join(folder, "simulation.html")).href);
    await page.locator('[data-call="demo-austin/book"]').click();
    await page.getByRole("heading", { name: "What was said" }).evaluate((heading) => heading.scrollIntoView());
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(images, "simulation.png") });
  } finally {
    await browser.close();
  }
}
