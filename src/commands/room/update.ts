import type { Command } from "commander";
import { AscendiaError } from "../../errors.ts";
import { type WriteFlags, addClinicOption } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeRoom } from "./change.ts";

interface UpdateFlags extends WriteFlags {
  readonly name?: string;
  readonly active?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .argument("<room>", "id or name")
    .option("--name <name>", "new name")
    .option("--active", "use it for new appointments")
    .option("--no-active", "stop using it for new appointments")
    .action((room: string, flags: UpdateFlags) => update(room, flags, context));
}

async function update(room: string, flags: UpdateFlags, context: Context): Promise<void> {
  const { name, active } = flags;
  if (name === undefined && active === undefined) {
    throw new AscendiaError("usage", "Nothing to change.", { hint: "Pass --name, --active or --no-active." });
  }
  const change = { ...(name === undefined ? {} : { name }), ...(active === undefined ? {} : { active }) };
  await changeRoom({ action: "room:update", room, flags, change }, context);
}
