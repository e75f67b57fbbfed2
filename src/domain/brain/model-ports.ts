import type { Digest } from "../canonical-json.ts";

/** One question to a language model; `schema` is the JSON Schema of the answer. Plain data: its digest names it. */
export interface ModelQuestion {
  /** What is asked for: letters and underscores. */
  readonly name: string;
  readonly instructions: string;
  readonly input: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

export type Completion = (
  | { readonly kind: "text"; readonly text: string }
  /** The model refused, or was cut short. */
  | { readonly kind: "none"; readonly reason: string }
) & {
  /** Of question and answer, where the endpoint counts them. */
  readonly tokens?: number;
};

export interface LanguageModel {
  /** Endpoint and name: answers of one model are not those of another. */
  readonly identity: string;
  /** @throws transient, unauthorized or failed when the endpoint gives no completion at all, or the signal ends it */
  complete(question: ModelQuestion, signal?: AbortSignal): Promise<Completion>;
}

/** Answers by the digest of what was asked, from one simulation to the next. */
export interface AnswerStore {
  find(key: string): Promise<string | undefined>;
  keep(key: string, text: string): Promise<void>;
}

/** How many questions a simulation asked, and how many others cost nothing. */
export interface ModelUse {
  asked: number;
  remembered: number;
  /** Of questions and answers, where the endpoint counts them. */
  tokens: number;
  /** Questions that may be asked; undefined: any number. */
  readonly most?: number;
}

export interface ModelPorts {
  readonly model: LanguageModel;
  readonly answers: AnswerStore;
  readonly digest: Digest;
  readonly use: ModelUse;
}
