import type { Command } from "commander";
import { NO_MODEL_FIX } from "../../domain/dialogue/has-model.ts";
import { replacedModels } from "../../domain/agent/live-versions.ts";
import { type FleetView, viewFleet } from "../../domain/fleet/repair/plan-repairs.ts";
import { AscendiaError } from "../../errors.ts";
import { counted } from "../../terminal/table.ts";
import { fleetPorts } from "../fleet-ports.ts";
import type { Context } from "../context.ts";
import { modelWarning } from "../socket-troubles.ts";
import { type KindFlags, addKindOption, chosenKinds } from "./kinds.ts";
import { findingsJson, findingsText } from "./view.ts";

export function configure(command: Command, context: Context): void {
  addKindOption(command).action((flags: KindFlags) => plan(flags, context));
}

async function replacedIn({ agent }: FleetView["desired"], context: Context) {
  if (agent === null) return [];
  const { agents } = await context.retell();
  return replacedModels(agent, agents);
}

/** Drift is both a result and a failure: exit 3, with the findings in one document. */
async function plan(flags: KindFlags, context: Context): Promise<void> {
  const isChosen = chosenKinds(flags);
  const { findings, desired } = await viewFleet(await fleetPorts(context));
  const chosen = findings.filter(isChosen);
  const warning = await modelWarning(context);
  if (warning !== null) context.output.note(`Note: ${warning}. ${NO_MODEL_FIX}`);
  for (const { model, successor, on } of await replacedIn(desired, context)) {
    context.output.note(`The agent uses the model ${model}, which Retell replaces with ${successor} on ${on}.`);
  }
  const data = { clinics: desired.clinics.length, ...findingsJson(chosen) };
  const text = () => findingsText(chosen);
  if (chosen.length === 0) return context.output.result(data, text);
  const repairable = chosen.filter(({ repair }) => repair !== null).length;
  const error = new AscendiaError(
    "drift",
    `Drift found: ${counted(chosen.length, "difference")} in ${counted(data.clinics, "clinic")}.`,
    {
      hint: repairable === 0 ? "Each finding shows its fix." : `Fix ${repairable} of them with: ascendia fleet:apply`,
    },
  );
  context.output.failedResult(data, text, error);
  throw error;
}
