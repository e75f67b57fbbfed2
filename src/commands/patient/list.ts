import type { Command } from "commander";
import { shortId } from "../../domain/find-by-id.ts";
import { maskNumber } from "../../domain/clinic/telephone/mask-number.ts";
import type { PageRequest } from "../../domain/page.ts";
import type { ListedPatient } from "../../domain/privacy/person.ts";
import { allRows } from "../../domain/page.ts";
import { type ClinicFlag, addClinicOption, openClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { type Columns, type PageFlags, addPageOptions, pageTable, readPage, tabbed } from "../pages.ts";
import { recordRead } from "../record-change.ts";
import { maskedAddress } from "../view.ts";

interface ListFlags extends ClinicFlag, PageFlags {
  readonly reveal?: boolean;
}

export function configure(command: Command, context: Context): void {
  addPageOptions(addClinicOption(command), "names, numbers and email addresses")
    .option("--reveal", "show full phone numbers, birth dates and email addresses")
    .action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const {
    clinic: { slug },
    stores: { lists },
  } = await openClinic(flags, context);
  const isHidden = flags.reveal !== true;
  const source = {
    read: (page: PageRequest) => lists.patients(page),
    placeOf: (patient: ListedPatient) => ({ by: patient.name, id: patient.id }),
  };
  const columns = columnsOf(isHidden);
  const record = (patients: number | "all"): Promise<void> => {
    const shown = { patients, numbers: isHidden ? "masked" : "whole" };
    return recordRead({ action: "patient:list", subject: `clinic:${slug}`, shown }, context);
  };
  if (flags.stream === true) {
    await record("all");
    for await (const patient of allRows(flags, source)) {
      context.output.item(patientJson(patient, isHidden), () => tabbed(patient, columns));
    }
    return;
  }
  const page = await readPage(flags, source);
  await record(page.rows.length);
  const patients = page.rows.map((patient) => patientJson(patient, isHidden));
  context.output.result({ clinic: slug, patients, next: page.next }, () => pageTable(page, columns));
}

function patientJson({ id, name, phone, email, birthDate, appointments }: ListedPatient, isHidden: boolean) {
  return {
    id,
    name: name === "" ? null : name,
    phone: phoneShown(phone, isHidden),
    email: email === null || !isHidden ? email : maskedAddress(email),
    birth_date: birthDate === null || !isHidden ? birthDate : birthDate.replace(/\d{2}-\d{2}$/u, "**-**"),
    appointments,
    erased: name === "",
  };
}

function columnsOf(isHidden: boolean): Columns<ListedPatient> {
  return {
    head: ["name", "phone", "mail", "born", "appointments", "id"],
    empty: "No patients.",
    cells: (patient) => {
      const { id, name, phone, email, birth_date: born, appointments } = patientJson(patient, isHidden);
      return [name ?? "(erased)", phone ?? "", email ?? "", born ?? "", String(appointments), shortId(id)];
    },
  };
}

function phoneShown(phone: string, isHidden: boolean): string | null {
  if (phone === "") return null;
  return isHidden ? (maskNumber(phone) ?? null) : phone;
}
