import { requireType } from "../../domain/booking/names/find-by-name.ts";
import type { SlotChoice } from "../../domain/booking/slots/slot.ts";
import { dateAt, instantOf, wallTimeAt } from "../../domain/time/zoned-time.ts";
import { AscendiaError } from "../../errors.ts";
import type { ClinicBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { dateFrom, timeFrom } from "../date-arguments.ts";

export interface SlotFlags {
  readonly date?: string;
  readonly time?: string;
  readonly type?: string;
}

/** The slot at that date and time at the clinic; at a terminal it asks for what is missing. */
export async function choiceFrom(
  { flags, doctorId }: { readonly flags: SlotFlags; readonly doctorId: string },
  { clinic, stores }: ClinicBookings,
  { prompt, clock }: Context,
): Promise<SlotChoice> {
  const dateText = flags.date ?? (await prompt.text({ message: "Date?", flag: "--date" }));
  const date = dateFrom(dateText, "--date", { clinic, clock });
  const time = timeFrom(flags.time ?? (await prompt.text({ message: "Time?", flag: "--time" })), "--time");
  const startsAt = instantOf(date, time, clinic.timezone);
  if (dateAt(startsAt, clinic.timezone) !== date || wallTimeAt(startsAt, clinic.timezone) !== time) {
    throw new AscendiaError("invalid", `--time: on ${date} the clocks in ${clinic.timezone} skip ${time}.`, {
      hint: `Did you mean ${wallTimeAt(startsAt, clinic.timezone)}?`,
    });
  }
  const types = flags.type === undefined ? [] : await stores.booking.stores.types.list();
  return { doctorId, startsAt, typeId: flags.type === undefined ? null : requireType(flags.type, types).id };
}
