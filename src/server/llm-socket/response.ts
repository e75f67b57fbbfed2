import type { Move } from "../../domain/dialogue/ports.ts";
import type { Action, SendFrame } from "./frames.ts";

/** Which action wins if a dialogue asks for several (docs/retell.md 8.4). */
const PRIORITY: Readonly<Record<"end" | "transfer" | "digits", number>> = { end: 3, transfer: 2, digits: 1 };

/** The answer to one response id: words as they arrive, at most one action, and exactly one end. */
export class Response {
  readonly #id: number;
  readonly #send: SendFrame;
  #action: { readonly priority: number; readonly act: Action } | undefined;
  #complete = false;
  #spoke = false;

  constructor(id: number, send: SendFrame) {
    this.#id = id;
    this.#send = send;
  }

  get spoke(): boolean {
    return this.#spoke;
  }

  get endsCall(): boolean {
    return this.#action?.act.end_call === true;
  }

  take(move: Move): void {
    if (this.#complete) return;
    if (move.kind === "say") this.#say(move.text);
    else if (move.kind === "tool") {
      const { toolCallId: tool_call_id, name, args } = move;
      this.#send({ response_type: "tool_call_invocation", tool_call_id, name, arguments: args });
    } else if (move.kind === "tool_result") {
      const { toolCallId: tool_call_id, content, ok: successful } = move;
      this.#send({ response_type: "tool_call_result", tool_call_id, content, successful });
    } else this.#act(move);
  }

  complete(): void {
    if (this.#complete) return;
    this.#complete = true;
    this.#send({
      response_type: "response",
      response_id: this.#id,
      content: "",
      content_complete: true,
      ...this.#action?.act,
    });
  }

  /** The space separates sentences that are sent in several frames. */
  #say(text: string): void {
    if (text.trim() === "") return;
    this.#spoke = true;
    this.#send({ response_type: "response", response_id: this.#id, content: `${text} `, content_complete: false });
  }

  #act(move: Extract<Move, { kind: keyof typeof PRIORITY }>): void {
    const priority = PRIORITY[move.kind];
    if (priority <= (this.#action?.priority ?? 0)) return;
    this.#action = { priority, act: actionOf(move) };
  }
}

function actionOf(move: Extract<Move, { kind: keyof typeof PRIORITY }>): Action {
  if (move.kind === "transfer") return { transfer_number: move.number };
  return move.kind === "digits" ? { digit_to_press: move.digits } : { end_call: true };
}
