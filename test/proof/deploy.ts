import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import { signBody } from "../../src/adapters/retell/signature.ts";
import { SANDBOX_API_KEY } from "../../src/config.ts";
import { table } from "../../src/terminal/table.ts";
import { Caddy, DOMAIN } from "./deploy/caddy.ts";
import { containers } from "./deploy/container.ts";
import { examined } from "./deploy/examined.ts";
import { type Row, notHere } from "./deploy/row.ts";
import { freePort } from "./event-storm/server.ts";
import { ascendia } from "./simulation/command.ts";

const INBOUND = "/webhooks/retell/inbound/demo-austin";

/**
 * The files of deploy:init pass the checks of the tools that read them, if this machine has these tools; the
 * Dockerfile's steps are run, and a container of it; and Caddy serves TLS, webhook and socket, but no metrics. Then
 * Caddy runs in front of two web servers and one for sockets, as in docs/postgresql.md: each web server is stopped and
 * started again while calls arrive, and no call fails.
 */
export async function run({ quick }: { readonly quick: boolean }) {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-deploy-"));
  try {
    await ascendia(["agent:create", "--yes"], folder);
    await ascendia(["deploy:init", "systemd", "--domain", DOMAIN, "--user", "daemon", "--yes"], folder);
    await ascendia(["clinic:onboard", "--file", resolve("templates/demo/austin.json"), "--yes"], folder);
    const rows = [
      ...(await examined(folder)),
      ...(await served(folder)),
      ...(await restarted(folder, quick)),
      ...(quick
        ? [notHere("the Dockerfile's steps, and a container", "the proof without --quick")]
        : await containers(await freePort(), () => ({ path: INBOUND, ...signedCall() }))),
    ];
    const texts = rows.map(([what, seen, isRight]) => [what, seen, said(isRight)]);
    process.stdout.write(`${table(["check", "seen", "as it should"], texts)}\n`);
    const tried = rows.filter(([, , isRight]) => isRight !== null);
    return { passed: tried.filter(([, , isRight]) => isRight).length, total: tried.length };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function served(folder: string): Promise<readonly Row[]> {
  const server = await Served.start(folder, []);
  const site = readFileSync(join(folder, "deploy", "Caddyfile"), "utf8").replaceAll(/127\.0\.0\.1:\d+/gu, server.place);
  const caddy = await Caddy.start(folder, site, [await freePort(), await freePort()]);
  try {
    const call = await caddy.ask("POST", INBOUND, signedCall());
    const forged = await caddy.ask("POST", INBOUND, { body: "{}", headers: { "x-retell-signature": "v=1,d=0" } });
    const metrics = await caddy.ask("GET", "/metrics");
    const frame = await caddy.firstFrame(await socketPath(folder));
    return [
      ["an inbound call over TLS", `${call.status}`, call.status === 200 && call.body.includes("dynamic_variables")],
      ["a forged one", `${forged.status}`, forged.status === 401],
      ["metrics from outside", `${metrics.status}`, metrics.status === 404],
      ["a socket call over TLS", frame.slice(0, 40), frame.includes("response_type")],
    ];
  } finally {
    await caddy.stop();
    await server.stop();
  }
}

/** The documentation's example, with this proof's ports. */
function documentedSite(places: readonly string[]): string {
  const text = readFileSync("docs/postgresql.md", "utf8");
  const [, site = ""] = /```caddyfile\n(.*?)```/su.exec(text) ?? [];
  const written = ["127.0.0.1:8787", "127.0.0.1:8788", "127.0.0.1:8789"];
  if (!written.every((place) => site.includes(place))) throw new Error("docs/postgresql.md has no such example");
  return written.reduce((done, place, index) => done.replaceAll(place, places[index] ?? ""), site);
}

async function restarted(folder: string, quick: boolean): Promise<readonly Row[]> {
  const [rounds, unready] = quick ? [1, "2"] : [5, "4"];
  const web = Array.from({ length: 2 }, () => ["--only", "web", "--unready", unready]);
  const servers = [...web, ["--only", "socket"]].map((flags) => Served.start(folder, flags));
  const [one, two, socket] = await Promise.all(servers);
  if (one === undefined || two === undefined || socket === undefined) throw new Error("no servers");
  const site = documentedSite([one.place, two.place, socket.place]);
  const caddy = await Caddy.start(folder, site, [await freePort(), await freePort()]);
  const calls = new Calls(caddy);
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const server of quick ? [one] : [one, two]) {
        await server.stop();
        await server.startAgain();
        // Wait until Caddy has noticed that it is back.
        await wait(quick ? 1_500 : 3_000);
      }
    }
    const frame = await caddy.firstFrame(await socketPath(folder));
    const { answered, failed } = await calls.stop();
    const seen = `${answered} answered, ${failed.length} failed ${failed[0] ?? ""}`.trim();
    return [
      [`calls during ${quick ? 1 : rounds * 2} restarts`, seen, answered > 10 && failed.length === 0],
      ["a socket call at the socket's server", frame.slice(0, 40), frame.includes("response_type")],
    ];
  } finally {
    await calls.stop();
    await caddy.stop();
    await Promise.all([one, two, socket].map((server) => server.stop()));
  }
}

