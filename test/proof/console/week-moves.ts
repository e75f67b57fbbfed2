import type { Locator, Page } from "playwright-core";

/** The result of one move in the grid. */
interface GridMove {
  /** The dialog's question, or nothing if no dialog opened. */
  readonly asked: string;
  readonly refused: string;
  /** The appointments of the target day after the move. */
  readonly there: string;
  readonly who: string;
}

/**
 * Makes one move to a closed day, one by mouse and one by keyboard; the latter two take the first appointment that the
 * rules let move.
 */
export async function moveInGrid(page: Page, week: string) {
  await openBusyWeek(page, week);
  const closed = await drag(page, movable(page).first(), page.locator("td.shut[data-date]").last());
  return { closed, dragged: await firstMoved(page, week, drag), keyed: await firstMoved(page, week, moveByKeys) };
}

export function isMoved({ there, who, asked, refused }: GridMove): boolean {
  return refused === "" && there.includes(who) && asked.includes(who);
}

/** @returns how many appointments the page shows, and how many of them it lets move */
export async function countHeld(page: Page): Promise<readonly [number, number]> {
  return [await page.locator(".visit").count(), await page.locator(".visit[draggable], dialog").count()];
}

const MOST_TRIES = 8;

async function firstMoved(page: Page, week: string, move: typeof drag): Promise<GridMove> {
  let last: GridMove = { asked: "", refused: "nothing was tried", there: "", who: "" };
  for (let index = 0; index < MOST_TRIES && last.refused !== ""; index += 1) {
    await openBusyWeek(page, week);
    const visit = movable(page).nth(index);
    last = await move(page, visit, visit.locator("xpath=ancestor::td/following-sibling::td[1]"));
  }
  return last;
}

function movable(page: Page): Locator {
  return page.locator(".visit[data-id]");
}

/** Opens a week with future appointments. */
async function openBusyWeek(page: Page, place: string): Promise<void> {
  await page.goto(place);
  if ((await movable(page).count()) === 0) await page.locator(".head .steps a").last().click();
  await movable(page).first().waitFor();
}

/** Drags the appointment with the mouse to another day of its doctor. */
async function drag(page: Page, from: Locator, to: Locator): Promise<GridMove> {
  const who = await patientOf(from);
  const place = await addressOf(to);
  await from.dragTo(to);
  return confirmed(page, { who, place });
}

/** The same without a mouse: Space, right arrow, Enter. */
async function moveByKeys(page: Page, from: Locator, to: Locator): Promise<GridMove> {
  const who = await patientOf(from);
  const place = await addressOf(to);
  await from.focus();
  for (const key of ["Space", "ArrowRight", "Enter"]) await page.keyboard.press(key);
  return confirmed(page, { who, place });
}

interface Target {
  readonly who: string;
  readonly place: string;
}

async function confirmed(page: Page, { who, place }: Target): Promise<GridMove> {
  const dialog = page.locator("dialog[open]");
  await dialog.waitFor({ timeout: 2000 });
  const asked = (await dialog.textContent()) ?? "";
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  const refused = (await page.locator(".notice.bad").allTextContents()).join();
  return { who, asked, refused, there: (await page.locator(place).allTextContents()).join() };
}

async function patientOf(visit: Locator): Promise<string> {
  return (await visit.locator("bdi").textContent()) ?? "";
}

/** A selector that finds the cell again, because the move replaces the page. */
async function addressOf(cell: Locator): Promise<string> {
  const [date, doctor] = [await cell.getAttribute("data-date"), await cell.getAttribute("data-doctor")];
  return `td[data-date="${date}"][data-doctor="${doctor}"]`;
}
