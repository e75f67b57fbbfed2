import { WebSocket } from "ws";
import { z } from "zod";

const frameSchema = z.looseObject({
  response_type: z.string(),
  response_id: z.number().optional(),
  content: z.string().optional(),
  content_complete: z.boolean().optional(),
  end_call: z.boolean().optional(),
  transfer_number: z.string().optional(),
  digit_to_press: z.string().optional(),
  timestamp: z.number().optional(),
});

export type Frame = z.output<typeof frameSchema>;

export interface Said {
  readonly text: string;
  /** The last frame of the answer. */
  readonly last: Frame;
  /** Time to the first words, and to the end. */
  readonly firstMs: number;
  readonly ms: number;
}

interface Asked {
  readonly id: number;
  readonly began: number;
  text: string;
  firstMs: number;
  readonly done: (said: Said) => void;
}

export interface Calling {
  /** `ws://host:port/llm-websocket/slug`, to which the call id is appended. */
  readonly address: string;
  readonly callId: string;
  /** Sent when the server asks for it; null: never sent. */
  readonly details?: object | null;
  /** The same call's earlier connection, which was lost: its transcript and ids continue. */
  readonly after?: RetellCaller;
}

/** Plays Retell's side of one call (docs/retell.md 8): records the transcript, asks with rising ids, obeys `config`. */
export class RetellCaller {
  readonly frames: Frame[] = [];
  readonly transcript: { readonly role: "agent" | "user"; readonly content: string }[] = [];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly greeting: Promise<string>;
  readonly #socket: WebSocket;
  readonly #details: object | null;
  readonly #waiting = new Map<number, Asked>();
  #lastId = 0;

  private constructor(socket: WebSocket, details: object | null) {
    this.#socket = socket;
    this.#details = details;
    this.closed = new Promise((resolve) => {
      socket.on("close", (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    this.greeting = this.#answerTo(0).then(({ text }) => text);
    socket.on("message", (data: Buffer) => this.#hear(data.toString()));
    // Answers that are still awaited end here.
    socket.on("close", () => {
      for (const { id, text, firstMs, done } of this.#waiting.values()) {
        done({ text, last: { response_type: "closed", response_id: id }, firstMs, ms: 0 });
      }
    });
  }

  /** @throws with the HTTP status if the server refuses */
  static dial({ address, callId, details = {}, after }: Calling): Promise<RetellCaller> {
    const socket = new WebSocket(`${address}/${callId}`);
    const sent =
      details === null ? null : { call_id: callId, call_type: "phone_call", direction: "inbound", ...details };
    const caller = new RetellCaller(socket, sent);
    caller.transcript.push(...(after?.transcript ?? []));
    caller.#lastId = after === undefined ? 0 : after.#lastId;
    return new Promise((resolve, reject) => {
      socket.once("open", () => resolve(caller));
      socket.once("unexpected-response", (_request, response) => {
        reject(new Error(`HTTP ${String(response.statusCode)}`));
        socket.terminate();
      });
      socket.on("error", reject);
    });
  }

  /** Speaks as the caller and waits for the complete answer; both remain in the transcript. */
  async say(text: string): Promise<Said> {
    this.transcript.push({ role: "user", content: text });
    return this.hear(this.ask());
  }

  async silence(): Promise<Said> {
    return this.hear(this.ask("reminder_required"));
  }

  /** Asks without waiting for the answer. @returns the response id */
  ask(interaction_type = "response_required"): number {
    const id = (this.#lastId += 1);
    this.send({ interaction_type, response_id: id, transcript: this.transcript });
    return id;
  }

  async hear(id: number): Promise<Said> {
    const said = await this.#answerTo(id);
    if (said.text !== "") this.transcript.push({ role: "agent", content: said.text });
    return said;
  }

  send(message: object | string | Buffer): void {
    this.#socket.send(typeof message === "string" || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  }

  hangUp(): void {
    this.#socket.close(1000);
  }

  /** Drops the connection as a lost network would. */
  drop(): void {
    this.#socket.terminate();
  }

  #answerTo(id: number): Promise<Said> {
    return new Promise((done) => {
      this.#waiting.set(id, { id, began: performance.now(), text: "", firstMs: 0, done });
    });
  }

  #hear(text: string): void {
    const frame = frameSchema.parse(JSON.parse(text));
    this.frames.push(frame);
    if (frame.response_type === "config" && this.#details !== null) {
      this.send({ interaction_type: "call_details", call: this.#details });
    }
    const asked = frame.response_type === "response" ? this.#waiting.get(frame.response_id ?? -1) : undefined;
    if (asked === undefined) return;
    if (asked.text === "" && frame.content !== "") asked.firstMs = performance.now() - asked.began;
    asked.text += frame.content ?? "";
    if (frame.content_complete !== true) return;
    this.#waiting.delete(asked.id);
    const { firstMs, began } = asked;
    const said = asked.text.trim();
    if (asked.id === 0 && said !== "") this.transcript.push({ role: "agent", content: said });
    asked.done({ text: said, last: frame, firstMs, ms: performance.now() - began });
  }
}
