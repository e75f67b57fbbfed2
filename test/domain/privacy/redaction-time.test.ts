import { expect, test } from "vitest";
import { redactTranscript } from "../../../src/domain/privacy/redact-transcript.ts";

/** Each of these once made a pattern read the same characters repeatedly. */
const kinds = [
  "a",
  "a.",
  "a@",
  "1 ",
  "1-",
  "zéro ",
  "un euh ",
  "euh ",
  "a point ",
  "a at a dot ",
  "12 mars ",
  "vingt-",
];

/** Processor time, which hardly depends on the machine's other work. */
function millisecondsFor(text: string): number {
  const began = process.cpuUsage();
  redactTranscript(text, "fr", 2026);
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

/** The fastest of three rounds, long and short alternating: other work makes a run slower, never faster. */
function quickest(texts: readonly string[]): readonly number[] {
  const rounds = Array.from({ length: 3 }, () => texts.map(millisecondsFor));
  return texts.map((_, index) => Math.min(...rounds.map((round) => round[index] ?? 0)));
}

test.each(kinds)(
  "the time to redact %j grows linearly with the text, up to half a megabyte",
  (kind) => {
    const text = kind.repeat(Math.ceil(500_000 / kind.length));
    millisecondsFor(text.slice(0, 50_000));
    const [short = 0, long = 0] = quickest([text.slice(0, 62_500), text]);
    // Eight times as long; quadratic time would be 64 times as long.
    expect(long).toBeLessThan(24 * Math.max(short, 20));
  },
  60_000,
);

test("everything is redacted, even at the end of a long text", () => {
  const filler = "je voudrais un rendez-vous, ".repeat(5_000);
  const said =
    "c'est zéro un quatre-vingt-dix-sept zéro zéro zéro zéro zéro un, awa point test arobase example point com";
  expect(redactTranscript(`${filler}${said}`, "fr", 2026)).toBe(`${filler}c'est [numéro], [adresse e-mail]`);
});
