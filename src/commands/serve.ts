import { type Command, InvalidArgumentError } from "commander";
import { INBOUND_PATH } from "../server/routes/inbound.ts";
import type { Config } from "../config.ts";
import type { Context } from "./context.ts";
import { serverText, type ServerFacts } from "./serve-view.ts";

interface ServeFlags {
  readonly port?: number;
  readonly host: string;
}

const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "::1"]);

export function configure(command: Command, context: Context): void {
  command
    .description(
      "answer Retell until Ctrl-C or SIGTERM: inbound calls, functions, call events. Structured log on stderr (LOG_LEVEL).",
    )
    .option("--port <port>", "ASCENDIA_PORT or 8787; 0 takes a free one", portOf)
    .option("--host <address>", "address to listen on; 0.0.0.0 for every interface", "127.0.0.1")
    .action((flags: ServeFlags) => serve(flags, context));
}

async function serve({ port, host }: ServeFlags, context: Context): Promise<void> {
  const { output } = context;
  const config = context.config();
  const server = await context.startServer({ host, port: port ?? config.port });
  try {
    warnAbout(config, host, context);
    output.result(factsOf(server.url, config), serverText);
    await context.untilStopped();
    output.note("Stopping: requests in flight are answered first.");
  } finally {
    await server.close();
  }
}

/** Where each thing is to be pointed at Retell. */
function factsOf(url: string, { publicUrl, mode, databasePath }: Config): ServerFacts {
  const reached = publicUrl ?? url;
  return {
    listening: url,
    public_url: reached,
    inbound_webhook: `${reached}${INBOUND_PATH}/<clinic id or slug>`,
    functions: `${reached}/api/<function-name>`,
    events: `${reached}/api/retell/webhook`,
    mode,
    database: databasePath,
  };
}

function warnAbout({ publicUrl, mode }: Config, host: string, { output }: Context): void {
  if (mode === "live" && publicUrl === null) {
    output.warn("ASCENDIA_PUBLIC_URL is not set: Retell cannot reach a local address.");
  }
  if (mode === "sandbox" && !LOOPBACK.has(host)) {
    output.warn("Sandbox mode: the signing key is not secret, and anyone who reaches this port can sign requests.");
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/u.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("It must be a port from 0 to 65535.");
}
