import { counted } from "../terminal/table.ts";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Config } from "../config.ts";
import type { RunningConsole } from "../console/start-console.ts";
import { SOCKET_PATH } from "../domain/dialogue/socket-address.ts";
import { EVENT_PATH, INBOUND_PATH } from "../server/ports.ts";
import type { RunningServer } from "../server/listen.ts";
import { type LeaseFlag, type LogFlag, addLeaseOption, addLogOption, leaseOf, portOf } from "./arguments.ts";
import { listOption } from "./list-option.ts";
import type { ServerRole } from "../domain/fleet/servers.ts";
import { AscendiaError } from "../errors.ts";
import { type OpenTunnel, type TunnelFlags, checkTunnel, restoreLeftTunnel, tunnelFor } from "./serve-tunnel.ts";
import { addressWarnings } from "../domain/fleet/check/served-address.ts";
import type { Context, RunningWorker } from "./context.ts";

export interface ServerFacts {
  readonly listening: string;
  readonly public_url: string;
  readonly inbound_webhook: string;
  readonly functions: string;
  readonly events: string;
  readonly socket: string;
  /** null: it was not asked for. */
  readonly console: string | null;
  /** Requests are kept for `replay`. */
  readonly recording: boolean;
  /** The parts that this process serves. */
  readonly serves: readonly ServerRole[];
  readonly mode: string;
  readonly database: string;
}

export function serverText(facts: ServerFacts): string {
  const { serves } = facts;
  const web = [
    `  inbound webhook of each number  ${facts.inbound_webhook}`,
    `  functions of the agent          ${facts.functions}`,
    `  webhook URL of the agent        ${facts.events}`,
  ];
  const socket = [`  socket of a custom LLM          ${facts.socket} (ascendia clinic:socket-url <clinic>)`];
  const forRetell = [...(serves.includes("web") ? web : []), ...(serves.includes("socket") ? socket : [])];
  return [
    `Listening on ${facts.listening} · ${facts.mode} mode · database ${facts.database}`,
    ...(forRetell.length === 0 ? ["Runs jobs, and answers only health checks."] : ["Point Retell here:", ...forRetell]),
    ...(facts.console === null ? [] : [`Console: ${facts.console}, sign in with a link from ascendia console:open`]),
    ...(facts.recording ? [RECORDED] : []),
    `Health: ${facts.listening}/healthz, /readyz, /metrics. Press Ctrl-C to stop.`,
  ].join("\n");
}

const RECORDED =
  "Recording each day's requests and answers with a copy of the data, for ascendia replay; kept for 3 days, readable only by its owner.";

interface ServeFlags extends LeaseFlag, LogFlag, TunnelFlags {
  readonly port?: number;
  readonly host: string;
  readonly worker: boolean;
  readonly console?: boolean;
  readonly consolePort?: number;
  readonly finishCalls: number;
  readonly unready: number;
  readonly only?: ServerRole;
  readonly record?: boolean;
}

const REQUESTS_MS = 10_000;

const ROLES: readonly ServerRole[] = ["web", "socket", "jobs"];

const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "::1"]);

export function configure(command: Command, context: Context): void {
  addLogOption(addLeaseOption(command))
    .description(
      "serve Retell until Ctrl-C or SIGTERM: inbound calls, functions, call events and socket calls; run jobs. Logs to stderr: one line per request on a terminal, JSON otherwise (LOG_LEVEL).",
    )
    .option("--port <port>", "port to listen on; 0 picks a free one (default: ASCENDIA_PORT or 8787)", portOf)
    .option("--host <address>", "address to listen on; 0.0.0.0 for every interface", "127.0.0.1")
    .option("--finish-calls <seconds>", "how long socket calls may continue after a stop signal", secondsOf, 60)
    .option(
      "--unready <seconds>",
      "seconds between a stop signal, when /readyz turns unready, and the first refused request",
      secondsOf,
      0,
    )
    .addOption(
      new Option("--only <part>", "run only one part of the work; other processes run the rest").choices(ROLES),
    )
    .option("--console", "also serve the console: pages for operators and clinics")
    .option("--console-port <port>", "port of the console (default: ASCENDIA_CONSOLE_PORT or 8788)", portOf)
    .option("--record", "keep each day's requests, answers and data for 3 days, to replay them against another build")
    .option(
      "--tunnel <command>",
      "run this command, which prints an https address, and bind numbers and agent to that address until serve stops",
    )
    .addOption(listOption("--clinic <clinics>", "clinics whose numbers --tunnel binds, id or slug (default: all)"))
    .option("--no-worker", "run no jobs here; `ascendia worker` runs them")
    .action((flags: ServeFlags) => serve(flags, context));
}

