import { type OfflineBrain, RunStopped } from "../../domain/brain/brain.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { AscendiaError } from "../../errors.ts";
import { mapFlow } from "../../flow/check/rule.ts";
import { type Flow, nodeEdges } from "../../flow/flow.ts";
import { edgeText } from "../../flow/graph/flow-graph.ts";
import type { FlowSession } from "../../flow/session/flow-session.ts";
import type { FlowInput, FlowSnapshot, SessionTurn } from "../../flow/session/state.ts";
import type { CodeResult, Decision, TraceItem } from "../../flow/session/trace.ts";
import { type Stage, hearLater, openCall } from "../../simulator/run/play-call.ts";
import type { PreparedRun } from "../../simulator/run/prepared-run.ts";
import { openLine } from "../../simulator/run/run-scenario.ts";
import { callerNumber } from "../../simulator/scenario/fill-placeholders.ts";
import type { World } from "../../simulator/world.ts";
import { table, terminalSafe } from "../../terminal/table.ts";
import type { Context } from "../context.ts";
import { refuseFlags } from "./simulate-flags.ts";
import { type ModelFlags, printModelUse, modelOf } from "./simulate-model.ts";

export const commandsText = [
  "Type what the caller says. Commands:",
  "  /node  the node and its edges      /choose <edge>  take it    /vars  the variables",
  "  /silence [seconds]  say nothing    /digits 12#  press keys    /quit  hang up",
].join("\n");

export function promptText({ node, status }: SessionTurn, flow: Flow): string {
  return status === "undecided" ? "which edge? /choose" : `[${nameOf(flow, node)}] you`;
}

/** Everything that happened, in order, then the call's position or how it ended. */
export function turnText(turn: SessionTurn, flow: Flow): string {
  const lines = [...turn.trace.flatMap((item) => itemText(item, flow)), ...endText(turn, flow)];
  return terminalSafe(lines.join("\n"));
}

function itemText(item: TraceItem, flow: Flow): readonly string[] {
  if (!("role" in item)) return [item.kind === "code" ? codeText(item, flow) : decisionText(item, flow)];
  if (item.role === "agent") return [`agent: ${item.content}`];
  if (item.role === "sms") return [`SMS: ${item.content}`];
  if (item.role === "tool_call_invocation") return [`  tool ${item.name} ${item.arguments}`];
  if (item.role === "tool_call_result") return [`  ${item.successful ? "→" : "→ failed:"} ${item.content}`];
  return item.role === "node_transition" ? [`[${item.new_node_name}] ${item.new_node_id}`] : [];
}

function codeText({ node, content, successful }: CodeResult, flow: Flow): string {
  return `  ${nameOf(flow, node)} ${successful ? "→" : "→ failed:"} ${content}`;
}

function decisionText({ node, source, edge, tool, global, score, candidates = [] }: Decision, flow: Flow): string {
  const way = edge ?? global ?? tool ?? "stays";
  const why = score === undefined ? source : `${source} ${score.toFixed(2)}`;
  const others = candidates.filter(({ id }) => id !== way).slice(0, 4);
  const scores = others.map(({ id, score: other }) => `${id} ${other.toFixed(2)}`);
  return `  ${nameOf(flow, node)} → ${way} (${why})${scores.length === 0 ? "" : `; not ${scores.join(", ")}`}`;
}

function endText({ status, ended, undecided, problem }: SessionTurn, flow: Flow): readonly string[] {
  if (status === "ended") return [`The call is over: ${ended?.reason ?? "ended"}.`];
  if (status === "failed") return [`The flow is stuck at ${problem?.node ?? "?"}: ${problem?.message ?? ""}`];
  if (undecided === undefined) return [];
  const rows = undecided.candidates.map(({ id, score, condition }) => [id, score.toFixed(2), short(condition)]);
  return [
    `Undecided at ${nameOf(flow, undecided.node)}: "${undecided.heard}" could mean`,
    table(["edge", "score", "when"], rows),
  ];
}

export function variablesText({ call, collected }: FlowSnapshot): string {
  const supplied = Object.entries(call.variables).filter(
    ([name]) => !name.startsWith("phrase_") && !(name in collected),
  );
  const rows = [
    ...Object.entries(collected).map(([name, value]) => [name, "collected", short(value)]),
    ...supplied.map(([name, value]) => [name, "supplied", short(value ?? "")]),
  ];
  return table(["variable", "from", "value"], rows);
}

export function nodeText(flow: Flow, key: string): string {
  const found = nodeOf(flow, key);
  if (found === undefined) return key;
  const { node } = found;
  const rows = nodeEdges(node).map(({ kind, edge }) => [
    edge.id,
    edge.destination_node_id ?? "-",
    short(edgeText(kind, edge)),
  ]);
  const text =
    "instruction" in node && node.instruction && "text" in node.instruction ? short(node.instruction.text) : "";
  return terminalSafe(
    [`${node.name ?? node.id} (${key}, ${node.type})`, text, table(["edge", "to", "when"], rows)].join("\n"),
  );
}

function nameOf(flow: Flow, key: string): string {
  return nodeOf(flow, key)?.node.name ?? key;
}

function nodeOf(flow: Flow, key: string) {
  const nodes = mapFlow(flow).flatMap(({ prefix, graph }) =>
    graph.nodes.map((node) => ({ key: `${prefix}${node.id}`, node })),
  );
  return nodes.find((entry) => entry.key === key);
}

