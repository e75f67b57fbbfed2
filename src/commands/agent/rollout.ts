import type { Command } from "commander";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { requireClinic } from "../../domain/fleet/ports.ts";
import { type PinTarget, clinicsByPercent } from "../../domain/agent/release/roll-out.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { versionOf } from "./agent-ports.ts";
import { onChosenAgent } from "./chosen-agent.ts";
import { addAcceptOption } from "../conduct.ts";
import { type RolloutFlags, rollOutVersions } from "./roll-out.ts";
import { counted } from "../../terminal/table.ts";
import { textListOption } from "../list-option.ts";

interface CanaryFlags extends RolloutFlags {
  readonly version: string;
  readonly clinic?: string;
  readonly percent?: string;
}

export function configure(command: Command, context: Context): void {
  addAcceptOption(command)
    .description("pin a published version to the numbers of some clinics; other clinics keep theirs")
    .requiredOption("--version <number>", "version to roll out")
    .addOption(textListOption("--clinic <slugs>", "clinics to move"))
    .option("--percent <number>", "percentage of all clinics, rounded up; a higher number only adds clinics")
    .option("--skip-simulation", "skip the simulation; recorded in the audit log")
    .option("--reason <text>", "reason for the audit log")
    .action((flags: CanaryFlags) => rollout(flags, context));
}

async function rollout(flags: CanaryFlags, context: Context): Promise<void> {
  const version = versionOf(flags.version);
  const { clinic: names, percent } = flags;
  if ((names === undefined) === (percent === undefined)) {
    throw new AscendiaError("usage", "Pass exactly one of --clinic or --percent.", {
      hint: "Name the clinics with --clinic <slug,slug>, or pass --percent <number>.",
    });
  }
  const named = names === undefined ? null : await requireClinics(names, context);
  const lead = named === null ? undefined : leadOf(named);
  return onChosenAgent(lead === undefined ? {} : { clinic: lead.slug }, context, (chosen) => {
    const { targets: all } = chosen;
    const targets =
      named === null
        ? targetsByPercent({ percent: percentOf(percent ?? ""), version, all }, context)
        : namedTargets(named, all);
    const remarks = [
      `${targets.length} of ${counted(all.length, "clinic")}. Back: ascendia agent:rollback. All: ascendia agent:promote --version ${version}`,
    ];
    return rollOutVersions({ command: "agent:rollout", chosen, version, targets, remarks }, flags, context);
  });
}

/** A clinic that stands for the agent they all share; undefined: the master agent. @throws usage if they differ */
function leadOf(clinics: readonly Clinic[]): Clinic | undefined {
  const agents = new Set(clinics.map(({ retell }) => (retell === null ? "" : `${retell.account} ${retell.agentId}`)));
  if (agents.size > 1) {
    throw new AscendiaError("usage", "These clinics do not have the same agent.", {
      hint: "Each agent has versions of its own: roll out one after the other.",
    });
  }
  return clinics.find(({ retell }) => retell !== null);
}

interface Share {
  readonly percent: number;
  readonly version: number;
  readonly all: readonly PinTarget[];
}

function targetsByPercent({ percent, version, all }: Share, context: Context): readonly PinTarget[] {
  const byId = new Map(all.map((target) => [target.id, target]));
  const pinnable = all.map(({ id, number }) => ({ id, version: number.agentVersion }));
  const chosen = clinicsByPercent(pinnable, { percent, version }, (text) => context.digest(text));
  return chosen.map(({ id }) => byId.get(id)).filter((target) => target !== undefined);
}

/** @throws not_found, usage when none is named */
async function requireClinics(names: string, context: Context): Promise<readonly Clinic[]> {
  const wanted = [...new Set(names.split(",").map((name) => name.trim()))].filter((name) => name !== "");
  if (wanted.length === 0) throw new AscendiaError("usage", "--clinic names no clinic.");
  const { clinics } = await context.store();
  return Promise.all(wanted.map((name) => requireClinic(name, clinics)));
}

function namedTargets(clinics: readonly Clinic[], all: readonly PinTarget[]): readonly PinTarget[] {
  return clinics.map(({ id, slug }) => {
    const found = all.find((target) => target.id === id);
    if (found !== undefined) return found;
    throw new AscendiaError("not_found", `${slug} has no number, so no calls to move.`, {
      hint: `Give it one with: ascendia number:import --clinic ${slug}, or ascendia number:bind --clinic ${slug}`,
    });
  });
}

function percentOf(text: string): number {
  const percent = Number(text);
  if (/^\d+(?:\.\d+)?$/u.test(text) && percent > 0 && percent <= 100) return percent;
  throw new AscendiaError("usage", `"${text}" is not a percentage.`, { hint: "Use a number above 0, up to 100." });
}
