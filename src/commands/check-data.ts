import { DAY_MS } from "../clock.ts";
import { shortId } from "../domain/find-by-id.ts";
import { isStale } from "../domain/calendar/sync-calendar.ts";
import { type CheckFinding, doubtful, good } from "../domain/fleet/check/check-finding.ts";
import { serverFindings } from "../domain/fleet/check/check-servers.ts";
import { problemOf } from "./calendar/view.ts";
import type { Context } from "./context.ts";

interface Wanted {
  readonly clinic?: readonly string[];
}

/** Problems that the installation's own data shows. */
export async function dataFindings(wanted: Wanted, context: Context): Promise<readonly CheckFinding[]> {
  const named = wanted.clinic ?? [];
  const { clinics } = await context.store();
  const slugs = await Promise.all(named.map(async (one) => (await clinics.find(one))?.slug));
  const isWanted = (slug: string) => slugs.length === 0 || slugs.includes(slug);
  const all = [await messageFindings(isWanted, context), await calendarFindings(isWanted, context)];
  const servers = await serverFindings((await context.store()).servers);
  return [...all.flat(), ...servers, ...(await backupFindings(context)), ...(await databaseFindings(context))];
}

/** Problems with a database server's users and tables; none where the database is a file. */
async function databaseFindings(context: Context): Promise<readonly CheckFinding[]> {
  const concerns = await (await context.databaseFiles()).concerns();
  const fix = "The statements are in docs/postgresql.md, under Create the database.";
  return concerns.map((detail) => doubtful("database roles", { detail, fix }));
}

/** An older open message is a finding: its caller heard that the team has it. */
const MESSAGE_PATIENCE_MS = 2 * DAY_MS;

async function messageFindings(
  isWanted: (slug: string) => boolean,
  context: Context,
): Promise<readonly CheckFinding[]> {
  const { messages } = await context.store();
  const open = (await messages.open()).filter(({ clinicSlug }) => isWanted(clinicSlug));
  return open.map(({ clinicSlug, count, oldestAt }) => {
    const what = `messages of ${clinicSlug}`;
    const since = new Date(oldestAt).toISOString().slice(0, 10);
    const detail = `${count} open ${count === 1 ? "message" : "messages"}, the oldest from ${since}`;
    if (context.clock.now() - oldestAt < MESSAGE_PATIENCE_MS) return good(what, detail);
    return doubtful(what, { detail, fix: `Call back, then: ascendia message:done <message> --clinic ${clinicSlug}` });
  });
}

/** Calendars that cannot be read, while their doctor is still offered and afterwards. */
async function calendarFindings(
  isWanted: (slug: string) => boolean,
  context: Context,
): Promise<readonly CheckFinding[]> {
  const store = await context.store();
  const findings: CheckFinding[] = [];
  for (const { id, slug } of (await store.calendars.clinics()).filter((clinic) => isWanted(clinic.slug))) {
    for (const calendar of await store.scope(id).calendars.list()) {
      const what = `calendar ${shortId(calendar.id)} of ${slug}`;
      const fix = `ascendia calendar:sync --clinic ${slug}`;
      const problem = problemOf(calendar);
      if (isStale(calendar, context.clock.now())) {
        const why = problem ?? "no worker runs";
        findings.push(doubtful(what, { detail: `not read for too long, so its doctor is not offered: ${why}`, fix }));
      } else if (problem !== null) findings.push(doubtful(what, { detail: problem, fix }));
    }
  }
  return findings;
}

const BACKUP_PATIENCE_MS = 2 * DAY_MS;

/** Only in live mode, where there is something to lose. */
async function backupFindings(context: Context): Promise<readonly CheckFinding[]> {
  if (context.config().mode !== "live") return [];
  const at = await (await context.databaseFiles()).backedUpAt();
  const fix =
    "Back up every hour: ascendia deploy:init systemd --domain <domain>, or ascendia backup <folder>/ --keep 48";
  if (at === null) return [doubtful("backup", { detail: "the database was never backed up", fix })];
  const detail = `the latest backup is from ${at}`;
  const isOld = context.clock.now() - Date.parse(at) > BACKUP_PATIENCE_MS;
  return [isOld ? doubtful("backup", { detail, fix }) : good("backup", detail)];
}
