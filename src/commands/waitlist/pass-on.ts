import type { Command } from "commander";
import type { BookingPorts } from "../../domain/booking/ports.ts";
import { rehearse } from "../../domain/booking/transactions.ts";
import { passOnLapsedOffers } from "../../domain/booking/visits/waitlist.ts";
import { type WriteFlags, addClinicOption, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord, recordDryRun } from "../record-change.ts";
import { offersJson, offersLines } from "../waitlist-offers-view.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("offer slots with expired offers to the next patient in line; notify them afterwards")
    .action((flags: WriteFlags) => passOn(flags, context));
}

async function passOn(flags: WriteFlags, context: Context): Promise<void> {
  const { clinic, ports } = await openBookings(flags, context);
  const isDryRun = flags.dryRun === true;
  const before = await offered(ports);
  const describe = async () => ({ action: "waitlist:pass-on", clinic, before, after: await offered(ports) });
  const offers = isDryRun
    ? await rehearse(passOnLapsedOffers, ports)
    : await changeAndRecord(() => passOnLapsedOffers(ports), describe, context);
  const shown = { offers: offers.length };
  if (isDryRun && offers.length > 0) await recordDryRun("waitlist:pass-on", { clinic, shown }, context);
  context.output.result({ dry_run: isDryRun, clinic: clinic.slug, offers: offersJson(offers) }, () =>
    offers.length === 0
      ? "Nothing to change: no expired offer has another patient waiting."
      : [...(isDryRun ? ["Would pass on:"] : []), ...offersLines(offers, clinic)].join("\n"),
  );
}

/** The patient a slot is held for. An entry can expire without an offer to someone else. */
async function offered({ database }: BookingPorts) {
  const line = await database.stores.waitlist.inLine();
  return line.filter(({ status }) => status === "offered").map(({ id, holdId }) => ({ entry: id, hold: holdId }));
}
