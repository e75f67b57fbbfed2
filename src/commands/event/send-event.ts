import { type Clinic, accountOf } from "../../domain/clinic/clinic.ts";
import { AscendiaError } from "../../errors.ts";
import { EVENT_PATH, INBOUND_PATH } from "../../server/ports.ts";
import type { Context } from "../context.ts";

const TIMEOUT_MS = 10_000;

/** The target of an event: a URL without a path means the server's event webhook. @throws usage when it is not a URL */
export function eventUrl(given: string | undefined, context: Context): string {
  const text = given ?? `http://127.0.0.1:${context.config().port}`;
  if (!/^https?:\/\//u.test(text) || !URL.canParse(text)) {
    throw new AscendiaError("usage", `"${text}" is not a URL.`, { hint: "Write it like http://127.0.0.1:8787" });
  }
  const url = new URL(text);
  if (url.pathname === "/") url.pathname = EVENT_PATH;
  return url.href;
}

/** The inbound webhook of a clinic; without a clinic, the dialled number decides. */
export function inboundUrl(given: string | undefined, slug: string | undefined, context: Context): string {
  const url = new URL(eventUrl(given, context));
  if (url.pathname === EVENT_PATH) url.pathname = slug === undefined ? INBOUND_PATH : `${INBOUND_PATH}/${slug}`;
  return url.href;
}

export interface SentEvent {
  readonly url: string;
  readonly status: number;
  readonly ms: number;
}

export interface AnsweredEvent extends SentEvent {
  /** The body of the answer. */
  readonly answer: string;
}

interface Recipient {
  readonly url: string;
  /** Whose call it is about, if it is known. */
  readonly clinic: Clinic | undefined;
}

/**
 * Signs the event as Retell does, with the key of the clinic's account. @throws transient, failed unless it was
 * accepted
 */
export async function sendEvent(body: string, { url, clinic }: Recipient, context: Context): Promise<AnsweredEvent> {
  const account = clinic === undefined ? null : accountOf(clinic);
  const probes = await context.probes();
  const outcome = await probes.send({ method: "POST", url, headers: {}, body, timeoutMs: TIMEOUT_MS, account });
  if (outcome.kind === "failed") {
    throw new AscendiaError("transient", `The event was not delivered: ${outcome.reason}.`, {
      hint: "Start the server with ascendia serve, or pass another URL.",
    });
  }
  const { status, ms } = outcome;
  if (status >= 200 && status < 300) return { url, status, ms: Math.round(ms), answer: outcome.body };
  throw new AscendiaError("failed", `${url} answered ${status}: ${outcome.body.slice(0, 200)}`, {
    hint: hintFor(status),
  });
}

function hintFor(status: number): string {
  if (status === 401) return "Use the same RETELL_API_KEY on both sides.";
  if (status === 404) return "Name a clinic with --clinic, and use a server with the same database.";
  return "Check the server's log.";
}
