import { AscendiaError } from "../domain/errors.ts";

/** How a command speaks. Data goes to stdout once, everything else to stderr; no command asks "JSON or human?". */
export interface Output {
  /**
   * The command's one result; `human` turns the same data into text. `width` is the terminal's, in columns; undefined
   * where nobody looks, and everything is to be told whole.
   */
  result<T>(data: T, human: (data: T, width: number | undefined) => string): void;
  /** A result that is a failure, as of checks: both in one document; the command then throws the same error. */
  failedResult<T>(data: T, human: (data: T) => string, error: AscendiaError): void;
  /** One item of a stream (NDJSON under --json). */
  item<T>(data: T, human: (data: T) => string): void;
  /** Progress and remarks; silent under --quiet. */
  note(text: string): void;
  /** Something the user should know even under --quiet. */
  warn(text: string): void;
  /** A long piece of work: a spinner on a terminal, a line when done otherwise. */
  step<T>(label: string, work: () => Promise<T>): Promise<T>;
  /** Work on many items: a bar on a terminal, a line an item otherwise. `done` is told of each as it ends. */
  progress<T>(total: number, work: (done: (line: string) => void) => Promise<T>): Promise<T>;
  failure(error: unknown): void;
}

export type TerminalStream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

export interface Streams {
  readonly stdout: TerminalStream;
  readonly stderr: TerminalStream;
}

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly detail?: unknown;
}

/** What is told of an error: all of an expected one; of a bug nothing but that it is one, unless --verbose. */
export function describeFailure(error: unknown, verbose: boolean): Failure {
  if (error instanceof AscendiaError) {
    return {
      code: error.code,
      message: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      ...(error.detail === undefined ? {} : { detail: error.detail }),
    };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: "internal",
    message: `This is a bug in ascendia: ${reason}`,
    hint: verbose
      ? "Please report it with the stack trace above."
      : "Run the same command with --verbose for the stack trace.",
  };
}
