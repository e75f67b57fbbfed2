import type { Command } from "commander";
import { removeException } from "../../domain/booking/setup/closures.ts";
import { findById } from "../../domain/find-by-id.ts";
import type { BookingPorts } from "../../domain/booking/ports.ts";
import { rehearse } from "../../domain/booking/transactions.ts";
import { AscendiaError } from "../../errors.ts";
import { type WriteFlags, addClinicOption, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";
import { offersJson, offersLines } from "../waitlist-offers-view.ts";
import { exceptionJson, exceptionSaid } from "./view.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .argument("<closure>", "closure id, or its last characters as shown by closure:list")
    .action((closureId: string, flags: WriteFlags) => remove(closureId, flags, context));
}

async function remove(closureId: string, flags: WriteFlags, context: Context): Promise<void> {
  const { clinic, stores, ports } = await openBookings(flags, context);
  const { exceptions } = stores.booking.stores;
  const exception = findById(closureId, await exceptions.between("0001-01-01", "9999-12-31"), "closure");
  if (exception === undefined) throw unknownClosure(closureId, clinic.slug);
  const isDryRun = flags.dryRun === true;
  const lift = async (inner: BookingPorts) => {
    const made = await removeException(exception, inner);
    if (made === undefined) throw unknownClosure(closureId, clinic.slug);
    return made;
  };
  const before = exceptionJson(exception);
  const offers = isDryRun
    ? await rehearse(lift, ports)
    : await changeAndRecord(
        () => lift(ports),
        () => ({ action: "closure:remove", clinic, before, after: null }),
        context,
      );
  const doctor = exception.doctorId === null ? undefined : await stores.doctors.find(exception.doctorId);
  context.output.result(
    { dry_run: isDryRun, clinic: clinic.slug, closure: exceptionJson(exception), waitlist_offers: offersJson(offers) },
    () =>
      [
        `${isDryRun ? "Would remove" : "Removed"}: ${exceptionSaid(exception, doctor ?? null)}`,
        ...offersLines(offers, clinic),
      ].join("\n"),
  );
}

function unknownClosure(id: string, slug: string): AscendiaError {
  return new AscendiaError("not_found", `Closure "${id}" not found.`, {
    hint: `List them with: ascendia closure:list --clinic ${slug}`,
  });
}
