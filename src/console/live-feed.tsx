import { setImmediate } from "node:timers/promises";
import { html } from "hono/html";
import type { Clock } from "../clock.ts";
import { followChangedCalls } from "../domain/call/events/call-event.ts";
import type { FleetCall } from "../domain/call/ports.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import type { Store } from "../domain/fleet/ports.ts";
import { type PageLanguage, words } from "./words/words.ts";
import { AscendiaError } from "../errors.ts";
import { CallRow } from "./pages/calls.tsx";

/** Someone who looks at a page that keeps itself up to date. */
export interface Viewer {
  /** null: calls of every clinic. */
  readonly clinicId: string | null;
  /** null: every call; otherwise only this one, whose page the browser then reloads. */
  readonly callId: string | null;
  readonly language: PageLanguage;
  readonly sessionId: string;
  /** Whether the session still holds. */
  isStillIn(): Promise<boolean>;
}

export interface FeedPorts {
  readonly store: Pick<Store, "calls" | "clinics">;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

/** A call appears within a second. Changes in between go to each viewer in one piece, so that a rush costs little. */
const LOOK_MS = 250;
const RUSH_MS = 500;
/** Proxies close idle connections, and a viewer whose session has ended must stop seeing calls. */
const LOOKS_TO_A_SIGN = 40;
const MOST_VIEWERS = 500;
/** A browser opens at most six connections to one host, and a person has a few tabs. */
const MOST_PER_SESSION = 12;

/** After this many viewers, requests that came in meanwhile have their turn. */
const SENT_AT_ONCE = 20;

type Sink = ReadableStreamDefaultController<Uint8Array>;

const encoder = new TextEncoder();

/** Looks for changed calls while anyone is looking, once for all of them. */
export class LiveFeed {
  readonly #ports: FeedPorts;
  readonly #viewers = new Map<Sink, Viewer>();
  #timer: NodeJS.Timeout | undefined;
  #news: ReturnType<typeof followChangedCalls> | undefined;
  #looks = 0;

  constructor(ports: FeedPorts) {
    this.#ports = ports;
  }

  /** @throws transient when there are too many */
  open(viewer: Viewer): ReadableStream<Uint8Array> {
    const own = [...this.#viewers.values()].filter(({ sessionId }) => sessionId === viewer.sessionId).length;
    if (this.#viewers.size >= MOST_VIEWERS || own >= MOST_PER_SESSION) {
      throw new AscendiaError("transient", "too many pages are kept up to date");
    }
    let sink: Sink | undefined;
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        sink = controller;
        this.#viewers.set(controller, viewer);
        controller.enqueue(encoder.encode("retry: 2000\n\n"));
        this.#begin();
      },
      cancel: () => {
        if (sink !== undefined) this.#leave(sink);
      },
    });
  }

  close(): void {
    for (const sink of this.#viewers.keys()) sink.close();
    this.#viewers.clear();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #begin(): void {
    if (this.#timer !== undefined) return;
    const { store, clock } = this.#ports;
    this.#news = followChangedCalls(clock.now(), store.calls);
    this.#timer = setTimeout(() => void this.#look(), LOOK_MS);
  }

  #leave(sink: Sink): void {
    this.#viewers.delete(sink);
  }

  async #look(): Promise<void> {
    let pause = LOOK_MS;
    try {
      const calls = (await this.#news?.()) ?? [];
      if (calls.length > 0) {
        await this.#send(calls);
        pause = RUSH_MS;
      }
      this.#looks += 1;
      if (this.#looks % LOOKS_TO_A_SIGN === 0) await this.#giveSign();
    } catch (error) {
      this.#ports.onError(error);
    }
    if (this.#viewers.size > 0) this.#timer = setTimeout(() => void this.#look(), pause);
    else this.#timer = undefined;
  }

  async #giveSign(): Promise<void> {
    for (const [sink, viewer] of this.#viewers) {
      if (await viewer.isStillIn()) sink.enqueue(encoder.encode(": here\n\n"));
      else {
        this.#leave(sink);
        sink.close();
      }
    }
  }

  /** Renders changes once for all viewers who see the same text, and sends them to each in one piece. */
  async #send(calls: readonly FleetCall[]): Promise<void> {
    const clinics = await this.#clinicsOf(calls);
    const rendered = new Map<string, Uint8Array>();
    let sent = 0;
    for (const [sink, viewer] of this.#viewers) {
      const key = JSON.stringify([viewer.clinicId, viewer.callId, viewer.language]);
      const news = rendered.get(key) ?? encoder.encode(await newsOf(calls, viewer, clinics));
      rendered.set(key, news);
      // A viewer who has left in the meantime gets nothing.
      if (news.byteLength === 0 || !this.#viewers.has(sink)) continue;
      sink.enqueue(news);
      sent += 1;
      if (sent % SENT_AT_ONCE === 0) await setImmediate();
    }
  }

  async #clinicsOf(calls: readonly FleetCall[]): Promise<ReadonlyMap<string, Clinic>> {
    const clinics = new Map<string, Clinic>();
    for (const id of new Set(calls.map(({ clinicId }) => clinicId))) {
      const clinic = id === null ? undefined : await this.#ports.store.clinics.find(id);
      if (clinic !== undefined) clinics.set(clinic.id, clinic);
    }
    return clinics;
  }
}

async function newsOf(
  calls: readonly FleetCall[],
  viewer: Viewer,
  clinics: ReadonlyMap<string, Clinic>,
): Promise<string> {
  const events: string[] = [];
  for (const call of calls) {
    if (concerns(call, viewer)) events.push(await eventOf(call, viewer, clinics.get(call.clinicId ?? "")));
  }
  return events.join("");
}

function concerns({ clinicId, callId }: FleetCall, viewer: Viewer): boolean {
  if (viewer.clinicId !== null && viewer.clinicId !== clinicId) return false;
  return viewer.callId === null || viewer.callId === callId;
}

async function eventOf(call: FleetCall, viewer: Viewer, clinic: Clinic | undefined): Promise<string> {
  if (viewer.callId !== null) return "event: changed\ndata: \n\n";
  const { language } = viewer;
  const row = await html`${(
    <CallRow
      call={call}
      words={words[language]}
      language={language}
      clinic={clinic}
      showsClinic={viewer.clinicId === null}
    />
  )}`;
  return `event: call\ndata: ${row.replaceAll(/[\r\n]+/gu, " ")}\n\n`;
}
