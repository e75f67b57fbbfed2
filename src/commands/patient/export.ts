import type { Command } from "commander";
import { requireClinic } from "../../domain/fleet/ports.ts";
import { type ClinicFlag, addClinicOption, namedClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { type OutputFlags, addOutputOption, refuseToReplace } from "../output-option.ts";
import { recordRead } from "../record-change.ts";
import { personNamed } from "./person-named.ts";

interface ExportFlags extends ClinicFlag, OutputFlags {}

export function configure(command: Command, context: Context): void {
  addOutputOption(addClinicOption(command), "output file (default: patient-export.json)")
    .description("export everything a clinic stores about one person, as a JSON file that only you can read")
    .argument("<patient>", "patient id or its last characters as shown by patient:list, or a phone number")
    .action(async (patient: string, flags: ExportFlags) =>
      exportPerson(await namedClinic(flags, context), patient, { flags, context }),
    );
}

async function exportPerson(
  idOrSlug: string,
  named: string,
  { flags, context }: { readonly flags: ExportFlags; readonly context: Context },
): Promise<void> {
  const file = flags.output ?? "patient-export.json";
  refuseToReplace(file, flags, context);
  const store = await context.store();
  const clinic = await requireClinic(idOrSlug, store.clinics);
  const { people } = store.scope(clinic.id);
  const person = await personNamed(named, clinic, people);
  const records = await people.read(person);
  const content = {
    format: "ascendia patient export",
    version: 1,
    clinic: { id: clinic.id, slug: clinic.slug, name: clinic.name },
    exported_at: new Date(context.clock.now()).toISOString(),
    tables: records,
  };
  const rows = Object.fromEntries(Object.entries(records).map(([table, all]) => [table, all.length]));
  const shown = { patients: person.patientIds, ...rows };
  await recordRead({ action: "patient:export", subject: `clinic:${clinic.slug}`, shown }, context);
  await context.writePrivately(file, `${JSON.stringify(content, null, 2)}\n`);
  context.output.result({ clinic: clinic.slug, file, rows }, () =>
    [
      `Wrote ${file}, which only you can read:`,
      ...Object.entries(rows).map(([table, count]) => `  ${table} ${count}`),
    ].join("\n"),
  );
}
