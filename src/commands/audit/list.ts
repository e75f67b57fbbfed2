import type { Command } from "commander";
import type { AuditRecord } from "../../domain/audit/audit-log.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { auditText } from "./view.ts";

interface ListFlags {
  readonly action?: string;
  readonly subject?: string;
  readonly actor?: string;
  readonly since?: string;
  readonly limit: string;
}

export function configure(command: Command, context: Context): void {
  command
    .description("list who did what when, newest first")
    .option("--action <command>", "filter by command, such as agent:publish")
    .option("--subject <name>", "filter by subject, such as clinic:<slug>")
    .option("--actor <name>", "filter by user")
    .option("--since <date>", "from this date or instant (ISO 8601, UTC)")
    .option("--limit <number>", "maximum number of rows", "50")
    .action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const { action, subject, actor, since } = flags;
  const audit = await context.audit();
  const sinceAt = since === undefined ? undefined : instantOf(since);
  const records = await audit.list({ action, subject, actor, sinceAt, limit: limitOf(flags.limit) });
  context.output.result({ entries: records.map(auditJson) }, (_, width) => auditText(records, width));
}

function auditJson({ before, after, previousHash, ...record }: AuditRecord) {
  return { ...record, before: readJson(before), after: readJson(after), previous_hash: previousHash };
}

/** Text that is no longer JSON was tampered with; it is shown as it is. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function instantOf(text: string): number {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  throw new AscendiaError("usage", `"${text}" is not a date.`, { hint: "Write 2026-11-21 or 2026-11-21T08:00:00Z." });
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (/^[1-9]\d*$/u.test(text) && Number.isSafeInteger(limit)) return limit;
  throw new AscendiaError("usage", `"${text}" is not a valid --limit.`, { hint: "Use a whole number from 1." });
}
