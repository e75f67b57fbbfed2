import { AscendiaError } from "../errors.ts";
import { COMMANDS } from "./command-list.ts";

/** `ascendia clinic`: lists the verbs of a noun. undefined when no command starts with it. */
export function missingVerb(noun: string): AscendiaError | undefined {
  const own = COMMANDS.filter(({ name }) => name.startsWith(`${noun}:`));
  const [first] = own;
  if (first === undefined) return undefined;
  const width = Math.max(...own.map(({ name }) => name.length));
  return new AscendiaError("usage", `Missing verb: use ${noun}:<verb>.`, {
    hint: `See the options of a command with, for example: ascendia help ${first.name}`,
    detail: own.map(({ name, summary }) => `${name.padEnd(width)}  ${summary}`),
  });
}

const NAMES: ReadonlySet<string> = new Set(COMMANDS.map(({ name }) => name));
const FLAGS_WITH_VALUE: ReadonlySet<string> = new Set(["--db", "--env-file"]);

/** `clinic list` → `clinic:list`, also after `help`; everything else stays as typed. */
export function joinNounAndVerb(argv: readonly string[]): readonly string[] {
  const at = firstOperand(argv);
  if (at === -1) return argv;
  const [noun = "", verb = "", ...rest] = argv.slice(at);
  const before = argv.slice(0, at);
  if (noun === "help") return [...before, noun, ...joinNounAndVerb(argv.slice(at + 1))];
  return NAMES.has(`${noun}:${verb}`) ? [...before, `${noun}:${verb}`, ...rest] : argv;
}

/** Whether the line begins with a command's name, global flags aside. */
export function beginsWithCommand(argv: readonly string[]): boolean {
  return NAMES.has(argv[firstOperand(argv)] ?? "");
}

function firstOperand(argv: readonly string[]): number {
  return argv.findIndex((word, index) => !word.startsWith("-") && !FLAGS_WITH_VALUE.has(argv[index - 1] ?? ""));
}
