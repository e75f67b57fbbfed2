import type { Command } from "commander";
import type { AuditRecord } from "../../domain/audit/audit-log.ts";
import { type LimitFlag, type SinceFlag, addLimitOption, addSinceOption, sinceAt } from "../arguments.ts";
import type { Context } from "../context.ts";
import { auditText } from "./view.ts";

interface ListFlags extends LimitFlag, SinceFlag {
  readonly action?: string;
  readonly subject?: string;
  readonly actor?: string;
}

export function configure(command: Command, context: Context): void {
  addLimitOption(addSinceOption(command))
    .description("list who did what when, newest first")
    .option("--action <command>", "filter by command, such as agent:publish")
    .option("--subject <name>", "filter by subject, such as clinic:<slug>")
    .option("--actor <name>", "filter by user")
    .action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const { action, subject, actor, limit } = flags;
  const audit = await context.audit();
  const since = sinceAt(flags, context.clock.now());
  const records = await audit.list({ action, subject, actor, sinceAt: since, limit });
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