function said(isRight: boolean | null): string {
  if (isRight === null) return "-";
  return isRight ? "yes" : "NO";
}

function signedCall() {
  const body = JSON.stringify({
    event: "call_inbound",
    call_inbound: { from_number: "+15125550199", to_number: "+15125550100" },
  });
  const signature = signBody(body, SANDBOX_API_KEY, Date.now());
  return { body, headers: { "content-type": "application/json", "x-retell-signature": signature } };
}

async function socketPath(folder: string): Promise<string> {
  const { stdout } = await ascendia(["clinic:socket-url", "demo-austin", "--yes", "--json"], folder);
  const { url } = z.object({ data: z.object({ url: z.string() }) }).parse(JSON.parse(stdout)).data;
  return `${new URL(url).pathname}/call-of-the-proof`;
}

/** Makes one call after the other until stopped. */
class Calls {
  readonly #stopping = new AbortController();
  readonly #sending: Promise<void>;
  readonly #failed: string[] = [];
  #answered = 0;

  constructor(caddy: Caddy) {
    this.#sending = this.#send(caddy);
  }

  async #send(caddy: Caddy): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const seen = await caddy.ask("POST", INBOUND, signedCall()).then(
        ({ status }) => String(status),
        (error: unknown) => String(error),
      );
      if (seen === "200") this.#answered += 1;
      else this.#failed.push(seen);
      await wait(50);
    }
  }

  async stop() {
    this.#stopping.abort();
    await this.#sending;
    return { answered: this.#answered, failed: this.#failed };
  }
}

/** A real `ascendia serve` that is stopped as in a deployment, and started again on its port. */
class Served {
  readonly #folder: string;
  readonly #port: number;
  readonly #flags: readonly string[];
  #child: ReturnType<typeof spawn> | undefined;

  private constructor(folder: string, port: number, flags: readonly string[]) {
    this.#folder = folder;
    this.#port = port;
    this.#flags = flags;
  }

  static async start(folder: string, flags: readonly string[]): Promise<Served> {
    const server = new Served(folder, await freePort(), flags);
    await server.startAgain();
    return server;
  }

  get place(): string {
    return `127.0.0.1:${this.#port}`;
  }

  async startAgain(): Promise<void> {
    const argv = [resolve("bin/ascendia.js"), "serve", "--port", String(this.#port), "--json", ...this.#flags];
    const env = { PATH: process.env["PATH"], LOG_LEVEL: "silent" };
    const child = spawn(process.execPath, argv, { cwd: this.#folder, env, stdio: ["ignore", "pipe", "ignore"] });
    this.#child = child;
    await once(createInterface({ input: child.stdout }), "line");
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    await exited;
  }
}
