import { AscendiaError } from "../../errors.ts";

export interface CallLimits {
  /** Questions answered in one call. */
  readonly turns: number;
  /** Tokens of a language model, input and output, in one call. */
  readonly tokens: number;
}

/** An hour's conversation has some 300 turns; a turn with everything said before takes some 5,000 tokens. */
export const CALL_LIMITS: CallLimits = { turns: 300, tokens: 1_000_000 };

export interface Spent {
  readonly turns: number;
  readonly tokens: number;
}

/** What one call has used, across all its connections. */
export class CallBudget {
  readonly #limits: CallLimits;
  #turns = 0;
  #tokens = 0;

  constructor(limits: CallLimits) {
    this.#limits = limits;
  }

  get spent(): Spent {
    return { turns: this.#turns, tokens: this.#tokens };
  }

  /** Restores what an earlier connection of the same call used. */
  resume({ turns, tokens }: Spent): void {
    this.#turns = Math.max(this.#turns, turns);
    this.#tokens = Math.max(this.#tokens, tokens);
  }

  /** undefined: some budget is left. */
  exhausted(): "turns" | "tokens" | undefined {
    if (this.#turns >= this.#limits.turns) return "turns";
    return this.#tokens >= this.#limits.tokens ? "tokens" : undefined;
  }

  takeTurn(): void {
    this.#turns += 1;
  }

  /** @throws failed if no budget is left, so that the model is not called */
  takeTokens(tokens: number): void {
    if (this.exhausted() === "tokens") {
      throw new AscendiaError(
        "failed",
        `The call has used up its ${this.#limits.tokens} tokens of the language model.`,
        {
          hint: "ASCENDIA_CALL_TOKENS sets how many tokens a call may use.",
        },
      );
    }
    this.#tokens += tokens;
  }
}
