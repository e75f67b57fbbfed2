import type { Command } from "commander";
import { maskNumber } from "../../domain/clinic/telephone/mask-number.ts";
import { parseTelephone, patientPhone } from "../../domain/clinic/telephone/telephone.ts";
import { optOutNumber, undoOptOut } from "../../domain/outreach/contact-changes.ts";
import type { OutreachPorts } from "../../domain/outreach/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { type WriteFlags, addClinicOption, contactNamed, openOutreach, reasonFrom } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";

interface OptOutFlags extends WriteFlags {
  readonly undo?: boolean;
  readonly reason?: string;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("stop a clinic from calling a number, or allow it again")
    .argument("<contact or phone>", "contact id or its last characters, or a phone number")
    .option("--undo", "allow calls again, at the person's request")
    .option("--reason <text>", "who requested it; required with --undo")
    .action((who: string, flags: OptOutFlags) => changeOptOut(who, flags, context));
}

async function changeOptOut(who: string, flags: OptOutFlags, context: Context): Promise<void> {
  const ports = await openOutreach(flags, context);
  const phone = await numberOf(who, ports);
  const reason = reasonFrom(flags);
  if (flags.undo === true && reason === null) {
    throw new AscendiaError("usage", "--undo needs a reason.", {
      hint: "Pass --reason with who asked for it and when; it is recorded.",
    });
  }
  const isDryRun = flags.dryRun === true;
  const wasOptedOut = (await ports.database.stores.optOuts.find(phone)) !== undefined;
  const isOptedOut = flags.undo !== true;
  if (!isDryRun) await change({ phone, isOptedOut, wasOptedOut, reason }, ports, context);
  const data = {
    dry_run: isDryRun,
    clinic: ports.clinic.slug,
    phone: maskNumber(phone),
    opted_out: isOptedOut,
    repeated: wasOptedOut === isOptedOut,
  };
  context.output.result(data, () => {
    if (data.repeated) return `${data.phone} ${isOptedOut ? "has already opted out" : "has not opted out"}.`;
    const verb = isDryRun ? "would be" : "is";
    return isOptedOut
      ? `${data.phone} ${verb} excluded from calls.`
      : `${data.phone} ${verb} allowed to be called again.`;
  });
}

interface OptOutChange {
  readonly phone: string;
  readonly isOptedOut: boolean;
  readonly wasOptedOut: boolean;
  readonly reason: string | null;
}

async function change(
  { phone, isOptedOut, wasOptedOut, reason }: OptOutChange,
  ports: OutreachPorts,
  context: Context,
) {
  const { clinic, database, clock } = ports;
  const createdAt = clock.now();
  // The log contains no number: the contact identifies it, as long as the contact exists.
  const contacts = (await database.stores.contacts.withPhone(phone)).map(({ id }) => id);
  await changeAndRecord(
    () =>
      database.transact(async (stores) => {
        if (isOptedOut) await optOutNumber({ phone, source: "staff", callId: null, reason, createdAt }, stores);
        else await undoOptOut(phone, createdAt, stores);
      }),
    () => ({
      action: "contact:opt-out",
      clinic,
      before: { contacts, opted_out: wasOptedOut },
      after: { contacts, opted_out: isOptedOut },
      reason,
    }),
    context,
  );
}

/** Digits are a phone number, anything else an id. */
async function numberOf(who: string, ports: OutreachPorts): Promise<string> {
  const isNumber = /^\+?[\d\s().-]{6,}$/u.test(who);
  if (!isNumber) return (await contactNamed(who, ports)).phone;
  return patientPhone(parseTelephone(who, ports.clinic.country, "the number"));
}
