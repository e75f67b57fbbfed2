import type { Argument, Command, Option } from "commander";
import { takesClinic } from "../clinic-argument.ts";

/** What can be completed at a place of the command line. `unknown`: a value is expected, but it cannot be listed. */
export type Takes =
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "clinics" | "files" | "unknown" };

interface CompletedWord {
  readonly name: string;
  readonly summary: string;
}

interface CompletedCommand extends CompletedWord {
  readonly options: readonly CompletedWord[];
}

/**
 * A place is `<command> <option>`, `<command> <argument index>` or, for all arguments from a variadic one on,
 * `<command> +`. Options of every command come last: `* <option>`.
 */
interface CompletedPlaces {
  readonly takes: Takes;
  readonly places: readonly string[];
}

/** Everything that a completion script needs. */
export interface CompletionTable {
  readonly commands: readonly CompletedCommand[];
  /** Options of a line without a command. */
  readonly options: readonly CompletedWord[];
  readonly values: readonly CompletedPlaces[];
}

export function completionTable(program: Command, bare: Command, topics: readonly string[]): CompletionTable {
  const help = program.createHelp();
  const named = [...program.commands.map((command) => command.name()), ...topics];
  const places = program.commands.flatMap((command) => [
    ...command.options.map((option) => [placeOf(command, option.long), takenBy(option)] as const),
    ...argumentPlaces(command, named),
  ]);
  const everywhere = program.options.map((option) => [`* ${option.long ?? ""}`, takenBy(option)] as const);
  return {
    commands: program.commands.map((command) => ({
      name: command.name(),
      summary: command.summary(),
      options: wordsOf([...help.visibleOptions(command), ...help.visibleGlobalOptions(command)]),
    })),
    options: wordsOf(help.visibleOptions(bare)),
    values: [...byWhatIsTaken(places), ...byWhatIsTaken(everywhere)],
  };
}

/**
 * The clinic may come before a command's own arguments, which then come one place later. Where the first of them has
 * words of its own to complete, the clinic comes last.
 */
function argumentPlaces(command: Command, named: readonly string[]): readonly (readonly [string, Takes])[] {
  const own = command.registeredArguments.map((argument) => taken(argument, named));
  const clinics: Takes = { kind: "clinics" };
  const isFirst = (own[0]?.kind ?? "unknown") === "unknown";
  const all = takesClinic(command) ? (isFirst ? [clinics, ...own] : [...own, clinics]) : own;
  const lastIndex = command.registeredArguments.findIndex(({ variadic }) => variadic);
  return all.map((takes, index) => {
    const unmoved = own[index];
    const place = index === lastIndex ? "+" : String(index);
    return [placeOf(command, place), unmoved === undefined || unmoved.kind === "unknown" ? takes : unmoved] as const;
  });
}

function placeOf(command: Command, place = ""): string {
  return `${command.name()} ${place}`;
}

function wordsOf(options: readonly Option[]): readonly CompletedWord[] {
  return options.map(({ long, short, description }) => ({ name: long ?? short ?? "", summary: description }));
}

/** undefined: the option takes no value. */
function takenBy({ required, argChoices, flags, long }: Option): Takes | undefined {
  if (!required) return undefined;
  if (argChoices !== undefined) return { kind: "words", words: argChoices };
  return { kind: kindOf(long === "--clinic" ? "clinic" : (/<([^>]+)>/u.exec(flags)?.[1] ?? "")) };
}

function taken(argument: Argument, named: readonly string[]): Takes {
  if (argument.argChoices !== undefined) return { kind: "words", words: argument.argChoices };
  if (wordsIn(argument.name()).includes("command")) return { kind: "words", words: named };
  return { kind: kindOf(argument.name()) };
}

const kinds = { clinic: "clinics", file: "files", path: "files", folder: "files" } as const;

/** Decided by the placeholder in the help: `<clinic>`, `<number|clinic>`, `<file>`, `<clinic.json>`. */
function kindOf(called: string): "clinics" | "files" | "unknown" {
  const words = wordsIn(called);
  if (words.some((word) => word.includes("."))) return "files";
  return Object.entries(kinds).find(([word]) => words.includes(word))?.[1] ?? "unknown";
}

function wordsIn(called: string): readonly string[] {
  return called.split(/[|\s]/u);
}

function byWhatIsTaken(places: readonly (readonly [string, Takes | undefined])[]): readonly CompletedPlaces[] {
  const groups = new Map<string, { takes: Takes; places: string[] }>();
  for (const [place, takes] of places) {
    if (takes === undefined) continue;
    const key = JSON.stringify(takes);
    const group = groups.get(key) ?? { takes, places: [] };
    groups.set(key, group);
    group.places.push(place);
  }
  return [...groups.values()];
}
