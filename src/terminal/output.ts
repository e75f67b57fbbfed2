import { escapedJson, plainText } from "../domain/language/plain-text.ts";
import { AscendiaError } from "../errors.ts";
import { atWidth, terminalSafe } from "./table.ts";
import { fittingWidth, wrapped } from "./text-width.ts";

/** Reports how many of the items are done. */
type Count = (done: number, of: number) => void;

const silent: Count = () => {};

/** The output of a command. Data goes to stdout once, everything else to stderr; no command checks for --json itself. */
export interface Output {
  /**
   * The command's single result; `human` formats the same data as text. `width` is the terminal's, in columns; undefined
   * without a terminal, where nothing is shortened.
   */
  result<T>(data: T, human: (data: T, width: number | undefined) => string): void;
  /** A result that is also a failure, as of checks: both in one document. The command then throws the same error. */
  failedResult<T>(data: T, human: (data: T) => string, error: AscendiaError): void;
  /** One item of a stream (NDJSON under --json). */
  item<T>(data: T, human: (data: T) => string): void;
  /** Progress and remarks; silent under --quiet. */
  note(text: string): void;
  /** A warning, printed even under --quiet. */
  warn(text: string): void;
  /**
   * A long piece of work: a spinner on a terminal; elsewhere, a line when done. Work on many items reports its progress
   * with `count`: next to the spinner, or as a line at each quarter.
   */
  step<T>(label: string, work: (count: Count) => Promise<T>): Promise<T>;
  /** Work on many items: a bar on a terminal; elsewhere, a line per item. Call `done` for each finished item. */
  progress<T>(total: number, work: (done: (line: string) => void) => Promise<T>): Promise<T>;
  failure(error: unknown): void;
}

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

type TerminalStream = NodeJS.WritableStream & Terminal;

export interface Streams {
  /** Only the members in use: standard output to a file or pipe has no others (bin/standard-output.js). */
  readonly stdout: Terminal & { write(text: string): unknown };
  readonly stderr: TerminalStream;
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly detail?: unknown;
}

