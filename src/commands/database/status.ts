import type { Command } from "commander";
import { counted } from "../../terminal/table.ts";
import { sizeSaid } from "./view.ts";
import type { Context } from "../context.ts";

export function configure(command: Command, context: Context): void {
  command
    .description("examine the whole database: damage, schema, size, latest backup, oldest waiting job")
    .action(() => showStatus(context));
}

async function showStatus(context: Context): Promise<void> {
  const { databaseName, mode } = context.config();
  const found = await (await context.databaseFiles()).status();
  const data = {
    engine: found.engine,
    version: found.version,
    database: databaseName,
    mode,
    bytes: found.bytes,
    pending_migrations: found.pendingMigrations,
    unknown_migrations: found.unknownMigrations,
    backed_up_at: found.backedUpAt,
    oldest_job_due_at: found.oldestJobDueAt,
    clinics: found.clinics,
    appointments: found.appointments,
    calls: found.calls,
    events: found.events,
    concerns: found.concerns,
  };
  for (const concern of found.concerns) context.output.warn(concern);
  context.output.result(data, statusText);
}

interface Status {
  readonly engine: "sqlite" | "postgres";
  readonly version: string | null;
  readonly database: string;
  readonly mode: string;
  readonly bytes: number;
  readonly pending_migrations: readonly string[];
  readonly unknown_migrations: readonly string[];
  readonly backed_up_at: string | null;
  readonly oldest_job_due_at: string | null;
  readonly clinics: number;
  readonly appointments: number;
  readonly calls: number;
  readonly events: number;
}

function statusText(status: Status): string {
  const rows = [
    counted(status.clinics, "clinic"),
    counted(status.appointments, "appointment"),
    counted(status.calls, "call"),
    counted(status.events, "event"),
  ];
  return [
    `Database   ${status.database} (${engineSaid(status)}, ${status.mode} mode, ${sizeSaid(status.bytes)})${damageSaid(status)}`,
    `Schema     ${schemaSaid(status)}`,
    `Holds      ${rows.join(", ")}`,
    `Backup     ${status.backed_up_at ?? "none so far: ascendia backup <path>"}`,
    `Jobs       ${status.oldest_job_due_at === null ? "none waits" : `the oldest is due ${status.oldest_job_due_at}`}`,
  ].join("\n");
}

function schemaSaid({ pending_migrations: pending, unknown_migrations: unknown }: Status): string {
  if (unknown.length > 0) return `of a newer version of ascendia (${unknown.join(", ")})`;
  if (pending.length === 0) return "up to date";
  return `${counted(pending.length, "migration")} behind; the next command that opens it brings it up to date`;
}

function engineSaid({ engine, version }: Status): string {
  return engine === "sqlite" ? "SQLite" : `PostgreSQL ${version ?? ""}`.trimEnd();
}

/** A database server checks its own files, so only SQLite's are reported on. */
function damageSaid({ engine }: Status): string {
  return engine === "sqlite" ? ": no damage found" : "";
}
