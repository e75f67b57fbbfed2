import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { clinicNumberIn, clinicOfLine } from "../../domain/call/line/call-context.ts";
import { replyOfClinic } from "../../domain/call/line/inbound-reply.ts";
import type { InboundReply } from "../../domain/call/kept/reply-record.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import type { EffectiveDialogue } from "../../domain/clinic/dialogue-settings.ts";
import {
  type LineProblem,
  type SocketAddress,
  type SocketRefusal,
  type SocketRoute,
  isRefusal,
  lineProblem,
  readSocketAddress,
  routeSocket,
} from "../../domain/dialogue/socket-address.ts";
import type { ServerPorts } from "../ports.ts";
import { CALL_LIMITS } from "./call-budget.ts";
import { DIALOGUE_KEPT_MS } from "./call-memory.ts";
import { CallSession } from "./call-session.ts";
import { callConfirmation } from "./confirm-call.ts";
import { REFUSED, SocketDoor, clientAddress, isOtherSite, isSameSecret } from "./door.ts";
import type { AgentConfig, CallDetails } from "./frames.ts";
import { DialogueBatches } from "./dialogue-batches.ts";
import { OpenCalls, SOCKET_LIMITS } from "./open-calls.ts";
import { linePhrases } from "./phrases.ts";
import type { IncomingCall, SessionPorts, SocketLimits, SocketPorts } from "./ports.ts";
import { RateLimit } from "./rate-limit.ts";
import type { SocketMetrics } from "./socket-metrics.ts";
import { transportOf } from "./transport.ts";

type LinePorts = Pick<ServerPorts, "clinics"> & Pick<SocketPorts, "numberOf">;

/** Compares the call's number and agent with those of the clinic that its address names. */
export async function checkLine(
  call: CallDetails,
  clinic: Clinic,
  { clinics, numberOf }: LinePorts,
): Promise<LineProblem | undefined> {
  const held = clinicNumberIn(call);
  const numberOwner = held === undefined ? undefined : await clinicOfLine(held, clinics);
  return lineProblem(call, { clinic, number: await numberOf(clinic.id), numberOwner });
}

const replySchema = z.object({
  call_inbound: z.object({ dynamic_variables: z.record(z.string(), z.string()) }),
});
const decoder = new TextDecoder();

interface Announced {
  readonly settings: EffectiveDialogue;
  readonly reply: InboundReply;
  readonly address: string;
}

/** The facts a call starts with, the same as in the inbound webhook's answer. */
export function incomingCall(
  { clinic, callId }: SocketRoute,
  { settings, reply, address }: Announced,
  { newRequestId, clock }: Pick<ServerPorts, "newRequestId" | "clock">,
): IncomingCall {
  const answer = decoder.decode(reply.answer.forCallAt(clock.now()));
  const { dynamic_variables: facts } = replySchema.parse(JSON.parse(answer)).call_inbound;
  const isClosed = !reply.takesCalls || facts["clinic_status"] === "closed";
  const closing = facts["clinic_status"] === "closed" ? facts["phrase_greeting"] : undefined;
  return {
    clinic,
    callId: callId ?? `unnamed-${newRequestId()}`,
    facts,
    closing: isClosed ? closing || linePhrases[clinic.language].closed : null,
    agentConfig: agentConfigOf(settings),
    mode: settings.mode.value ?? "flow",
    address,
  };
}

/** Contains only the settings of the clinic and of the default. */
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

/** Refuses an upgrade: answers in plain HTTP and closes the connection. */
export function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  if (socket.destroyed) return;
  const body = JSON.stringify({ error: reason });
  // Sockets of node:http stay half-open: a peer that never hangs up would hold one forever and keep the server from
  // stopping.
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

interface Admitted {
  readonly call: IncomingCall;
  /** The same call's earlier connection, which is closed or silent. */
  readonly former: CallSession | undefined;
}

const BEAT_MS = 2_000;
const FORGETTING_MS = 600_000;
/** A peer that has not answered the close frame after this long is cut off. */
const CLOSING_MS = 1_000;

