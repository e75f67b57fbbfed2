import type { Command } from "commander";
import { AscendiaError } from "../../errors.ts";
import { type WriteFlags, addClinicOption, contactNamed, openOutreach, reasonFrom } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";

interface DoneFlags extends WriteFlags {
  readonly reason?: string;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("mark the staff follow-up for a contact as done; due reminders continue")
    .argument("<contact>", "contact id, or its last characters as shown by contact:list --follow-up")
    .option("--reason <text>", "result, for the audit log")
    .action((id: string, flags: DoneFlags) => done(id, flags, context));
}

/** Planned calls are not work for staff: they end when they are placed, or with an opt-out. */
async function done(id: string, flags: DoneFlags, context: Context): Promise<void> {
  const ports = await openOutreach(flags, context);
  const { clinic, database, clock } = ports;
  const contact = await contactNamed(id, ports);
  const { followUp, state } = contact;
  if (followUp === "retry" || followUp === "callback") {
    throw new AscendiaError("conflict", "The open follow-up is a planned call, which staff cannot mark as done.", {
      hint: `See it with: ascendia contact:show ${id}. To prevent it: ascendia contact:opt-out ${id}`,
    });
  }
  const isDryRun = flags.dryRun === true;
  const after = state === "callback_requested" ? "open" : state;
  const settled = { ...contact, state: after, followUp: null, followUpAt: null, updatedAt: clock.now() } as const;
  if (!isDryRun && followUp !== null) {
    await changeAndRecord(
      () => database.transact((stores) => stores.contacts.update(settled)),
      () => ({
        action: "contact:done",
        clinic,
        before: { contact: contact.id, follow_up: followUp, state },
        after: { contact: contact.id, follow_up: null, state: settled.state },
        reason: reasonFrom(flags),
      }),
      context,
    );
  }
  const data = { dry_run: isDryRun, clinic: clinic.slug, contact_id: contact.id, done: followUp, state: settled.state };
  context.output.result(data, () =>
    followUp === null
      ? "Nothing to change: no follow-up is open."
      : `${isDryRun ? "Would mark as done" : "Done"}: ${followUp}.`,
  );
}
