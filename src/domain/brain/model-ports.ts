import type { Digest } from "../canonical-json.ts";

/**
 * One question to a language model; `schema` is the JSON Schema of the answer. Plain data, identified by its digest.
 */
export interface ModelQuestion {
  /** Name of the requested answer: letters and underscores. */
  readonly name: string;
  readonly instructions: string;
  readonly input: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

export type Completion = (
  | { readonly kind: "text"; readonly text: string }
  /** The model refused, or its answer was cut short. */
  | { readonly kind: "none"; readonly reason: string }
) & {
  /** Of question and answer, if the endpoint counts them. */
  readonly tokens?: number;
};

export interface LanguageModel {
  /** Endpoint and name: one model's answers are not used for another. */
  readonly identity: string;
  /** @throws transient, unauthorized or failed when the endpoint gives no completion at all, or the signal ends it */
  complete(question: ModelQuestion, signal?: AbortSignal): Promise<Completion>;
}

/** Stores answers by the digest of the question, from one simulation to the next. */
export interface AnswerStore {
  find(key: string): Promise<string | undefined>;
  keep(key: string, text: string): Promise<void>;
}

/** How many questions a simulation asked the model, and how many were answered from the store. */
export interface ModelUse {
  asked: number;
  remembered: number;
  /** Of questions and answers, if the endpoint counts them. */
  tokens: number;
  /** The most questions that may be asked; undefined: no limit. */
  readonly most?: number;
}

export interface ModelPorts {
  readonly model: LanguageModel;
  readonly answers: AnswerStore;
  readonly digest: Digest;
  readonly use: ModelUse;
}
