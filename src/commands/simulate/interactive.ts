import { RunStopped } from "../../domain/brain/brain.ts";
import { sharedIndexes } from "../../domain/brain/choose-candidate.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { withOfflineVoice } from "../../domain/dialogue/flow/offline-voice.ts";
import { AscendiaError } from "../../errors.ts";
import type { Flow } from "../../flow/flow.ts";
import { type FlowSession, resumeFlow } from "../../flow/session/flow-session.ts";
import type { FlowInput, FlowSnapshot, SessionTurn } from "../../flow/session/state.ts";
import { recordingOfTyped } from "../../simulator/recorded/recording.ts";
import { recordedScenario } from "../../simulator/recorded/to-scenario.ts";
import { flowRun, hearLater, openCall } from "../../simulator/run/play-call.ts";
import type { PreparedRun } from "../../simulator/run/recorded-tools.ts";
import { openLine } from "../../simulator/run/run-scenario.ts";
import { type ClinicFacts, callerNumber } from "../../simulator/scenario/fill-placeholders.ts";
import type { World } from "../../simulator/world.ts";
import type { Context } from "../context.ts";
import { keepScenario } from "../keep-scenario.ts";
import { nameOf, nodeText, turnText, variablesText } from "./interactive-texts.ts";
import { refuseFlags } from "./simulate-flags.ts";
import { type ModelFlags, printModelUse, modelOf } from "./simulate-model.ts";
import { type TypedBrain, typedBrain } from "./typed-brain.ts";

const commandsText = [
  "Type what the caller says. Commands:",
  "  /node  the node and its edges      /choose [edge]  take it; alone: pick it after the words",
  "  /silence [seconds]  say nothing    /vars  the variables",
  "  /digits 12#  press keys            /quit  hang up",
].join("\n");

function promptText({ node }: SessionTurn, flow: Flow): string {
  return `[${nameOf(flow, node)}] you`;
}

interface Line {
  session: FlowSession;
  /** Returns the call to an earlier state, to say something again in other words. */
  resume(before: FlowSnapshot): FlowSession;
  readonly brain: TypedBrain;
  readonly world: World;
}

type Terminal = Pick<Context, "output" | "prompt">;

/** The meaning of a typed line: something the flow hears, or a request to show or set something. */
type Typed =
  | { readonly kind: "input"; readonly input: FlowInput }
  | { readonly kind: "show"; text(line: Line, turn: SessionTurn): string };

function show(text: (line: Line, turn: SessionTurn) => string): Typed {
  return { kind: "show", text };
}

const commands: Readonly<Record<string, (argument: string) => Typed>> = {
  "/vars": () => show(({ session }) => variablesText(session.snapshot())),
  "/node": () => show(({ world }, { node }) => nodeText(world.agent.flow, node)),
  "/choose": (way) =>
    show(({ brain }) => {
      if (way === "") brain.askNext();
      else brain.name(way);
      return way === "" ? "You pick the edge after your next words." : `The next input takes ${way}.`;
    }),
  "/silence": silence,
  "/digits": (digits) =>
    /^[\d*#]+$/.test(digits)
      ? { kind: "input", input: { kind: "digits", digits } }
      : show(() => "Use digits 0 to 9, * and #: /digits 12#"),
  "/quit": () => ({ kind: "input", input: { kind: "hangup" } }),
  "/help": () => show(() => commandsText),
};

function silence(seconds: string): Typed {
  if (seconds === "") return { kind: "input", input: { kind: "silence" } };
  const ms = Number(seconds) * 1000;
  return ms > 0
    ? { kind: "input", input: { kind: "silence", ms } }
    : show(() => "How many seconds? Type /silence 12, or /silence to wait until something happens.");
}

/** Runs until the call is over. A typing mistake never ends it. */
async function converse(line: Line, terminal: Terminal): Promise<void> {
  const { output, prompt } = terminal;
  const { flow } = line.world.agent;
  output.note(commandsText);
  let turn = await openedCall(line.session);
  output.item(turn, (data) => turnText(data, flow));
  while (turn.status === "waiting") {
    const text = await prompt.text({ message: promptText(turn, flow), flag: "--scenario instead of --interactive" });
    const typed = understood(text);
    if (typed.kind === "show") {
      output.note(typed.text(line, turn));
      continue;
    }
    const next = await hear(typed.input, line, output);
    if (next === undefined) continue;
    turn = next;
    output.item(turn, (data) => turnText(data, flow));
  }
}

async function openedCall(session: FlowSession): Promise<SessionTurn> {
  try {
    return await session.open();
  } catch (error) {
    if (!(error instanceof RunStopped)) throw error;
    throw new AscendiaError("failed", `The call could not begin: ${error.message}.`);
  }
}

function understood(text: string): Typed {
  if (!text.startsWith("/")) {
    return text === ""
      ? show(() => "Type something, or /silence to say nothing. /help shows the commands.")
      : { kind: "input", input: { kind: "speech", text } };
  }
  const [name = "", ...rest] = text.split(/\s+/);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return command?.(rest.join(" ")) ?? show(() => `Unknown command ${name}.\n${commandsText}`);
}

/** @returns the next turn, or undefined when the call is where it was */
async function hear(input: FlowInput, line: Line, output: Terminal["output"]): Promise<SessionTurn | undefined> {
  const before = line.session.snapshot();
  try {
    return await hearLater(line.session, input, line.world);
  } catch (error) {
    if (!(error instanceof RunStopped)) throw error;
    line.session = line.resume(before);
    output.note(`${error.message}\nThe call has not moved: rephrase it.`);
    return undefined;
  } finally {
    line.brain.name();
  }
}

export interface InteractiveFlags extends ModelFlags {
  readonly clinic?: readonly string[];
}

/** Flags that only apply to played scenarios. */
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
  "audio",
  "at",
  "now",
];
const refusedOfSuites = ["shard", "repeat", "junit", "baseline", "record", "minEdgeCoverage", "mutate"];

