import type { Language, Sentence, SpeechEngine } from "../../domain/language/language.ts";
import { AscendiaError } from "../../errors.ts";
import type { TranscriptLine } from "./report.ts";

/** The pause between two sentences, of the same speaker or the other. */
const TURN_PAUSE_MS = 450;

const SENTENCE_PAUSE_MS = 200;

const BITS = 16;

interface Sound {
  readonly rate: number;
  readonly channels: number;
  readonly samples: Buffer;
}

/** A call read aloud by two voices, as one WAV file, without tools, text messages and keys. */
export async function callAudio(
  transcript: readonly TranscriptLine[],
  language: Language,
  engine: SpeechEngine,
): Promise<Uint8Array> {
  const sentences = transcript.flatMap(({ speaker, text }): Sentence[] =>
    (speaker === "agent" || speaker === "caller") && text.trim() !== "" ? [{ text, language, by: speaker }] : [],
  );
  const sounds: Sound[] = [];
  for (const [index, sentence] of sentences.entries()) {
    const sound = readWav(await engine.speak(sentence), engine.name);
    const [first] = sounds;
    if (first !== undefined && (first.rate !== sound.rate || first.channels !== sound.channels)) {
      throw new AscendiaError("failed", `${engine.name} answers with sounds of different kinds.`);
    }
    const before = sentences[index - 1];
    if (before !== undefined)
      sounds.push(silence(sound, before.by === sentence.by ? SENTENCE_PAUSE_MS : TURN_PAUSE_MS));
    sounds.push(sound);
  }
  const [first] = sounds;
  if (first !== undefined) return writeWav(first, sounds);
  throw new AscendiaError("nothing_checked", "Nothing was said in the call.");
}

function silence({ rate, channels }: Sound, ms: number): Sound {
  const bytes = Math.round((rate * ms) / 1000) * channels * (BITS / 8);
  return { rate, channels, samples: Buffer.alloc(bytes) };
}

/** Reads the chunks of a RIFF file; a streamed file states a wrong length. */
function readWav(bytes: Uint8Array, engine: string): Sound {
  const file = Buffer.from(bytes);
  const isWav =
    file.length >= 44 && file.toString("latin1", 0, 4) === "RIFF" && file.toString("latin1", 8, 12) === "WAVE";
  let format: { readonly rate: number; readonly channels: number; readonly bits: number } | undefined;
  for (let at = isWav ? 12 : file.length; at + 8 <= file.length;) {
    const [name, length] = [file.toString("latin1", at, at + 4), file.readUInt32LE(at + 4)];
    const body = at + 8;
    if (name === "fmt ") {
      format = {
        channels: file.readUInt16LE(body + 2),
        rate: file.readUInt32LE(body + 4),
        bits: file.readUInt16LE(body + 14),
      };
    }
    if (name === "data" && format?.bits === BITS) {
      return { ...format, samples: file.subarray(body, Math.min(file.length, body + length)) };
    }
    at = body + length + (length % 2);
  }
  throw new AscendiaError("failed", `${engine} did not answer with a WAV file of ${BITS} bits.`, {
    hint: "Use a speech endpoint that offers the format wav.",
  });
}

function writeWav({ rate, channels }: Sound, sounds: readonly Sound[]): Uint8Array {
  const data = Buffer.concat(sounds.map(({ samples }) => samples));
  const head = Buffer.alloc(44);
  const frame = channels * (BITS / 8);
  head.write("RIFF", 0, "latin1");
  head.writeUInt32LE(36 + data.length, 4);
  head.write("WAVEfmt ", 8, "latin1");
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * frame, 28);
  head.writeUInt16LE(frame, 32);
  head.writeUInt16LE(BITS, 34);
  head.write("data", 36, "latin1");
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}
