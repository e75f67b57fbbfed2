import type { Finding } from "../finding.ts";
import type { Flow } from "../flow.ts";
import type { GraphMap } from "./flow-map.ts";

export interface CheckOptions {
  /** Names of the variables that come with every call. Without it the rules on supplied variables are silent. */
  readonly supplied?: readonly string[];
  /** Sample values by variable name; spoken ones must be speakable. */
  readonly samples?: Readonly<Record<string, string>>;
  /** Language or languages of the agent. */
  readonly language?: string | readonly string[];
}

export interface CheckContext {
  readonly flow: Flow;
  readonly maps: readonly GraphMap[];
  readonly options: CheckOptions;
}

export type Rule = (context: CheckContext) => readonly Finding[];
