import { lookup } from "node:dns/promises";
import { isPrivateHost } from "../../domain/fleet/public-address.ts";
import { AscendiaError, RateLimitError } from "../../errors.ts";

/** Ten years of a busy practice have some 3 MB. */
const MOST_BYTES = 20 * 1024 * 1024;
const USUAL_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;

/** An answer whose body has been read. */
export interface CalendarAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export type CalendarFetch = (url: string, init?: RequestInit) => Promise<CalendarAnswer>;

/**
 * Requests to one calendar's server, which all together may take so long. Statuses are the caller's to judge, except 429
 * (and 503 with a time), which is thrown with the time to wait. @throws transient, RateLimitError, invalid when an answer has no end
 */
export function calendarFetch(patienceMs: number): CalendarFetch {
  const signal = AbortSignal.timeout(patienceMs);
  return async (url, init = {}) => {
    try {
      const response = await followed(url, { ...init, signal });
      const isBusy = response.status === 429 || (response.status === 503 && response.headers.has("retry-after"));
      if (isBusy) throw await askedToWait(response);
      return { status: response.status, headers: response.headers, text: await bodyOf(response) };
    } catch (error) {
      throw error instanceof AscendiaError ? error : unreachable(error, patienceMs);
    }
  };
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;

/** `fetch` would follow to any address, and send it what was written. */
async function followed(url: string, init: RequestInit): Promise<Response> {
  let at = url;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const response = await fetch(at, { ...init, redirect: "manual" });
    const location = REDIRECTS.has(response.status) ? response.headers.get("location") : null;
    if (location === null) return response;
    await response.body?.cancel();
    const next = URL.parse(location, at);
    if (next === null || !(await mayFollow(new URL(at), next, init))) throw movedAway(next);
    at = next.href;
  }
  throw new AscendiaError("invalid", "The calendar was not reached: its addresses lead to each other.");
}

/** Within one host; from host to host only a feed, which carries no password, and never into a private network. */
async function mayFollow(from: URL, to: URL, { method = "GET", headers }: RequestInit): Promise<boolean> {
  if (from.origin === to.origin) return true;
  if (method !== "GET" || new Headers(headers).has("authorization")) return false;
  if (LOOPBACK.test(from.hostname)) return /^https?:$/u.test(to.protocol) && LOOPBACK.test(to.hostname);
  return to.protocol === "https:" && !(await leadsInside(to.hostname));
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u;

async function leadsInside(hostname: string): Promise<boolean> {
  if (isPrivateHost(hostname)) return true;
  const addresses = await lookup(hostname.replaceAll(/^\[|\]$/gu, ""), { all: true });
  return addresses.some(({ address, family }) => isPrivateHost(family === 6 ? `[${address}]` : address));
}

function movedAway(to: URL | null): AscendiaError {
  const where = to === null || to.host === "" ? "an address that is none" : to.host;
  return new AscendiaError("invalid", `The calendar was not reached: its server sends on to ${where}.`, {
    hint: "If the calendar has moved, connect it again at its new address.",
  });
}

async function askedToWait(response: Response): Promise<RateLimitError> {
  await response.body?.cancel();
  return rateLimited(response.headers, response.status);
}

export function rateLimited(headers: Headers, status: number): RateLimitError {
  const { message } = refusal(429);
  const limited = status === 429 ? message : message.replace("HTTP 429", `HTTP ${status}`);
  return new RateLimitError(new AscendiaError("transient", limited), waitOf(headers.get("retry-after")));
}

/** Seconds, or a date (RFC 9110 10.2.3). */
function waitOf(header: string | null): number {
  if (header === null) return USUAL_WAIT_MS;
  const ms = /^\d+$/u.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 1000), LONGEST_WAIT_MS) : USUAL_WAIT_MS;
}

/** Why a status is not the wanted answer. */
export function refusal(status: number): AscendiaError {
  const reasons: Readonly<Record<number, string>> = {
    401: "it does not accept this way in (any longer)",
    403: "it does not accept this way in (any longer)",
    404: "there is no longer a calendar at this address",
    410: "there is no longer a calendar at this address",
    429: "its server limits how often it is asked",
  };
  const why = reasons[status] ?? (status >= 500 ? "its server has a problem" : "it was refused");
  return new AscendiaError("transient", `The calendar was not reached: ${why} (HTTP ${status}).`);
}

/** An error of `fetch` can name the address, which is a secret. */
function unreachable(error: unknown, patienceMs: number): AscendiaError {
  const isLate = error instanceof Error && error.name === "TimeoutError";
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
  const code = cause !== undefined && "code" in cause ? ` (${String(cause.code)})` : "";
  const why = isLate ? `it did not answer within ${patienceMs / 1000} s` : `its server cannot be reached${code}`;
  return new AscendiaError("transient", `The calendar was not reached: ${why}.`);
}

async function bodyOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (response.body === null) return "";
  const body: AsyncIterable<Uint8Array> = response.body;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) {
      throw new AscendiaError("invalid", `The calendar has more than ${MOST_BYTES / 1024 / 1024} MB.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
