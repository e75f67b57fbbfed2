import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { SqlAlertStore } from "../../src/adapters/sql/monitoring/alert-stores.ts";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { newId } from "../../src/adapters/system/ids.ts";
import { alertKindsOn } from "../../src/composition/worker.ts";
import type { Alert } from "../../src/domain/alert/ports.ts";
import type { Channel, Notice } from "../../src/domain/alert/notice.ts";
import { storedClinic } from "../fakes/stored-clinic.ts";
import { newFolder, run } from "../fakes/world.ts";

const hook = createServer((_request, response) => void response.writeHead(500).end());
let url = "";

beforeAll(async () => {
  await new Promise<void>((ready) => hook.listen(0, "127.0.0.1", ready));
  const address = hook.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/hook`;
});

afterAll(() => hook.close());

const raised: Alert = {
  id: "01900000-0000-7000-8000-0000aaaa0001",
  kind: "old_messages",
  clinicId: "clinic-1",
  detail: "2 of callers' messages not done",
  fix: "ascendia message:list --clinic clinique-test",
  raisedAt: Date.UTC(2027, 4, 10, 9),
  raisedRound: "round-1",
  endedAt: null,
  endedRound: null,
  ending: null,
  mutedAt: null,
};

const unclaimed = { ...raised, id: "01900000-0000-7000-8000-0000aaaa0002", kind: "dead_jobs", clinicId: null } as const;

/** Runs the work on the database of that folder. @returns its result */
async function withAlerts<T>(cwd: string, work: (alerts: SqlAlertStore, kinds: Kinds) => Promise<T>): Promise<T> {
  const database = await openDatabase(join(cwd, ".ascendia", "sandbox.db"), "sandbox");
  try {
    const clock = { now: () => Date.UTC(2027, 4, 10, 10) };
    const settings = { silenceHours: 3, channels: () => Promise.resolve([channel]) };
    return await work(new SqlAlertStore(database.fleet), await alertKindsOn({ database, clock, newId }, settings));
  } finally {
    await database.close();
  }
}

type Kinds = Awaited<ReturnType<typeof alertKindsOn>>;

const sent: Notice[] = [];
const channel: Channel = { name: "here", send: (notice) => Promise.resolve(void sent.push(notice)) };

async function twoAlerts() {
  const clinic = await storedClinic();
  await clinic.stores(async () => {});
  const changes = { ended: [], reworded: [], orders: [] };
  await withAlerts(clinic.cwd, (alerts) => alerts.rewrite(() => ({ ...changes, raised: [raised, unclaimed] })));
  return clinic;
}

const listed = z.object({ alerts: z.array(z.object({ id: z.string(), kind: z.string(), state: z.string() })) });

it("lists open alerts, of all or of one clinic", async () => {
  const { cwd, data } = await twoAlerts();
  const all = await run(["alert:list"], { cwd });
  expect(all.stdout).toMatch(/aaaa0001 +old messages clinique-test +open +2027-05-10 09:00 +2 of callers' messages/u);
  expect(all.stdout).toMatch(/aaaa0002 +dead jobs +open/u);
  expect((await data(listed, "alert:list")).alerts).toMatchObject([{ kind: "old_messages", state: "open" }]);
  expect(await run(["alert:list", "--clinic", "nowhere"], { cwd })).toMatchObject({ code: 1 });
  expect((await run(["alert:list"], { cwd: newFolder() })).code).toBe(4);
});

it("mutes an alert once, and records it in the audit log", async () => {
  const { cwd, data } = await twoAlerts();
  expect((await run(["alert:mute", "aaaa0001", "--dry-run"], { cwd })).stdout).toContain("Would mute");
  expect((await data(listed, "alert:list")).alerts).toMatchObject([{ state: "open" }]);
  const muted = await run(["alert:mute", "aaaa0001", "--reason", "we call them back"], { cwd });
  expect(muted.stdout).toContain("Muted until it ends: old messages clinique-test.");
  expect((await data(listed, "alert:list")).alerts).toMatchObject([{ state: "muted" }]);
  expect((await run(["alert:mute", "aaaa0001"], { cwd })).stdout).toContain("It is muted already");
  const log = await run(["audit:list"], { cwd });
  expect(log.stdout.match(/alert:mute/gu)).toHaveLength(1);
  const unknown = await run(["alert:mute", "ffff"], { cwd });
  expect(unknown).toMatchObject({ code: 1 });
  expect(unknown.stderr).toContain("ascendia alert:list");
});

it("sends no notice of an alert that was muted while the notice waited", async () => {
  const { cwd } = await twoAlerts();
  await run(["alert:mute", "aaaa0001"], { cwd });
  sent.splice(0);
  await withAlerts(cwd, async (_alerts, kinds) => {
    const payload = JSON.stringify({ round: "round-1", channel: "here" });
    await kinds["send-alerts"]?.run({ ...job, payload });
    await kinds["send-alerts"]?.run({ ...job, payload: JSON.stringify({ round: "round-1", channel: "removed" }) });
  });
  expect(sent.map(({ changes }) => changes.map(({ id, state }) => [id, state]))).toEqual([[["dead-jobs", "fail"]]]);
});

const job = {
  id: "job-1",
  kind: "send-alerts",
  key: "k",
  payload: "{}",
  dueAt: 0,
  clinicId: null,
  state: "running",
  attempts: 1,
  leasedUntil: null,
  lastError: null,
  createdAt: 0,
  endedAt: null,
} as const;

it("tests every address, and fails when one does not accept the notice", async () => {
  const cwd = newFolder();
  const file = join(cwd, "notice.json");
  const command = `cat > '${file}'`;
  const env = { PATH: process.env["PATH"] ?? "", ASCENDIA_ALERT_COMMAND: command, RETELL_WEBHOOK_KEYS: "key_secret_1" };
  const done = await run(["alert:test", "--json"], { cwd, env });
  expect(done.code).toBe(0);
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ text: "ok: test: a test of alerts" });
  const failed = await run(["alert:test"], { cwd, env: { ...env, ASCENDIA_ALERT_URL: url } });
  expect(failed).toMatchObject({ code: 1 });
  expect(failed.stdout).toMatch(/FAILED +127\.0\.0\.1:\d+: it answered 500\nsent +the command/u);
  await run(["alert:test"], { cwd, env: { ...env, ASCENDIA_ALERT_COMMAND: `env > '${file}'` } });
  expect(readFileSync(file, "utf8")).not.toContain("key_secret_1");
});

it.each([
  [{}, 4, "Alerts go nowhere"],
  [{ ASCENDIA_ALERT_MAIL: "ops@example.com" }, 4, "SMTP_URL is not set"],
  [{ ASCENDIA_ALERT_MAIL: "ops" }, 4, "ASCENDIA_ALERT_MAIL must be email addresses"],
  [{ ASCENDIA_ALERT_URL: "http://alerts.example.com" }, 4, "ASCENDIA_ALERT_URL must be an https URL"],
  [{ ASCENDIA_ALERT_SECRET: "short" }, 4, "ASCENDIA_ALERT_SECRET must be whsec_"],
  [{ ASCENDIA_ALERT_COMMAND: "exit 7" }, 1, "it ended with code 7"],
])("refuses %j", async (env, code, text) => {
  const done = await run(["alert:test"], { cwd: newFolder(), env: { PATH: process.env["PATH"] ?? "", ...env } });
  expect(done.code).toBe(code);
  expect(done.stdout + done.stderr.replaceAll(/\s+/gu, " ")).toContain(text);
});
