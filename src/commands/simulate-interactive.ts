import type { Clinic } from "../domain/clinic/clinic.ts";
import { AscendiaError } from "../domain/errors.ts";
import type { World } from "../domain/simulation/ports.ts";
import { openCall } from "../domain/simulation/run/play-call.ts";
import { openLine, type PreparedRun } from "../domain/simulation/run/run-scenario.ts";
import { callerNumber } from "../domain/simulation/scenario/caller-number.ts";
import type { Context } from "./context.ts";
import { refuseFlags } from "./simulate-flags.ts";
import { converse } from "./simulate-interactive-conversation.ts";
import { modelOf, tellUse } from "./simulate-model.ts";

export interface InteractiveFlags {
  readonly clinic: readonly string[];
  readonly brain?: "offline" | "llm";
}

/** What belongs to scenarios that are played. */
const refused = [
  "all",
  "url",
  "allowWrites",
  "suite",
  "scenario",
  "filter",
  "list",
  "seed",
  "bail",
  "html",
  "at",
  "now",
];
const refusedOfSuites = ["shard", "repeat", "junit", "baseline", "record", "minEdgeCoverage", "mutate"];

/** The user is the caller, on a copy of the database that is thrown away when the call is over. */
export async function simulateInteractive(flags: InteractiveFlags, context: Context): Promise<void> {
  const clinic = await chosenClinic(flags, context);
  const model = await modelOf(flags, context);
  const [world] = await (await context.simulation()).openWorlds({ now: context.clock.now() });
  if (world === undefined) throw new RangeError("a simulation needs a world");
  const run = await prepared(clinic, context);
  const settings = { world, model, indexes: new Map(), allowWrites: false };
  const line = await openLine(run, settings, world.booking(clinic));
  if (line.kind === "unanswered") {
    throw new AscendiaError("failed", `The call was not taken: ${line.problem}.`, {
      hint: `ascendia clinic:show ${clinic.slug}`,
    });
  }
  const { call, tools, brain } = line;
  const session = openCall({ call, faults: [] }, { world, tools, brain });
  await converse({ session, brain, stage: stageOf(world) }, context);
  tellUse(model, context);
}

function stageOf({ agent, scripts, clock, copy }: World) {
  return { agent, scripts, clock, copy };
}

async function chosenClinic(flags: InteractiveFlags, context: Context): Promise<Clinic> {
  const { clinic: named } = flags;
  const [name] = named;
  if (!context.prompt.interactive) {
    throw new AscendiaError("usage", "--interactive needs somebody at a terminal to be the caller.", {
      hint: `Start it at a terminal, without --json; or play a scenario: ascendia simulate --clinic ${name ?? "<slug>"} --scenario book`,
    });
  }
  if (name === undefined || named.length > 1) {
    throw new AscendiaError("usage", "--interactive calls one clinic, on a copy of the database.", {
      hint: "ascendia simulate --interactive --clinic <id|slug>",
    });
  }
  refuseFlags(flags, [...refused, ...refusedOfSuites], {
    of: "--interactive, where you are the caller,",
    hint: `ascendia simulate --interactive --clinic ${name}`,
  });
  const clinics = await (await context.store()).clinics.list();
  const found = clinics.find(({ id, slug }) => id === name || slug === name);
  if (found !== undefined) return found;
  throw new AscendiaError("not_found", `There is no clinic "${name}".`, { hint: "ascendia clinic:list shows them." });
}

async function prepared(clinic: Clinic, context: Context): Promise<PreparedRun> {
  const { doctors, number } = (await context.store()).scope(clinic.id);
  const phoneNumber = (await number.find())?.phoneNumber ?? null;
  const { language: spoken } = clinic;
  return {
    scenario: { name: "interactive", title: "A person calls", languages: [spoken], caller: { turns: [] } },
    facts: { clinic, phoneNumber, doctors: await doctors.list(), openDates: [] },
    caller: callerNumber(clinic.country),
    callId: "call_simulated_interactive",
  };
}
