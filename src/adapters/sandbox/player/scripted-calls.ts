import { setImmediate as turn } from "node:timers/promises";
import type { CallPlayer, CallRecords } from "../call-player.ts";
import type { SandboxLog } from "../sandbox.ts";
import { playCall, type Stage } from "./play-call.ts";
import type { PlayPorts } from "./play-ports.ts";
import { tellEvent } from "./tell-events.ts";

/** Plays outbound calls by the scripts of `/_sandbox/players`; every play and every event goes its own way. */
export class ScriptedCalls implements CallPlayer {
  readonly #stage: Stage;
  readonly #log: SandboxLog;
  readonly #tasks = new Set<Promise<void>>();
  readonly #stopped = new Set<string>();
  /** Resolves once nobody waits any more, so that what is being played comes to its end. */
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
      tell: (event, call, { agent, variables }) =>
        this.#run(async () => {
          await tellEvent({ event, call, agent, variables }, playPorts, () => this.#isClosing);
        }),
    };
  }

  place(callId: string, records: CallRecords): void {
    this.#run(() => playCall(callId, records, this.#stage));
  }

  stop(callId: string): void {
    this.#stopped.add(callId);
  }

  /** Resolves when everything that is being played waits for the clock, or nothing is played. */
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
