import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import type { RunningSandbox } from "../../../src/sandbox/start-sandbox.ts";

/** The nth request of a run: cut off before it reaches Retell, or after Retell carried it out but before the answer. */
export interface RequestPoint {
  readonly nth: number;
  readonly when: "before" | "after";
}

export interface RunningProxy {
  readonly url: string;
  readonly apiKey: string;
  /** The requests of the current run, as `METHOD /path`. */
  readonly seen: readonly string[];
  /** Begins a run; at the point, `kill` is called and the request is never answered. */
  arm(point: RequestPoint | null, kill?: () => void): void;
  close(): Promise<void>;
}

/** A proxy between the program and the sandbox, which can end a process at an exact request to Retell. */
export async function startProxy(sandbox: RunningSandbox): Promise<RunningProxy> {
  let seen: string[] = [];
  let point: RequestPoint | null = null;
  let kill: (() => void) | undefined;
  const server = createServer((request, response) => {
    seen.push(`${request.method ?? ""} ${(request.url ?? "").replace(/\?.*$/u, "")}`);
    const strikes = seen.length === point?.nth ? point.when : null;
    void pass({ request, response, sandbox, strikes, kill });
  });
  server.keepAliveTimeout = 60_000;
  const url = await listen(server);
  return {
    url,
    apiKey: sandbox.apiKey,
    get seen() {
      return seen;
    },
    arm: (next, ending) => {
      seen = [];
      point = next;
      kill = ending;
    },
    close: () => close(server),
  };
}

interface Passing {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly sandbox: RunningSandbox;
  readonly strikes: RequestPoint["when"] | null;
  readonly kill: (() => void) | undefined;
}

async function pass({ request, response, sandbox, strikes, kill }: Passing): Promise<void> {
  const body = await buffer(request);
  if (strikes === "before") return kill?.();
  const { authorization = "", "content-type": type = "application/json" } = request.headers;
  const answer = await fetch(`${sandbox.url}${request.url ?? ""}`, {
    method: request.method ?? "GET",
    headers: { authorization, "content-type": type },
    ...(body.length === 0 ? {} : { body }),
  });
  const text = await answer.text();
  if (strikes === "after") return kill?.();
  response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "application/json" });
  response.end(text);
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
