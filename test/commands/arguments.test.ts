import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createProgram } from "../../src/commands/program.ts";
import { createContext } from "../../src/composition/create-context.ts";
import { collectedOutput } from "../../src/terminal/output.ts";
import { noPrompt } from "../../src/terminal/prompt.ts";
import { fillLists } from "../fakes/long-lists.ts";
import { storedClinic } from "../fakes/stored-clinic.ts";
import { inputOf } from "../fakes/streams.ts";
import { newFolder, run } from "../fakes/world.ts";

const described = z.object({
  name: z.string(),
  arguments: z.array(z.object({ name: z.string() })),
  options: z.array(z.object({ name: z.string(), flags: z.string(), description: z.string(), is_list: z.boolean() })),
  examples: z.array(z.string()),
});
const capabilities = z.object({ data: z.object({ commands: z.array(described) }) });

let commands: readonly z.infer<typeof described>[] = [];

beforeAll(async () => {
  const { stdout } = await run(["capabilities", "--json"], { cwd: newFolder() });
  ({ commands } = capabilities.parse(JSON.parse(stdout)).data);
});

/** These commands read a single unknown word as an id of their own. */
const takesIdToo = new Set(["mail:send", "console:revoke"]);

const takesClinic = ({ options }: z.infer<typeof described>) => options.some(({ name }) => name === "--clinic");

/** The words of a documented line, without `ascendia`; quotes hold a word together. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/gu)]
    .map(([, one, two, three]) => one ?? two ?? three ?? "")
    .slice(1);
}

describe("the clinic", () => {
  it("can be an option or the first argument of the same commands", () => {
    const odd = commands.filter((command) => takesClinic(command) !== (command.arguments[0]?.name === "clinic"));
    expect(odd.map(({ name }) => name)).toEqual([]);
    expect(commands.filter((command) => takesClinic(command)).length).toBeGreaterThan(60);
  });

  it(
    "means the same in both places of every command, and a wrong slug gets the right one",
    { timeout: 180_000 },
    async () => {
      const { cwd } = await storedClinic();
      await fillLists(cwd);
      for (const file of ["contacts.csv", "instructions.txt"]) writeFileSync(join(cwd, file), "name,phone\n");
      expect((await run(["agent:create"], { cwd })).code).toBe(0);
      const odd: unknown[] = [];
      for (const command of commands.filter((each) => takesClinic(each))) {
        const { name } = command;
        const line = command.examples.map(wordsOf).find((words) => words.includes("cocotiers")) ?? [];
        const rest = line
          .slice(1)
          .filter((word, at, all) => word !== "cocotiers" && !(word.startsWith("--") && all[at + 1] === "cocotiers"));
        const asOption = await run([name, ...rest, "--clinic", "clinique-tset"], { cwd });
        const asFirst = await run([name, "clinique-tset", ...rest], { cwd });
        const isAlike = JSON.stringify(asFirst) === JSON.stringify(asOption);
        const isTold = /clinique-tset(?:.|\n)*Did you mean clinique-test\?/u.test(asOption.stderr + asOption.stdout);
        if ((!isAlike && !takesIdToo.has(name)) || !isTold) odd.push({ name, rest, asOption, asFirst });
      }
      expect(odd).toEqual([]);
    },
  );
});

/** The value that a command reads for an option. */
function optionReader() {
  const context = createContext({
    env: {},
    cwd: newFolder(),
    stdin: inputOf(""),
    flags: {},
    prompt: noPrompt(),
    output: collectedOutput(() => {}).output,
    dispatch: () => Promise.resolve(),
  });
  return async (name: string, flag: string, words: readonly string[]): Promise<unknown> => {
    const program = await createProgram([name], context, { version: () => "", writeOut: () => {} });
    const command = program.commands.find((one) => one.name() === name);
    command?.parseOptions([...words]);
    return command?.getOptionValue(flag.slice(2).replaceAll(/-(\w)/gu, (_, letter: string) => letter.toUpperCase()));
  };
}

