import type { JsonObject } from "./json.ts";
import type { PlayedAttempt } from "./schemas/control.ts";

export interface PlayableCall {
  /** The call object (docs/retell.md 5.4). */
  readonly call: JsonObject;
  /** `agent_override` of the request that made the call. */
  readonly agentOverride: JsonObject | undefined;
}

/** The agent version that handles a call, and its flow or LLM version if it has one. */
export interface PlayableAgent {
  readonly agent: JsonObject;
  readonly engine: JsonObject | undefined;
}

/** A stored call, as its player reads and changes it. */
export interface CallRecords {
  read(callId: string): Promise<PlayableCall | undefined>;
  /** Merges `fields` into the call object. */
  change(callId: string, fields: JsonObject): Promise<void>;
  agentOf(call: JsonObject): Promise<PlayableAgent | undefined>;
  /** The scripted behaviour of the next call to the number. Each request counts as one call. */
  takeAttempt(toNumber: string): Promise<PlayedAttempt | undefined>;
}

/**
 * Plays a call once `create-phone-call` or a batch has stored it as `registered`: rings, talks, sends events. `place`
 * and `stop` return at once and never throw; the player changes `records` later.
 */
export interface CallPlayer {
  place(callId: string, records: CallRecords): void;
  stop(callId: string): void;
  /** Resolves when no call is being played, so that the database can be closed. */
  finish(): Promise<void>;
}

/** Outbound calls stay `registered`: no one picks up. */
export const noCallPlayer: CallPlayer = {
  place: () => undefined,
  stop: () => undefined,
  finish: () => Promise.resolve(),
};
