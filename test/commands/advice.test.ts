import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { expect, it } from "vitest";
import { advisedLines, asksForClinic } from "../../src/commands/advised-line.ts";
import { COMMANDS } from "../../src/commands/command-list.ts";
import { createProgram } from "../../src/commands/program.ts";
import { createContext } from "../../src/composition/create-context.ts";
import { noPrompt } from "../../src/terminal/prompt.ts";
import { collectedOutput } from "../../src/terminal/output.ts";
import { storedClinic } from "../fakes/stored-clinic.ts";
import { inputOf } from "../fakes/streams.ts";
import { run } from "../fakes/world.ts";

/** Stands for what a message fills in. */
const FILLED = "‹filled›";

/** Not advice: the title of a calendar event, and the name of the command that made a file. */
const NAMES: ReadonlySet<string> = new Set(["calendar:test", "call:to-scenario"]);

const context = createContext({
  env: {},
  cwd: "/nowhere",
  stdin: inputOf(""),
  flags: {},
  output: collectedOutput(() => {}).output,
  prompt: noPrompt(),
  dispatch: () => Promise.resolve(),
});

interface Advice {
  readonly where: string;
  readonly line: string;
  /** A hint, to which the clinic of the failed command is added. */
  readonly isCompleted: boolean;
}

/** Every "ascendia …" that a string of the sources holds. */
function advice(): readonly Advice[] {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.tsx?$/u.test(file) && !file.endsWith("examples.ts"),
  );
  return files.flatMap((file) => {
    const text = readFileSync(join("src", file), "utf8");
    return text.split("\n").flatMap((line, index, lines) => {
      if (/^\s*(?:\/?\*|\/\/)/u.test(line)) return [];
      const filled = line.replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/gu, FILLED);
      return linesIn(filled).map((advised) => ({
        where: `${file}:${index + 1}`,
        line: advised,
        isCompleted: /\bhints?\b|\blistedBy\b/u.test(lines.slice(Math.max(0, index - 2), index + 1).join("\n")),
      }));
    });
  });
}

function linesIn(text: string): readonly string[] {
  return advisedLines(text)
    .map(({ line }) => line)
    .filter((line) => isCommand(line) && !NAMES.has(line));
}

/** "ascendia wrote it" is prose. */
function isCommand(line: string): boolean {
  const name = nameOf(line);
  return name.includes(":") || COMMANDS.some((entry) => entry.name === name);
}

function nameOf(line: string): string {
  return (line.split(/\s+/u)[0] ?? "").replace(FILLED, "");
}

async function faultOf({ line, isCompleted }: Advice): Promise<string | null> {
  const [first = "", ...rest] = line.match(/"[^"]*"|\S+/gu) ?? [];
  const name = nameOf(first);
  const program = await createProgram([name], context, { version: () => "0", writeOut: () => {} });
  const command = program.commands.find((one) => one.name() === name);
  if (command === undefined) return `no command ${name}`;
  const words = read(rest, command);
  if (words.fault !== null) return words.fault;
  // The part that is filled in may hold whatever is missing.
  if ([first, ...rest].some((word) => word.includes(FILLED) && word !== FILLED)) return null;
  return missing(words, command, isCompleted);
}

function missing({ operands, flags, isProse }: ReturnType<typeof read>, command: Command, isCompleted: boolean) {
  const needed = command.registeredArguments.filter(({ required }) => required).length;
  if (operands.length < needed) return `needs ${needed} arguments`;
  if (!asksForClinic(command)) return null;
  // Text after the line would become part of it when the clinic is added.
  if (isCompleted) return isProse ? "goes on in prose" : null;
  return flags.has("--clinic") || operands.length > needed ? null : "does not name the clinic";
}

/** Words up to the first that is prose. */
function read(words: readonly string[], command: Command) {
  const options = [...command.options, ...(command.parent?.options ?? [])];
  const [operands, flags]: [string[], Set<string>] = [[], new Set()];
  let fault: string | null = null;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (word.startsWith("-")) {
      if (word.includes(FILLED)) {
        at += 1;
        continue;
      }
      const option = options.find(({ long, short }) => long === word || short === word);
      if (option === undefined) {
        fault = `no option ${word}`;
        break;
      }
      flags.add(word);
      if (option.required) {
        at += 1;
        if (words[at] === undefined) fault = `${word} without a value`;
      }
    } else if (/[<>\d:./@+A-Z‹…"-]/u.test(word) || choices(command, operands.length).includes(word))
      operands.push(word);
    else return { operands, flags, fault, isProse: true };
  }
  return { operands, flags, fault, isProse: false };
}

function choices(command: Command, at: number): readonly string[] {
  return command.registeredArguments[at]?.argChoices ?? [];
}

it("advice that knows no clinic names the one of the command that failed", async () => {
  const { command, cwd } = await storedClinic();
  const said = async (...argv: readonly string[]) => (await command(...argv)).stderr.replaceAll(/\s+/gu, " ");
  expect(await said("type:update", "Nothing", "--minutes", "20")).toContain(
    "ascendia type:list --clinic clinique-test",
  );
  expect(await said("appointment:cancel", "00000000")).toContain(
    "ascendia appointment:list --all --clinic clinique-test",
  );
  expect(await said("patient:export", "+22997000999")).toContain("ascendia patient:list --clinic clinique-test");
  const json = await run(["patient:export", "+22997000999", "--clinic", "clinique-test", "--json"], { cwd });
  expect(json.stdout).toContain("ascendia patient:list --clinic clinique-test");
  expect(await said("room:list", "--nothing")).toContain("See ascendia help room:list.");
  // A command that works without a clinic stays as it is.
  expect(await said("clinic:show")).not.toContain("clinic:list --clinic");
});

it("every command that a message advises is one of the program, with its options, arguments and clinic", async () => {
  const faults: string[] = [];
  const all = advice();
  for (const one of all) {
    const fault = await faultOf(one);
    if (fault !== null) faults.push(`${one.where}: ascendia ${one.line}: ${fault}`);
  }
  expect(all.length).toBeGreaterThan(100);
  expect(faults).toEqual([]);
});
