import { createHash, timingSafeEqual } from "node:crypto";
import { type IncomingMessage, STATUS_CODES, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { clinicNumberIn } from "../../domain/call/call-context.ts";
import { type InboundReply, replyOfClinic } from "../../domain/call/inbound-reply.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import type { EffectiveDialogue } from "../../domain/clinic/dialogue-settings.ts";
import {
  type LineProblem,
  type SocketRefusal,
  type SocketRoute,
  isRefusal,
  lineProblem,
  readSocketAddress,
  routeSocket,
} from "../../domain/dialogue/socket-address.ts";
import type { ServerPorts } from "../ports.ts";
import { DIALOGUE_KEPT_MS } from "./call-memory.ts";
import { CallSession } from "./call-session.ts";
import type { AgentConfig, CallDetails } from "./frames.ts";
import { KeptDialogues } from "./kept-dialogues.ts";
import { OpenCalls, SOCKET_LIMITS } from "./open-calls.ts";
import { linePhrases } from "./phrases.ts";
import type { IncomingCall, SessionPorts, SocketLimits, SocketPorts } from "./ports.ts";
import type { SocketMetrics } from "./socket-metrics.ts";

type LinePorts = Pick<ServerPorts, "clinics"> & Pick<SocketPorts, "numberOf">;

/** Holds the call's number and agent against those of the clinic that its address names. */
export async function checkLine(
  call: CallDetails,
  clinic: Clinic,
  { clinics, numberOf }: LinePorts,
): Promise<LineProblem | undefined> {
  const held = clinicNumberIn(call);
  const numberOwner = held === undefined ? undefined : await clinics.findByNumber(held);
  return lineProblem(call, { clinic, number: await numberOf(clinic.id), numberOwner });
}

const cardSchema = z.object({ dynamic_variables: z.record(z.string(), z.string()) });
const decoder = new TextDecoder();

interface Announced {
  readonly settings: EffectiveDialogue;
  readonly card: InboundReply;
}

/** What the call begins with: the same facts that the inbound webhook answers. */
export function incomingCall(
  { clinic, callId }: SocketRoute,
  { settings, card }: Announced,
  { newRequestId }: Pick<ServerPorts, "newRequestId">,
): IncomingCall {
  const { dynamic_variables: facts } = cardSchema.parse(JSON.parse(decoder.decode(card.answer)));
  const isClosed = !card.takesCalls || facts["clinic_status"] === "closed";
  const closing = facts["clinic_status"] === "closed" ? facts["phrase_greeting"] : undefined;
  return {
    clinic,
    callId: callId ?? `unnamed-${newRequestId()}`,
    facts,
    closing: isClosed ? closing || linePhrases[clinic.language].closed : null,
    agentConfig: agentConfigOf(settings),
    mode: settings.mode.value ?? "flow",
  };
}

/** Only what the organisation or the default sets. */
function agentConfigOf(settings: EffectiveDialogue): AgentConfig | null {
  const { responsiveness, interruptionSensitivity, reminderTriggerMs, reminderMaxCount } = settings;
  const config: AgentConfig = {
    ...(responsiveness.value !== null && { responsiveness: responsiveness.value }),
    ...(interruptionSensitivity.value !== null && { interruption_sensitivity: interruptionSensitivity.value }),
    ...(reminderTriggerMs.value !== null && { reminder_trigger_ms: reminderTriggerMs.value }),
    ...(reminderMaxCount.value !== null && { reminder_max_count: reminderMaxCount.value }),
  };
  return Object.keys(config).length === 0 ? null : config;
}

/** An upgrade that is not made: the answer is plain HTTP, and the connection is over. */
export function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  if (socket.destroyed) return;
  const body = JSON.stringify({ error: reason });
  // Sockets of node:http stay half open: who never hangs up would hold one for ever, and keep the server from ending.
  socket.once("finish", () => socket.destroy());
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
      "connection: close",
      "content-type: application/json; charset=utf-8",
      `content-length: ${Buffer.byteLength(body)}`,
      "",
      body,
    ].join("\r\n"),
  );
}

