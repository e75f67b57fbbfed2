import type { Command } from "commander";
import { type WriteFlags, addClinicOption, openOutreach, reasonFrom } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";
import { instant } from "../view.ts";
import { messageNamed } from "./view.ts";

interface DoneFlags extends WriteFlags {
  readonly reason?: string;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("mark a caller's message as done")
    .argument("<message>", "message id, or its last characters as shown by message:list")
    .option("--reason <text>", "result, for the audit log")
    .action((id: string, flags: DoneFlags) => done(id, flags, context));
}

async function done(id: string, flags: DoneFlags, context: Context): Promise<void> {
  const ports = await openOutreach(flags, context);
  const { clinic, database, clock } = ports;
  const message = await messageNamed(id, ports);
  const isDryRun = flags.dryRun === true;
  const isChange = message.doneAt === null;
  const settled = { ...message, doneAt: message.doneAt ?? clock.now() };
  if (isChange && !isDryRun) {
    await changeAndRecord(
      () => database.transact((stores) => stores.messages.update(settled)),
      () => ({
        action: "message:done",
        clinic,
        before: { message: message.id, done_at: null },
        after: { message: message.id, done_at: instant(settled.doneAt) },
        reason: reasonFrom(flags),
      }),
      context,
    );
  }
  const data = { dry_run: isDryRun, clinic: clinic.slug, message_id: message.id, changed: isChange && !isDryRun };
  context.output.result(data, () => {
    if (!isChange) return "Nothing to change: the message is done already.";
    return `${isDryRun ? "Would mark as done" : "Done"}: the message of ${instant(message.createdAt) ?? ""}.`;
  });
}
