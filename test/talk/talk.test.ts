import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../src/adapters/system/clock.ts";
import type { Context } from "../../src/commands/context.ts";
import type { RecordedScenario } from "../../src/simulator/recorded/to-scenario.ts";
import type { World } from "../../src/simulator/world.ts";
import type { RunningTalk } from "../../src/talk/start-talk.ts";
import { austin, installClinics } from "../commands/simulate-fixture.ts";
import { silentContext } from "../fakes/silent-context.ts";

let folder = "";
let context: Context & { close(): Promise<void> };
let world: World;
let talk: RunningTalk;
const kept: RecordedScenario[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ascendia-talk-"));
  await installClinics(folder, [austin]);
  context = silentContext(folder);
  const [opened] = await (await context.simulation()).openWorlds({ now: systemClock.now() });
  if (opened === undefined) throw new Error("no world");
  world = opened;
});

afterAll(async () => {
  await talk.close();
  await context.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  if (talk !== undefined) await talk.close();
  kept.length = 0;
  const facts = { clinic: austin.clinic, phoneNumber: austin.phoneNumber, doctors: austin.doctors, openDates: [] };
  const keep = (made: RecordedScenario): Promise<string> => {
    kept.push(made);
    return Promise.resolve(`scenarios/${made.scenario.name}.yaml`);
  };
  talk = await context.startTalk({ world, facts, clock: systemClock, model: undefined, live: undefined, keep }, 0);
});

/** A browser that keeps its cookie, follows redirects to the page, and fills in the form's token. */
async function browser() {
  const { origin } = new URL(talk.link);
  const entered = await fetch(talk.link, { redirect: "manual" });
  const cookie = (entered.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const headers = { cookie, origin };
  const page = async (): Promise<string> => (await fetch(`${origin}/`, { headers })).text();
  const token = /name="token" value="([^"]+)"/u.exec(await page())?.[1] ?? "";
  return {
    entered: entered.status,
    headers,
    origin,
    page,
    act: async (path: string, fields: Readonly<Record<string, string>> = {}): Promise<string> => {
      const body = new URLSearchParams({ token, ...fields });
      return (await fetch(`${origin}${path}`, { method: "POST", headers, body })).text();
    },
  };
}

test("a typed call is answered, and shows nodes, tools and variables", async () => {
  const { act } = await browser();
  expect(await act("/call")).toContain("Hello, you have reached Bluebonnet Family Clinic.");
  await act("/say", { words: "I would like an appointment with a doctor." });
  await act("/say", { words: "With Doctor Harper Sample, please." });
  const page = await act("/say", { words: "Next Monday." });
  expect(page).toContain("check_availability");
  expect(page).toContain("can see you");
  expect(page).toContain("appointment_date");
  expect(page).toMatch(/class="lit now">Choose a time/u);
});

test("an undecided turn is settled by a choice, or rephrased", async () => {
  const { act } = await browser();
  await act("/call");
  await act("/say", { words: "Hello, I would like an appointment with a doctor." });
  const asked = await act("/say", { words: "I also have a turtle." });
  expect(asked).toContain("The rules cannot decide what that means.");
  const page = await act("/say", { words: "No thanks, that's all. Goodbye." });
  expect(page).not.toContain("turtle");
  expect(page).toContain("Is there anything else I can do for you?");
});

test("a call is saved as a scenario, and the next one begins on untouched data", async () => {
  const { act } = await browser();
  await act("/call");
  await act("/say", { words: "What are your opening hours?" });
  const page = await act("/save");
  expect(page).toContain("ascendia simulate --scenario scenarios/call-");
  expect(kept[0]?.scenario.expect?.nodes?.path).toEqual(["greeting", "answer_question"]);
  expect(await act("/call")).toContain("waits for your answer");
});

test("the link lets one browser in, once", async () => {
  const first = await browser();
  expect(first.entered).toBe(303);
  expect((await fetch(talk.link, { redirect: "manual" })).status).toBe(403);
  expect((await fetch(`${first.origin}/`)).status).toBe(403);
  expect((await fetch(`${first.origin}/enter/guess`)).status).toBe(403);
});

test("other names, other pages' forms and forms without the token are refused", async () => {
  const { origin, headers, page } = await browser();
  const post = (more: Readonly<Record<string, string>>, body = "token=x") =>
    fetch(`${origin}/call`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", ...more },
      body,
    });
  expect((await post({ ...headers, origin: "https://evil.example" })).status).toBe(403);
  expect((await post({ cookie: headers.cookie })).status).toBe(403);
  expect((await post(headers)).status).toBe(409);
  expect(await page()).toContain("Call the clinic");
});

test("what a caller types is shown as text", async () => {
  const { act } = await browser();
  await act("/call");
  await act("/say", { words: "What are your opening hours?" });
  const page = await act("/say", { words: "<script>alert(1)</script> goodbye, that's all" });
  expect(page).toContain("&lt;script&gt;");
  expect(page).not.toContain("<script>alert");
});
