import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { signBody } from "../../../src/adapters/retell/signature.ts";
import { systemClock } from "../../../src/adapters/system/clock.ts";
import { main } from "../../../src/main.ts";
import { httpPlayer } from "../../../src/sandbox/player/player.ts";
import { startSandbox } from "../../../src/sandbox/start-sandbox.ts";
import { Recorder, inputOf } from "../../fakes/streams.ts";

const envelope = z.object({ data: z.unknown(), error: z.unknown() }).partial();
const listening = z.object({ data: z.object({ listening: z.string() }) });
const logged = z.object({ items: z.array(z.object({ method: z.string(), path: z.string(), write: z.boolean() })) });

/** An emulated Retell account: it plays the calls that are placed and signs with its own key. */
export async function openAccount(key: string, folder: string) {
  const player = httpPlayer({ apiKey: key, clock: systemClock });
  const databasePath = join(folder, `retell-${key}.db`);
  const sandbox = await startSandbox({ databasePath, apiKey: key, clock: systemClock, callPlayer: player });
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const response = await fetch(`${sandbox.url}${path}`, { ...init, headers });
    return response.status === 204 ? undefined : response.json();
  };
  return {
    key,
    url: sandbox.url,
    close: () => sandbox.close(),
    ask,
    /** The requests it received: method and path. */
    log: async (): Promise<readonly string[]> => {
      const { items } = logged.parse(await ask("/_sandbox/requests?limit=100000"));
      return items.map(({ method, path }) => `${method} ${decodeURIComponent(path)}`);
    },
    writes: async (): Promise<number> => {
      const { items } = logged.parse(await ask("/_sandbox/requests?limit=100000&writes=true"));
      return items.length;
    },
    forget: () => ask("/_sandbox/requests", { method: "DELETE" }),
    numbers: async (): Promise<readonly string[]> => {
      const shape = z.object({ items: z.array(z.object({ phone_number: z.string() })) });
      return shape.parse(await ask("/v2/list-phone-numbers")).items.map(({ phone_number: number }) => number);
    },
    /** The version that the number's callers reach. */
    pinned: async (number: string): Promise<number | undefined> => {
      const shape = z.object({ inbound_agents: z.array(z.object({ agent_version: z.number() })) });
      return shape.parse(await ask(`/get-phone-number/${encodeURIComponent(number)}`)).inbound_agents[0]?.agent_version;
    },
    /** Edits as a person does in the dashboard. */
    edit: (number: string, changes: object) =>
      ask(`/update-phone-number/${encodeURIComponent(number)}`, { method: "PATCH", body: JSON.stringify(changes) }),
    play: (outcome: string) =>
      ask("/_sandbox/players", {
        method: "POST",
        body: JSON.stringify({ outcomes: [{ outcome, ring_ms: 0, talk_ms: 50, analysis_ms: 50 }] }),
      }),
  };
}

export type Account = Awaited<ReturnType<typeof openAccount>>;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** An installation with its own account, and two accounts for clinics. */
export async function openWorld() {
  const cwd = mkdtempSync(join(tmpdir(), "ascendia-accounts-"));
  const [own, north, south] = [
    await openAccount("key_of_the_installation", cwd),
    await openAccount("key_of_the_north", cwd),
    await openAccount("key_of_the_south", cwd),
  ];
  const port = await freePort();
  const env = {
    RETELL_API_KEY: own.key,
    RETELL_BASE_URL: own.url,
    NORTH_KEY: north.key,
    NORTH_KEY_BASE_URL: north.url,
    SOUTH_KEY: south.key,
    SOUTH_KEY_BASE_URL: south.url,
    ASCENDIA_PUBLIC_URL: `http://127.0.0.1:${port}`,
    LOG_LEVEL: "error",
  };
  const stdin = Object.assign(inputOf(""), { isTTY: false });
  const started = (argv: readonly string[], more: Readonly<Record<string, string>> = {}) => {
    const [stdout, stderr] = [new Recorder(), new Recorder()];
    const code = main(argv, { env: { ...env, ...more }, cwd: () => cwd, stdin, stdout, stderr });
    return { code, stdout };
  };
  const run = async (argv: readonly string[], more: Readonly<Record<string, string>> = {}) => {
    const { code, stdout } = started([...argv, "--json"], more);
    const exit = await code;
    return { code: exit, ...envelope.parse(JSON.parse(stdout.text)) };
  };
  let ended: Promise<number> | undefined;
  const stopped = async (): Promise<void> => {
    if (ended !== undefined) process.emit("SIGTERM", "SIGTERM");
    await ended;
    ended = undefined;
  };
  return {
    own,
    north,
    south,
    run,
    data: async <T>(shape: z.ZodType<T>, ...argv: readonly string[]): Promise<T> => {
      const { code, data, error } = await run(argv);
      if (code !== 0) throw new Error(`${argv.join(" ")}: ${JSON.stringify(error)}`);
      return shape.parse(data);
    },
    /** Every byte of the installation's database and its log. */
    stored: (): string =>
      readdirSync(join(cwd, ".ascendia"))
        .map((name) => readFileSync(join(cwd, ".ascendia", name), "latin1"))
        .join(""),
    file: (name: string, content: unknown): string => {
      writeFileSync(join(cwd, name), JSON.stringify(content));
      return name;
    },
    serve: async (): Promise<void> => {
      const { code, stdout } = started(["serve", "--port", String(port), "--json"]);
      ended = code;
      while (stdout.text === "") await new Promise((resume) => setTimeout(resume, 25));
      listening.parse(JSON.parse(stdout.text));
    },
    /** The status of a request signed with this key. */
    signed: async (path: string, body: object, key: string): Promise<number> => {
      const raw = JSON.stringify(body);
      const headers = { "content-type": "application/json", "x-retell-signature": signBody(raw, key, Date.now()) };
      return (await fetch(`${env.ASCENDIA_PUBLIC_URL}${path}`, { method: "POST", body: raw, headers })).status;
    },
    stopServing: () => stopped(),
    close: async (): Promise<void> => {
      await stopped();
      for (const account of [own, north, south]) await account.close();
      rmSync(cwd, { recursive: true, force: true });
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;
