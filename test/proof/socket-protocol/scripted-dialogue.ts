import type { DialogueCall, Move, OpenDialogue } from "../../../src/domain/dialogue/ports.ts";
import type { ScriptedMove } from "./program.ts";
import { type VirtualTime, settle } from "./virtual-time.ts";

export const GREETING = "Hello, you have reached Test Clinic.";
export const TRANSFER = "+14155550100";

export interface Scripts {
  /** The moves of the next turn. */
  next: readonly ScriptedMove[];
  /** The most turns that any dialogue of the call has finished; a turn cut off by a lost line may be forgotten. */
  finished: number;
  /** Turns of the latest dialogue: how many were finished when it was opened, and how many are now. */
  opened: number;
  latest: number;
  /** How many dialogues were opened. */
  dialogues: number;
}

/** A dialogue that follows the program, and restores from its snapshot how many turns it has finished. */
export function scriptedDialogues(scripts: Scripts, time: VirtualTime): OpenDialogue {
  return async (call) => {
    let finished = call.snapshot === null ? 0 : Number(JSON.parse(call.snapshot));
    const own = (scripts.dialogues += 1);
    scripts.opened = finished;
    scripts.latest = finished;
    return {
      greeting: GREETING,
      snapshot: () => JSON.stringify(finished),
      answer: async function* (_turn, signal): AsyncGenerator<Move> {
        for (const move of scripts.next) yield* moveOf(move, call, { signal, time });
        if (signal.aborted) return;
        finished += 1;
        scripts.finished = Math.max(scripts.finished, finished);
        if (own === scripts.dialogues) scripts.latest = finished;
      },
    };
  };
}

interface Around {
  readonly signal: AbortSignal;
  readonly time: VirtualTime;
}

let tools = 0;

async function* moveOf(move: ScriptedMove, call: DialogueCall, { signal, time }: Around): AsyncGenerator<Move> {
  if (move.kind === "say") yield { kind: "say", text: "Words." };
  else if (move.kind === "digits") yield { kind: "digits", digits: "1" };
  else if (move.kind === "transfer") yield { kind: "transfer", number: TRANSFER };
  else if (move.kind === "end") yield { kind: "end" };
  else if (move.kind === "pause") await settle(3);
  else if (move.kind === "wait") await time.wait(move.ms, signal);
  else if (move.kind === "fail") throw new Error("the brain failed, as the program says");
  else if (move.kind === "hang") await new Promise(() => {});
  else {
    const toolCallId = `tool_${(tools += 1)}`;
    yield { kind: "tool", toolCallId, name: "book_appointment", args: "{}" };
    const { content, ok } = await call.runFunction("book_appointment", {});
    yield { kind: "tool_result", toolCallId, content, ok };
  }
}
