import type { Command } from "commander";
import type { Voices } from "../../domain/call/line/call-speech.ts";
import { accentIn, readVoices, configuredVoices } from "../../domain/agent/voices.ts";
import { type Language, isLanguage, languages } from "../../domain/language/language.ts";
import { AscendiaError } from "../../errors.ts";
import { table } from "../../terminal/table.ts";
import type { Context } from "../context.ts";

interface ListFlags {
  readonly language?: string;
}

export function configure(command: Command, context: Context): void {
  command
    .description("list the voices of the Retell account and the languages that their accents fit")
    .option("--language <code>", "only voices whose accent fits this language or is not stated")
    .action((flags: ListFlags) => list(flags, context));
}

async function list({ language: text }: ListFlags, context: Context): Promise<void> {
  const language = languageOf(text);
  const { answers } = await context.retell();
  const usual = { ...(await chosenVoices(context)), ...configuredVoices(context.config().voices) };
  const voices = readVoices(await answers.voices())
    .map(({ id, name, provider, gender, accent }) => ({
      id,
      name,
      provider,
      gender,
      accent,
      languages: languages.filter((each) => accentIn({ accent }, each) === "native"),
      voice_of: languages.filter((each) => usual[each] === id),
    }))
    .filter((voice) => language === undefined || accentIn(voice, language) !== "foreign");
  context.output.result({ voices }, (shown, width) =>
    table(
      ["voice", "accent", "gender", "provider", "language", "used for"],
      shown.voices.map((voice) => [
        voice.id,
        voice.accent ?? "not named",
        voice.gender,
        voice.provider,
        voice.languages.join(" "),
        voice.voice_of.join(" "),
      ]),
      { width, keep: ["voice", "accent"] },
    ),
  );
}

/** What agent:create chose; nothing where there is no database yet. */
async function chosenVoices(context: Context): Promise<Voices> {
  return (await context.clinicSlugs()).length === 0 ? {} : (await context.store()).voices.read();
}

function languageOf(text: string | undefined): Language | undefined {
  if (text === undefined || isLanguage(text)) return text;
  throw new AscendiaError("usage", `--language: "${text}" is not one of ${languages.join(", ")}.`);
}