describe("a list", () => {
  /** `--set` changes fields, and a value may hold commas; hours have commas of their own. */
  const notLists = new Set(["--set", "--hours"]);

  it("is taken by every option whose description says so", () => {
    const sayso = /repeatable|\bcommas?\b|[A-Z0-9]\w*,[A-Z0-9]/u;
    const odd = commands.flatMap(({ name, options }) =>
      options
        .filter((option) => !option.is_list && !notLists.has(option.name) && sayso.test(option.description))
        .map((option) => `${name} ${option.flags}: ${option.description}`),
    );
    expect(odd).toEqual([]);
  });

  it("may be repeated or separated by commas", async () => {
    const read = optionReader();
    let lists = 0;
    for (const { name, options } of commands) {
      for (const { name: flag } of options.filter(({ is_list: isList }) => isList)) {
        const isNewDoctor = flag === "--doctor" && ["clinic:onboard", "signup:approve"].includes(name);
        const [one, two] = isNewDoctor ? ["Awa;A", "Luc;B"] : ["05-01", "12-25"];
        const repeated = await read(name, flag, [flag, one, flag, two]);
        expect({ name, flag, value: await read(name, flag, [flag, `${one},${two}`]) }).toEqual({
          name,
          flag,
          value: repeated,
        });
        expect(String(repeated)).toBe(`${one},${two}`);
        lists += 1;
      }
    }
    expect(lists).toBeGreaterThan(20);
  });

  it.each([
    ["clinic:onboard", "--doctor", "Awa Test, MD;Dentiste", ["Awa Test, MD;Dentiste"]],
    ["clinic:onboard", "--doctor", "Awa;Dentiste, implants,Luc;A", ["Awa;Dentiste, implants", "Luc;A"]],
    ["clinic:rules", "--open-on", "01-01 and if saturday,sunday then next monday", [/^01-01 and .*monday$/u]],
  ])("of %s keeps commas that belong to a value of %s: %s", async (name, flag, text, values) => {
    const found = z.array(z.string()).parse(await optionReader()(name, flag, [flag, text]));
    expect(found).toHaveLength(values.length);
    for (const [at, value] of values.entries()) expect(found[at]).toMatch(value);
  });
});

describe("a short id", () => {
  it("works wherever a list prints it", async () => {
    const { cwd } = await storedClinic();
    await fillLists(cwd);
    const C = ["--clinic", "clinique-test"];
    await run(["closure:add", "2030-02-01", ...C], { cwd });
    const uses: readonly (readonly [readonly string[], readonly (readonly string[])[]])[] = [
      [
        ["appointment:list", "--from", "2030-01-01", ...C],
        [["appointment:show"], ["appointment:export"], ["appointment:cancel", "--dry-run"]],
      ],
      [
        ["patient:list", ...C],
        [
          ["patient:export"],
          ["patient:update", "--email", "a@example.com", "--dry-run"],
          ["patient:erase", "--dry-run"],
        ],
      ],
      [
        ["contact:list", "--all", ...C],
        [["contact:show"], ["contact:done", "--dry-run"], ["call:explain"], ["contact:opt-out", "--dry-run"]],
      ],
      [
        ["message:list", ...C],
        [["message:show"], ["message:done", "--dry-run"]],
      ],
      [
        ["mail:list", ...C],
        [["mail:show"], ["mail:send", "--dry-run"]],
      ],
      [["closure:list", "--from", "2030-01-01", "--to", "2030-03-01", ...C], [["closure:remove", "--dry-run"]]],
      [["job:list"], [["job:retry", "--dry-run"]]],
    ];
    for (const [list, commandsWithId] of uses) {
      const { stdout } = await run([...list], { cwd });
      const id = /\bjob-6\b|(\S+)$/mu.exec(stdout.split("\n")[1] ?? "")?.[0] ?? "";
      for (const [name = "", ...flags] of commandsWithId) {
        const clinic = /^(?:mail|job):/u.test(name) ? [] : C;
        const { code, stderr } = await run([name, id, ...clinic, ...flags], { cwd });
        expect({ name, id, code, stderr }).toMatchObject({ name, code: 0 });
      }
    }
  });
});