/** The description of an error: complete for an expected error; a bug is only named as such, unless --verbose. */
function describeFailure(error: unknown, verbose: boolean): Failure {
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

/** What a command would have printed. */
export interface Collected {
  readonly data: unknown;
  readonly text: string;
}

/** An output that keeps the result for another command to print; warnings still reach the user. */
export function collectedOutput(warn: (text: string) => void): {
  readonly output: Output;
  taken(): Collected | undefined;
} {
  let collected: Collected | undefined;
  const keep = <T>(data: T, human: (data: T, width: number | undefined) => string): void => {
    collected = { data, text: human(data, undefined) };
  };
  return {
    output: {
      result: keep,
      failedResult: keep,
      item: keep,
      note: () => {},
      warn,
      step: (_label, work) => work(silent),
      progress: (_total, work) => work(() => {}),
      failure: () => {},
    },
    taken: () => collected,
  };
}

interface HumanOutputSettings {
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly colour: boolean;
}

export function humanOutput(streams: Streams, settings: HumanOutputSettings): Output {
  const marks = marksIn(settings.colour);
  const write = (text: string): void => void streams.stderr.write(`${wrapped(text, fittingWidth(streams.stderr))}\n`);
  // Whatever a text contains, the only control sequences that reach the terminal are the colours added here.
  const say = (text: string): void => write(plainText(text));
  const print = <T>(data: T, human: (data: T, width: number | undefined) => string): void => {
    const width = fittingWidth(streams.stdout);
    const safe = wrapped(plainText(atWidth(width, () => human(data, width))), width);
    streams.stdout.write(safe.endsWith("\n") ? safe : `${safe}\n`);
  };
  return {
    result: print,
    failedResult: print,
    item: print,
    note: (text) => {
      if (!settings.quiet) say(text);
    },
    warn: (text) => write(`${marks.warning} ${plainText(text)}`),
    step: (label, work) => {
      if (settings.quiet) return work(silent);
      return mayAnimate(streams.stderr) ? spin(label, work, streams.stderr) : announce(label, work, say);
    },
    progress: async (total, work) => {
      if (settings.quiet) return work(() => {});
      if (!mayAnimate(streams.stderr)) return work(say);
      return withProgressBar(total, work, streams.stderr);
    },
    failure: (error) => {
      if (settings.verbose && error instanceof Error) write(marks.dim(plainText(error.stack ?? error.message)));
      write(failureText(error, marks, settings.verbose));
    },
  };
}

/** A spinner counts its lines, which never ends on a terminal without a width. */
function mayAnimate(stream: TerminalStream): boolean {
  return fittingWidth(stream) !== undefined;
}

async function spin<T>(label: string, work: (count: Count) => Promise<T>, stream: NodeJS.WritableStream): Promise<T> {
  const { oraPromise } = await import("ora");
  return oraPromise(
    async (spinner) => {
      const result = await work((done, of) => {
        spinner.text = `${label} (${done} of ${of})`;
      });
      spinner.text = label;
      return result;
    },
    { text: label, stream },
  );
}

async function announce<T>(label: string, work: (count: Count) => Promise<T>, say: (text: string) => void): Promise<T> {
  const result = await work((done, of) => {
    const isQuarter = of >= 20 && done < of && Math.floor((done * 4) / of) > Math.floor(((done - 1) * 4) / of);
    if (isQuarter) say(`${label} … ${done} of ${of}`);
  });
  say(`${label} … done`);
  return result;
}

type Marks = ReturnType<typeof marksIn>;

/** The words that lines begin with, in the colours that every terminal has (ECMA-48). */
function marksIn(colour: boolean) {
  const painted = (on: number, off: number, text: string) => (colour ? `\u001B[${on}m${text}\u001B[${off}m` : text);
  return {
    error: painted(31, 39, "error:"),
    warning: painted(33, 39, "warning:"),
    dim: (text: string) => painted(2, 22, text),
  };
}

function failureText(error: unknown, marks: Marks, verbose: boolean): string {
  const failure = describeFailure(error, verbose);
  const detail =
    error instanceof AscendiaError && Array.isArray(error.detail)
      ? error.detail.filter((line) => typeof line === "string").map((line) => `  - ${plainText(line)}`)
      : [];
  return [
    `${marks.error} ${plainText(failure.message)}`,
    ...detail,
    ...(failure.hint === undefined ? [] : [`${marks.dim("next:")}  ${plainText(failure.hint)}`]),
  ].join("\n");
}

interface JsonOutputSettings {
  readonly command: string;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** One JSON document on stdout: `{ok, command, data}` or `{ok: false, command, error}`, with `data` where there is some. */
export function jsonOutput(streams: Streams, settings: JsonOutputSettings): Output {
  const { command } = settings;
  const say = (text: string): void => void streams.stderr.write(`${plainText(text)}\n`);
  const print = (document: unknown): void => void streams.stdout.write(`${escapedJson(JSON.stringify(document))}\n`);
  let told: unknown;
  return {
    result: (data) => print({ ok: true, command, data }),
    failedResult: (data, _human, error) => {
      told = error;
      print({ ok: false, command, data, error: describeFailure(error, settings.verbose) });
    },
    item: (data) => print(data),
    note: (text) => {
      if (settings.verbose) say(text);
    },
    warn: say,
    step: (_label, work) => work(silent),
    progress: (_total, work) =>
      work((line) => {
        if (settings.verbose) say(line);
      }),
    failure: (error) => {
      if (error === told || (told !== undefined && error instanceof Error && error.cause === told)) return;
      if (settings.verbose && error instanceof Error) say(error.stack ?? error.message);
      print({ ok: false, command, error: describeFailure(error, settings.verbose) });
    },
  };
}

const barWidth = 24;

/** A progress bar with the latest item next to it; removed at the end. */
async function withProgressBar<T>(
  total: number,
  work: (done: (line: string) => void) => Promise<T>,
  stream: NodeJS.WritableStream,
): Promise<T> {
  const { default: ora } = await import("ora");
  // Ora would put the terminal in raw mode, which delays Ctrl-C.
  const spinner = ora({ text: progressText(0, total, ""), stream, discardStdin: false }).start();
  let finished = 0;
  try {
    return await work((line) => {
      finished += 1;
      spinner.text = progressText(finished, total, line);
    });
  } finally {
    spinner.stop();
  }
}

export function progressText(finished: number, total: number, latest: string): string {
  const filled = total === 0 ? barWidth : Math.round((finished / total) * barWidth);
  const bar = `${"█".repeat(filled)}${"░".repeat(barWidth - filled)}`;
  return `${bar} ${finished} of ${total}  ${terminalSafe(latest)}`;
}

/** Environment variables that terminal programs share, read in addition to the configuration. */
export const TERMINAL_VARIABLES = {
  NO_COLOR: "any value: no colours (no-color.org)",
  CLICOLOR_FORCE: "1: colours even without a terminal",
  FORCE_COLOR: "any value except 0: colours even without a terminal",
  TERM: "dumb: no colours",
  CI: "any value: never prompt, as without a terminal",
} as const;

type TerminalEnvironment = Readonly<Partial<Record<keyof typeof TERMINAL_VARIABLES, string>>>;

/** Follows no-color.org, and CLICOLOR_FORCE for piping into a pager. */
export function wantsColour(
  { NO_COLOR = "", CLICOLOR_FORCE, FORCE_COLOR = "0", TERM }: TerminalEnvironment,
  isTTY: boolean,
): boolean {
  if (NO_COLOR !== "") return false;
  if (CLICOLOR_FORCE === "1" || FORCE_COLOR !== "0") return true;
  return isTTY && TERM !== "dumb";
}

export function isUnattended({ CI }: TerminalEnvironment): boolean {
  return CI !== undefined;
}
