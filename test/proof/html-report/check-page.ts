import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";

export interface Screen {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
  readonly touch: boolean;
}

export interface PageCheck {
  readonly screen: string;
  readonly what: string;
  readonly found: string;
  readonly holds: boolean;
}

interface Opening {
  readonly file: string;
  readonly screen: Screen;
  readonly clinics: number;
}

type Look = (page: Page, opening: Opening) => Promise<{ readonly found: string; readonly holds: boolean }>;

/** In order: each look starts where the previous one left the page. */
const looks: readonly (readonly [string, Look])[] = [
  ["every clinic has a row", async (page, { clinics }) => exactly(await page.locator("tbody tr").count(), clinics)],
  ["a column for every scenario", async (page) => atLeast(await page.locator("thead th").count(), 40)],
  ["as wide as the screen", widthOf],
  [
    "cells are large enough for a finger",
    async (page) => atLeast((await page.locator("td button").first().boundingBox())?.width ?? 0, 34),
  ],
  ["background follows the scheme", backgroundOf],
  [
    "a clinic's name narrows the rows",
    async (page) => {
      await page.locator("#clinic").fill("austin-family");
      return exactly(await page.locator("tbody tr").count(), 1);
    },
  ],
  [
    "a scenario's name narrows the columns",
    async (page) => {
      await page.locator("#scenario").fill("question");
      const heads = await page.locator("thead th[scope=col]").allTextContents();
      return { found: heads.join(", "), holds: heads.length > 0 && heads.every((head) => head.includes("question")) };
    },
  ],
  [
    "a status narrows both",
    async (page) => {
      await page.locator("#clinic").fill("");
      await page.locator("#status button", { hasText: "skipped" }).click();
      const cells = await page.locator("tbody td:not(.faint) button:not(.skipped)").count();
      await page.locator("#status button", { hasText: "skipped" }).click();
      return exactly(cells, 0);
    },
  ],
  [
    "a call shows its nodes by name, and the ways between them",
    async (page) => {
      await page.locator("#scenario").fill("");
      await page.locator('[data-call="austin-family/question"]').click();
      const nodes = await page.locator("#call .node").allTextContents();
      const ways = await page.locator("#call .way").count();
      const names = nodes.slice(0, 2).join(" | ");
      return { found: `${names}; ${ways} ways`, holds: names.startsWith("Greeting") && ways === nodes.length - 1 };
    },
  ],
  [
    "what was said stands there",
    async (page) => {
      const words = await page.locator("#call .line.caller p").first().textContent();
      return { found: words ?? "", holds: (words ?? "").length > 5 };
    },
  ],
  ["as wide as the screen, with the call open", widthOf],
  [
    "the flow lights up what the call passed",
    async (page) => {
      await page.getByText("show in the flow").click();
      const lit = await page.locator("#picture g.edge.lit").count();
      const all = await page.locator("#picture g.edge").count();
      return {
        found: `${lit} of ${all} edges`,
        holds: lit > 0 && lit < all / 2 && (await page.locator("#picture g.node.here").isVisible()),
      };
    },
  ],
  [
    "all calls light up more",
    async (page) => {
      const before = await page.locator("#picture g.lit").count();
      await page.locator("#all-calls").click();
      const after = await page.locator("#picture g.lit").count();
      return { found: `${before} → ${after}`, holds: after > before };
    },
  ],
  [
    "the whole flow fits the screen",
    async (page, { screen }) => {
      await page.locator("#whole").click();
      const box = await page.locator("#picture svg").boundingBox();
      return { found: `${Math.round(box?.width ?? 0)} px`, holds: box !== null && box.width <= screen.width + 1 };
    },
  ],
];

/** Opens the file without a network and looks at it like a person. */
export async function checkPage(opening: Opening, browser: Browser): Promise<readonly PageCheck[]> {
  const { screen, file } = opening;
  const { width, height, scheme, touch } = screen;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    hasTouch: touch,
    isMobile: touch,
    offline: true,
  });
  try {
    const page = await context.newPage();
    const requests: string[] = [];
    const troubles: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => troubles.push(message.text()));
    page.on("pageerror", (error) => troubles.push(error.message));
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector("body[data-ready]");
    const checks: PageCheck[] = [];
    for (const [what, look] of looks) checks.push({ screen: screen.name, what, ...(await look(page, opening)) });
    return [
      ...checks,
      { screen: screen.name, what: "asks for nothing but itself", ...exactly(requests.length, 1) },
      {
        screen: screen.name,
        what: "no error in the console",
        found: troubles.join("; ") || "none",
        holds: troubles.length === 0,
      },
    ];
  } finally {
    await context.close();
  }
}

function exactly(count: number, wanted: number) {
  return { found: String(count), holds: count === wanted };
}

function atLeast(size: number, wanted: number) {
  return { found: String(size), holds: size >= wanted };
}

async function widthOf(page: Page, { screen }: Opening) {
  return exactly(await page.evaluate("document.documentElement.scrollWidth").then(Number), screen.width);
}

async function backgroundOf(page: Page, { screen }: Opening) {
  const colour = String(await page.evaluate("getComputedStyle(document.body).backgroundColor"));
  return { found: colour, holds: (colour === "rgb(255, 255, 255)") === (screen.scheme === "light") };
}
