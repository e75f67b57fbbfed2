import { WebSocket } from "ws";
import { z } from "zod";
import type { Utterance } from "../../domain/dialogue/ports.ts";
import { socketUrl } from "../../domain/dialogue/socket-address.ts";
import type { SocketAction, SocketAnswer, SocketCall, SocketLine, SocketTool } from "../world.ts";

const PATIENCE_MS = 15_000;

/** Messages that a server may send (docs/retell.md 8.3); others are ignored here. */
const incoming = z.discriminatedUnion("response_type", [
  z.object({
    response_type: z.literal("response"),
    response_id: z.number(),
    content: z.string(),
    content_complete: z.boolean(),
    end_call: z.boolean().optional(),
    transfer_number: z.string().optional(),
    digit_to_press: z.string().optional(),
  }),
  z.object({
    response_type: z.literal("tool_call_invocation"),
    tool_call_id: z.string(),
    name: z.string(),
    arguments: z.string(),
  }),
  z.object({
    response_type: z.literal("tool_call_result"),
    tool_call_id: z.string(),
    content: z.string(),
    successful: z.boolean().optional(),
  }),
]);

type Message = z.output<typeof incoming>;
type Spoken = Extract<Message, { readonly response_type: "response" }>;

/** Opens a call as Retell does: `{address}/{call_id}`, then its details (docs/retell.md 8.1). */
export async function dialSocket(url: string, call: SocketCall, stopwatch: () => number): Promise<SocketLine> {
  const address = `${socketUrl({ publicUrl: url, slug: call.slug, key: call.key ?? null })}/${call.callId}`;
  const socket = new WebSocket(address, { handshakeTimeout: PATIENCE_MS });
  const answers = new Answers(stopwatch);
  socket.on("message", (data: Buffer) => answers.take(data.toString("utf8")));
  socket.on("close", (code) => answers.fail(new Error(`the server closed the socket with ${code}`)));
  socket.on("error", (error) => answers.fail(error));
  const greeting = answers.of(0);
  await new Promise<void>((resolve, reject) => {
    socket.once("open", () => resolve());
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("the server did not take the call")));
  });
  const send = (message: object): void => socket.send(JSON.stringify(message));
  send({ interaction_type: "call_details", call: call.details });
  let id = 0;
  return {
    greeting: () => greeting,
    answer: (kind, transcript) => {
      id += 1;
      const answer = answers.of(id);
      send(question(kind, id, transcript));
      return answer;
    },
    hangUp: () => socket.close(1000),
  };
}

function question(kind: "spoken" | "silence", id: number, transcript: readonly Utterance[]): object {
  const type = kind === "spoken" ? "response_required" : "reminder_required";
  return { interaction_type: type, response_id: id, transcript };
}

/** Assembles the messages of each response id. */
class Answers {
  readonly #stopwatch: () => number;
  #waiting: Waiting | undefined;
  #failure: Error | undefined;

  constructor(stopwatch: () => number) {
    this.#stopwatch = stopwatch;
  }

  /** No caller awaits the answer to an older question. */
  of(id: number): Promise<SocketAnswer> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    this.#giveUp(new Error("overtaken by a newer question"));
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => this.fail(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
      const began = this.#stopwatch();
      this.#waiting = { id, began, patience, resolve, reject, content: [], tools: new Map(), firstWordMs: undefined };
    });
  }

  take(text: string): void {
    const read = incoming.safeParse(JSON.parse(text));
    if (!read.success || this.#waiting === undefined) return;
    const message = read.data;
    if (message.response_type === "response") this.#spoken(message, this.#waiting);
    else toolTold(message, this.#waiting.tools);
  }

  fail(error: Error): void {
    this.#failure ??= error;
    this.#giveUp(error);
  }

  #giveUp(error: Error): void {
    clearTimeout(this.#waiting?.patience);
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }

  #spoken(message: Spoken, waiting: Waiting): void {
    if (message.response_id !== waiting.id) return;
    const ms = this.#stopwatch() - waiting.began;
    if (message.content !== "") waiting.firstWordMs ??= ms;
    waiting.content.push(message.content);
    if (!message.content_complete) return;
    clearTimeout(waiting.patience);
    this.#waiting = undefined;
    const { content, tools, firstWordMs = ms } = waiting;
    waiting.resolve({
      content: content.join("").trim(),
      tools: [...tools.values()],
      action: actionOf(message),
      firstWordMs,
      ms,
    });
  }
}

interface Waiting {
  readonly id: number;
  readonly began: number;
  readonly patience: NodeJS.Timeout;
  resolve(answer: SocketAnswer): void;
  reject(error: Error): void;
  readonly content: string[];
  readonly tools: Map<string, SocketTool>;
  firstWordMs: number | undefined;
}

function toolTold(message: Exclude<Message, Spoken>, tools: Map<string, SocketTool>): void {
  const { tool_call_id: id } = message;
  const known = tools.get(id) ?? { name: "", args: "{}", content: "", ok: false };
  if (message.response_type === "tool_call_invocation") {
    tools.set(id, { ...known, name: message.name, args: message.arguments });
  } else tools.set(id, { ...known, content: message.content, ok: message.successful ?? true });
}

function actionOf({ end_call: end, transfer_number: number, digit_to_press: digits }: Spoken): SocketAction {
  if (end === true) return { kind: "end" };
  if (number !== undefined) return { kind: "transfer", number };
  return digits === undefined ? { kind: "none" } : { kind: "digits", digits };
}
