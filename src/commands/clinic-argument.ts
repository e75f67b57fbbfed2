import type { Command, Option } from "commander";
import type { ClinicDirectory } from "../domain/clinic/ports.ts";
import { AscendiaError } from "../errors.ts";
import { isListOption } from "./list-option.ts";

/** Whether the command is about one clinic or some: it has --clinic, and takes the clinic as its first argument too. */
export function takesClinic(command: Command): boolean {
  return clinicOption(command) !== undefined;
}

function clinicOption(command: Command): Option | undefined {
  return command.options.find(({ long }) => long === "--clinic");
}

/** `[clinic] <appointment> [options]`: replaces Commander's own usage line in the help, which shows only the flag. */
export function usageWithClinic(command: Command): string {
  const words = command.registeredArguments.map((word) => {
    const name = `${word.name()}${word.variadic ? "..." : ""}`;
    return word.required ? `<${name}>` : `[${name}]`;
  });
  return ["[clinic]", ...words, "[options]"].join(" ");
}

/** A word of the command line that is neither a flag nor its value. */
interface Operand {
  readonly at: number;
  readonly word: string;
}

interface Line {
  readonly operands: readonly Operand[];
  /** As given with --clinic. */
  readonly named: readonly string[];
}

/**
 * Rewrites `hours:show cocotiers` as `hours:show --clinic cocotiers`, so that commands only handle the flag. The first
 * argument is the clinic when there are more arguments than the command declares, or when a clinic has that slug or id.
 * @throws usage when argument and flag name different clinics
 */
export async function clinicAsOption(
  argv: readonly string[],
  command: Command,
  find: ClinicDirectory["find"],
): Promise<readonly string[]> {
  const option = clinicOption(command);
  if (option === undefined) return argv;
  const { operands, named } = readLine(argv, command);
  const own = command.registeredArguments;
  const excess = own.some(({ variadic }) => variadic) ? 0 : operands.length - own.length;
  const candidates = operands.filter(({ word }) => !own.some(({ argChoices }) => argChoices?.includes(word) === true));
  const [first] = candidates;
  if (first === undefined) return argv;
  if (excess > 0 && named.length > 0) return withoutRepetition(argv, first, named);
  if (excess > 0 && isListOption(option)) return moved(argv, candidates.slice(0, excess));
  if (excess > 0) return moved(argv, [(await firstClinic(candidates, find)) ?? first]);
  return named.length === 0 && (await find(first.word)) !== undefined ? moved(argv, [first]) : argv;
}

/** A clinic written after the other arguments is understood too. */
async function firstClinic(
  candidates: readonly Operand[],
  find: ClinicDirectory["find"],
): Promise<Operand | undefined> {
  for (const candidate of candidates) if ((await find(candidate.word)) !== undefined) return candidate;
  return undefined;
}

function withoutRepetition(
  argv: readonly string[],
  { at, word }: Operand,
  named: readonly string[],
): readonly string[] {
  if (named.includes(word)) return argv.toSpliced(at, 1);
  throw new AscendiaError("usage", `Conflicting clinics: ${word} and --clinic ${named.join(", ")}.`, {
    hint: "Name only one.",
  });
}

function moved(argv: readonly string[], clinics: readonly Operand[]): readonly string[] {
  const places = new Set(clinics.map(({ at }) => at));
  const rest = argv.filter((_, at) => !places.has(at));
  const [first] = clinics;
  // Inserted before a `--`, where flags end.
  const end = Math.min(first?.at ?? 0, rest.includes("--") ? rest.indexOf("--") : rest.length);
  return rest.toSpliced(end, 0, ...clinics.flatMap(({ word }) => ["--clinic", word]));
}

function readLine(argv: readonly string[], command: Command): Line {
  const options = [...command.options, ...(command.parent?.options ?? [])];
  const nameAt = argv.indexOf(command.name());
  const end = argv.includes("--") ? argv.indexOf("--") : argv.length;
  const isFlag = (word: string, at: number): boolean => at < end && /^-./u.test(word);
  const values = new Set<number>();
  for (const [at, word] of argv.entries()) {
    if (isFlag(word, at) && !values.has(at) && takesNext(word, argv[at + 1], options)) values.add(at + 1);
  }
  const isOperand = (word: string, at: number): boolean => {
    const isOther = at === nameAt || at === end || values.has(at);
    return !isOther && !isFlag(word, at);
  };
  const named = argv.filter((_, at) => values.has(at) && argv[at - 1] === "--clinic");
  const joined = argv.filter((word, at) => at < end && word.startsWith("--clinic="));
  // What follows an unknown flag may be its value, not a clinic: Commander refuses the flag.
  const known = new Set(["--help", ...options.map(({ long }) => long)]);
  const isUnknown = (word: string, at: number): boolean =>
    at < end && word.startsWith("--") && !values.has(at) && !known.has(word.split("=")[0]);
  const words = argv.some(isUnknown) ? [] : argv.map((word, at) => ({ at, word }));
  return {
    operands: words.filter(({ at, word }) => isOperand(word, at)),
    named: [...named, ...joined.map((word) => word.slice("--clinic=".length))],
  };
}

/** Whether the next word is the flag's value, as Commander decides. */
function takesNext(flag: string, next: string | undefined, options: readonly Option[]): boolean {
  const option = options.find(({ long, short }) => long === flag || short === flag);
  if (option === undefined || next === undefined) return false;
  return option.required || (option.optional && !next.startsWith("-"));
}