/** The custom LLM's socket (docs/retell.md 8) on the port of the HTTP server. */
export class SocketServer {
  readonly #ports: AllPorts;
  readonly #metrics: SocketMetrics;
  readonly #calls: OpenCalls;
  readonly #kept: DialogueBatches;
  /** One per clinic, so that one clinic's messages do not delay another's. */
  readonly #textRates = new Map<string, RateLimit>();
  readonly #server: WebSocketServer;
  readonly #timers: readonly NodeJS.Timeout[];
  readonly #door: SocketDoor;
  readonly #confirmation: ReturnType<typeof callConfirmation>;
  #isLeaving = false;
  #beatAt = performance.now();

  constructor(http: Server, ports: AllPorts, metrics: SocketMetrics) {
    const limits = ports.limits ?? SOCKET_LIMITS;
    this.#ports = ports;
    this.#metrics = metrics;
    this.#calls = new OpenCalls(limits);
    this.#door = new SocketDoor(ports.wait);
    metrics.add(this.#door);
    this.#confirmation = callConfirmation(ports);
    const failed = (error: unknown): void =>
      ports.log.error({ reason: String(error) }, "dialogues could not be stored");
    this.#kept = new DialogueBatches(ports.sockets, { failed, atOnce: ports.keepAtOnce ?? false });
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

  /** Accepts no new calls, gives those in progress at most `patienceMs` to end, then closes them with 1001. */
  async close(patienceMs: number): Promise<void> {
    this.#isLeaving = true;
    let late: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      late = setTimeout(resolve, patienceMs);
    });
    await Promise.race([this.#calls.over(), patience]);
    clearTimeout(late);
    for (const session of this.#calls.all()) session.leave(1001, "the server is shutting down");
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
    const asked = readSocketAddress(request.url ?? "");
    if (asked === undefined) {
      refuseUpgrade(socket, 404, "there is nothing at this path");
      return;
    }
    const address = clientAddress(request);
    const admitted = await this.#admit(asked, address, request.headers.origin);
    if (!("status" in admitted)) {
      this.#server.handleUpgrade(request, socket, head, (client) => this.#connect(client, admitted));
      return;
    }
    const { status, reason, named, logged = reason } = admitted;
    this.#metrics.refused(status);
    const fields = { route: "llm-websocket", status, reason: logged, slug: named };
    this.#ports.log.warn(fields, "a call over the socket was refused");
    refuseUpgrade(socket, status, reason);
  }

  async #admit(
    asked: SocketAddress | SocketRefusal,
    address: string,
    origin: string | undefined,
  ): Promise<Admitted | SocketRefusal> {
    if (this.#isLeaving) return REFUSED.leaving;
    if (isOtherSite(origin, this.#ports.publicUrl ?? null)) return REFUSED.otherSite;
    if (!this.#door.admits(address, performance.now())) return REFUSED.tooOften;
    const route = isRefusal(asked) ? asked : await routeSocket(asked, this.#ports);
    const call = isRefusal(route) ? route : await this.#announced(route, address);
    if (!("status" in call)) {
      const admitted = await this.#takeOver(call);
      return this.#isLeaving ? REFUSED.leaving : admitted;
    }
    const isGuess = call.status === 401 || call.status === 404;
    return !isGuess || (await this.#door.slowDown(address, performance.now())) ? call : REFUSED.tooOften;
  }

  /** Reads everything in parallel, because the caller waits for the first word. */
  async #announced(route: SocketRoute, address: string): Promise<IncomingCall | SocketRefusal> {
    const { id, slug } = route.clinic;
    const { sockets, settingsOf, inboundReplies, live } = this.#ports;
    const reply = inboundReplies.atHand(replyOfClinic(id)) ?? inboundReplies.find(replyOfClinic(id));
    const [key, settings, known] = await Promise.all([sockets.keyOf(id), settingsOf(id), reply]);
    if (key === null || known === undefined) return { ...REFUSED.closed, named: slug };
    if (route.key === null || !isSameSecret(route.key, key)) return { ...REFUSED.wrongSecret, named: slug };
    if (route.isAssumed === true) this.#warnOfAssumed(slug, route.callId);
    if (live !== undefined && route.callId === null) return { ...REFUSED.noCallId, named: slug };
    if (live !== undefined && !live.hasModel(settings)) return { ...REFUSED.noModel, named: slug };
    return incomingCall(route, { settings, reply: known, address }, this.#ports);
  }

  #warnOfAssumed(clinic: string, callId: string | null): void {
    this.#ports.log.warn(
      { clinic, callId },
      "the socket address names no clinic, so the first one takes the call (ascendia clinic:default <slug> chooses)",
    );
  }

  /** Takes over the same call's earlier connection, but only if it is closed or silent. */
  async #takeOver(call: IncomingCall): Promise<Admitted | SocketRefusal> {
    const former = this.#calls.find(call.clinic.id, call.callId);
    const isInTheWay = former !== undefined && (await former.isAlive());
    return isInTheWay ? { ...REFUSED.underWay, named: call.clinic.slug } : { call, former };
  }

  #connect(client: WebSocket, { call, former }: Admitted): void {
    const { clinic, callId, address } = call;
    const place = { clinicId: clinic.id, callId, address };
    client.on("error", () => {});
    former?.leave(1000, "the call continues on another connection");
    if (former !== undefined) this.#calls.remove(place, former);
    // Two connections may have waited for the same silent one.
    const isTaken = this.#calls.find(clinic.id, callId) !== undefined;
    if (isTaken || !this.#calls.hasRoomFor(place)) {
      const why = isTaken ? REFUSED.underWay.reason : "too many calls";
      this.#metrics.refused(1013);
      this.#ports.log.warn({ route: "llm-websocket", clinic: clinic.slug, open: this.#calls.size }, why);
      client.close(1013, why);
      return;
    }
    const session = new CallSession(call, transportOf(client), this.#sessionPorts(call));
    this.#calls.add(place, session);
    client.on("message", (data: Buffer, isBinary: boolean) => {
      if (isBinary) session.receiveBinary();
      else session.receive(data.toString());
    });
    client.on("pong", () => session.alive());
    client.on("close", (code: number) => {
      session.closed();
      this.#calls.remove(place, session);
      this.#ports.log.info({ route: "llm-websocket", clinic: clinic.slug, callId, code }, "call closed");
    });
    this.#ports.log.info(
      { route: "llm-websocket", clinic: clinic.slug, callId, open: this.#calls.size },
      "call opened",
    );
    void session.start();
  }

  #textRateOf(clinicId: string): RateLimit {
    const known = this.#textRates.get(clinicId);
    if (known !== undefined) return known;
    const { clinicText: perSecond } = this.#ports.limits ?? SOCKET_LIMITS;
    const fresh = new RateLimit({ perSecond, burst: 2 * perSecond, now: performance.now() });
    this.#textRates.set(clinicId, fresh);
    return fresh;
  }

  #sessionPorts({ clinic, callId, mode }: IncomingCall): SessionPorts {
    const { clinics, functions, log, clock, wait, openers, callLimits = CALL_LIMITS } = this.#ports;
    return {
      clinics,
      functions,
      log,
      clock,
      wait,
      open: openers[mode],
      states: this.#kept.of(clinic.id),
      lineProblem: (details) => checkLine(details, clinic, this.#ports),
      confirm: this.#confirmation?.({ clinicId: clinic.id, callId }) ?? null,
      callLimits,
      clinicTextRate: this.#textRateOf(clinic.id),
      meter: this.#metrics.meter(clinic.slug),
      stopwatch: () => performance.now(),
    };
  }

  /** The delay of this timer shows how long the process was too busy to receive anything. */
  #beat(): void {
    const now = performance.now();
    const lateMs = Math.max(0, now - this.#beatAt - BEAT_MS);
    this.#beatAt = now;
    for (const session of this.#calls.all()) session.beat(lateMs);
    for (const client of this.#server.clients) client.ping();
  }

  async #forget(): Promise<void> {
    try {
      await this.#ports.sockets.forgetBefore(this.#ports.clock.now() - DIALOGUE_KEPT_MS);
    } catch (error) {
      this.#ports.log.error({ reason: String(error) }, "old dialogues could not be deleted");
    }
  }
}

/** A function, because a literal argument would fail the type check: the types of `ws` lack `closeTimeout`. */
function optionsOf({ messageBytes }: SocketLimits) {
  return {
    noServer: true,
    clientTracking: true,
    maxPayload: messageBytes,
    perMessageDeflate: false,
    // Retell sends each message whole. Fragments would all be kept in memory.
    maxFragments: 1_000,
    // Until the connection is closed, a call that was hung up counts toward its clinic's limit.
    closeTimeout: CLOSING_MS,
  };
}
