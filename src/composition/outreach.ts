import type { SqlDatabase } from "../adapters/sql/database.ts";
import type { JobKinds } from "../domain/job/ports.ts";
import type { Clock } from "../domain/time/ports.ts";
import { bookingsOf } from "./serving.ts";

interface OutreachInstallation {
  readonly database: SqlDatabase;
  readonly clock: Clock;
  newId(): string;
}

/** What follows from calls, and what orders them. */
export async function outreachKindsOn(installation: OutreachInstallation): Promise<JobKinds> {
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const { outcomeKind, remindersKind } = await import("../domain/outreach/outreach-jobs.ts");
  const ports = { clinics: sqlStore(installation.database).clinics, outreach: (await bookingsOf())(installation) };
  return { "call-outcome": outcomeKind(ports), reminders: remindersKind(ports) };
}
