import { expect, test } from "vitest";
import { z } from "zod";
import { storedClinic } from "../fakes/stored-clinic.ts";
import { run } from "../fakes/world.ts";

const env = { ASCENDIA_PUBLIC_URL: "https://voice.example.com" };
const urlSchema = z.object({
  data: z.object({ url: z.string().nullable(), secret: z.boolean(), changed: z.boolean() }),
});
const defaultSchema = z.object({ data: z.object({ default: z.string().nullable(), previous: z.string().nullable() }) });

async function installation() {
  const { cwd } = await storedClinic();
  const command = (...argv: readonly string[]) => run(argv, { cwd, env });
  return {
    command,
    url: async (...flags: readonly string[]) => {
      const { stdout } = await command("clinic:socket-url", "clinique-test", ...flags, "--json");
      return urlSchema.parse(JSON.parse(stdout)).data;
    },
    byDefault: async (...argv: readonly string[]) => {
      const { stdout } = await command("clinic:default", ...argv, "--json");
      return defaultSchema.parse(JSON.parse(stdout)).data;
    },
  };
}

test("clinic:socket-url makes the secret, prints the address to paste, and --rotate and --close change it", async () => {
  const { url, command } = await installation();
  const plain = "wss://voice.example.com/llm-websocket/clinique-test";
  expect(await url("--dry-run")).toEqual({ url: `${plain}/…`, secret: true, changed: true });
  const first = await url();
  expect(first).toMatchObject({ secret: true, changed: true });
  expect(first.url).toMatch(new RegExp(`^${plain}/[\\w-]{32}$`, "u"));
  expect(await url()).toEqual({ ...first, changed: false });
  expect((await url("--rotate", "--dry-run")).url).toBe(`${plain}/…`);
  const second = await url("--rotate");
  expect(second.url).not.toBe(first.url);
  expect((await url()).url).toBe(second.url);
  expect(await url("--close")).toEqual({ url: null, secret: false, changed: true });
  expect(await url("--close")).toEqual({ url: null, secret: false, changed: false });
  expect((await command("clinic:socket-url", "clinique-test", "--close")).stdout).toBe(
    "The socket of clinique-test is already closed: its calls are refused.\n",
  );
  const { stdout } = await command("audit:list", "--json");
  expect(stdout).toContain("clinic:socket-url");
  expect(stdout).not.toContain(String(first.url).slice(-32));
});

test("clinic:default shows, sets and clears the clinic of calls without a slug", async () => {
  const { byDefault, command } = await installation();
  expect(await byDefault()).toEqual({ default: null, previous: null });
  expect(await byDefault("clinique-test", "--dry-run")).toEqual({ default: "clinique-test", previous: null });
  expect(await byDefault()).toEqual({ default: null, previous: null });
  expect(await byDefault("clinique-test")).toEqual({ default: "clinique-test", previous: null });
  expect((await command("clinic:default")).stdout).toBe(
    "Calls to /llm-websocket without a clinic come to clinique-test.\n",
  );
  expect(await byDefault("--none")).toEqual({ default: null, previous: "clinique-test" });
});

test.each([
  [["clinic:default", "nobody"], "Clinic nobody not found."],
  [["clinic:default", "clinique-test", "--none"], "cannot be combined"],
  [["clinic:socket-url", "nobody"], "Clinic nobody not found."],
  [["clinic:socket-url", "clinique-test", "--rotate", "--close"], "not both"],
])("%j says what is wrong", async (argv, message) => {
  const { command } = await installation();
  const { code, stderr } = await command(...argv);
  expect(code).not.toBe(0);
  expect(stderr).toContain(message);
});