type AllPorts = ServerPorts & SocketPorts;

const BEAT_MS = 2_000;
const FORGETTING_MS = 600_000;
/** Who does not answer the close frame by then is not waited for. */
const CLOSING_MS = 1_000;
/** A reader that takes nothing in keeps no more than that waiting. */
const MOST_BUFFERED_BYTES = 1_048_576;

/** The custom LLM's socket (docs/retell.md 8) on the port of the HTTP server. */
export class SocketServer {
  readonly #ports: AllPorts;
  readonly #metrics: SocketMetrics;
  readonly #calls: OpenCalls;
  readonly #kept: KeptDialogues;
  readonly #server: WebSocketServer;
  readonly #timers: readonly NodeJS.Timeout[];
  #isLeaving = false;

  constructor(http: Server, ports: AllPorts, metrics: SocketMetrics) {
    const limits = ports.limits ?? SOCKET_LIMITS;
    this.#ports = ports;
    this.#metrics = metrics;
    this.#calls = new OpenCalls(limits);
    const failed = (error: unknown): void => ports.log.error({ reason: String(error) }, "dialogues could not be kept");
    this.#kept = new KeptDialogues(ports.sockets, { failed, atOnce: ports.keepAtOnce ?? false });
    this.#server = new WebSocketServer(optionsOf(limits));
    http.on("upgrade", (request, socket, head) => {
      socket.on("error", () => socket.destroy());
      this.#upgrade(request, socket, head).catch((error: unknown) => {
        ports.log.error({ reason: error instanceof Error ? error.stack : String(error) }, "unexpected failure");
        refuseUpgrade(socket, 500, "internal error");
      });
    });
    this.#timers = [
      setInterval(() => this.#beat(), BEAT_MS),
      setInterval(() => void this.#forget(), FORGETTING_MS).unref(),
    ];
    this.#timers[0]?.unref();
  }

  /** Takes no more calls, lets those under way come to their end for at most so long, then hangs up with 1001. */
  async close(patienceMs: number): Promise<void> {
    this.#isLeaving = true;
    let late: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      late = setTimeout(resolve, patienceMs);
    });
    await Promise.race([this.#calls.over(), patience]);
    clearTimeout(late);
    for (const session of this.#calls.all()) session.leave(1001, "the server ends");
    await this.#disconnected();
    await this.#kept.flush();
    for (const timer of this.#timers) clearInterval(timer);
    this.#server.close();
  }

  async #disconnected(): Promise<void> {
    const { clients } = this.#server;
    const gone = [...clients].map((client) => new Promise<void>((resolve) => client.once("close", () => resolve())));
    const late = setTimeout(() => {
      for (const client of clients) client.terminate();
    }, CLOSING_MS);
    await Promise.all(gone);
    clearTimeout(late);
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const address = readSocketAddress(request.url ?? "");
    if (address === undefined) {
      refuseUpgrade(socket, 404, "there is nothing at this path");
      return;
    }
    const route = isRefusal(address) ? address : await routeSocket(address, this.#ports);
    const call = isRefusal(route) ? route : await this.#announced(route);
    if ("status" in call) {
      const { status, reason, named } = call;
      this.#metrics.refused(status);
      this.#ports.log.warn(
        { route: "llm-websocket", status, reason, slug: named },
        "a call over the socket was refused",
      );
      refuseUpgrade(socket, status, reason);
      return;
    }
    if (this.#isLeaving) {
      this.#metrics.refused(503);
      refuseUpgrade(socket, 503, "the server ends");
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (client) => this.#connect(client, call));
  }

  /** A caller waits for the first word: what is read for it is asked for at once. */
  async #announced(route: SocketRoute): Promise<IncomingCall | SocketRefusal> {
    const { id, slug } = route.clinic;
    const { sockets, settingsOf, cards } = this.#ports;
    const card = cards.atHand(replyOfClinic(id)) ?? cards.find(replyOfClinic(id));
    const [key, settings, known] = await Promise.all([sockets.keyOf(id), settingsOf(id), card]);
    if (key !== null && (route.key === null || !isSame(route.key, key))) {
      return { status: 401, reason: "the clinic's secret is missing or wrong", named: slug };
    }
    if (known === undefined) return { status: 404, reason: "no clinic is known by this slug", named: slug };
    return incomingCall(route, { settings, card: known }, this.#ports);
  }

  #connect(client: WebSocket, call: IncomingCall): void {
    const { clinic, callId } = call;
    const former = this.#calls.find(clinic.id, callId);
    // A caller who comes back before the old connection was found dead.
    former?.leave(1000, "the call goes on over another connection");
    if (former !== undefined) this.#calls.remove(clinic.id, callId, former);
    client.on("error", () => {});
    if (!this.#calls.hasRoomFor(clinic.id)) {
      this.#metrics.refused(1013);
      this.#ports.log.warn({ route: "llm-websocket", clinic: clinic.slug, open: this.#calls.size }, "too many calls");
      client.close(1013, "too many calls");
      return;
    }
    const session = new CallSession(call, transportOf(client), this.#sessionPorts(call));
    this.#calls.add(clinic.id, callId, session);
    client.on("message", (data: Buffer, isBinary: boolean) => {
      if (isBinary) session.receiveBinary();
      else session.receive(data.toString());
    });
    client.on("pong", () => session.alive());
    client.on("close", (code: number) => {
      session.closed();
      this.#calls.remove(clinic.id, callId, session);
      this.#ports.log.info({ route: "llm-websocket", clinic: clinic.slug, callId, code }, "call closed");
    });
    this.#ports.log.info(
      { route: "llm-websocket", clinic: clinic.slug, callId, open: this.#calls.size },
      "call opened",
    );
    void session.start();
  }

  #sessionPorts({ clinic, mode }: IncomingCall): SessionPorts {
    const { clinics, functions, log, clock, wait, openers } = this.#ports;
    return {
      clinics,
      functions,
      log,
      clock,
      wait,
      open: openers[mode],
      states: this.#kept.of(clinic.id),
      lineProblem: (details) => checkLine(details, clinic, this.#ports),
      meter: this.#metrics.meter(clinic.slug),
      stopwatch: () => performance.now(),
    };
  }

  #beat(): void {
    for (const session of this.#calls.all()) session.beat();
    for (const client of this.#server.clients) client.ping();
  }

  async #forget(): Promise<void> {
    try {
      await this.#ports.sockets.forgetBefore(this.#ports.clock.now() - DIALOGUE_KEPT_MS);
    } catch (error) {
      this.#ports.log.error({ reason: String(error) }, "old dialogues could not be forgotten");
    }
  }
}

/** Not written in place: the types of `ws` do not know `closeTimeout` yet. */
function optionsOf({ messageBytes }: SocketLimits) {
  return {
    noServer: true,
    clientTracking: true,
    maxPayload: messageBytes,
    perMessageDeflate: false,
    // Until then a call that was hung up on keeps its place among those of its clinic.
    closeTimeout: CLOSING_MS,
  };
}

function transportOf(client: WebSocket) {
  return {
    send: (text: string): void => {
      if (client.bufferedAmount > MOST_BUFFERED_BYTES) client.terminate();
      else if (client.readyState === client.OPEN) client.send(text);
    },
    close: (code: number, reason: string): void => client.close(code, reason),
    terminate: (): void => client.terminate(),
  };
}

/** Takes as long for a secret that is nearly right as for any other. */
function isSame(given: string, key: string): boolean {
  return timingSafeEqual(digest(given), digest(key));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
