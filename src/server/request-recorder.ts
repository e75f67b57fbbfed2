import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../clock.ts";
import { type OpenRecording, type RecordedRequest, withoutSpeech } from "../domain/call/requests/recorded-request.ts";
import type { AskedRequest, RequestRecorder, ServerLog } from "./ports.ts";

export interface RecorderPorts {
  /** Copies the data as it is when the function is called. */
  begin(startedAt: number): Promise<OpenRecording>;
  readonly clock: Clock;
  readonly log: ServerLog;
}

/** How often answers are written to the recording. */
const WRITE_MS = 250;
/** How long the change of day waits for requests in progress: a new recording begins between two requests. */
const PATIENCE_MS = 5000;
/** The largest recording on the disk. */
const MOST_BYTES = 2_000_000_000;

const SIGNED_AT = /^v=(\d{1,15}),/u;
const decoder = new TextDecoder();

type Noted = Omit<RecordedRequest, "body"> & { readonly rawBody: Uint8Array };

/**
 * Records each day's requests (UTC) with a copy of the data from before the first of them. No call waits for this:
 * answers are collected in memory and written afterwards. A recording that fails is abandoned until the next day.
 */
export class DayRecorder implements RequestRecorder {
  readonly #ports: RecorderPorts;
  #recording: OpenRecording | undefined;
  /** A new object for each recording. */
  #part: object = {};
  #day = "";
  #noted: Noted[] = [];
  #count = 0;
  #bytes = 0;
  #open = 0;
  #isChanging = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  private constructor(ports: RecorderPorts) {
    this.#ports = ports;
  }

  /** @throws failed if nothing can be recorded */
  static async start(ports: RecorderPorts): Promise<DayRecorder> {
    const recorder = new DayRecorder(ports);
    await recorder.#change();
    recorder.#timer = setInterval(() => void recorder.write(), WRITE_MS);
    return recorder;
  }

  begin({ url, rawBody, signature }: AskedRequest): ReturnType<RequestRecorder["begin"]> {
    this.#open += 1;
    const id = (this.#count += 1);
    const [part, receivedAt] = [this.#part, this.#ports.clock.now()];
    return ({ status, body }, clinic) => {
      this.#open -= 1;
      // Unsigned requests say nothing about calls, and anyone could send any number of them.
      if (part !== this.#part || status === 401) return;
      const stamp = SIGNED_AT.exec(signature ?? "")?.[1];
      const signedAt = stamp === undefined ? null : Number(stamp);
      const answer = typeof body === "string" ? body : decoder.decode(body);
      const path = url.split("?", 1)[0] ?? "";
      this.#noted.push({ id, receivedAt, path, signedAt, rawBody, status, answer, clinic: clinic ?? null });
    };
  }

  /** Writes the answers collected so far, or begins a new recording if one is due. */
  async write(): Promise<void> {
    if (this.#isChanging) return;
    if (dayOf(this.#ports.clock.now()) !== this.#day) await this.#trying(() => this.#change());
    else if (this.#recording?.isThere() === false) await this.#trying(() => this.#change());
    else await this.#trying(() => this.#writeNoted());
  }

  stop(): void {
    clearInterval(this.#timer);
    void this.#trying(() => this.#writeNoted());
    this.#recording?.close();
    this.#recording = undefined;
  }

  async #change(): Promise<void> {
    this.#isChanging = true;
    try {
      const deadline = performance.now() + PATIENCE_MS;
      while (this.#open > 0 && performance.now() < deadline) await wait(1);
      if (this.#recording?.isThere() === true) this.#writeNoted();
      this.#recording?.close();
      this.#recording = undefined;
      [this.#part, this.#noted, this.#count, this.#bytes] = [{}, [], 0, 0];
      const startedAt = this.#ports.clock.now();
      this.#day = dayOf(startedAt);
      this.#recording = await this.#ports.begin(startedAt);
    } finally {
      this.#isChanging = false;
    }
  }

  #writeNoted(): void {
    const noted = this.#noted;
    this.#noted = [];
    if (this.#recording === undefined || noted.length === 0) return;
    const requests = noted.flatMap(({ rawBody, ...rest }) => {
      const body = withoutSpeech(decoder.decode(rawBody));
      return body === undefined ? [] : [{ ...rest, body }];
    });
    if (!this.#recording.add(requests)) {
      this.#noted = [...noted, ...this.#noted];
      return;
    }
    this.#bytes += requests.reduce((sum, { body, answer }) => sum + body.length + answer.length, 0);
    if (this.#bytes > MOST_BYTES) throw new RangeError(`it is larger than ${MOST_BYTES / 1e9} GB`);
  }

  async #trying(work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#recording?.close();
      this.#recording = undefined;
      const reason = error instanceof Error ? error.message : String(error);
      this.#ports.log.error({ reason }, "nothing more is recorded until the next day");
    }
  }
}

function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, "yyyy-mm-dd".length);
}
