import type { SqlDatabase } from "../adapters/sql/database.ts";
import type { Context } from "../commands/context.ts";
import type { Config, Environment } from "../config.ts";
import type { Output } from "../terminal/output.ts";
import type { Prompt } from "../terminal/prompt.ts";

/** The inputs from which a context is created. */
export interface ContextParts {
  readonly env: Environment;
  readonly cwd: string;
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly flags: { readonly db?: string; readonly envFile?: string; readonly yes?: boolean };
  readonly output: Output;
  readonly prompt: Prompt;
  /** Runs a command line in a context (commands/program.ts). */
  readonly dispatch: (argv: readonly string[], context: Context) => Promise<void>;
  /** A copy of the installation's database to use instead of it (SqlDatabase.copy). */
  readonly snapshot?: Uint8Array;
  /** Whether this process is the console's own (composition/console-process.ts). */
  readonly servesPages?: boolean;
}

/** What the parts of a context share: settings and the database, each created on first use. */
export interface Surroundings {
  readonly parts: ContextParts;
  readonly config: () => Config;
  readonly database: () => Promise<SqlDatabase>;
  /** Closes the resource with the context, last opened first. */
  readonly keepOpen: (resource: { close(): Promise<void> }) => void;
}

export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