async function serve(flags: ServeFlags, context: Context): Promise<void> {
  await checkTunnel(flags, context);
  const { port, host, logFormat } = flags;
  const isRecorded = flags.record === true;
  const serves = rolesOf(flags);
  if (serves.includes("web")) await restoreLeftTunnel(context);
  const server = await context.startServer({
    host,
    port: port ?? context.config().port,
    logFormat,
    isRecorded,
    only: flags.only,
  });
  // If any part fails, all stop answering, since the database is closed next.
  const started: Started = {};
  try {
    if (flags.console === true) started.pages = await startPages(flags, context);
    if (serves.includes("jobs")) started.worker = await context.startWorker({ ...leaseOf(flags), logFormat });
    started.heartbeat = await context.startHeartbeat({ roles: serves, lastRequestAt: () => server.lastRequestAt() });
    started.tunnel = await tunnelFor(flags, context);
    const { pages, tunnel } = started;
    if (pages !== undefined) warnOfPlainHttp(pages.url, context);
    await announce({ server, tunnel, serves, host, console: pages?.url ?? null, recording: isRecorded }, context);
    await context.untilStopped();
    await tunnel?.restore();
    await leave(server, flags, context);
  } finally {
    await end({ server, ...started }, flags, context);
  }
}

async function end(
  { server, pages, worker, heartbeat, tunnel }: Started & { readonly server: RunningServer },
  { finishCalls }: ServeFlags,
  context: Context,
): Promise<void> {
  await tunnel?.restore();
  await Promise.all([pages?.close(), server.close(REQUESTS_MS, finishCalls * 1000), stopped(worker, context)]);
  tunnel?.stop();
  await heartbeat?.stop();
}

interface Started {
  pages?: RunningConsole;
  worker?: RunningWorker;
  heartbeat?: Awaited<ReturnType<Context["startHeartbeat"]>>;
  tunnel?: OpenTunnel | undefined;
}

interface Announced extends Pick<ServerFacts, "console" | "recording" | "serves"> {
  readonly server: RunningServer;
  readonly tunnel: OpenTunnel | undefined;
  readonly host: string;
}

async function announce({ server, tunnel, host, ...rest }: Announced, context: Context): Promise<void> {
  const { output } = context;
  const config = context.config();
  const reached = { ...config, publicUrl: tunnel?.url ?? config.publicUrl };
  warnAbout(reached, host, context);
  const facts = { ...factsOf(server.url, reached), ...rest };
  // A tunnel's numbers lead here, whatever the store says.
  const isBound = facts.serves.includes("web") && tunnel === undefined;
  const served = { address: facts.public_url, configured: config.publicUrl ?? `http://127.0.0.1:${config.port}` };
  const warnings = isBound ? await addressWarnings(served, await context.store()) : [];
  for (const warning of warnings) output.warn(warning);
  output.result(facts, serverText);
}

async function leave(server: RunningServer, flags: ServeFlags, context: Context): Promise<void> {
  const { output } = context;
  server.leave();
  if (flags.unready > 0) {
    output.note(`Not ready from now on: stopping in ${flags.unready} s.`);
    await context.wait(flags.unready * 1000);
  }
  output.note(`Stopping: finishing open requests first; calls may continue for ${flags.finishCalls} s.`);
}

/** @throws usage */
function rolesOf({ only, worker }: ServeFlags): readonly ServerRole[] {
  if (only === undefined) return worker ? ROLES : ["web", "socket"];
  if (only !== "jobs" || worker) return [only];
  throw new AscendiaError("usage", "--only jobs and --no-worker cannot be combined.", { hint: "Pass one of them." });
}

function startPages({ host, consolePort, logFormat }: ServeFlags, context: Context): Promise<RunningConsole> {
  return context.startConsole({ host, port: consolePort ?? context.config().consolePort, logFormat });
}

function warnOfPlainHttp(url: string, { output }: Context): void {
  const { protocol, hostname } = new URL(url);
  if (protocol === "https:" || LOOPBACK.has(hostname)) return;
  output.warn(`The console at ${url} is not encrypted: put it behind https and set ASCENDIA_CONSOLE_URL.`);
}

async function stopped(worker: RunningWorker | undefined, { output }: Context): Promise<void> {
  const unfinished = (await worker?.stop()) ?? 0;
  if (unfinished > 0)
    output.warn(`${counted(unfinished, "job")} did not finish in time and will run again when the lease expires.`);
}

/** The addresses to set at Retell. */
function factsOf(
  url: string,
  { publicUrl, mode, databaseName }: Config,
): Omit<ServerFacts, "console" | "recording" | "serves"> {
  const reached = publicUrl ?? url;
  return {
    listening: url,
    public_url: reached,
    inbound_webhook: `${reached}${INBOUND_PATH}/<clinic id or slug>`,
    functions: `${reached}/api/<function-name>`,
    events: `${reached}${EVENT_PATH}`,
    socket: `${reached.replace(/^http/u, "ws")}${SOCKET_PATH}/<clinic slug>/<secret>`,
    mode,
    database: databaseName,
  };
}

function warnAbout({ publicUrl, mode }: Config, host: string, { output }: Context): void {
  if (mode === "live" && publicUrl === null) {
    output.warn("ASCENDIA_PUBLIC_URL is not set: Retell cannot reach a local address.");
  }
  if (mode === "sandbox" && !LOOPBACK.has(host)) {
    output.warn("Sandbox mode: the signing key is public, so anyone who reaches this port can sign requests.");
  }
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (/^\d+$/u.test(text) && seconds <= 3600) return seconds;
  throw new InvalidArgumentError("Use a number of seconds, at most 3600.");
}
