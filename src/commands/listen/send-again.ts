import type { Heard } from "../../domain/call/requests/heard-request.ts";
import { accountOf } from "../../domain/clinic/clinic.ts";
import { AscendiaError } from "../../errors.ts";
import { EVENT_PATH } from "../../server/ports.ts";
import type { Context } from "../context.ts";
import { clinicOf, timeSaid } from "./heard-view.ts";

/** A URL without a path, which each request's own path follows. @throws usage */
export function forwardUrl(given: string): string {
  const url = /^https?:\/\//u.test(given) && URL.canParse(given) ? new URL(given) : undefined;
  if (url !== undefined && url.pathname === "/" && url.search === "") return url.origin;
  throw new AscendiaError("usage", `"${given}" is not the address of a server.`, {
    hint: "Write it like http://127.0.0.1:8790, without a path: each request keeps its own.",
  });
}

export interface Resent {
  readonly url: string;
  /** null: nothing answered. */
  readonly status: number | null;
  readonly ms: number | null;
  readonly answer: string;
}

const TIMEOUT_MS = 12_000;

/** Signs the body as Retell does, for the clinic's account, and sends it to the path it came by. */
export async function sendAgain(
  heard: Heard,
  { body, to }: { readonly body: string; readonly to: string },
  context: Context,
): Promise<Resent> {
  const { clinics } = await context.store();
  const slug = clinicOf(heard, new Map());
  const clinic = slug === null ? undefined : await clinics.find(slug);
  const account = clinic === undefined ? null : accountOf(clinic);
  const url = to + (heard.kind === "request" ? heard.request.path : EVENT_PATH);
  const probes = await context.probes();
  const outcome = await probes.send({ method: "POST", url, headers: {}, body, timeoutMs: TIMEOUT_MS, account });
  if (outcome.kind === "failed") return { url, status: null, ms: null, answer: outcome.reason };
  return { url, status: outcome.status, ms: Math.round(outcome.ms * 10) / 10, answer: outcome.body };
}

/** The body as it came, of an event including the transcript; undefined: it was not kept, or not signed. */
export async function bodyOf(heard: Heard, context: Context): Promise<string | undefined> {
  if (heard.kind === "stored") return heard.event.body;
  const { asking } = heard.read;
  const stored = asking.kind === "event" ? await (await context.store()).events.find(asking.key) : undefined;
  return stored?.body ?? heard.request.body ?? undefined;
}

export function resentLine({ url, status, ms, answer }: Resent, before: string | null): string {
  if (status === null) return `    ↳ ${url}  not delivered: ${answer}`;
  const compared = before === null ? "" : isSame(answer, before) ? "  the same answer" : "  another answer";
  return `    ↳ ${url}  ${status} in ${timeSaid((ms ?? 0) * 1000)}${compared}`;
}

export function resentJson(n: number, { url, status, ms, answer }: Resent, before: string | null) {
  const same = status === null || before === null ? null : isSame(answer, before);
  return { kind: "forwarded" as const, n, url, status, ms, same_answer: same };
}

function isSame(one: string, other: string): boolean {
  return one.trim() === other.trim();
}