/** Where calls are kept, as those of `talk`. */
const FOLDER = "scenarios";

/** The user is the caller, on a copy of the database that is deleted after the call. */
export async function simulateInteractive(flags: InteractiveFlags, context: Context): Promise<void> {
  const facts = await factsOf(await chosenClinic(flags, context), context);
  const model = await modelOf(flags, context);
  const [world] = await (await context.simulation()).openWorlds({ now: context.clock.now() });
  if (world?.copy === undefined) throw new RangeError("a typed call needs a copy of the installation");
  // What the call wrote is undone before it is played again as a scenario.
  const snapshot = await world.copy.isolated(async () => {
    const line = await dialled({ facts, world, model }, context);
    await converse(line, context);
    return line.session.snapshot();
  });
  printModelUse(model, context);
  if (!(await context.prompt.confirm("Save the call as a scenario?"))) return;
  const made = await recordedScenario(recordingOfTyped(snapshot), { facts, world, indexes: sharedIndexes });
  const file = await keepScenario(made, { folder: FOLDER, world, context });
  context.output.note(`Saved. Play it: ascendia simulate --scenario ${file}`);
}

interface Dialling {
  readonly facts: ClinicFacts;
  readonly world: World;
  readonly model: Awaited<ReturnType<typeof modelOf>>;
}

async function dialled({ facts, world, model }: Dialling, { prompt }: Context): Promise<Line> {
  const { clinic } = facts;
  const run: PreparedRun = {
    scenario: { name: "interactive", title: "A call typed in", languages: [clinic.language], caller: { turns: [] } },
    facts,
    caller: callerNumber(clinic.country),
    callId: "call_simulated_interactive",
  };
  const opened = await openLine(run, { world, model, indexes: sharedIndexes, allowWrites: false }, []);
  if (opened.kind === "unanswered") {
    throw new AscendiaError("failed", `The call was not answered: ${opened.problem}.`, {
      hint: `ascendia clinic:show ${clinic.slug}`,
    });
  }
  const { call, tools, brain: rules } = opened;
  const { flow } = world.agent;
  const spoken = model === undefined ? withOfflineVoice(rules, flow, clinic.language) : rules;
  const brain = typedBrain({ ...rules, ...spoken }, flow, { prompt });
  const ports = { world, tools, brain };
  const session = openCall({ call, faults: [] }, ports);
  return { session, resume: (before) => resumeFlow(before, flowRun([], ports)), brain, world };
}

async function chosenClinic(flags: InteractiveFlags, context: Context): Promise<Clinic> {
  const { clinic: named = [] } = flags;
  const [name] = named;
  if (!context.prompt.interactive) {
    throw new AscendiaError("usage", "--interactive needs a terminal.", {
      hint: `Run it at a terminal without --json, or play a scenario: ascendia simulate --clinic ${name ?? "<slug>"} --scenario book`,
    });
  }
  if (name === undefined || named.length > 1) {
    throw new AscendiaError("usage", "--interactive needs exactly one clinic and works on a copy of the database.", {
      hint: "ascendia simulate --interactive --clinic <id|slug>",
    });
  }
  refuseFlags(flags, [...refused, ...refusedOfSuites], {
    of: "--interactive",
    hint: `ascendia simulate --interactive --clinic ${name}`,
  });
  const clinics = await (await context.store()).clinics.list();
  const found = clinics.find(({ id, slug }) => id === name || slug === name);
  if (found !== undefined) return found;
  throw new AscendiaError("not_found", `Clinic "${name}" not found.`, { hint: "List them with: ascendia clinic:list" });
}

async function factsOf(clinic: Clinic, context: Context): Promise<ClinicFacts> {
  const { doctors, number } = (await context.store()).scope(clinic.id);
  const phoneNumber = (await number.find())?.phoneNumber ?? null;
  return { clinic, phoneNumber, doctors: await doctors.list(), openDates: [] };
}
