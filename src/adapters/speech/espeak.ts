import { spawn } from "node:child_process";
import type { Language, Sentence, SpeechEngine } from "../../domain/language/language.ts";
import { AscendiaError } from "../../errors.ts";

const voices: Readonly<Record<Language, string>> = { fr: "fr-fr", en: "en-us", es: "es-419" };
/** espeak-ng's voice variants: the agent is a woman, the caller a man. */
const variants: Readonly<Record<Sentence["by"], string>> = { agent: "+f3", caller: "+m3" };
const WORDS_PER_MINUTE = "155";

/** espeak-ng, if installed (Debian's package has the same name). */
export function espeak(program = "espeak-ng"): SpeechEngine {
  return {
    name: "espeak-ng",
    speak: ({ text, language, by }) =>
      spoken(
        program,
        ["-v", `${voices[language]}${variants[by]}`, "-s", WORDS_PER_MINUTE, "--stdin", "--stdout"],
        text,
      ),
  };
}

function spoken(program: string, args: readonly string[], text: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
    const chunks: Buffer[] = [];
    let complaint = "";
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
    child.on("error", (cause) => reject(missing(program, cause)));
    child.stdin.on("error", () => {});
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(chunks));
      else reject(new AscendiaError("failed", `${program} ended with code ${code}: ${complaint.trim().slice(0, 300)}`));
    });
    child.stdin.end(text);
  });
}

function missing(program: string, cause: Error): AscendiaError {
  return new AscendiaError("not_configured", `There is no ${program} to speak with: ${cause.message}.`, {
    hint: "Install it (apt-get install espeak-ng), or set OPENAI_BASE_URL and ASCENDIA_SPEECH_MODEL for a speech endpoint.",
    cause,
  });
}
