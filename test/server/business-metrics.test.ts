import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { readBusinessFigures } from "../../src/adapters/sql/monitoring/report-stores.ts";
import { openSqlite } from "../../src/adapters/sql/sqlite/sqlite.ts";
import { BusinessMetrics } from "../../src/server/metrics/business-metrics.ts";
import { sample } from "../../src/server/metrics/prometheus-text.ts";
import { RequestMetrics } from "../../src/server/metrics/request-metrics.ts";
import { LISTED_ROWS, fillLists } from "../fakes/long-lists.ts";
import { storedClinic } from "../fakes/stored-clinic.ts";

const HOUR = 3_600_000;
const now = Date.UTC(2030, 0, 5, 12);

async function filled() {
  const { cwd } = await storedClinic();
  await fillLists(cwd);
  return openSqlite(join(cwd, ".ascendia", "sandbox.db"));
}

it("counts calls, bookings, messages, jobs, mails and clinics from the database", async () => {
  const database = await filled();
  await database.fleet.updateTable("jobs").set({ state: "dead" }).where("id", "=", "job-1").execute();
  await database.fleet.updateTable("jobs").set({ state: "waiting" }).where("id", "in", ["job-2", "job-3"]).execute();
  await database.fleet.updateTable("outbox").set({ state: "failed" }).where("id", "=", "mail-1").execute();
  await database.fleet.updateTable("outbox").set({ state: "waiting" }).where("id", "=", "mail-2").execute();
  await database.fleet
    .updateTable("appointments")
    .set({ createdAt: now - HOUR })
    .execute();
  await database.fleet.updateTable("appointments").set({ callId: "call_1" }).where("id", "=", "visit-1").execute();
  const figures = await readBusinessFigures(database.fleet, now);
  expect(figures).toEqual({
    calls: [{ direction: "inbound", outcome: "booked", count: LISTED_ROWS }],
    bookings: { byCall: 1, byStaff: LISTED_ROWS - 1 },
    openMessages: LISTED_ROWS,
    deadJobs: 1,
    lateJobs: 2,
    waitingMails: 1,
    failedMails: 1,
    clinics: [{ status: "active", count: LISTED_ROWS }],
  });
  expect((await readBusinessFigures(database.fleet, now + 48 * HOUR)).calls).toEqual([]);
  await database.close();
});

/** Metrics of an installation, and the reads they caused. */
function metricsOf(
  read: () => Promise<Awaited<ReturnType<typeof readBusinessFigures>>>,
  unbookable: () => Promise<readonly string[]> = () => Promise.resolve(["a-clinic"]),
) {
  const asked = { figures: 0, unbookable: 0, failures: 0, now };
  const metrics = new BusinessMetrics({
    figures: () => {
      asked.figures += 1;
      return read();
    },
    unbookable: () => {
      asked.unbookable += 1;
      return unbookable();
    },
    now: () => asked.now,
    failed: () => {
      asked.failures += 1;
    },
  });
  return { metrics, asked };
}

it("reads again only after a while, and reports when the database does not answer", async () => {
  const database = await filled();
  let isBroken = false;
  const { metrics, asked } = metricsOf(() =>
    isBroken ? Promise.reject(new Error("locked")) : readBusinessFigures(database.fleet, now),
  );
  const text = await metrics.text();
  expect(text).toContain("ascendia_unbookable_clinics 1\n");
  expect(text).toContain("ascendia_figures_up 1\n");
  await metrics.text();
  expect(asked).toMatchObject({ figures: 1, unbookable: 1 });
  asked.now += 60_000;
  await metrics.text();
  expect(asked).toMatchObject({ figures: 2, unbookable: 1 });
  isBroken = true;
  asked.now += 60_000;
  expect(await metrics.text()).toMatch(/^ascendia_figures_up 0$/mu);
  expect(asked.failures).toBe(1);
  isBroken = false;
  expect(await metrics.text()).toContain("ascendia_figures_up 1\n");
  await database.close();
});

it("does not wait for the calendars of a large fleet, and shows the previous result", async () => {
  const database = await filled();
  const waiting: ((slugs: readonly string[]) => void)[] = [];
  const { metrics, asked } = metricsOf(
    () => readBusinessFigures(database.fleet, now),
    () => new Promise((resolve) => waiting.push(resolve)),
  );
  const early = await metrics.text();
  expect(early).toContain("ascendia_figures_up 1\n");
  expect(early).not.toContain("ascendia_unbookable_clinics");
  waiting[0]?.(["a-clinic", "another"]);
  expect(await metrics.text()).toContain("ascendia_unbookable_clinics 2\n");
  asked.now += HOUR;
  expect(await metrics.text()).toContain("ascendia_unbookable_clinics 2\n");
  await metrics.text();
  expect(waiting).toHaveLength(2);
  waiting[1]?.([]);
  expect(await metrics.text()).toContain("ascendia_unbookable_clinics 0\n");
  await database.close();
});

const alerts = z.object({
  groups: z.array(z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })) })),
});
const dashboard = z.object({
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) })),
});

it("has every metric that the shipped alerts and dashboard use", async () => {
  const database = await filled();
  const { metrics } = metricsOf(() => readBusinessFigures(database.fleet, now));
  const requests = new RequestMetrics();
  requests.record("/healthz", 200, 0.1);
  requests.record("/healthz", 401, 0.1);
  const text = `${requests.text()}${await metrics.text()}ascendia_messages_total 0`;
  expect(text).toContain("ascendia_refused_signatures_total 1\n");
  const rules = alerts
    .parse(parse(readFileSync("docs/monitoring/alerts.yaml", "utf8")))
    .groups.flatMap((one) => one.rules);
  const { panels } = dashboard.parse(JSON.parse(readFileSync("docs/monitoring/grafana.json", "utf8")));
  const asked = [...rules.map(({ expr }) => expr), ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))];
  const names = new Set(asked.flatMap((expr) => expr.match(/\bascendia_\w+/gu) ?? []));
  expect(names.size).toBeGreaterThan(12);
  expect([...names].filter((name) => !text.includes(`\n${name}`))).toEqual([]);
  await database.close();
});

it("escapes the text of a label", () => {
  expect(sample("ascendia_x", 1, { clinic: 'a "b"\\\n' })).toBe('ascendia_x{clinic="a \\"b\\"\\\\\\n"} 1');
});
