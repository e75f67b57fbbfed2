import type { DynamicVariables } from "../call/line/caller-variables.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { DialogueMode } from "../clinic/dialogue-settings.ts";

/** One side's words so far (docs/retell.md 5.4, `transcript_object`). */
export interface Utterance {
  readonly role: "agent" | "user";
  readonly content: string;
}

/** Why the agent must speak: the caller spoke, or has been silent for a while. */
export interface Turn {
  readonly kind: "spoken" | "silence";
  /** The whole conversation so far. */
  readonly transcript: readonly Utterance[];
}

/** What a dialogue does, in order. Nothing follows `end` or `transfer`. */
export type Move =
  | { readonly kind: "say"; readonly text: string }
  | { readonly kind: "tool"; readonly toolCallId: string; readonly name: string; readonly args: string }
  | { readonly kind: "tool_result"; readonly toolCallId: string; readonly content: string; readonly ok: boolean }
  | { readonly kind: "digits"; readonly digits: string }
  | { readonly kind: "transfer"; readonly number: string }
  | { readonly kind: "end" };

/**
 * The dialogue of one call in any mode. `signal` may cut off its moves at any time: what was said and done so far
 * stands, and the next turn continues from there.
 */
export interface Dialogue {
  /** The first words, spoken without delay. */
  readonly greeting: string;
  answer(turn: Turn, signal: AbortSignal): AsyncIterable<Move>;
  /** JSON text from which the same call continues, in this process or another. */
  snapshot(): string;
}

/** What is known about a call's line; before Retell's `call_details`, only the call id from the address. */
export interface CallLine {
  readonly callId: string;
  readonly type: "phone_call" | "web_call";
  readonly direction: "inbound" | "outbound" | null;
  readonly agentId: string | null;
  /** E.164; null on web calls. */
  readonly clinicNumber: string | null;
  readonly patientNumber: string | null;
  /** The variables the call started with: from our answer to Retell's webhook, or from our outbound call request. */
  readonly variables: DynamicVariables;
  readonly metadata: unknown;
  readonly startedAt: number;
}

/** A call over the socket, in any mode. */
export interface DialogueCall {
  readonly clinic: Clinic;
  /** The variables that the inbound webhook gives to calls of this clinic. */
  readonly facts: DynamicVariables;
  /** Read when needed: more becomes known during the call. */
  readonly line: () => CallLine;
  /** The snapshot of the same call from an earlier connection; null: the call begins. */
  readonly snapshot: string | null;
  /** Fails until the line is confirmed to be the clinic's. */
  readonly runFunction: RunFunction;
  /**
   * Called before each model request and for each answer. If absent, nothing is counted. @throws failed when the call
   * has used up its tokens
   */
  readonly takeTokens?: (tokens: number) => void;
  /** Reports errors for which the caller heard an apology. */
  readonly failed: (error: unknown) => void;
}

export type OpenDialogue = (call: DialogueCall) => Promise<Dialogue>;

/** How to open a dialogue, by the clinic's mode. */
export type DialogueOpeners = Readonly<Record<DialogueMode, OpenDialogue>>;

/** Resolves after this many milliseconds, or at once when aborted. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** The dialogues of one clinic's calls, as of their last turn. */
export interface DialogueStates {
  /** Finds a state that is not older than `since`. */
  find(callId: string, since: number): Promise<string | undefined>;
  save(dialogue: StoredDialogue): Promise<void>;
}

/** A stored dialogue with its clinic. */
export interface KeptDialogue extends StoredDialogue {
  readonly clinicId: string;
}

export interface StoredDialogue {
  readonly callId: string;
  /** JSON text. */
  readonly state: string;
  readonly updatedAt: number;
}

/** What the socket's addresses resolve to. */
export interface SocketDirectory {
  /** The clinic for calls without a slug; null: none was chosen. */
  defaultClinicId(): Promise<string | null>;
  /**
   * While no default is chosen or refused: the first clinic whose calls use the socket; null: there is no such clinic.
   */
  assumedClinicId(): Promise<string | null>;
  setDefaultClinic(clinicId: string | null): Promise<void>;
  /** The secret that the clinic's address must contain; null: its calls do not use the socket. */
  keyOf(clinicId: string): Promise<string | null>;
  setKey(clinicId: string, key: string | null): Promise<void>;
  /** Ids of the clinics that have a key. */
  clinicsWithKey(): Promise<ReadonlySet<string>>;
  statesOf(clinicId: string): DialogueStates;
  /** Saves several at once, with a single disk write. */
  keep(dialogues: readonly KeptDialogue[]): Promise<void>;
  /** Deletes dialogues of all clinics that had no turn since then. @returns how many */
  forgetBefore(instant: number): Promise<number>;
}

/** A function a chat model may call; `parameters` is a JSON Schema object. */
export interface ChatTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ChatToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text as the model wrote it. */
  readonly args: string;
}

export type ChatMessage =
  | { readonly role: "system" | "user"; readonly content: string }
  | { readonly role: "assistant"; readonly content: string; readonly toolCalls?: readonly ChatToolCall[] }
  | { readonly role: "tool"; readonly toolCallId: string; readonly content: string };

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly ChatTool[];
}

/** Text arrives word by word, tool calls complete. */
export type ChatPart =
  | { readonly kind: "text"; readonly text: string }
  | ({ readonly kind: "tool_call" } & ChatToolCall);

export interface ChatModel {
  /** @throws transient, unauthorized or failed when there is no answer or it breaks off */
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatPart>;
}

export interface FunctionResult {
  /** JSON text of the function's answer, or what went wrong. */
  readonly content: string;
  readonly ok: boolean;
}

/** The clinic's functions for this call. Failures are results, never exceptions. */
export type RunFunction = (name: string, args: Readonly<Record<string, unknown>>) => Promise<FunctionResult>;
