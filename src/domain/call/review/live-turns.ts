import { z } from "zod";
import { type Turn, readTranscript } from "../events/call-snapshot.ts";
import type { CallEvent } from "../ports.ts";

export type SaidTurn = Extract<Turn, { kind: "said" }>;

/** Sent at each change of turn, by agents set to report it (docs/retell.md 5.2). */
export const LIVE_TRANSCRIPT = "transcript_updated";

const turns = z.array(z.record(z.string(), z.unknown())).optional().catch(undefined);

const transcribed = z.object({ call: z.object({ transcript_object: turns, transcript_with_tool_calls: turns }) });

/** The turns spoken in the calls being followed, each once. */
export class LiveTurns {
  readonly #returned = new Map<string, number>();

  /** Whether the event's call is already being followed. */
  follows({ callId }: Pick<CallEvent, "callId">): boolean {
    return callId !== null && this.#returned.has(callId);
  }

  /**
   * The turns that this event adds. Also reads `call_ended`, because the report of the last turn may have been lost.
   */
  fresh({ event, callId, body }: Pick<CallEvent, "event" | "callId" | "body">): readonly SaidTurn[] {
    if (callId === null) return [];
    const returned = this.#returned.get(callId);
    if (event !== LIVE_TRANSCRIPT && (returned === undefined || event !== "call_ended")) return [];
    const said = saidIn(body);
    if (event === LIVE_TRANSCRIPT) this.#returned.set(callId, Math.max(returned ?? 0, said.length));
    else this.#returned.delete(callId);
    return said.slice(returned ?? 0);
  }
}

function saidIn(body: string): readonly SaidTurn[] {
  const parsed = transcribed.safeParse(JSON.parse(body));
  if (!parsed.success) return [];
  const { transcript_object: plain, transcript_with_tool_calls: whole } = parsed.data.call;
  return readTranscript(JSON.stringify(whole ?? plain ?? [])).filter((turn) => turn.kind === "said");
}
