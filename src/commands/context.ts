import type { Config } from "../config.ts";
import type { Journal } from "../domain/journal/ports.ts";
import type { Store } from "../domain/organisation/stores.ts";
import type { Clock } from "../domain/time/ports.ts";
import type { Output } from "../terminal/output.ts";
import type { Prompt } from "../terminal/prompt.ts";

/** All a command may touch. What is dear to make is a function: `--help` opens nothing. */
export interface Context {
  readonly output: Output;
  readonly prompt: Prompt;
  readonly clock: Clock;
  /** --yes: agreed in advance to what the command will show. */
  readonly agreed: boolean;
  newId(): string;
  /** @throws not_configured with every unusable variable */
  config(): Config;
  store(): Promise<Store>;
  journal(): Promise<Journal>;
}
