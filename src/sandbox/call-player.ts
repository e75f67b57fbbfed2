import type { JsonObject } from "./json.ts";
import type { PlayedAttempt } from "./schemas/control.ts";

export interface PlayableCall {
  /** The call object of docs/retell.md 5.4. */
  readonly call: JsonObject;
  /** `agent_override` of the request that made the call. */
  readonly agentOverride: JsonObject | undefined;
}

/** The version of the agent that holds a call, and of its flow or LLM where it has one. */
export interface PlayableAgent {
  readonly agent: JsonObject;
  readonly engine: JsonObject | undefined;
}

/** A stored call as its player may see and change it. */
export interface CallRecords {
  read(callId: string): Promise<PlayableCall | undefined>;
  /** Merges `fields` into the call object. */
  change(callId: string, fields: JsonObject): Promise<void>;
  agentOf(call: JsonObject): Promise<PlayableAgent | undefined>;
  /** What the scripts say of the next call to the number, which is counted by asking. */
  takeAttempt(toNumber: string): Promise<PlayedAttempt | undefined>;
}

/**
 * Who plays a call after `create-phone-call` or a batch has stored it as `registered`: rings, talks, sends events.
 * `place` and `stop` return at once and never throw; a player works through `records` in its own time.
 */
export interface CallPlayer {
  place(callId: string, records: CallRecords): void;
  stop(callId: string): void;
  /** Resolves when nothing more is played, so that what the records are kept in can be closed. */
  finish(): Promise<void>;
}

/** Outbound calls stay `registered`, as nobody picks them up. */
export const noCallPlayer: CallPlayer = {
  place: () => undefined,
  stop: () => undefined,
  finish: () => Promise.resolve(),
};
