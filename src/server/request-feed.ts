import { createHash } from "node:crypto";
import { type Clock, MINUTE_MS } from "../clock.ts";
import { type HeardRequest, type Hearing, HEARD_MS } from "../domain/call/requests/heard-request.ts";
import { withoutSpeech } from "../domain/call/requests/recorded-request.ts";
import type { AskedRequest, RequestRecorder, ServerLog } from "./ports.ts";

interface FeedPorts {
  readonly hearing: Pick<Hearing, "isListened" | "keep" | "forgetBefore">;
  readonly clock: Clock;
  readonly log: ServerLog;
  newId(): string;
}

/** How often the feed checks for listeners. */
const LOOK_MS = 1000;
/** How long an answer may wait in memory before it is stored; callers must not wait for the database. */
const KEEP_MS = 200;
/**
 * The most requests stored at a time. The rest are dropped, because in a flood storing them would slow down every
 * answer.
 */
const MOST_AT_ONCE = 500;
const LONGEST_BODY = 200_000;
const LONGEST_ANSWER = 200_000;

type Noted = Omit<HeardRequest, "body" | "digest"> & { readonly rawBody: Uint8Array };

const decoder = new TextDecoder();
function nothing(): void {}

/** Stores requests and their answers for listeners (`ascendia listen`), only while someone is listening. */
export class RequestFeed implements RequestRecorder {
  readonly #ports: FeedPorts;
  #isListened = false;
  /** Whether requests from before may still be stored, by this process or by one that died. */
  #mayHold = true;
  #forgotAt = 0;
  #noted: Noted[] = [];
  #timers: readonly ReturnType<typeof setInterval>[] = [];
  #working: Promise<void> | undefined;

  constructor(ports: FeedPorts) {
    this.#ports = ports;
  }

  static start(ports: FeedPorts): RequestFeed {
    const feed = new RequestFeed(ports);
    feed.#timers = [
      setInterval(() => void feed.#inTurn(() => feed.look()), LOOK_MS),
      setInterval(() => void feed.#inTurn(() => feed.keep()), KEEP_MS),
    ];
    return feed;
  }

  begin({ url, rawBody }: AskedRequest): ReturnType<RequestRecorder["begin"]> {
    if (!this.#isListened) return nothing;
    const startedAt = performance.now();
    return ({ status, body }, clinic) => {
      if (this.#noted.length >= MOST_AT_ONCE) return;
      const tookUs = Math.round((performance.now() - startedAt) * 1000);
      const [id, answeredAt] = [this.#ports.newId(), this.#ports.clock.now()];
      const path = (url.split("?", 1)[0] ?? "").slice(0, 200);
      const answer = typeof body === "string" ? body : decoder.decode(body);
      this.#noted.push({
        id,
        answeredAt,
        tookUs,
        path,
        rawBody,
        status,
        answer: shortEnough(answer),
        clinic: clinic ?? null,
      });
    };
  }

  /** Checks for listeners, and deletes old requests. */
  async look(): Promise<void> {
    const { hearing, clock } = this.#ports;
    const now = clock.now();
    this.#isListened = await hearing.isListened(now);
    this.#mayHold ||= this.#isListened;
    if (!this.#mayHold || Math.abs(now - this.#forgotAt) < MINUTE_MS) return;
    this.#forgotAt = now;
    this.#mayHold = await hearing.forgetBefore(now - HEARD_MS);
  }

  async keep(): Promise<void> {
    const noted = this.#noted;
    this.#noted = [];
    if (noted.length > 0) await this.#ports.hearing.keep(noted.map((each) => heard(each)));
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#working;
    await this.#inTurn(() => this.keep());
  }

  /**
   * Runs one task at a time. A task that fails loses its requests, but later ones may succeed: /readyz reports the
   * database itself.
   */
  async #inTurn(work: () => Promise<void>): Promise<void> {
    if (this.#working !== undefined) return;
    this.#working = work().catch((error: unknown) => {
      this.#ports.log.warn({ reason: String(error) }, "requests could not be kept for listeners");
    });
    await this.#working;
    this.#working = undefined;
  }
}

/** Omits the body of an unsigned request: it says nothing about calls, and anyone could send any number of them. */
function heard({ rawBody, ...noted }: Noted): HeardRequest {
  const digest = createHash("sha256").update(rawBody).digest("hex");
  const isKept = noted.status !== 401 && rawBody.byteLength <= LONGEST_BODY;
  const body = isKept ? (withoutSpeech(decoder.decode(rawBody)) ?? null) : null;
  return { ...noted, digest, body };
}

function shortEnough(answer: string): string | null {
  return answer.length <= LONGEST_ANSWER ? answer : null;
}

/** Passes every request to each recorder. */
export function allOf(recorders: readonly RequestRecorder[]): RequestRecorder {
  return {
    begin: (asked) => {
      const begun = recorders.map((recorder) => recorder.begin(asked));
      return (answer, clinic) => {
        for (const record of begun) record(answer, clinic);
      };
    },
  };
}
