import { HOUR_MS, MINUTE_MS } from "../../clock.ts";
import { isPrivateHost } from "../../domain/fleet/check/served-address.ts";
import { AscendiaError, RateLimitError } from "../../errors.ts";
import { type PinnedAnswer, pinnedRequest } from "./pinned-request.ts";

/** Ten years of a busy practice take some 3 MB. */
const MOST_BYTES = 20 * 1024 * 1024;
const USUAL_WAIT_MS = MINUTE_MS;
const LONGEST_WAIT_MS = HOUR_MS;

/** An answer whose body has been read. */
export interface CalendarAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface Asked extends Pick<RequestInit, "method" | "headers"> {
  readonly body?: string | URLSearchParams;
}

export type CalendarFetch = (url: string, init?: Asked) => Promise<CalendarAnswer>;

/**
 * Sends requests to one calendar's server, with one time limit for all of them together. The caller judges the status,
 * except 429 (and 503 with a time), which is thrown with the time to wait. @throws transient, RateLimitError, invalid
 * for an answer without an end
 */
export function calendarFetch(patienceMs: number): CalendarFetch {
  const signal = AbortSignal.timeout(patienceMs);
  return async (url, init = {}) => {
    try {
      const response = await followed(url, init, signal);
      const isBusy = response.status === 429 || (response.status === 503 && response.headers.has("retry-after"));
      if (isBusy) throw askedToWait(response);
      return { status: response.status, headers: response.headers, text: await bodyOf(response) };
    } catch (error) {
      throw error instanceof AscendiaError ? error : unreachable(error, signal.aborted, patienceMs);
    }
  };
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;

/** Follows redirects itself: `fetch` would follow one to any address and send the body there. */
async function followed(url: string, init: Asked, signal: AbortSignal): Promise<PinnedAnswer> {
  const request = plainRequest(init, signal);
  let at = webAddress(url);
  let givenBy: "owner" | "server" = "owner";
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const response = await pinnedRequest(at, request, givenBy);
    const location = REDIRECTS.has(response.status) ? response.headers.get("location") : null;
    if (location === null) return response;
    response.discard();
    const next = URL.parse(location, at.href);
    if (next === null || !mayFollow(at, next, init)) throw movedAway(next);
    if (next.origin !== at.origin && !LOOPBACK.test(at.hostname)) givenBy = "server";
    at = next;
  }
  throw new AscendiaError("invalid", "The calendar was not reached: its addresses redirect to each other.");
}

const TEXT = "text/plain;charset=UTF-8";
const FORM = "application/x-www-form-urlencoded;charset=UTF-8";

function plainRequest({ method = "GET", headers, body }: Asked, signal: AbortSignal) {
  const sent = new Headers(headers);
  if (body !== undefined && !sent.has("content-type")) sent.set("content-type", typeof body === "string" ? TEXT : FORM);
  const text = body?.toString();
  if (text !== undefined) sent.set("content-length", String(Buffer.byteLength(text)));
  return { method, headers: sent, body: text, signal };
}

function webAddress(url: string): URL {
  const parsed = URL.parse(url);
  if (parsed !== null && /^https?:$/u.test(parsed.protocol)) return parsed;
  throw new AscendiaError("invalid", "The calendar was not reached: its address is not a web address.");
}

/**
 * Allowed within one host. From host to host, only a feed may redirect, because it sends no password, and never into a
 * private network.
 */
function mayFollow(from: URL, to: URL, { method = "GET", headers }: Asked): boolean {
  if (from.origin === to.origin) return true;
  if (method !== "GET" || new Headers(headers).has("authorization")) return false;
  if (LOOPBACK.test(from.hostname)) return /^https?:$/u.test(to.protocol) && LOOPBACK.test(to.hostname);
  return to.protocol === "https:" && !isPrivateHost(to.hostname);
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u;

function movedAway(to: URL | null): AscendiaError {
  const where = to === null || to.host === "" ? "an invalid address" : to.host;
  return new AscendiaError("invalid", `The calendar was not reached: its server redirects to ${where}.`, {
    hint: "If the calendar has moved, connect it again at its new address.",
  });
}

function askedToWait(response: PinnedAnswer): RateLimitError {
  response.discard();
  return rateLimited(response.headers, response.status);
}

export function rateLimited(headers: Headers, status: number): RateLimitError {
  const { message } = refusal(429);
  const limited = status === 429 ? message : message.replace("HTTP 429", `HTTP ${status}`);
  return new RateLimitError(new AscendiaError("transient", limited), waitOf(headers.get("retry-after")));
}

/** The header holds seconds, or a date (RFC 9110 10.2.3). */
function waitOf(header: string | null): number {
  if (header === null) return USUAL_WAIT_MS;
  const ms = /^\d+$/u.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 1000), LONGEST_WAIT_MS) : USUAL_WAIT_MS;
}

/** Explains an unexpected status. */
export function refusal(status: number): AscendiaError {
  const reasons: Readonly<Record<number, string>> = {
    401: "it does not accept these credentials (any longer)",
    403: "it does not accept these credentials (any longer)",
    404: "there is no longer a calendar at this address",
    410: "there is no longer a calendar at this address",
    429: "its server limits the request rate",
  };
  const why = reasons[status] ?? (status >= 500 ? "its server has a problem" : "it was refused");
  return new AscendiaError("transient", `The calendar was not reached: ${why} (HTTP ${status}).`);
}

/** The original error is not passed on: it can contain the address, which is a secret. */
function unreachable(error: unknown, isLate: boolean, patienceMs: number): AscendiaError {
  const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
  const why = isLate ? `it did not answer within ${patienceMs / 1000} s` : `its server cannot be reached${code}`;
  return new AscendiaError("transient", `The calendar was not reached: ${why}.`);
}

async function bodyOf({ body }: PinnedAnswer): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) {
      throw new AscendiaError("invalid", `The calendar has more than ${MOST_BYTES / 1024 / 1024} MB.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
