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
    .description("record that staff did what was left to do about a contact; reminders go on where one is still due")
    .argument("<contact>", "id or its end, as contact:list --follow-up shows it")
    .option("--reason <text>", "what came of it, for the record")
    .action((id: string, flags: DoneFlags) => done(id, flags, context));
}

/** Calls that are planned are no staff's work: they end by being made, or by an opt-out. */
async function done(id: string, flags: DoneFlags, context: Context): Promise<void> {
  const ports = await openOutreach(flags, context);
  const { clinic, database, clock } = ports;
  const contact = await contactNamed(id, ports);
  const { followUp, state } = contact;
  if (followUp === "retry" || followUp === "callback") {
    throw new AscendiaError(
      "conflict",
      "What is left to do is a call that is planned, which nobody has to do by hand.",
      {
        hint: `See it with: ascendia contact:show ${id}. Keep it from going out with: ascendia contact:opt-out ${id}`,
      },
    );
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
    followUp === null ? "Nothing was left to do." : `${isDryRun ? "Would be done" : "Done"}: ${followUp}.`,
  );
}
