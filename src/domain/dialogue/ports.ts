/** One side's words so far (retell-api.md 5.4, `transcript_object`). */
export interface Utterance {
  readonly role: "agent" | "user";
  readonly content: string;
}

/** Why words are wanted: the caller spoke, or has been silent for a while. */
export interface Turn {
  readonly kind: "spoken" | "silence";
  /** The whole conversation so far. */
  readonly transcript: readonly Utterance[];
}

/** What a dialogue does, in order. After `end` or `transfer` nothing follows. */
export type Move =
  | { readonly kind: "say"; readonly text: string }
  | { readonly kind: "tool"; readonly toolCallId: string; readonly name: string; readonly args: string }
  | { readonly kind: "tool_result"; readonly toolCallId: string; readonly content: string; readonly ok: boolean }
  | { readonly kind: "digits"; readonly digits: string }
  | { readonly kind: "transfer"; readonly number: string }
  | { readonly kind: "end" };

/**
 * The dialogue of one call, whoever thinks it. Its moves may be cut off at any time by `signal`: what was said and
 * done by then stays said and done, and the next turn goes on from there.
 */
export interface Dialogue {
  /** The first words, at once: nothing is awaited for them. */
  readonly greeting: string;
  answer(turn: Turn, signal: AbortSignal): AsyncIterable<Move>;
  /** JSON text that `resume` of its opener goes on from, in this process or another. */
  snapshot(): string;
}
