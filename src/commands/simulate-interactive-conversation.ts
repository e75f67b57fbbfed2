import type { FlowSession } from "../domain/flow/session/flow-session.ts";
import type { FlowInput, Turn } from "../domain/flow/session/state.ts";
import type { OfflineBrain } from "../domain/brain/offline-brain.ts";
import { hearLater, type Stage } from "../domain/simulation/run/play-call.ts";
import { RunStopped } from "../domain/brain/run-stopped.ts";
import type { Context } from "./context.ts";
import { commandsText, nodeText, promptText, turnText, variablesText } from "./simulate-interactive-view.ts";

export interface Line {
  readonly session: FlowSession;
  readonly brain: OfflineBrain;
  readonly stage: Stage;
}

type Terminal = Pick<Context, "output" | "prompt">;

/** What a typed line asks for: something that the flow hears, a choice, or only to be shown something. */
type Typed =
  | { readonly kind: "input"; readonly input: FlowInput }
  | { readonly kind: "choose"; readonly way: string }
  | { readonly kind: "show"; text(line: Line, turn: Turn): string };

const show = (text: (line: Line, turn: Turn) => string): Typed => ({ kind: "show", text });

const commands: Readonly<Record<string, (argument: string) => Typed>> = {
  "/vars": () => show(({ session }) => variablesText(session.snapshot())),
  "/node": () => show(({ stage }, { node }) => nodeText(stage.agent.flow, node)),
  "/choose": (way) =>
    way === "" ? show(() => "Which way? /choose <edge>; /node lists them.") : { kind: "choose", way },
  "/silence": silence,
  "/digits": (digits) =>
    /^[\d*#]+$/.test(digits)
      ? { kind: "input", input: { kind: "digits", digits } }
      : show(() => "Digits are 0 to 9, * and #: /digits 12#"),
  "/quit": () => ({ kind: "input", input: { kind: "hangup" } }),
  "/help": () => show(() => commandsText),
};

function silence(seconds: string): Typed {
  if (seconds === "") return { kind: "input", input: { kind: "silence" } };
  const ms = Number(seconds) * 1000;
  return ms > 0
    ? { kind: "input", input: { kind: "silence", ms } }
    : show(() => "How many seconds? /silence 12; without a number, until something happens.");
}

/** Until the call is over. Nothing that is typed by mistake ends it. */
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
      ? show(() => "Say something, or /silence to say nothing; /help shows the commands.")
      : { kind: "input", input: { kind: "speech", text } };
  }
  const [name = "", ...rest] = text.split(/\s+/);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return command?.(rest.join(" ")) ?? show(() => `There is no ${name}.\n${commandsText}`);
}

interface Moment {
  readonly line: Line;
  readonly turn: Turn;
  readonly terminal: Terminal;
}

/** @returns the next turn, or undefined where the call stands as it stood */
async function act(typed: Typed, { line, turn, terminal }: Moment): Promise<Turn | undefined> {
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
    output.note(`${error.message}\nSay it otherwise, or name the way first: /choose <edge>.`);
    return undefined;
  }
}

async function choose(way: string, { line, turn, terminal }: Moment): Promise<Turn | undefined> {
  if (turn.undecided === undefined) {
    line.brain.name(way);
    terminal.output.note(`What is said next takes ${way}.`);
    return undefined;
  }
  const candidates = turn.undecided.candidates.map(({ id }) => id);
  if (candidates.includes(way)) return line.session.choose(way);
  terminal.output.note(`"${way}" is none of the ways on: ${candidates.join(", ")}.`);
  return undefined;
}

/** An undecided call waits for a choice; only hanging up is possible besides. */
async function hear(input: FlowInput, { session, brain, stage }: Line, turn: Turn): Promise<Turn | undefined> {
  if (turn.undecided !== undefined) {
    if (input.kind !== "hangup") throw new RunStopped("undecided", "The flow cannot tell which way to go.");
    return { ...turn, status: "ended", trace: [], said: [], ended: { reason: "user_hangup" } };
  }
  const next = await hearLater(session, input, stage);
  brain.name();
  return next;
}
