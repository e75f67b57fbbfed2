import { type Server, createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { AscendiaError } from "../../errors.ts";

export interface ServedApp {
  readonly url: string;
  close(): Promise<void>;
}

/** Node's default of five seconds closes connections that a client on a busy machine is about to reuse. */
const KEEP_ALIVE_MS = 60_000;

/** @throws failed when it cannot listen on that address */
export async function serveApp(
  app: { readonly fetch: Parameters<typeof getRequestListener>[0] },
  host = "127.0.0.1",
  port = 0,
): Promise<ServedApp> {
  const answer = getRequestListener(app.fetch);
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return { url: await listen(server, host, port), close: () => closed(server) };
}

function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      reject(
        new AscendiaError("failed", `The sandbox cannot listen on ${host}:${port}: ${error.message}`, {
          hint: "Choose another port, or stop the program that uses this one.",
          cause: error,
        }),
      );
    });
    server.listen(port, host, () => {
      const address = server.address();
      const bound = typeof address === "object" && address !== null ? address.port : port;
      resolve(`http://${host.includes(":") ? `[${host}]` : host}:${bound}`);
    });
  });
}

function closed(server: Server): Promise<void> {
  const over = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  return over;
}
