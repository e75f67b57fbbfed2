import { jsonOrText } from "../../json.ts";
import type { Command } from "commander";
import type { AuditRecord } from "../../domain/audit/audit-log.ts";
import type { PageRequest } from "../../domain/page.ts";
import { allRows } from "../../domain/page.ts";
import { type SinceFlag, addSinceOption, sinceAt } from "../arguments.ts";
import type { Context } from "../context.ts";
import { type PageFlags, addPageOptions, pageTable, readPage, tabbed } from "../pages.ts";
import { auditColumns } from "./view.ts";

interface ListFlags extends PageFlags, SinceFlag {
  readonly action?: string;
  readonly subject?: string;
  readonly actor?: string;
}

export function configure(command: Command, context: Context): void {
  addPageOptions(addSinceOption(command), "users, commands, subjects, values and reasons")
    .description("list who did what when, newest first")
    .option("--action <command>", "filter by command, such as agent:publish")
    .option("--subject <name>", "filter by subject, such as clinic:<slug>")
    .option("--actor <name>", "filter by user")
    .action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const { action, subject, actor } = flags;
  const audit = await context.audit();
  const filter = { action, subject, actor, sinceAt: sinceAt(flags, context.clock.now()) };
  const source = {
    read: (page: PageRequest) => audit.list({ ...filter, ...page }),
    placeOf: ({ seq, act }: AuditRecord) => ({ by: seq, id: act }),
  };
  if (flags.stream === true) {
    for await (const record of allRows(flags, source)) {
      context.output.item(auditJson(record), () => tabbed(record, auditColumns));
    }
    return;
  }
  const page = await readPage(flags, source);
  context.output.result({ entries: page.rows.map(auditJson), next: page.next }, () => pageTable(page, auditColumns));
}

function auditJson({ before, after, previousHash, ...record }: AuditRecord) {
  return { ...record, before: jsonOrText(before), after: jsonOrText(after), previous_hash: previousHash };
}
