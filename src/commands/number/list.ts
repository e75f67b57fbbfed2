import { type Command, Option } from "commander";
import { numberLines, numberStates } from "../../domain/fleet/numbers/numbers.ts";
import { viewFleet } from "../../domain/fleet/repair/plan-repairs.ts";
import { fleetPorts } from "../fleet-ports.ts";
import type { Context } from "../context.ts";
import { numbersJson, numbersText } from "./view.ts";

interface ListFlags {
  readonly state?: string;
}

export function configure(command: Command, context: Context): void {
  command
    .addOption(new Option("--state <state>", "filter by state").choices(numberStates))
    .action((flags: ListFlags) => list(flags, context));
}

async function list({ state }: ListFlags, context: Context): Promise<void> {
  const view = await viewFleet(await fleetPorts(context));
  const lines = numberLines(view).filter((line) => state === undefined || line.state === state);
  context.output.result(numbersJson(lines), (_, width) => numbersText(lines, width));
}
