import type { Command } from "commander";
import { shortId } from "../../domain/booking/find-by-name.ts";
import { maskNumber } from "../../domain/clinic/telephone.ts";
import { table } from "../../terminal/table.ts";
import { type ClinicFlag, addClinicArgument, chosenClinic, clinicNamed } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { recordRead } from "../record-change.ts";
import { maskedAddress } from "../view.ts";

interface ListFlags extends ClinicFlag {
  readonly reveal?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicArgument(command)
    .option("--reveal", "show full phone numbers, birth dates and email addresses")
    .action((clinic: string | undefined, flags: ListFlags) => list(clinic, flags, context));
}

async function list(named: string | undefined, flags: ListFlags, context: Context): Promise<void> {
  const clinic = await chosenClinic(clinicNamed(named, flags), context);
  const known = await (await context.store()).scope(clinic.id).people.list();
  const isHidden = flags.reveal !== true;
  const patients = known.map(({ id, name, phone, email, birthDate, appointments }) => ({
    id,
    name: name === "" ? null : name,
    phone: phoneShown(phone, isHidden),
    email: email === null || !isHidden ? email : maskedAddress(email),
    birth_date: birthDate === null || !isHidden ? birthDate : birthDate.replace(/\d{2}-\d{2}$/u, "**-**"),
    appointments,
    erased: name === "",
  }));
  const subject = `clinic:${clinic.slug}`;
  const shown = { patients: patients.length, numbers: isHidden ? "masked" : "whole" };
  await recordRead({ action: "patient:list", subject, shown }, context);
  context.output.result({ clinic: clinic.slug, patients }, () =>
    patients.length === 0
      ? "No patients."
      : table(
          ["name", "phone", "mail", "born", "appointments", "id"],
          patients.map(({ id, name, phone, email, birth_date: born, appointments }) => [
            name ?? "(erased)",
            phone ?? "",
            email ?? "",
            born ?? "",
            String(appointments),
            shortId(id),
          ]),
        ),
  );
}

function phoneShown(phone: string, isHidden: boolean): string | null {
  if (phone === "") return null;
  return isHidden ? (maskNumber(phone) ?? null) : phone;
}
