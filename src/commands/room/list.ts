import type { Command } from "commander";
import { type ClinicFlag, addClinicOption, openClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { roomTable } from "./view.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command).action(async (flags: ClinicFlag) => {
    const { clinic, stores } = await openClinic(flags, context);
    const rooms = await stores.booking.stores.rooms.list();
    context.output.result({ clinic: clinic.slug, rooms }, () => roomTable(rooms, clinic.slug));
  });
}
