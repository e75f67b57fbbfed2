import type { CalendarGrant } from "../../domain/calendar/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { type AccessTokens, type KeepGrant } from "./access-tokens.ts";
import { jsonOf } from "../../json.ts";
import type { CalendarFetch } from "./calendar-fetch.ts";

export interface ApiRequest {
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** undefined: not JSON. */
  readonly body: unknown;
}

/** A request to a JSON API; the caller judges the status. */
export type AskApi = (url: string, request?: ApiRequest) => Promise<ApiAnswer>;

interface Means {
  readonly tokens: AccessTokens;
  readonly ask: CalendarFetch;
  readonly keep?: KeepGrant | undefined;
}

/** Sends requests with the grant's access token. A token that is refused before it expires is replaced once. */
export function apiRequests(grant: CalendarGrant, { tokens, ask, keep }: Means): AskApi {
  const once = async (url: string, { method = "GET", headers = {}, body }: ApiRequest): Promise<ApiAnswer> => {
    const token = await tokens.of(grant, { ask, keep });
    const answer = await ask(url, {
      method,
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
        authorization: `Bearer ${token}`,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, headers: answer.headers, body: jsonOf(answer.text) };
  };
  return async (url, request = {}) => {
    const first = await once(url, request);
    if (first.status !== 401) return first;
    tokens.forget(grant);
    return once(url, request);
  };
}

/**
 * A link from the server's answer, which must stay on the same host: no other may get the access token. @throws invalid
 */
export function ownLink(link: string, base: string): string {
  const url = URL.parse(link, base);
  if (url !== null && url.origin === new URL(base).origin) return url.href;
  throw new AscendiaError("invalid", "The calendar continues at another host.");
}

export function notTheApi(name: string): AscendiaError {
  return new AscendiaError("invalid", `The server's answer is not in ${name}'s format.`);
}
