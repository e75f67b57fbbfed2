import type { Command } from "commander";
import { findById } from "../../domain/find-by-id.ts";
import type { Patient } from "../../domain/booking/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { mailAddressFrom } from "../arguments.ts";
import { type ClinicFlag, addClinicOption, namedClinic, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";
import { maskedAddress } from "../view.ts";

interface UpdateFlags extends ClinicFlag {
  readonly email?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .argument("<patient>", "patient id, or its last characters as shown by patient:list")
    .option("--email <address|none>", "email address for appointment confirmations")
    .action(async (patient: string, flags: UpdateFlags) =>
      update(await namedClinic(flags, context), patient, { flags, context }),
    );
}

interface Asked {
  readonly flags: UpdateFlags;
  readonly context: Context;
}

async function update(idOrSlug: string, named: string, { flags, context }: Asked): Promise<void> {
  if (flags.email === undefined) {
    throw new AscendiaError("usage", "Nothing to change.", {
      hint: "Pass at least one option to change. See ascendia help patient:update.",
    });
  }
  const email = flags.email === "none" ? null : mailAddressFrom(flags.email, "--email");
  const { clinic, ports } = await openBookings({ clinic: idOrSlug }, context);
  const { people } = (await context.store()).scope(clinic.id);
  const { appointments: _, ...patient } = requirePatient(named, await people.list());
  const { patients } = ports.database.stores;
  const isDryRun = flags.dryRun === true;
  if (!isDryRun) {
    const describe = () => ({ action: "patient:update", clinic, ...recorded(patient, email) });
    await changeAndRecord(() => patients.update({ ...patient, email }), describe, context);
  }
  const shown = email === null ? null : maskedAddress(email);
  context.output.result({ dry_run: isDryRun, clinic: clinic.slug, patient_id: patient.id, email: shown }, () =>
    shown === null ? "No confirmations are sent." : `Confirmations go to ${shown}.`,
  );
}

/** Not the address itself, because the log outlives the patient's erasure. */
function recorded({ id, email: before }: Patient, after: string | null) {
  const kept = before === null ? "none" : "known";
  const given = after === null ? "none" : "another";
  return {
    before: { patient_id: id, email: kept },
    after: { patient_id: id, email: after === before ? kept : given },
  };
}

function requirePatient<T extends Patient>(named: string, known: readonly T[]): T {
  const patient = findById(named, known, "patient");
  if (patient !== undefined && patient.name !== "") return patient;
  throw new AscendiaError("not_found", "Patient not found.", {
    hint: "List the ids with: ascendia patient:list",
  });
}
