import type { JsonObject } from "./json.ts";

export interface PlayableCall {
  /** The call object of retell-api.md 5.4. */
  readonly call: JsonObject;
  /** `agent_override` of the request that made the call. */
  readonly agentOverride: JsonObject | undefined;
}

/** A stored call as its player may see and change it. */
export interface CallRecords {
  read(callId: string): Promise<PlayableCall | undefined>;
  /** Merges `fields` into the call object. */
  change(callId: string, fields: JsonObject): Promise<void>;
}

/**
 * Who plays a call after `create-phone-call` or a batch has stored it as `registered`: rings, talks, sends events.
 * Both methods return at once and never throw; a player works through `records` in its own time.
 */
export interface CallPlayer {
  place(callId: string, records: CallRecords): void;
  stop(callId: string): void;
}

/** Outbound calls stay `registered`, as nobody picks them up. */
export const noCallPlayer: CallPlayer = { place: () => undefined, stop: () => undefined };
