import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { type RequestOptions, request } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { WebSocket } from "ws";

export const DOMAIN = "voice.example.com";

/** Caddy with a self-signed certificate, on unprivileged ports, serving the given site. */
export class Caddy {
  readonly #child: ChildProcess;
  readonly #root: string;
  readonly #port: number;

  private constructor(child: ChildProcess, root: string, port: number) {
    this.#child = child;
    this.#root = root;
    this.#port = port;
  }

  static async start(folder: string, site: string, [http, https]: readonly [number, number]): Promise<Caddy> {
    const file = join(folder, `Caddyfile-${https}`);
    const ours = ["admin off", `http_port ${http}`, `https_port ${https}`, "local_certs", "skip_install_trust"];
    writeFileSync(file, `{\n\t${ours.join("\n\t")}\n}\n${site}`);
    const env = { PATH: process.env["PATH"], HOME: folder, XDG_DATA_HOME: folder };
    const child = spawn("caddy", ["run", "--config", file, "--adapter", "caddyfile"], { env, stdio: "ignore" });
    const caddy = new Caddy(child, join(folder, "caddy/pki/authorities/local/root.crt"), https);
    for (let tries = 0; tries < 200; tries += 1) {
      const { status } = await caddy.ask("GET", "/healthz").catch(() => ({ status: 0 }));
      if (status === 200) return caddy;
      await wait(100);
    }
    await caddy.stop();
    throw new Error("Caddy does not answer");
  }

  get #trusted(): RequestOptions {
    const ca = existsSync(this.#root) ? [readFileSync(this.#root)] : [];
    return { host: "127.0.0.1", port: this.#port, servername: DOMAIN, ca, agent: false };
  }

  async ask(method: string, path: string, sent?: { readonly body: string; readonly headers: Record<string, string> }) {
    const headers = { ...sent?.headers, host: DOMAIN };
    const asking = request({ ...this.#trusted, method, path, headers, timeout: 20_000 });
    const answering = new Promise<IncomingMessage>((resolve, reject) => {
      asking.on("response", resolve);
      asking.on("error", reject);
      asking.on("timeout", () => asking.destroy(new Error("no answer in 20 s")));
    });
    asking.end(sent?.body);
    const answer = await answering;
    return { status: answer.statusCode, body: await text(answer) };
  }

  /** The server's first frame on a socket. */
  async firstFrame(path: string): Promise<string> {
    const socket = new WebSocket(`wss://127.0.0.1:${this.#port}${path}`, {
      ...this.#trusted,
      headers: { host: DOMAIN },
    });
    try {
      return await new Promise<string>((resolve, reject) => {
        socket.on("message", (frame: Buffer) => resolve(frame.toString()));
        socket.on("error", reject);
        AbortSignal.timeout(20_000).addEventListener("abort", () => reject(new Error("no frame in 20 s")));
      });
    } finally {
      socket.terminate();
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    await exited;
  }
}