function short(text: string): string {
  const flat = text.replaceAll(/\s+/g, " ");
  return flat.length > 100 ? `${flat.slice(0, 100)}…` : flat;
}

export interface Line {
  readonly session: FlowSession;
  readonly brain: OfflineBrain;
  readonly stage: Stage;
}

type Terminal = Pick<Context, "output" | "prompt">;

/** The meaning of a typed line: something the flow hears, a choice, or a request to show something. */
type Typed =
  | { readonly kind: "input"; readonly input: FlowInput }
  | { readonly kind: "choose"; readonly way: string }
  | { readonly kind: "show"; text(line: Line, turn: SessionTurn): string };

const show = (text: (line: Line, turn: SessionTurn) => string): Typed => ({ kind: "show", text });

const commands: Readonly<Record<string, (argument: string) => Typed>> = {
  "/vars": () => show(({ session }) => variablesText(session.snapshot())),
  "/node": () => show(({ stage }, { node }) => nodeText(stage.agent.flow, node)),
  "/choose": (way) =>
    way === "" ? show(() => "Which edge? /choose <edge>; /node lists them.") : { kind: "choose", way },
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
export async function converse(line: Line, terminal: Terminal): Promise<void> {
  const { output, prompt } = terminal;
  const { flow } = line.stage.agent;
  output.note(commandsText);
  let turn = await line.session.open();
  output.item(turn, (data) => turnText(data, flow));
  while (turn.status === "waiting" || turn.status === "undecided") {
    const text = await prompt.text({ message: promptText(turn, flow), flag: "--scenario instead of --interactive" });
    const next = await act(understood(text), { line, turn, terminal });
    if (next === undefined) continue;
    turn = next;
    output.item(turn, (data) => turnText(data, flow));
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

interface Moment {
  readonly line: Line;
  readonly turn: SessionTurn;
  readonly terminal: Terminal;
}

/** @returns the next turn, or undefined when the call did not change */
async function act(typed: Typed, { line, turn, terminal }: Moment): Promise<SessionTurn | undefined> {
  const { output } = terminal;
  if (typed.kind === "show") {
    output.note(typed.text(line, turn));
    return undefined;
  }
  try {
    return typed.kind === "choose"
      ? await choose(typed.way, { line, turn, terminal })
      : await hear(typed.input, line, turn);
  } catch (error) {
    if (!(error instanceof RunStopped)) throw error;
    output.note(`${error.message}\nRephrase it, or choose the edge first: /choose <edge>.`);
    return undefined;
  }
}

async function choose(way: string, { line, turn, terminal }: Moment): Promise<SessionTurn | undefined> {
  if (turn.undecided === undefined) {
    line.brain.name(way);
    terminal.output.note(`The next input takes ${way}.`);
    return undefined;
  }
  const candidates = turn.undecided.candidates.map(({ id }) => id);
  if (candidates.includes(way)) return line.session.choose(way);
  terminal.output.note(`"${way}" is not one of the edges: ${candidates.join(", ")}.`);
  return undefined;
}

/** An undecided call waits for a choice; the only alternative is to hang up. */
async function hear(
  input: FlowInput,
  { session, brain, stage }: Line,
  turn: SessionTurn,
): Promise<SessionTurn | undefined> {
  if (turn.undecided !== undefined) {
    if (input.kind !== "hangup") throw new RunStopped("undecided", "The flow cannot decide which edge to take.");
    return { ...turn, status: "ended", trace: [], said: [], ended: { reason: "user_hangup" } };
  }
  const next = await hearLater(session, input, stage);
  brain.name();
  return next;
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

/** The user is the caller, on a copy of the database that is deleted after the call. */
export async function simulateInteractive(flags: InteractiveFlags, context: Context): Promise<void> {
  const clinic = await chosenClinic(flags, context);
  const model = await modelOf(flags, context);
  const [world] = await (await context.simulation()).openWorlds({ now: context.clock.now() });
  if (world === undefined) throw new RangeError("a simulation needs a world");
  const run = await prepared(clinic, context);
  const settings = { world, model, indexes: new Map(), allowWrites: false };
  const line = await openLine(run, settings, []);
  if (line.kind === "unanswered") {
    throw new AscendiaError("failed", `The call was not answered: ${line.problem}.`, {
      hint: `ascendia clinic:show ${clinic.slug}`,
    });
  }
  const { call, tools, brain } = line;
  const session = openCall({ call, faults: [] }, { world, tools, brain });
  await converse({ session, brain, stage: stageOf(world) }, context);
  printModelUse(model, context);
}

function stageOf({ agent, scripts, clock, copy }: World) {
  return { agent, scripts, clock, copy };
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

async function prepared(clinic: Clinic, context: Context): Promise<PreparedRun> {
  const { doctors, number } = (await context.store()).scope(clinic.id);
  const phoneNumber = (await number.find())?.phoneNumber ?? null;
  const { language: spoken } = clinic;
  return {
    scenario: { name: "interactive", title: "Interactive call", languages: [spoken], caller: { turns: [] } },
    facts: { clinic, phoneNumber, doctors: await doctors.list(), openDates: [] },
    caller: callerNumber(clinic.country),
    callId: "call_simulated_interactive",
  };
}
