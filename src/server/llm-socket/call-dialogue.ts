import type { ToolArguments } from "../../domain/call/earlier-tool-calls.ts";
import type { Dialogue, DialogueCall, Move, Turn } from "../../domain/dialogue/ports.ts";
import { callFunctions, type FunctionCaller } from "./call-functions.ts";
import { rememberCall, rememberedCall } from "./call-memory.ts";
import type { SessionPorts } from "./session-ports.ts";
import { movesOf } from "./turn-moves.ts";

/** Functions whose answers need no keeping before the turn is over. */
const READING: ReadonlySet<string> = new Set(["get_doctors", "check_availability", "find_appointment"]);

type Call = Pick<DialogueCall, "clinic" | "facts" | "line" | "failed"> & Pick<FunctionCaller, "clinic" | "isVerified">;

/** The dialogue of one call: opened, kept after every turn, and taken up where an earlier connection left it. */
export class CallDialogue {
  readonly #call: Call;
  readonly #ports: SessionPorts;
  readonly #earlier: ToolArguments[] = [];
  #dialogue: Dialogue | undefined;
  #isOver = false;

  constructor(call: Call, ports: SessionPorts) {
    this.#call = call;
    this.#ports = ports;
  }

  /** @returns the first words; empty for a caller who was greeted before */
  async open(): Promise<string> {
    const isNew = await this.#resume();
    if (isNew) await this.remember();
    return isNew ? (this.#dialogue?.greeting ?? "") : "";
  }

  /** As it was last kept. @returns whether nothing was */
  async #resume(): Promise<boolean> {
    const { callId } = this.#call.line();
    const known = await rememberedCall(callId, this.#memory());
    this.#earlier.splice(0, this.#earlier.length, ...(known?.earlier ?? []));
    const { clinic, facts, line, failed, isVerified } = this.#call;
    const runFunction = callFunctions({ clinic, line, isVerified, earlier: this.#earlier }, this.#ports);
    const snapshot = known?.snapshot ?? null;
    this.#dialogue = await this.#ports.open({ clinic, facts, line, failed, runFunction, snapshot });
    return known === undefined;
  }

  /** Answers of functions that change something are kept at once, so that no other process does it again. */
  async *moves(turn: Turn, signal: AbortSignal): AsyncGenerator<Move> {
    if (this.#dialogue === undefined) await this.#resume();
    if (this.#dialogue === undefined) throw new Error("The dialogue could not be opened");
    const writing = new Set<string>();
    for await (const move of movesOf(this.#dialogue.answer(turn, signal), signal, this.#ports.wait)) {
      if (move.kind === "tool" && !READING.has(move.name)) writing.add(move.toolCallId);
      if (move.kind === "tool_result" && writing.has(move.toolCallId)) await this.remember();
      yield move;
    }
  }

  async remember(): Promise<void> {
    if (this.#isOver || this.#dialogue === undefined) return;
    const { callId } = this.#call.line();
    try {
      await rememberCall({ callId, snapshot: this.#dialogue.snapshot(), earlier: this.#earlier }, this.#memory());
    } catch (error) {
      // The call goes on; only a reconnect would begin anew.
      this.#call.failed(error);
    }
  }

  /** From here on another connection keeps it. */
  leave(): void {
    this.#isOver = true;
  }

  #memory() {
    const { states, clock } = this.#ports;
    return { states, now: () => clock.now() };
  }
}
