import { type Server, createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { AscendiaError } from "../errors.ts";
import { createConsole } from "./console-app.tsx";
import { LiveFeed } from "./live-feed.tsx";
import type { ConsolePorts } from "./ports.ts";

export interface ConsoleAddress {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** The address at which people reach it; null: the one on which it listens. */
  readonly url: string | null;
}

export interface RunningConsole {
  /** The address at which people reach it. */
  readonly url: string;
  /** The port on which it listens. */
  readonly port: number;
  close(): Promise<void>;
}

/** Pages and forms are small and quick to send. */
const TIME_LIMITS = { headersTimeout: 10_000, requestTimeout: 15_000, keepAliveTimeout: 75_000 };

/** @throws failed if the port is not available */
export async function startConsole(
  ports: Omit<ConsolePorts, "url" | "linkUrl">,
  address: ConsoleAddress,
): Promise<RunningConsole> {
  const http = createServer(TIME_LIMITS);
  const port = await bind(http, address);
  const here = `http://${address.host.includes(":") ? `[${address.host}]` : address.host}:${port}`;
  const url = address.url ?? here;
  const onError = (error: unknown): void => {
    ports.log.error({ stack: error instanceof Error ? error.stack : String(error) }, "live calls cannot be read");
  };
  const feed = new LiveFeed({ store: ports.store, clock: ports.clock, onError });
  const app = createConsole({
    ports: { ...ports, url, linkUrl: (secret) => `${url}/enter/${secret}` },
    feed,
    urls: [url, here, `http://127.0.0.1:${port}`, `http://localhost:${port}`],
  });
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  http.on("request", (incoming, outgoing) => void answer(incoming, outgoing));
  return {
    url,
    port,
    close: async () => {
      feed.close();
      http.closeIdleConnections();
      await new Promise<void>((closed) => http.close(() => closed()));
    },
  };
}

function bind(http: Server, { host, port }: ConsoleAddress): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once("error", (error) => {
      reject(
        new AscendiaError("failed", `The console cannot listen on ${host}:${port}: ${error.message}.`, {
          hint: "Choose another port with --console-port, or stop the program that uses this one.",
          cause: error,
        }),
      );
    });
    http.listen(port, host, () => {
      const bound = http.address();
      resolve(typeof bound === "object" && bound !== null ? bound.port : port);
    });
  });
}
