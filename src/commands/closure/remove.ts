import type { Command } from "commander";
import { findById } from "../../domain/booking/find-by-name.ts";
import { AscendiaError } from "../../errors.ts";
import { type WriteFlags, addClinicOption, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";
import { exceptionJson, exceptionSaid } from "./view.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .argument("<closure>", "closure id, or its last characters as shown by closure:list")
    .action((closureId: string, flags: WriteFlags) => remove(closureId, flags, context));
}

async function remove(closureId: string, flags: WriteFlags, context: Context): Promise<void> {
  const { clinic, stores } = await openBookings(flags, context);
  const { exceptions } = stores.booking.stores;
  const exception = findById(closureId, await exceptions.between("0001-01-01", "9999-12-31"), "closure");
  if (exception === undefined) throw unknownClosure(closureId, clinic.slug);
  const isDryRun = flags.dryRun === true;
  if (!isDryRun) {
    const make = async (): Promise<void> => {
      if (!(await exceptions.remove(exception.id))) throw unknownClosure(closureId, clinic.slug);
    };
    const before = exceptionJson(exception);
    await changeAndRecord(make, () => ({ action: "closure:remove", clinic, before, after: null }), context);
  }
  const doctor = exception.doctorId === null ? undefined : await stores.doctors.find(exception.doctorId);
  context.output.result(
    { dry_run: isDryRun, clinic: clinic.slug, closure: exceptionJson(exception) },
    () => `${isDryRun ? "Would remove" : "Removed"}: ${exceptionSaid(exception, doctor ?? null)}`,
  );
}

function unknownClosure(id: string, slug: string): AscendiaError {
  return new AscendiaError("not_found", `Closure "${id}" not found.`, {
    hint: `List them with: ascendia closure:list --clinic ${slug}`,
  });
}
