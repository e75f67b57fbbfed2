import type { Command } from "commander";
import { sharedIndexes } from "../../domain/brain/choose-candidate.ts";
import type { FleetCall } from "../../domain/call/ports.ts";
import type { Store } from "../../domain/fleet/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { readRecording } from "../../simulator/recorded/recording.ts";
import { type RecordedScenario, recordedScenario } from "../../simulator/recorded/to-scenario.ts";
import type { ClinicFacts } from "../../simulator/scenario/fill-placeholders.ts";
import type { World } from "../../simulator/world.ts";
import { counted, terminalSafe } from "../../terminal/table.ts";
import type { Context } from "../context.ts";
import { keepScenario } from "../keep-scenario.ts";
import { addForceOption, refuseToReplace } from "../output-option.ts";
import { recordRead } from "../record-change.ts";
import { withoutNumbers } from "../view.ts";

interface ToScenarioFlags {
  readonly folder: string;
  readonly force?: boolean;
}

export function configure(command: Command, context: Context): void {
  addForceOption(command)
    .description(
      "make a scenario from a recorded call: its turns and its tools' answers; people's names, numbers and birth dates are replaced",
    )
    .argument("<calls...>", "call ids, from call:list")
    .option("--folder <folder>", "where to write the files", "scenarios")
    .action((calls: readonly string[], flags: ToScenarioFlags) => toScenarios(calls, flags, context));
}

/** The file of one call, or why there is none. */
type Made =
  | { readonly call_id: string; readonly file: string; readonly scenario: string }
  | { readonly call_id: string; readonly problem: string; readonly detail: readonly string[] };

async function toScenarios(ids: readonly string[], flags: ToScenarioFlags, context: Context): Promise<void> {
  const store = await context.store();
  const calls = await Promise.all([...new Set(ids)].map((id) => callNamed(id, store)));
  const simulation = await context.simulation();
  const [world] = await simulation.openWorlds({ now: context.clock.now() });
  if (world === undefined) throw new RangeError("a simulation needs a world");
  const made: Made[] = [];
  for (const call of calls) made.push(await make(call, { flags, world, store }, context));
  const failed = made.filter((one) => "problem" in one);
  const data = { scenarios: made, made: made.length - failed.length, failed: failed.length };
  const text = () => madeText(made);
  if (failed.length === 0) return context.output.result(data, text);
  const error = new AscendiaError("failed", `${counted(failed.length, "call")} could not become a scenario.`);
  context.output.failedResult(data, text, error);
  throw error;
}

async function callNamed(id: string, { calls }: Store): Promise<FleetCall> {
  const call = await calls.find(id);
  if (call !== undefined) return call;
  throw new AscendiaError("not_found", `Call ${id} not found.`, { hint: "List them with: ascendia call:list" });
}

interface Making {
  readonly flags: ToScenarioFlags;
  readonly world: World;
  readonly store: Store;
}

async function make(call: FleetCall, { flags, world, store }: Making, context: Context): Promise<Made> {
  const callId = withoutNumbers(call.callId, {});
  try {
    await recordRead(
      { action: "call:to-scenario", subject: `call:${callId}`, shown: { numbers: "replaced" } },
      context,
    );
    const { scenario, yaml } = await scenarioOf(call, { store, world });
    const file = `${flags.folder}/${scenario.name}.yaml`;
    refuseToReplace(file, flags, context);
    await keepScenario({ scenario, yaml }, { folder: flags.folder, world, context });
    return { call_id: callId, file, scenario: scenario.name };
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    const detail = Array.isArray(error.detail) ? error.detail.map(String) : [];
    return { call_id: callId, problem: error.message, detail };
  }
}

/** @throws invalid for a call of no clinic, or one whose record does not show what the flow did */
export async function scenarioOf(
  call: FleetCall,
  { store, world }: { readonly store: Store; readonly world: World },
): Promise<RecordedScenario> {
  const [started] = await store.events.list({ callId: call.callId, event: "call_started", limit: 1 });
  const facts = await factsOf(call, store);
  return recordedScenario(readRecording(call, started?.body), { facts, world, indexes: sharedIndexes });
}

async function factsOf({ callId, clinicId }: FleetCall, store: Store): Promise<ClinicFacts> {
  const clinic = clinicId === null ? undefined : await store.clinics.find(clinicId);
  if (clinic === undefined) {
    throw new AscendiaError("invalid", `The clinic of call ${callId} is unknown.`, {
      hint: `A scenario needs a clinic. See the call with: ascendia call:show ${callId}`,
    });
  }
  const { doctors, number } = store.scope(clinic.id);
  const phoneNumber = (await number.find())?.phoneNumber ?? null;
  return { clinic, phoneNumber, doctors: await doctors.list(), openDates: [] };
}

function madeText(made: readonly Made[]): string {
  const lines = made.flatMap((one) =>
    "problem" in one
      ? [`✗ ${one.call_id}: ${one.problem}`, ...one.detail.map((line) => `    ${line}`)]
      : [`✓ ${one.call_id} → ${one.file}`],
  );
  const [first] = made.flatMap((one) => ("file" in one ? [one.file] : []));
  return terminalSafe(
    [...lines, ...(first === undefined ? [] : [`Play it: ascendia simulate --scenario ${first}`])].join("\n"),
  );
}
