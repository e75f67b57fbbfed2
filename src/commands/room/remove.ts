import type { Command } from "commander";
import { addClinicOption, type WriteFlags } from "../clinic-bookings.ts";
import type { Context } from "../context.ts";
import { changeRoom } from "./change.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("take a room out of use; its coming appointments stand, and room:update --active brings it back")
    .argument("<room>", "id or name")
    .action((room: string, flags: WriteFlags) => changeRoom({ room, flags, change: { active: false } }, context));
}
