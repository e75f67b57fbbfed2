import { readFileSync } from "node:fs";
import { type Server, createServer } from "node:http";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { newFolder, run } from "../fakes/world.ts";
import { austin, installClinics } from "./simulate-fixture.ts";

const RATE = 8_000;
const opened: Server[] = [];

afterEach(() => {
  for (const server of opened.splice(0)) server.close();
});

/** A tenth of a second of one level, as a WAV file whose length is not known in advance, as espeak-ng writes it. */
function wav(level: number, bits = 16): Buffer {
  const samples = Buffer.alloc(RATE / 5);
  for (let at = 0; at < samples.length; at += 2) samples.writeInt16LE(level, at);
  const head = Buffer.alloc(44);
  head.write("RIFF", 0, "latin1");
  head.write("WAVEfmt ", 8, "latin1");
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt16LE(bits, 34);
  head.write("data", 36, "latin1");
  head.writeUInt32LE(0x7fff_f000, 40);
  return Buffer.concat([head, samples]);
}

const asked = z.object({ model: z.string(), voice: z.string(), input: z.string(), response_format: z.literal("wav") });

async function endpoint(answer: (voice: string) => Buffer) {
  const sentences: z.infer<typeof asked>[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const sentence = asked.parse(JSON.parse(body));
      sentences.push(sentence);
      response.writeHead(200, { "content-type": "audio/wav" }).end(answer(sentence.voice));
    });
  }).listen(0, "127.0.0.1");
  opened.push(server);
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const env = { OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`, ASCENDIA_SPEECH_MODEL: "speaker" };
  return { sentences, env };
}

async function simulate(env: Readonly<Record<string, string>>, ...flags: readonly string[]) {
  const cwd = newFolder();
  await installClinics(cwd, [austin]);
  const argv = ["simulate", "--clinic", austin.clinic.slug, "--audio", "call.wav", ...flags];
  return { cwd, ...(await run(argv, { cwd, env })) };
}

test("a call is read aloud by two voices, without instructions, tools and ids", async () => {
  const { sentences, env } = await endpoint((voice) => wav(voice === "nova" ? 100 : -100));
  const { cwd, code, stderr } = await simulate(env, "--scenario", "hears-doctors");
  expect(`${code} ${stderr}`).toMatch(/^0/u);
  expect(stderr).toContain("read aloud by speaker at 127.0.0.1");
  expect(new Set(sentences.map(({ voice }) => voice))).toEqual(new Set(["nova", "onyx"]));
  expect(sentences[0]?.input).toContain("Hello, you have reached Bluebonnet Family Clinic.");
  expect(sentences.some(({ input }) => /≈|ID:|\{/u.test(input))).toBe(false);
  const file = readFileSync(join(cwd, "call.wav"));
  expect(file.toString("latin1", 0, 4)).toBe("RIFF");
  expect(file.readUInt32LE(40)).toBe(file.length - 44);
  const seconds = (file.length - 44) / 2 / RATE;
  expect(seconds).toBeGreaterThan(sentences.length * 0.1);
  expect(seconds).toBeLessThan(sentences.length * 0.6);
});

test("more than one call, and sound in another format, are refused", async () => {
  const { env } = await endpoint(() => wav(1, 8));
  const two = await simulate(env, "--filter", "hears");
  const many = await simulate(env, "--filter", "book");
  expect(many.code).toBe(2);
  expect(many.stderr).toContain("--audio reads one call aloud");
  expect(two.stderr).toContain("did not answer with a WAV file of 16 bits");
  expect(two.code).toBe(1);
});
