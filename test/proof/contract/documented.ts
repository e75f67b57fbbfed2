import { z } from "zod";
import { type ExampleInstallation, runIn } from "./installation.ts";

const capabilities = z.object({
  data: z.object({
    commands: z.array(
      z.looseObject({
        name: z.string(),
        writes: z.boolean(),
        examples: z.array(z.string()),
        exit: z.string().nullable(),
      }),
    ),
  }),
});

/** They run until they are stopped; other tests start and stop them. */
export const ENDLESS = /^(?:serve|worker|sandbox|talk|listen|call:tail)\b|--watch\b|--every\b|--listen\b/u;

/** They play calls to every clinic, which other proofs cover. */
export const SIMULATING =
  /^ascendia (?:demo|simulate|agent:(?:publish|rollout|promote))\b(?!.*--(?:skip-simulation|dry-run))/u;

/** Every command of the program, with its examples. */
export async function documentedCommands(cwd: string) {
  const { stdout } = await runIn(cwd, ["capabilities", "--json"]);
  return capabilities.parse(JSON.parse(stdout)).data.commands;
}

/** "Tuesday 2026-12-01" in the examples becomes the Tuesday after next. */
const DATE = /\b2026-(?:11|12)-\d\d\b/gu;
const DAY_MS = 86_400_000;

function laterDates(word: string, now: number): string {
  const weekday = (new Date(now).getUTCDay() + 5) % 7;
  const tuesday = now + (14 - weekday) * DAY_MS;
  return word.replaceAll(DATE, (date) => {
    const offset = Date.parse(date) - Date.parse("2026-12-01");
    return offset < 0 ? date : new Date(tuesday + offset).toISOString().slice(0, 10);
  });
}

function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/gu)]
    .map(([, one, two, three]) => one ?? two ?? three ?? "")
    .slice(1);
}

/** Replaces the examples' ids with the real ones. */
export function argvOf(line: string, { ids }: Pick<ExampleInstallation, "ids">): readonly string[] {
  const words = wordsOf(line).map((word) => laterDates(word, Date.now()));
  return words.map((word) => ids[`${words[0]} ${word}`] ?? ids[word] ?? word);
}
