import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import { retellWire } from "../../adapters/retell/retell-wire.ts";
import type { Clock } from "../../clock.ts";
import { resolvePlaceholders } from "../../flow/placeholders.ts";
import { readControlFile } from "../app.ts";
import type { CallPlayer, CallRecords } from "../call-player.ts";
import type { JsonObject } from "../json.ts";
import type { SandboxLog } from "../sandbox.ts";
import { type PlayerScript, playedOutcomes, playerFile } from "../schemas/control.ts";
import { type Stage, playCall } from "./play-call.ts";
import type { PlayPorts } from "./play-ports.ts";
import type { AgentToPlay } from "./playable-agent.ts";

/** Pauses before the three retries (docs/retell.md 5.3, 15.1). */
const pausesMs = [1000, 2000, 4000];

export interface EventDelivery {
  readonly event: string;
  readonly call: JsonObject;
  readonly agent: AgentToPlay;
  readonly variables: Readonly<Record<string, string>>;
}

/** Sends the event to the agent's URL until it gets a 2xx, at most four times. `isOver` ends the retries. */
export async function deliverEvent(
  { event, call, agent, variables }: EventDelivery,
  { send, wait }: PlayPorts,
  isOver: () => boolean,
): Promise<boolean> {
  if (agent.webhookUrl === null || !agent.events.has(event)) return false;
  const request = {
    url: resolvePlaceholders(agent.webhookUrl, (name) => variables[name]),
    method: "POST",
    body: JSON.stringify({ event, call }),
    timeoutMs: agent.webhookTimeoutMs,
  };
  for (const pause of [0, ...pausesMs]) {
    if (pause > 0 && isOver()) return false;
    if (pause > 0) await wait(pause);
    const outcome = await send(request);
    if (outcome.kind === "answered" && outcome.status >= 200 && outcome.status < 300) return true;
  }
  return false;
}

/** Plays outbound calls by the scripts of `/_sandbox/players`. Calls and events run independently of each other. */
export class ScriptedCalls implements CallPlayer {
  readonly #stage: Stage;
  readonly #log: SandboxLog;
  readonly #tasks = new Set<Promise<void>>();
  readonly #stopped = new Set<string>();
  /** Resolves when the sandbox closes: pauses end, so that the played calls finish. */
  readonly #closing: Promise<void>;
  #close: () => void = () => undefined;
  #isClosing = false;
  #waiting = 0;

  constructor(ports: PlayPorts, log: SandboxLog) {
    this.#log = log;
    this.#closing = new Promise((resolve) => (this.#close = resolve));
    const wait = (milliseconds: number) => this.#wait(milliseconds, ports.wait);
    const playPorts = { ...ports, wait };
    this.#stage = {
      ...playPorts,
      isStopped: (callId) => this.#stopped.has(callId),
      notify: (event, call, { agent, variables }) =>
        this.#run(async () => {
          await deliverEvent({ event, call, agent, variables }, playPorts, () => this.#isClosing);
        }),
    };
  }

  place(callId: string, records: CallRecords): void {
    this.#run(() => playCall(callId, records, this.#stage));
  }

  stop(callId: string): void {
    this.#stopped.add(callId);
  }

  /** Resolves when every played call waits for the clock, or no call is being played. */
  async quiet(): Promise<void> {
    do await turn();
    while (this.#tasks.size > this.#waiting);
  }

  async finish(): Promise<void> {
    this.#isClosing = true;
    this.#close();
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
  }

  #run(work: () => Promise<void>): void {
    const task = work()
      .catch((error: unknown) => this.#log.error({ err: error }, "The sandbox failed to play a call."))
      .finally(() => this.#tasks.delete(task));
    this.#tasks.add(task);
  }

  async #wait(milliseconds: number, wait: PlayPorts["wait"]): Promise<void> {
    if (milliseconds === 0) return;
    this.#waiting += 1;
    try {
      await Promise.race([wait(milliseconds), this.#closing]);
    } finally {
      this.#waiting -= 1;
    }
  }
}

export interface PlayerSettings {
  readonly apiKey: string;
  readonly clock: Clock;
  /** Real time, unless a test advances its clock by hand. */
  readonly wait?: PlayPorts["wait"];
  readonly log?: SandboxLog;
}

/** A pause alone must not keep the process alive. */
const inRealTime: PlayPorts["wait"] = (milliseconds) => sleep(milliseconds, undefined, { ref: false });

/** A player that sends requests to agents' URLs, signed with the workspace's key. */
export function httpPlayer({ apiKey, clock, wait = inRealTime, log }: PlayerSettings): ScriptedCalls {
  const wire = retellWire(apiKey, clock);
  const ports: PlayPorts = { clock, wait, send: (request) => wire.send(request) };
  return new ScriptedCalls(ports, log ?? { error: () => undefined });
}

/** A YAML or JSON file `{players: […]}`. */
export function readPlayerFile(path: string): readonly PlayerScript[] {
  return readControlFile(path, {
    name: "player file",
    schema: playerFile,
    hint: `Write {players: [{to_number, outcomes}]}, an outcome being ${playedOutcomes.join(", ")}.`,
  }).players;
}
