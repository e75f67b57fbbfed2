import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { signBody } from "../../../src/adapters/retell/signature.ts";
import { SANDBOX_API_KEY } from "../../../src/config.ts";
import { clinics } from "../event-storm/calls.ts";

const EVERY_MS = 100;
/** Far longer than a process or PostgreSQL needs to come back, even on a busy machine. */
const GIVEN_UP_MS = 180_000;

export interface Asked {
  readonly path: string;
  readonly body: object;
}

/** Asks until a server answers with 200, on another port each time: as Retell and a proxy do. */
export class Asking {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #portOf: () => number;
  readonly #isAnswer: (said: string) => boolean;
  /** The latencies of answers, in milliseconds. */
  readonly took: number[] = [];
  again = 0;

  constructor(portOf: () => number, isAnswer: (said: string) => boolean = () => true) {
    this.#portOf = portOf;
    this.#isAnswer = isAnswer;
  }

  /** @returns the answer; undefined: nobody answered for three minutes */
  async ask({ path, body }: Asked): Promise<string | undefined> {
    const sent = JSON.stringify(body);
    for (const deadline = performance.now() + GIVEN_UP_MS; performance.now() < deadline; this.again += 1) {
      const began = performance.now();
      const { status, said } = await this.#post(path, sent).catch(() => ({ status: 0, said: "" }));
      if (status === 200 && this.#isAnswer(said)) {
        this.took.push(performance.now() - began);
        return said;
      }
      await wait(50);
    }
    return undefined;
  }

  async #post(path: string, body: string): Promise<{ readonly status: number; readonly said: string }> {
    const headers = {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "x-retell-signature": signBody(body, SANDBOX_API_KEY, Date.now()),
    };
    const where = { host: "127.0.0.1", port: this.#portOf(), path, method: "POST", agent: this.#agent, headers };
    const answer = await new Promise<IncomingMessage>((heard, failed) => {
      const sending = request(where, heard);
      sending.once("error", failed);
      sending.end(body);
    });
    return { status: answer.statusCode ?? 0, said: await text(answer) };
  }

  close(): void {
    this.#agent.destroy();
  }
}

/**
 * A caller every tenth of a second, and the same question to a bare server at the same time, until everything is over.
 */
export async function callers(asking: Asking, bare: Asking, over: AbortSignal) {
  const wrong: string[] = [];
  let calls = 0;
  for (; !over.aborted; calls += 1) {
    const { id, slug, number } = clinics[calls % clinics.length] ?? clinics[0];
    const line = { agent_id: "agent_x", agent_version: 1, from_number: "+14155550199", to_number: number };
    const asked = { path: `/webhooks/retell/inbound/${slug}`, body: { event: "call_inbound", call_inbound: line } };
    const [said] = await Promise.all([asking.ask(asked), bare.ask(asked)]);
    if (said?.includes(`"clinic_id":"${id}"`) !== true) wrong.push(said?.slice(0, 80) ?? "no answer for three minutes");
    await wait(EVERY_MS);
  }
  return { wrong, calls };
}
