import type { Utterance } from "../domain/dialogue/ports.ts";
import type { Brain } from "../flow/ports.ts";
import type { FlowSnapshot } from "../flow/session/state.ts";

/** A call as Retell brings it to the socket. */
export interface SocketCall {
  readonly clinicId: string;
  readonly slug: string;
  /** The secret part of the clinic's address; null: it has none. */
  readonly key?: string | null;
  readonly callId: string;
  /** `call` of call_details (docs/retell.md 8.2). */
  readonly details: Readonly<Record<string, unknown>>;
}

/** A function call that the server reported (docs/retell.md 8.3). */
export interface SocketTool {
  readonly name: string;
  /** JSON text. */
  readonly args: string;
  readonly content: string;
  readonly ok: boolean;
}

export type SocketAction =
  | { readonly kind: "none" | "end" }
  | { readonly kind: "transfer"; readonly number: string }
  | { readonly kind: "digits"; readonly digits: string };

/** A complete answer, assembled from the messages of one response id. */
export interface SocketAnswer {
  readonly content: string;
  readonly tools: readonly SocketTool[];
  readonly action: SocketAction;
  /** Until its first words, and until it was complete. */
  readonly firstWordMs: number;
  readonly ms: number;
}

/** Retell's end of an open socket. Rejects with an Error if the server closes it or does not answer in time. */
export interface SocketLine {
  greeting(): Promise<SocketAnswer>;
  answer(kind: "spoken" | "silence", transcript: readonly Utterance[]): Promise<SocketAnswer>;
  hangUp(): void;
}

/** Runs one of the clinic's functions for the server, or makes it fail. */
export type AroundFunction = (
  call: { readonly name: string; readonly args: Readonly<Record<string, unknown>> },
  answer: () => Promise<FunctionReply>,
) => Promise<FunctionReply>;

/** `message` is spoken; the rest fills the flow's variables. */
export type FunctionReply = Readonly<Record<string, unknown>> & { readonly message: string };

/** What a scenario's call follows. */
export interface SocketScript {
  /** Decides instead of the server's own brain. */
  readonly brain: Brain;
  readonly around: AroundFunction;
}

/** The socket of a world's server. */
export interface SocketWorld {
  /** The call follows the script until it is hung up. */
  dial(call: SocketCall, script: SocketScript): Promise<SocketLine>;
  /** Why no scenario fits the clinic's calls; undefined: the flow decides them. */
  unfit(clinicId: string): Promise<string | undefined>;
  /** Where the flow of that call is; undefined before its first turn was stored. */
  state(clinicId: string, callId: string): Promise<FlowSnapshot | undefined>;
}
