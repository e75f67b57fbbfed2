import type { Command } from "commander";
import { AscendiaError } from "../errors.ts";
import { CLINIC_DESCRIPTION } from "./clinic-option.ts";

interface AdvisedLine {
  /** Without the program's name. */
  readonly line: string;
  /** Where it ends in the text. */
  readonly end: number;
}

const ADVISED = /(?<![\w/.-])ascendia ([a-z]+(?::[a-z-]+)?(?: "[^\s"][^"]*"|(?!\s+ascendia\b)[^\n"'`;()\\])*)/gu;
/** Where a command line ends and the sentence goes on. */
const SENTENCE = /\.(?:\s|$)|,(?:\s|$)|:(?:\s|$)|\s—\s|\s{3}/u;

/** The command lines that a message advises: from "ascendia" to the end of the phrase. */
export function advisedLines(text: string): readonly AdvisedLine[] {
  return [...text.matchAll(ADVISED)].map((match) => {
    const [, written = ""] = match;
    const line = (written.split(SENTENCE)[0] ?? "").trimEnd();
    return { line, end: match.index + "ascendia ".length + line.length };
  });
}

export function asksForClinic(command: Command): boolean {
  return command.options.some(({ description }) => description === CLINIC_DESCRIPTION);
}

/**
 * Domain rules know nothing about the command line, so the commands they advise name no clinic. This adds the clinic of
 * the command that failed, so that they can be run as printed.
 */
export async function adviceForClinic(
  error: AscendiaError,
  clinic: string,
  commandNamed: (name: string) => Promise<Command | undefined>,
): Promise<AscendiaError> {
  const { hint } = error;
  if (hint === undefined) return error;
  let [completed, written] = ["", 0];
  for (const { line, end } of advisedLines(hint)) {
    const words = line.split(/\s+/u);
    const command = await commandNamed(words[0] ?? "");
    if (command === undefined || !asksForClinic(command) || namesClinic(words, clinic)) continue;
    completed += `${hint.slice(written, end)} --clinic ${clinic}`;
    written = end;
  }
  if (written === 0) return error;
  const { code, message, detail } = error;
  return new AscendiaError(code, message, { hint: completed + hint.slice(written), detail, cause: error });
}

function namesClinic(words: readonly string[], clinic: string): boolean {
  return words.some((word) => word === "--clinic" || word === "<clinic>" || word === clinic);
}
