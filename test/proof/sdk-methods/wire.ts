import Retell, { APIError } from "retell-sdk";
import { isObject } from "../../../src/flow/parse/unwrap-flow.ts";

/** What is changed in a request on its way from the SDK to the sandbox. */
export type Mistake =
  | { readonly kind: "without"; readonly field: string }
  /** `field` may be a path with dots: `tasks.0.to_number`. */
  | { readonly kind: "with"; readonly field: string; readonly value: unknown }
  /** The last part of the path. */
  | { readonly kind: "other path"; readonly id: string };

export interface Exchange {
  readonly verb: string;
  /** As the SDK requested it. */
  readonly path: string;
  readonly hasBody: boolean;
  readonly status: number;
  /** The parsed answer; undefined if it was empty. */
  readonly answer: unknown;
}

type Call = (client: Retell) => Promise<unknown>;

interface Account {
  readonly url: string;
  readonly apiKey: string;
}

/** Makes one call through the SDK, with a mistake in the request, and records what went over the wire. */
export async function exchange({ url, apiKey }: Account, call: Call, mistake?: Mistake): Promise<Exchange> {
  const kept: Exchange[] = [];
  const client = new Retell({
    apiKey,
    baseURL: url,
    maxRetries: 0,
    logLevel: "off",
    fetch: async (input, init) => {
      const asked = new URL(input instanceof Request ? input.url : String(input));
      // Before it sends a form, the SDK checks with a data: address whether `fetch` supports it.
      if (asked.protocol === "data:") return fetch(asked, init);
      const sent = mistake === undefined ? { url: asked, body: init?.body } : altered(asked, init?.body, mistake);
      const response = await fetch(sent.url, { ...init, ...(sent.body === undefined ? {} : { body: sent.body }) });
      const text = await response.clone().text();
      const verb = (init?.method ?? "GET").toUpperCase();
      const answer = text === "" ? undefined : parsed(text);
      const hasBody = typeof init?.body === "string";
      kept.push({ verb, path: asked.pathname, hasBody, status: response.status, answer });
      return response;
    },
  });
  try {
    await call(client);
  } catch (error) {
    // Many of these calls expect a refusal; anything else is a fault of the proof.
    if (!(error instanceof APIError)) throw error;
  }
  const [only, ...others] = kept;
  if (only === undefined || others.length > 0) throw new Error(`The SDK sent ${kept.length} requests instead of one.`);
  return only;
}

function parsed(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return value;
}

type Body = RequestInit["body"];

function altered(asked: URL, body: Body, mistake: Mistake): { readonly url: URL; readonly body: Body } {
  const url = new URL(asked);
  const content = typeof body === "string" ? parsed(body) : undefined;
  if (mistake.kind === "other path") {
    url.pathname = url.pathname.replace(/[^/]*$/u, mistake.id);
    return { url, body };
  }
  const { field } = mistake;
  const value = mistake.kind === "without" ? undefined : mistake.value;
  if (isObject(content)) return { url, body: JSON.stringify(changed(content, field.split("."), value)) };
  if (value === undefined) url.searchParams.delete(field);
  else url.searchParams.set(field, typeof value === "string" ? value : JSON.stringify(value));
  return { url, body };
}

/** The value with one field set, or removed if the new value is undefined. */
function changed(value: unknown, [step, ...rest]: readonly string[], to: unknown): unknown {
  if (step === undefined) return to;
  if (Array.isArray(value))
    return value.map((item: unknown, at) => (String(at) === step ? changed(item, rest, to) : item));
  const before = isObject(value) ? value : {};
  return { ...before, [step]: changed(before[step], rest, to) };
}
