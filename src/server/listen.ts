import { type Server, createServer } from "node:http";
import { type AddressInfo, Server as NetServer } from "node:net";
import { setImmediate } from "node:timers/promises";
import { AscendiaError } from "../errors.ts";
import { createApp } from "./app.ts";
import type { SocketPorts } from "./llm-socket/ports.ts";
import { Connections } from "./connections.ts";
import { SocketMetrics } from "./llm-socket/socket-metrics.ts";
import { SocketServer } from "./llm-socket/socket-server.ts";
import { RequestMetrics } from "./metrics/request-metrics.ts";
import { type DirectAnswer, type DirectRequest, answerInProcess } from "./in-process.ts";
import { answerRequest } from "./node-http.ts";
import type { ServerPorts } from "./ports.ts";
import { RequestBodies } from "./request-bodies.ts";

/** What a server serves, in addition to its health. */
export type Served = "web" | "socket" | "jobs";

export interface ListenPorts extends ServerPorts {
  /** If absent, the server serves everything. */
  readonly only?: Served | undefined;
  /** If absent, `/llm-websocket` is not served. */
  readonly socket?: SocketPorts;
}

export interface Address {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** For other protocols on the same port (`upgrade`). */
  readonly http: Server;
  /** Answers as over HTTP, but without HTTP. */
  answer(request: DirectRequest): Promise<DirectAnswer>;
  /** The time of the last request for anything but the server's health; null: there was none. */
  lastRequestAt(): number | null;
  /**
   * From here on, /readyz reports failure, so that proxies send requests elsewhere; all requests are still answered.
   */
  leave(): void;
  /** Stops accepting, gives requests and calls in progress their time limits to finish, then resolves. */
  close(requestsMs?: number, callsMs?: number): Promise<void>;
}

const REQUESTS_MS = 10_000;

/** The time that calls over the socket have to say goodbye. */
export const CALLS_MS = 60_000;

/** Longer than a proxy's keep-alive (60 s); otherwise the proxy would send a call into a closing connection. */
const KEEP_ALIVE_MS = 75_000;

/** From the first byte of a connection or of its next request to the end of the headers. */
const HEADERS_MS = 10_000;
/** To the end of the body: Retell gives up after 10 s. */
const WHOLE_REQUEST_MS = 15_000;
/** How often Node checks for requests that exceed these limits; its default is every 30 s. */
const LATE_REQUESTS_MS = 1_000;

const TIME_LIMITS = {
  headersTimeout: HEADERS_MS,
  requestTimeout: WHOLE_REQUEST_MS,
  connectionsCheckingInterval: LATE_REQUESTS_MS,
  keepAliveTimeout: KEEP_ALIVE_MS,
};

/** @throws failed if the port is unavailable */
export async function listen(ports: ListenPorts, address: Address): Promise<RunningServer> {
  const metrics = new RequestMetrics();
  const [bodies, connections] = [new RequestBodies(), new Connections()];
  metrics.add(bodies);
  metrics.add(connections);
  let isLeaving = false;
  let lastRequestAt: number | null = null;
  const ready = async (): Promise<void> => {
    if (isLeaving) throw new AscendiaError("transient", "This server is stopping");
    await ports.ready();
  };
  const app = createApp({ ...ports, ready }, metrics, bodies);
  const http = createServer(TIME_LIMITS, (incoming, outgoing) => {
    if (!isHealth(incoming.url)) lastRequestAt = ports.clock.now();
    connections.asked(incoming.socket, outgoing);
    answerRequest(incoming, outgoing, app);
  });
  http.on("connection", (socket) => connections.opened(socket));
  const sockets = mountSockets(http, ports, metrics);
  if (sockets !== undefined) {
    http.on("upgrade", (_request, socket) => {
      lastRequestAt = ports.clock.now();
      connections.left(socket);
    });
  }
  const port = await bind(http, address);
  const host = address.host.includes(":") ? `[${address.host}]` : address.host;
  const leave = (): void => {
    isLeaving = true;
  };
  const close = async (requestsMs = REQUESTS_MS, callsMs = CALLS_MS): Promise<void> => {
    leave();
    await Promise.all([sockets?.close(callsMs), drain(http, requestsMs)]);
  };
  const answer = (request: DirectRequest) => answerInProcess(request, app);
  return { url: `http://${host}:${port}`, port, http, answer, lastRequestAt: () => lastRequestAt, leave, close };
}

/** Excluded from lastRequestAt: proxies and monitors ask for these all the time. */
function isHealth(url = ""): boolean {
  return /^\/(?:healthz|readyz|metrics)(?:\?|$)/u.test(url);
}

function mountSockets(http: Server, ports: ListenPorts, metrics: RequestMetrics): SocketServer | undefined {
  if (ports.socket === undefined || (ports.only !== undefined && ports.only !== "socket")) return undefined;
  const calls = new SocketMetrics();
  metrics.add(calls);
  return new SocketServer(http, { ...ports, ...ports.socket }, calls);
}

function bind(http: Server, { host, port }: Address): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once("error", (error) => {
      reject(
        new AscendiaError("failed", `The server cannot listen on ${host}:${port}: ${whyNot(error)}.`, {
          hint: "Choose another with --port and --host, or stop the program that uses this one.",
          cause: error,
        }),
      );
    });
    http.listen(port, host, () => {
      const bound = http.address();
      resolve(isAddressInfo(bound) ? bound.port : port);
    });
  });
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: "another program uses this port",
  EACCES: "this user may not use this port",
  EADDRNOTAVAIL: "this machine has no such address",
};

function whyNot(error: Error): string {
  return ("code" in error ? REASONS[String(error.code)] : undefined) ?? error.message;
}

function isAddressInfo(address: ReturnType<Server["address"]>): address is AddressInfo {
  return typeof address === "object" && address !== null;
}

/** After this time, every request that had reached this machine has been read. */
const ARRIVED_MS = 100;

/**
 * Answers requests that were sent before the shutdown, even if they are still unread: the server accepts waiting
 * connections one last time, and closes none as idle before its data has been read. (`Server.close` of node:http hangs
 * up on those at once; that of node:net only stops listening.) A kept-alive connection becomes idle only after its last
 * answer, so idle ones are closed repeatedly.
 */
async function drain(http: Server, patienceMs: number): Promise<void> {
  await acceptWaiting(http);
  const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(http, () => resolve()));
  const patience = setTimeout(() => http.closeAllConnections(), patienceMs);
  const started = performance.now();
  const idle = setInterval(() => {
    if (performance.now() - started >= ARRIVED_MS) http.closeIdleConnections();
  }, 20);
  await closed;
  clearInterval(idle);
  clearTimeout(patience);
}

/** Each turn of the event loop may accept one connection, so this waits for a few turns without any. */
async function acceptWaiting(http: Server): Promise<void> {
  let quietTurns = 0;
  const accepted = (): void => {
    quietTurns = 0;
  };
  http.on("connection", accepted);
  for (let turns = 0; quietTurns < 3 && turns < 1000; turns += 1) {
    quietTurns += 1;
    await setImmediate();
  }
  http.off("connection", accepted);
}
