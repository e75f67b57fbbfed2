import { type Command, Option } from "commander";
import { viewFleet } from "../../domain/organisation/fleet/observe-fleet.ts";
import { numberLines, numberStates } from "../../domain/organisation/fleet/number-lines.ts";
import type { Context } from "../context.ts";
import { fleetPorts } from "../fleet-ports.ts";
import { numbersJson, numbersText } from "./view.ts";

interface ListFlags {
  readonly state?: string;
}

export function configure(command: Command, context: Context): void {
  command
    .addOption(new Option("--state <state>", "only these").choices(numberStates))
    .action((flags: ListFlags) => list(flags, context));
}

async function list({ state }: ListFlags, context: Context): Promise<void> {
  const view = await viewFleet(await fleetPorts(context));
  const lines = numberLines(view).filter((line) => state === undefined || line.state === state);
  context.output.result(numbersJson(lines), (_, width) => numbersText(lines, width));
}
