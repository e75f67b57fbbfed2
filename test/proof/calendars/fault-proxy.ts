import { setTimeout } from "node:timers/promises";
import { type IncomingMessage, type ServerResponse, createServer, request as ask } from "node:http";
import { once } from "node:events";
import { buffer } from "node:stream/consumers";

/**
 * What happens to one request. `before`: it never arrives; `after`: it arrives and is carried out, but its answer is
 * lost.
 */
export type Fault =
  | { readonly kind: "status"; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: "slow"; readonly ms: number }
  | { readonly kind: "drop"; readonly when: "before" | "after" };

export interface FaultProxy {
  readonly url: string;
  /** Requests received, including those with a fault. */
  requests: number;
  /** Those that the server has not answered yet. */
  open: number;
  fault: (method: string, count: number) => Fault | undefined;
  close(): Promise<void>;
}

/** A proxy in front of a calendar's server that treats ascendia's requests as networks and servers do. */
export async function faultProxy(target: string): Promise<FaultProxy> {
  const state: FaultProxy = { url: "", requests: 0, open: 0, fault: () => undefined, close: async () => undefined };
  const server = createServer((request, response) => {
    state.requests += 1;
    const fault = state.fault(request.method ?? "", state.requests);
    state.open += 1;
    void pass(request, response, { target, fault }).finally(() => (state.open -= 1));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}${new URL(target).pathname}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  });
}

interface Passing {
  readonly target: string;
  readonly fault: Fault | undefined;
}

async function pass(request: IncomingMessage, response: ServerResponse, { target, fault }: Passing): Promise<void> {
  const body = await buffer(request);
  if (fault?.kind === "drop" && fault.when === "before") return void request.socket.destroy();
  if (fault?.kind === "status") return void response.writeHead(fault.status, fault.headers ?? {}).end();
  if (fault?.kind === "slow") await setTimeout(fault.ms, undefined, { ref: false });
  // The client has given up: a request that arrived long afterwards would disturb another check.
  if (request.socket.destroyed) return;
  const url = new URL(request.url ?? "/", target);
  // Keeps the requested host, so that addresses in answers lead to this proxy too.
  const headers = { ...request.headers, "content-length": String(body.length) };
  const forwarded = ask(url, { method: request.method ?? "GET", headers, agent: false }, (answer) => {
    if (fault?.kind === "drop") {
      answer.resume().on("end", () => request.socket.destroy());
      return;
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  forwarded.on("error", () => request.socket.destroy());
  const over = new Promise((resolve) => forwarded.once("close", resolve));
  forwarded.end(body);
  await over;
}
